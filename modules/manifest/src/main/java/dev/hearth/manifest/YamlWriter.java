package dev.hearth.manifest;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes nodes as block style YAML.
 *
 * <p>Every scalar is written in a form that YAML 1.1 and 1.2 readers read alike. What is plain is decided by a list of
 * what is allowed, so that an unforeseen text is quoted.
 */
final class YamlWriter {

    /** May begin a plain text. */
    private static final byte START = 1;
    /** May stand inside a plain key. */
    private static final byte NAME = 2;
    /** May stand inside a plain value. */
    private static final byte BODY = 4;

    private static final byte[] CLASSES = classes();

    /** What a reader of some YAML version takes for something other than a text, in lower case. */
    private static final Set<String> RESERVED =
            Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity");

    private static final int LONGEST_RESERVED = 8;

    /** Readers look at most 1,024 characters ahead for the colon after a key. */
    private static final int LONGEST_SIMPLE_KEY = 1000;

    /** From here on a number is written with an exponent. */
    private static final int PLAIN_DIGITS = 21;

    private static final int PLAIN_ZEROS = 7;

    private static final String HEX = "0123456789ABCDEF";

    private final StringBuilder out;

    YamlWriter(StringBuilder out) {
        this.out = out;
    }

    private static byte[] classes() {
        byte[] classes = new byte[128];
        for (char c = 'a'; c <= 'z'; c++) {
            classes[c] = START | NAME | BODY;
            classes[Character.toUpperCase(c)] = START | NAME | BODY;
        }
        for (char c = '0'; c <= '9'; c++) {
            classes[c] = NAME | BODY;
        }
        classes['_'] = START | NAME | BODY;
        classes['/'] = START | NAME | BODY;
        classes['.'] = NAME | BODY;
        classes['-'] = NAME | BODY;
        for (char c : ":@=+,%()&?~;".toCharArray()) {
            classes[c] |= BODY;
        }
        return classes;
    }

    /** Writes a document: the root in block style and a line end. */
    void document(Node root) {
        if (root instanceof Mapping mapping && !mapping.isEmpty()) {
            mapping(mapping, 0, false);
        } else if (root instanceof Sequence sequence && !sequence.isEmpty()) {
            sequence(sequence, 0, false);
        } else {
            scalar(root, -2, false);
            out.append('\n');
        }
    }

    private void mapping(Mapping mapping, int column, boolean placed) {
        boolean here = placed;
        for (Map.Entry<String, Node> field : mapping.fields().entrySet()) {
            if (!here) {
                indent(column);
            }
            here = false;
            key(field.getKey(), column);
            value(field.getValue(), column);
        }
    }

    private void sequence(Sequence sequence, int column, boolean placed) {
        boolean here = placed;
        for (Node item : sequence.items()) {
            if (!here) {
                indent(column);
            }
            here = false;
            out.append("- ");
            if (item instanceof Mapping mapping && !mapping.isEmpty()) {
                mapping(mapping, column + 2, true);
            } else if (item instanceof Sequence nested && !nested.isEmpty()) {
                sequence(nested, column + 2, true);
            } else {
                scalar(item, column, true);
                out.append('\n');
            }
        }
    }

    private void value(Node value, int column) {
        if (value instanceof Mapping mapping && !mapping.isEmpty()) {
            out.append('\n');
            mapping(mapping, column + 2, false);
        } else if (value instanceof Sequence sequence && !sequence.isEmpty()) {
            out.append('\n');
            sequence(sequence, column, false);
        } else {
            out.append(' ');
            scalar(value, column, true);
            out.append('\n');
        }
    }

    private void key(String name, int column) {
        if (name.length() <= LONGEST_SIMPLE_KEY && plain(name, NAME)) {
            out.append(name).append(':');
            return;
        }
        int start = out.length();
        quoted(name);
        if (out.length() - start > LONGEST_SIMPLE_KEY) {
            out.insert(start, "? ").append('\n');
            indent(column);
        }
        out.append(':');
    }

    /** Writes what fits behind a key or a dash; {@code column} is where that key or dash stands. */
    private void scalar(Node node, int column, boolean blocks) {
        if (node instanceof Text text) {
            text(text.value(), column, blocks);
        } else if (node instanceof Numeral numeral) {
            number(out, numeral.value());
        } else if (node instanceof Bool bool) {
            out.append(bool.value());
        } else if (node instanceof Mapping) {
            out.append("{}");
        } else if (node instanceof Sequence) {
            out.append("[]");
        } else {
            out.append("null");
        }
    }

    private void text(String text, int column, boolean blocks) {
        if (plain(text, BODY)) {
            out.append(text);
        } else if (blocks && text.indexOf('\n') >= 0 && block(text)) {
            literal(text, column + 2);
        } else {
            quoted(text);
        }
    }

    private static boolean plain(String text, byte wanted) {
        int length = text.length();
        if (length == 0) {
            return false;
        }
        char first = text.charAt(0);
        int from;
        if (first < 128 && (CLASSES[first] & START) != 0) {
            from = 1;
        } else if (wanted == BODY && first == '-' && length > 2 && text.charAt(1) == '-' && letter(text.charAt(2))) {
            from = 3;
        } else if (wanted == BODY && first >= '0' && first <= '9') {
            return quantity(text);
        } else {
            return false;
        }
        for (int at = from; at < length; at++) {
            char c = text.charAt(at);
            if (c >= 128 || (CLASSES[c] & wanted) == 0) {
                boolean gap = c == ' ' && at + 1 < length && text.charAt(at - 1) != ' ';
                if (!gap || text.charAt(at + 1) == ' ' || text.charAt(at + 1) == ':') {
                    return false;
                }
            } else if (c == ':' && (at + 1 == length || text.charAt(at + 1) == ' ')) {
                return false;
            }
        }
        return length > LONGEST_RESERVED || !RESERVED.contains(text.toLowerCase(Locale.ROOT));
    }

    private static boolean letter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** Whether the text is digits, perhaps with a fraction, and one of the units in which no reader sees a number. */
    private static boolean quantity(String text) {
        int at = digits(text, 0);
        if (at < text.length() && text.charAt(at) == '.') {
            int end = digits(text, at + 1);
            if (end == at + 1) {
                return false;
            }
            at = end;
        }
        return switch (text.length() - at) {
            case 1 -> "mkMGTPshdw".indexOf(text.charAt(at)) >= 0;
            case 2 ->
                (text.charAt(at + 1) == 'i' && "KMGTPE".indexOf(text.charAt(at)) >= 0)
                        || (text.charAt(at) == 'm' && text.charAt(at + 1) == 's');
            default -> false;
        };
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    /** Whether every reader gives back the text unchanged from a literal block. */
    private static boolean block(String text) {
        boolean visible = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\n' || c == '\t' || c == ' ') {
                continue;
            }
            if (escaped(c) && !Unicode.paired(text, at)) {
                return false;
            }
            visible = true;
        }
        return visible;
    }

    /** Whether every character of a line can stand as itself. */
    static boolean printable(String line) {
        return line.isBlank() || block(line);
    }

    /** Whether the character cannot stand as itself in every reader's text. */
    static boolean escaped(char c) {
        return c < ' '
                || (c >= 0x7F && c < 0xA0)
                || c == 0x2028
                || c == 0x2029
                || c == 0xFEFF
                || c >= 0xFFFE
                || Character.isSurrogate(c);
    }

    private void literal(String text, int column) {
        int length = text.length();
        out.append('|');
        int first = 0;
        while (text.charAt(first) == '\n') {
            first++;
        }
        if (text.charAt(first) == ' ' || text.charAt(first) == '\t') {
            out.append('2');
        }
        boolean ended = text.charAt(length - 1) == '\n';
        if (!ended) {
            out.append('-');
        } else if (text.charAt(length - 2) == '\n') {
            out.append('+');
        }
        int from = 0;
        while (from < length) {
            int end = text.indexOf('\n', from);
            if (end < 0) {
                end = length;
            }
            out.append('\n');
            if (end > from) {
                indent(column);
                out.append(text, from, end);
            }
            from = end + 1;
        }
    }

    private void quoted(String text) {
        out.append('"');
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> {
                    if (!escaped(c) || Unicode.paired(text, at)) {
                        out.append(c);
                    } else if (Character.isSurrogate(c)) {
                        throw new IllegalArgumentException("half of a surrogate pair, \\u"
                                + Integer.toHexString(c)
                                + " at index " + at
                                + ", is no character and cannot be written as UTF-8; remove it from the text");
                    } else {
                        out.append("\\u")
                                .append(HEX.charAt(c >> 12))
                                .append(HEX.charAt(c >> 8 & 15))
                                .append(HEX.charAt(c >> 4 & 15))
                                .append(HEX.charAt(c & 15));
                    }
                }
            }
        }
        out.append('"');
    }

    /** Writes a number in a form that is one in JSON and in every version of YAML. */
    static void number(StringBuilder out, BigDecimal value) {
        int scale = value.scale();
        int exponent = value.precision() - scale - 1;
        if (value.signum() == 0) {
            out.append(scale > 0 && scale <= PLAIN_ZEROS ? value.toPlainString() : "0");
        } else if (scale == 0) {
            out.append(value.unscaledValue());
        } else if (exponent < PLAIN_DIGITS && exponent >= -PLAIN_ZEROS) {
            out.append(value.toPlainString());
        } else {
            if (Double.isInfinite(value.doubleValue())) {
                throw new IllegalArgumentException(
                        "a number must be within what a double can hold, but was " + value + "; write it as a text");
            }
            String digits = value.unscaledValue().abs().toString();
            int end = digits.length();
            while (end > 2 && digits.charAt(end - 1) == '0') {
                end--;
            }
            out.append(value.signum() < 0 ? "-" : "").append(digits.charAt(0)).append('.');
            out.append(digits.length() == 1 ? "0" : digits.substring(1, end));
            out.append(exponent < 0 ? "e-" : "e+").append(Math.abs(exponent));
        }
    }

    private void indent(int column) {
        for (int left = column; left > 0; left -= 2) {
            out.append("  ");
        }
    }
}
