package dev.hearth.cli;

import dev.hearth.cli.Failures.WrongUse;
import dev.hearth.secrets.Plain;
import dev.hearth.secrets.SealException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads files of environment variables, as bytes: they hold values. Faults are told by file and line alone.
 *
 * <p>A line is empty, a comment ({@code #}), or {@code NAME=value} with {@code export} before it or not, and with blanks around
 * {@code =} or not. A value without quotes ends at the line's end or before {@code #} behind a blank, and blanks around it do not
 * count. Between {@code '} everything is as it stands, line ends included. Between {@code "} too, but for \n, \r, \t, \", \\
 * and \$. Nothing is expanded.
 */
final class Dotenv {

    private final byte[] text;
    private final String file;
    private final Map<String, Plain> values = new LinkedHashMap<>();
    private int at;
    private int line = 1;

    private Dotenv(byte[] text, String file) {
        this.text = text;
        this.file = file;
    }

    /** The values by name, in the file's order. The text is not wiped. */
    static Map<String, Plain> read(byte[] text, String file) {
        Dotenv reader = new Dotenv(text, file);
        try {
            reader.lines();
            return reader.values;
        } catch (SealException | WrongUse broken) {
            reader.values.values().forEach(Plain::close);
            throw broken;
        }
    }

    private void lines() {
        if (text.length > 2 && text[0] == (byte) 0xEF && text[1] == (byte) 0xBB && text[2] == (byte) 0xBF) {
            at = 3;
        }
        while (at < text.length) {
            blanks();
            if (end()) {
                newline();
            } else if (text[at] == '#') {
                comment();
            } else {
                entry();
            }
        }
    }

    private void entry() {
        String name = word();
        if (name.equals("export") && at < text.length && blank(text[at])) {
            blanks();
            name = word();
        }
        blanks();
        if (name.isEmpty() || end() || text[at] != '=') {
            throw fault("no NAME=value");
        }
        at++;
        blanks();
        if (values.containsKey(name)) {
            throw fault("this name is there a second time");
        }
        values.put(name, Plain.of(value()));
    }

    private String word() {
        int from = at;
        while (at < text.length && nameByte(text[at], at == from)) {
            at++;
        }
        return new String(text, from, at - from, StandardCharsets.US_ASCII);
    }

    private static boolean nameByte(byte b, boolean first) {
        boolean letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_';
        return letter || (!first && ((b >= '0' && b <= '9') || b == '.' || b == '-'));
    }

    private byte[] value() {
        if (at < text.length && (text[at] == '\'' || text[at] == '"')) {
            byte[] quoted = quoted(text[at]);
            blanks();
            if (!end() && text[at] != '#') {
                Arrays.fill(quoted, (byte) 0);
                throw fault("something stands behind the closing quote");
            }
            comment();
            return quoted;
        }
        int from = at;
        int to = at;
        while (!end() && !(text[at] == '#' && (at == from || blank(text[at - 1])))) {
            at++;
            to = blank(text[at - 1]) ? to : at;
        }
        byte[] value = Arrays.copyOfRange(text, from, to);
        comment();
        return value;
    }

    private byte[] quoted(byte quote) {
        int opened = line;
        byte[] buffer = new byte[text.length - at];
        int length = 0;
        at++;
        try {
            while (at < text.length && text[at] != quote) {
                if (text[at] == '\n') {
                    line++;
                }
                buffer[length++] = quote == '"' && text[at] == '\\' ? escaped() : text[at];
                at++;
            }
            if (at >= text.length) {
                line = opened;
                throw fault("the quote that opens here is not closed");
            }
            at++;
            return Arrays.copyOf(buffer, length);
        } finally {
            Arrays.fill(buffer, (byte) 0);
        }
    }

    private byte escaped() {
        at++;
        byte next = at < text.length ? text[at] : 0;
        return switch (next) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '"', '\\', '$' -> next;
            default -> throw fault("a backslash within double quotes stands before none of n, r, t, \", \\ and $");
        };
    }

    /** Passes over the rest of the line. */
    private void comment() {
        while (!end()) {
            at++;
        }
        newline();
    }

    private void newline() {
        if (at < text.length && text[at] == '\r') {
            at++;
        }
        if (at < text.length) {
            at++;
            line++;
        }
    }

    private void blanks() {
        while (at < text.length && blank(text[at])) {
            at++;
        }
    }

    private boolean end() {
        return at >= text.length
                || text[at] == '\n'
                || (text[at] == '\r' && (at + 1 == text.length || text[at + 1] == '\n'));
    }

    private static boolean blank(byte b) {
        return b == ' ' || b == '\t';
    }

    private SealException fault(String what) {
        return new SealException(file + ":" + line + ": " + what + "; the line is not shown, for it may hold a value");
    }
}
