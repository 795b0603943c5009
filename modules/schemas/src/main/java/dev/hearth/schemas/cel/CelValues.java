package dev.hearth.schemas.cel;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.protobuf.ByteString;
import dev.cel.common.values.NullValue;
import dev.hearth.manifest.Bool;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Null;
import dev.hearth.manifest.Numeral;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Text;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values of an object as expressions see them: by their schema, which says what is a whole number, a duration, a time or a map,
 * and hides what it does not know.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#available-validation-functions">What
 *     expressions can reach</a>
 */
public final class CelValues {

    private static final Mapping TEXT = Mapping.of("type", Node.text("string"));
    private static final Mapping METADATA = Mapping.builder()
            .put("type", "object")
            .put(
                    "properties",
                    Mapping.builder()
                            .put("name", TEXT)
                            .put("generateName", TEXT)
                            .build())
            .build();

    /** Names that the language keeps for itself. */
    public static final ImmutableSet<String> RESERVED = ImmutableSet.of(
            "true",
            "false",
            "null",
            "in",
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return",
            "var",
            "void",
            "while");

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_.\\-/][A-Za-z0-9_.\\-/]*");
    private static final Pattern DURATION_PART =
            Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");
    private static final ImmutableMap<String, Double> NANOSECONDS = ImmutableMap.<String, Double>builder()
            .put("ns", 1.0)
            .put("us", 1e3)
            .put("µs", 1e3)
            .put("μs", 1e3)
            .put("ms", 1e6)
            .put("s", 1e9)
            .put("m", 60e9)
            .put("h", 3600e9)
            .buildOrThrow();

    private CelValues() {}

    /**
     * The value that an expression sees.
     *
     * @param value what stands there, with its defaults
     * @param schema what it is, as in an {@code openAPIV3Schema}
     * @param wholeObject whether it is a whole object, whose kind and name can be seen too
     */
    public static Object of(Node value, Mapping schema, boolean wholeObject) {
        if (schema.isTrue("x-kubernetes-int-or-string")) {
            return scalar(value, "", "");
        }
        if (value instanceof Mapping mapping) {
            return object(mapping, schema, wholeObject || schema.isTrue("x-kubernetes-embedded-resource"));
        }
        if (value instanceof Sequence sequence) {
            List<Object> items = new ArrayList<>(sequence.size());
            sequence.forEach(item -> items.add(of(item, schema.mapping("items"), false)));
            return items;
        }
        return scalar(
                value, schema.text("type").orElse(""), schema.text("format").orElse(""));
    }

    private static Map<String, Object> object(Mapping value, Mapping schema, boolean wholeObject) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Mapping properties = schema.mapping("properties");
        Optional<Node> additional = schema.get("additionalProperties");
        value.fields().forEach((name, field) -> {
            if (field == Null.NULL) {
                return;
            }
            if (properties.get(name).orElse(null) instanceof Mapping property
                    && !(wholeObject && name.equals("metadata"))) {
                escaped(name).ifPresent(key -> fields.put(key, of(field, property, false)));
            } else if (wholeObject && name.equals("metadata")) {
                fields.put(name, of(field, METADATA, false));
            } else if (wholeObject && (name.equals("apiVersion") || name.equals("kind"))) {
                fields.put(name, of(field, TEXT, false));
            } else if (additional.orElse(null) instanceof Mapping entry) {
                fields.put(name, of(field, entry, false));
            }
        });
        return fields;
    }

    private static Object scalar(Node value, String type, String format) {
        if (value instanceof Numeral numeral) {
            boolean whole = type.equals("integer")
                    || (type.isEmpty() && numeral.value().stripTrailingZeros().scale() <= 0);
            return whole
                    ? (Object) numeral.value().longValue()
                    : (Object) numeral.value().doubleValue();
        }
        if (value instanceof Bool bool) {
            return bool.value();
        }
        return value instanceof Text text ? formatted(text.value(), format) : NullValue.NULL_VALUE;
    }

    private static Object formatted(String text, String format) {
        try {
            return switch (format) {
                case "byte" -> ByteString.copyFrom(Base64.getDecoder().decode(text));
                case "date-time" -> OffsetDateTime.parse(text).toInstant();
                case "date" -> OffsetDateTime.parse(text + "T00:00:00Z").toInstant();
                case "duration" -> duration(text).map(value -> (Object) value).orElse(text);
                default -> text;
            };
        } catch (DateTimeException | IllegalArgumentException e) {
            return text; // refused for its format
        }
    }

    private static Optional<Duration> duration(String text) {
        boolean negative = text.startsWith("-");
        String plain = negative || text.startsWith("+") ? text.substring(1) : text;
        if (plain.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher part = DURATION_PART.matcher(plain);
        double nanoseconds = 0;
        int end = 0;
        while (end < plain.length() && part.find(end) && part.start() == end) {
            nanoseconds += Double.parseDouble(part.group(1)) * NANOSECONDS.getOrDefault(part.group(2), 0.0);
            end = part.end();
        }
        Duration duration = Duration.ofNanos(Math.round(nanoseconds));
        return end == plain.length() && end > 0
                ? Optional.of(negative ? duration.negated() : duration)
                : Optional.empty();
    }

    /** The name of a field as an expression writes it; empty where it cannot. */
    private static Optional<String> escaped(String name) {
        if (RESERVED.contains(name)) {
            return Optional.of("__" + name + "__");
        }
        if (!IDENTIFIER.matcher(name).matches()) {
            return Optional.empty();
        }
        boolean plain = name.indexOf('.') < 0 && name.indexOf('-') < 0 && name.indexOf('/') < 0 && !name.contains("__");
        return Optional.of(
                plain
                        ? name
                        : name.replace("__", "__underscores__")
                                .replace(".", "__dot__")
                                .replace("-", "__dash__")
                                .replace("/", "__slash__"));
    }

    /** The steps of a rule's {@code fieldPath}: {@code .spec.ports[0]}, {@code .labels['app']}. */
    public static List<String> steps(String fieldPath) {
        return Splitter.on(Pattern.compile("\\.|\\['|'\\]")).omitEmptyStrings().splitToList(fieldPath);
    }
}
