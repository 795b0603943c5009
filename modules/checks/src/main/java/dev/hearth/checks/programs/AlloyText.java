package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the blocks of a configuration of Alloy, with what their attributes are as text. It reads no expressions, and gives up where it
 * does not understand something.
 *
 * @see <a href="https://grafana.com/docs/alloy/latest/get-started/configuration-syntax/syntax/">Syntax of Alloy</a>
 */
final class AlloyText {

    /** A block, with the texts of its attributes and the blocks in it. */
    record Block(String name, String label, ImmutableMap<String, String> attributes, ImmutableList<Block> blocks) {

        /** The blocks of that name in it. */
        Stream<Block> blocks(String of) {
            return blocks.stream().filter(block -> block.name().equals(of));
        }

        /** The text of an attribute that is nothing but a text. */
        Optional<String> literal(String attribute) {
            String text = attributes.getOrDefault(attribute, "");
            boolean plain = text.length() > 1
                    && text.startsWith("\"")
                    && text.indexOf('"', 1) == text.length() - 1
                    && text.indexOf('\\') < 0;
            return plain ? Optional.of(text.substring(1, text.length() - 1)) : Optional.empty();
        }
    }

    private static final class NotUnderstood extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final int DEEPEST = 50;
    private static final char END = 0;

    private final String text;
    private int at;

    private AlloyText(String text) {
        this.text = text;
    }

    /** The outermost blocks; none where something is not understood. */
    static ImmutableList<Block> blocks(String text) {
        try {
            AlloyText reader = new AlloyText(text);
            Block all = reader.body("", "", 0);
            return reader.at < text.length() ? ImmutableList.of() : all.blocks();
        } catch (NotUnderstood otherSyntax) {
            return ImmutableList.of();
        }
    }

    private Block body(String name, String label, int depth) {
        Map<String, String> attributes = new LinkedHashMap<>();
        List<Block> blocks = new ArrayList<>();
        if (depth > DEEPEST) {
            throw new NotUnderstood();
        }
        for (skip(true); look() != '}' && look() != END; skip(true)) {
            String word = word();
            skip(false);
            if (look() == '=') {
                at++;
                attributes.put(word, expression());
            } else {
                blocks.add(block(word, depth));
            }
        }
        return new Block(name, label, ImmutableMap.copyOf(attributes), ImmutableList.copyOf(blocks));
    }

    private Block block(String name, int depth) {
        String label = look() == '"' ? string() : "";
        skip(false);
        take('{');
        Block block = body(name, label.replace("\"", ""), depth + 1);
        take('}');
        return block;
    }

    private String word() {
        int start = at;
        while (Character.isLetterOrDigit(look()) || look() == '_' || look() == '.') {
            at++;
        }
        if (at == start) {
            throw new NotUnderstood();
        }
        return text.substring(start, at);
    }

    /** All until the end of the line, or of the block that ends on it; brackets go over lines. */
    private String expression() {
        StringBuilder found = new StringBuilder();
        int depth = 0;
        while (look() != END) {
            char next = look();
            if (next == '"' || next == '`') {
                found.append(string());
            } else if (comment()) {
                skip(depth > 0);
            } else if (depth == 0 && (next == '\n' || next == '}')) {
                break;
            } else {
                depth += "([{".indexOf(next) >= 0 ? 1 : ")]}".indexOf(next) >= 0 ? -1 : 0;
                found.append(next);
                at++;
            }
        }
        return found.toString().strip();
    }

    private String string() {
        int start = at;
        char quote = look();
        at++;
        while (look() != quote) {
            if (look() == END || (quote == '"' && look() == '\n')) {
                throw new NotUnderstood();
            }
            at += quote == '"' && look() == '\\' ? 2 : 1;
        }
        at++;
        return text.substring(start, at);
    }

    /** Goes over spaces and comments, over the ends of lines only where that is asked for. */
    private void skip(boolean lines) {
        while (true) {
            if (look() == ' ' || look() == '\t' || look() == '\r' || (lines && look() == '\n')) {
                at++;
            } else if (comment()) {
                int end = text.indexOf(text.charAt(at + 1) == '/' ? "\n" : "*/", at);
                boolean line = text.charAt(at + 1) == '/';
                at = end < 0 ? text.length() : end + (line ? 0 : 2);
            } else {
                return;
            }
        }
    }

    private boolean comment() {
        return text.startsWith("//", at) || text.startsWith("/*", at);
    }

    private void take(char expected) {
        if (look() != expected) {
            throw new NotUnderstood();
        }
        at++;
    }

    private char look() {
        return at < text.length() ? text.charAt(at) : END;
    }
}
