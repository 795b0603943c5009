package dev.hearth.manifest;

import java.util.Map;

/** Writes nodes as JSON. */
final class JsonWriter {

    private final StringBuilder out;
    private final boolean pretty;

    JsonWriter(StringBuilder out, boolean pretty) {
        this.out = out;
        this.pretty = pretty;
    }

    void value(Node node, int depth) {
        if (node instanceof Mapping mapping) {
            mapping(mapping, depth);
        } else if (node instanceof Sequence sequence) {
            sequence(sequence, depth);
        } else if (node instanceof Text text) {
            text(text.value());
        } else if (node instanceof Numeral numeral) {
            YamlWriter.number(out, numeral.value());
        } else if (node instanceof Bool bool) {
            out.append(bool.value());
        } else {
            out.append("null");
        }
    }

    private void mapping(Mapping mapping, int depth) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<String, Node> field : mapping.fields().entrySet()) {
            out.append(first ? "" : ",");
            first = false;
            line(depth + 1);
            text(field.getKey());
            out.append(pretty ? ": " : ":");
            value(field.getValue(), depth + 1);
        }
        if (!first) {
            line(depth);
        }
        out.append('}');
    }

    private void sequence(Sequence sequence, int depth) {
        out.append('[');
        boolean first = true;
        for (Node item : sequence.items()) {
            out.append(first ? "" : ",");
            first = false;
            line(depth + 1);
            value(item, depth + 1);
        }
        if (!first) {
            line(depth);
        }
        out.append(']');
    }

    private void line(int depth) {
        if (pretty) {
            out.append('\n').append("  ".repeat(depth));
        }
    }

    private void text(String text) {
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
                    // Escaped is what some reader of YAML would refuse or take for a line break, and half surrogates.
                    if (YamlWriter.escaped(c) && !Unicode.paired(text, at)) {
                        escape(c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private void escape(char c) {
        String hex = Integer.toHexString(c);
        out.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
    }
}
