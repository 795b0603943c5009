package dev.hearth.platform.observability;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.hearth.dsl.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A value in Alloy's configuration language. It is text that may still hold addresses which only the whole cluster knows.
 *
 * @see <a href="https://grafana.com/docs/alloy/latest/get-started/configuration-syntax/expressions/types_and_values/">
 *     Types and values</a>
 */
sealed interface AlloyValue {

    /** The value as it is written where lines are indented by so many tabs. */
    Value written(int depth);

    /** Whether it takes several lines. */
    default boolean tall() {
        return false;
    }

    /** A string. */
    static AlloyValue text(String text) {
        return new Text(Value.of(text));
    }

    /** A string with addresses in it. */
    static AlloyValue text(Value text) {
        return new Text(text);
    }

    /** A whole number. */
    static AlloyValue number(long number) {
        return new Plain(Long.toString(number));
    }

    /** True or false. */
    static AlloyValue bool(boolean bool) {
        return new Plain(Boolean.toString(bool));
    }

    /** What another component exports, such as {@code loki.write.default.receiver}. */
    static AlloyValue reference(String export) {
        if (!Plain.REFERENCE.matcher(export).matches()) {
            throw new IllegalArgumentException(
                    "a reference is names with dots between, such as loki.write.default.receiver, but was '" + export
                            + "'");
        }
        return new Plain(export);
    }

    /** The environment variable of that name. */
    static AlloyValue variable(String name) {
        return new Call("sys.env", text(name));
    }

    /** A list. */
    static AlloyValue list(AlloyValue... items) {
        return new Items(ImmutableList.copyOf(items));
    }

    /** A list of strings. */
    static AlloyValue texts(String... items) {
        return list(Arrays.stream(items).map(AlloyValue::text).toArray(AlloyValue[]::new));
    }

    /** A list of what other components export. */
    static AlloyValue references(String... exports) {
        return list(Arrays.stream(exports).map(AlloyValue::reference).toArray(AlloyValue[]::new));
    }

    /** An object: names, which may be any text, and their values. */
    static AlloyValue object(Map<String, AlloyValue> fields) {
        return new Fields(ImmutableMap.copyOf(new LinkedHashMap<>(fields)));
    }

    /** What is written as it stands. */
    record Plain(String text) implements AlloyValue {

        static final Pattern REFERENCE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");

        @Override
        public Value written(int depth) {
            return Value.of(text);
        }
    }

    /** A string; its escapes are Go's. */
    record Text(Value text) implements AlloyValue {

        public Text {
            requireNonNull(text, "text");
        }

        @Override
        public Value written(int depth) {
            Value value = Value.of("\"");
            for (Value.Piece piece : text.pieces()) {
                // An address has no character that would have to be escaped.
                value = piece instanceof Value.Literal literal
                        ? value.then(escaped(literal.text()))
                        : value.then(new Value(ImmutableList.of(piece)));
            }
            return value.then("\"");
        }

        static String escaped(String text) {
            StringBuilder out = new StringBuilder();
            text.codePoints().forEach(point -> {
                switch (point) {
                    case '"' -> out.append("\\\"");
                    case '\\' -> out.append("\\\\");
                    case '\n' -> out.append("\\n");
                    case '\t' -> out.append("\\t");
                    case '\r' -> out.append("\\r");
                    default -> {
                        if (Character.getType(point) == Character.SURROGATE) {
                            throw new IllegalArgumentException("half a character in '" + text + "'");
                        }
                        // Beyond those that are seen, so that an editor keeps them too.
                        if (Character.isISOControl(point) || point == 0xFEFF) {
                            out.append(String.format("\\u%04x", point));
                        } else {
                            out.appendCodePoint(point);
                        }
                    }
                }
            });
            return out.toString();
        }
    }

    /** A function and its argument. */
    record Call(String function, AlloyValue argument) implements AlloyValue {

        @Override
        public Value written(int depth) {
            return Value.of(function + "(").then(argument.written(depth)).then(")");
        }
    }

    /** A list: on one line where it is short. */
    record Items(ImmutableList<AlloyValue> items) implements AlloyValue {

        private static final int SHORT = 3;

        @Override
        public boolean tall() {
            return items.size() > SHORT || items.stream().anyMatch(AlloyValue::tall);
        }

        @Override
        public Value written(int depth) {
            if (!tall()) {
                return Lines.joined(
                        "[",
                        ", ",
                        "]",
                        items.stream().map(item -> item.written(depth)).toList());
            }
            return Lines.block(
                    "[",
                    "]",
                    depth,
                    items.stream().map(item -> item.written(depth + 1)).toList());
        }
    }

    /** An object, each field on a line of its own. */
    record Fields(ImmutableMap<String, AlloyValue> fields) implements AlloyValue {

        @Override
        public boolean tall() {
            return !fields.isEmpty();
        }

        @Override
        public Value written(int depth) {
            if (fields.isEmpty()) {
                return Value.of("{}");
            }
            List<String> names = fields.keySet().stream()
                    .map(name -> "\"" + Text.escaped(name) + "\"")
                    .toList();
            return Lines.block("{", "}", depth, Lines.aligned(names, List.copyOf(fields.values()), depth + 1));
        }
    }

    /** How the language's own formatter lays out lines. */
    final class Lines {

        private Lines() {}

        static Value joined(String start, String between, String end, List<Value> values) {
            Value all = Value.of(start);
            for (int i = 0; i < values.size(); i++) {
                all = (i > 0 ? all.then(between) : all).then(values.get(i));
            }
            return all.then(end);
        }

        static Value block(String start, String end, int depth, List<Value> values) {
            String indent = "\t".repeat(depth + 1);
            return joined(start + "\n" + indent, ",\n" + indent, ",\n" + "\t".repeat(depth) + end, values);
        }

        /** {@code name = value}, with the equals signs of lines that follow each other below one another. */
        static List<Value> aligned(List<String> names, List<AlloyValue> values, int depth) {
            int[] widths = new int[names.size()];
            int start = 0;
            for (int i = 0; i < widths.length; i++) {
                // After a value of several lines the next line is no neighbour any more.
                if (values.get(i).tall() || i == widths.length - 1) {
                    int longest = names.subList(start, i + 1).stream()
                            .mapToInt(name -> name.codePointCount(0, name.length()))
                            .max()
                            .orElse(0);
                    for (int line = start; line <= i; line++) {
                        widths[line] = longest;
                    }
                    start = i + 1;
                }
            }
            return IntStream.range(0, widths.length)
                    .mapToObj(i -> {
                        String name = names.get(i);
                        int space = widths[i] - name.codePointCount(0, name.length());
                        return Value.of(name + " ".repeat(space) + " = ")
                                .then(values.get(i).written(depth));
                    })
                    .toList();
        }
    }
}
