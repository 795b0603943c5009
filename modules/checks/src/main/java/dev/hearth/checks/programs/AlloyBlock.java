package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.hearth.checks.programs.AlloyToken.Sort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A block of a configuration of Alloy, as far as rules ask of it: what its expressions mean nobody works out here.
 *
 * @param name what it is: {@code loki.source.kubernetes}
 * @param label which one it is, or the empty text
 * @param attributes the words of its expressions, by the names they are given to
 * @param blocks those in it, in order
 */
record AlloyBlock(
        String name,
        String label,
        ImmutableMap<String, ImmutableList<AlloyToken>> attributes,
        ImmutableList<AlloyBlock> blocks) {

    /** What stands in a text, as a block without a name; nothing where it cannot be read. */
    static Optional<AlloyBlock> read(String text) {
        return AlloyToken.of(text).flatMap(tokens -> new Reader(tokens).file());
    }

    /** The name by which others refer to it. */
    String id() {
        return label.isEmpty() ? name : name + "." + label;
    }

    /** It, and all blocks in it. */
    Stream<AlloyBlock> deep() {
        return Stream.concat(Stream.of(this), blocks.stream().flatMap(AlloyBlock::deep));
    }

    /** The blocks of that name in it. */
    Stream<AlloyBlock> named(String other) {
        return blocks.stream().filter(block -> block.name.equals(other));
    }

    /** The text of an attribute; nothing where it is not there, or is no text but an expression. */
    Optional<String> text(String attribute) {
        return only(attribute).filter(token -> token.sort() == Sort.STRING).map(AlloyToken::text);
    }

    /** Whether an attribute is there, and nobody can tell that it is not {@code true}. */
    boolean maybe(String attribute) {
        return attributes.containsKey(attribute)
                && only(attribute).filter(token -> token.named("false")).isEmpty();
    }

    private Optional<AlloyToken> only(String attribute) {
        return Optional.ofNullable(attributes.get(attribute))
                .filter(tokens -> tokens.size() == 1)
                .map(tokens -> tokens.get(0));
    }

    /** Reads the words of one text. */
    private static final class Reader {

        private static final AlloyToken NOTHING = new AlloyToken(Sort.END, "");

        /** Nobody writes more, and more would take too much of the stack. */
        private static final int DEEPEST = 100;

        private final ImmutableList<AlloyToken> tokens;
        private int at;
        private int depth;
        private boolean wrong;

        Reader(ImmutableList<AlloyToken> tokens) {
            this.tokens = tokens;
        }

        Optional<AlloyBlock> file() {
            AlloyBlock file = body("", "");
            return wrong || at < tokens.size() ? Optional.empty() : Optional.of(file);
        }

        private AlloyToken now() {
            return at < tokens.size() ? tokens.get(at) : NOTHING;
        }

        private boolean takes(String sign) {
            boolean there = now().is(sign);
            at += there ? 1 : 0;
            return there;
        }

        private AlloyBlock body(String name, String label) {
            Map<String, ImmutableList<AlloyToken>> attributes = new LinkedHashMap<>();
            ImmutableList.Builder<AlloyBlock> blocks = ImmutableList.builder();
            while (!wrong && at < tokens.size() && !now().is("}")) {
                statement(attributes, blocks);
                if (now().sort() == Sort.END && at < tokens.size()) {
                    at++;
                } else if (!now().is("}")) {
                    wrong = true;
                }
            }
            return new AlloyBlock(name, label, ImmutableMap.copyOf(attributes), blocks.build());
        }

        private void statement(
                Map<String, ImmutableList<AlloyToken>> attributes, ImmutableList.Builder<AlloyBlock> blocks) {
            String name = name();
            if (takes("=")) {
                ImmutableList<AlloyToken> expression = expression();
                wrong |= name.contains(".") || attributes.put(name, expression) != null;
                return;
            }
            String label = now().sort() == Sort.STRING ? tokens.get(at++).text() : "";
            wrong |= !takes("{") || ++depth > DEEPEST;
            if (!wrong) {
                blocks.add(body(name, label));
                wrong |= !takes("}");
                depth--;
            }
        }

        private String name() {
            StringBuilder name = new StringBuilder();
            do {
                wrong |= now().sort() != Sort.NAME;
                name.append(name.length() == 0 ? "" : ".").append(now().text());
                at++;
            } while (takes("."));
            return name.toString();
        }

        /** All up to the end of the statement; brackets stand in pairs, and a comma before their end means nothing. */
        private ImmutableList<AlloyToken> expression() {
            List<AlloyToken> words = new ArrayList<>();
            int depth = 0;
            while (at < tokens.size()) {
                AlloyToken token = now();
                boolean opens = token.is("{") || token.is("(") || token.is("[");
                boolean closes = token.is("}") || token.is(")") || token.is("]");
                if (depth == 0 && (closes || token.sort() == Sort.END)) {
                    break;
                }
                wrong |= depth == 0 && token.is("=");
                depth += opens ? 1 : closes ? -1 : 0;
                if (closes && words.get(words.size() - 1).is(",")) {
                    words.remove(words.size() - 1);
                }
                if (token.sort() != Sort.END) {
                    words.add(token);
                }
                at++;
            }
            wrong |= depth != 0 || words.isEmpty();
            return ImmutableList.copyOf(words);
        }
    }
}
