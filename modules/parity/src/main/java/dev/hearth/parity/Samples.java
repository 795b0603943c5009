package dev.hearth.parity;

import dev.hearth.manifest.Bool;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Makes values that a schema describes, as far as a schema tells: whether they are right is for the server to say. */
final class Samples {

    private static final int DEEPEST = 12;
    private static final List<String> TEXTS = List.of(
            "value",
            "web",
            "10.0.0.1",
            "10.0.0.0/24",
            "10s",
            "1h30m0s",
            "1h",
            "https://shop.example/path",
            "shop.example",
            "*.shop.example",
            "/path",
            "1",
            "8080",
            "100m",
            "1Gi",
            "0 3 * * *",
            "64512",
            "aGVsbG8=",
            "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            "AA:BB:CC:DD:EE:FF",
            "VALUE",
            "a=b",
            "");

    private Samples() {}

    /** With what is required alone. */
    static Node minimal(Schema schema, String name) {
        return make(schema, name, new Random(0), 0, 0);
    }

    /** With that share of the optional fields at the top, and less below. */
    static Node random(Schema schema, Random random, double share) {
        return make(schema, "", random, share, 0);
    }

    private static Node make(Schema schema, String name, Random random, double share, int depth) {
        return switch (schema.type()) {
            case "object" -> object(schema, random, share, depth);
            case "array" -> array(schema, name, random, share, depth);
            case "integer", "number" -> Node.number(number(schema, random));
            case "boolean" -> share > 0 && random.nextBoolean() ? Bool.FALSE : Bool.TRUE;
            case "quantity" -> Node.text("1");
            case "int-or-string" -> share > 0 && random.nextBoolean() ? Node.text("50%") : Node.number(1);
            case "string" -> Node.text(text(schema, name, random, share));
            default -> Mapping.empty();
        };
    }

    private static Node object(Schema schema, Random random, double share, int depth) {
        Set<String> required = schema.required();
        Map<String, Node> fields = new LinkedHashMap<>();
        for (String property : schema.properties()) {
            boolean wanted =
                    required.contains(property) || (depth < DEEPEST && share > 0 && random.nextDouble() < share);
            if (wanted) {
                schema.property(property)
                        .ifPresent(
                                child -> fields.put(property, make(child, property, random, share * 0.7, depth + 1)));
            }
        }
        if (schema.properties().isEmpty()) {
            schema.entries()
                    .ifPresent(
                            child -> fields.put("example.com", make(child, "entry", random, share * 0.7, depth + 1)));
        }
        return Mapping.of(fields);
    }

    private static Node array(Schema schema, String name, Random random, double share, int depth) {
        int size = Math.max(schema.node().number("minItems").orElse(0L).intValue(), 1);
        if (share > 0 && size < schema.node().number("maxItems").orElse(3L) && random.nextInt(4) == 0) {
            size++;
        }
        List<Node> items = new ArrayList<>();
        for (int index = 0; index < Math.min(size, 8); index++) {
            schema.items().ifPresent(child -> items.add(make(child, name, random, share * 0.8, depth + 1)));
        }
        return Sequence.of(items);
    }

    private static long number(Schema schema, Random random) {
        long least = schema.node().number("minimum").orElse(1L);
        long most = schema.node().number("maximum").orElse(least + 100);
        return least + (most > least ? Math.floorMod(random.nextLong(), Math.min(most - least, 10) + 1) : 0);
    }

    private static String text(Schema schema, String name, Random random, double share) {
        Set<String> enumeration = schema.enumeration();
        if (!enumeration.isEmpty()) {
            int at = share > 0 ? random.nextInt(enumeration.size()) : 0;
            Iterator<String> values = enumeration.iterator();
            for (int index = 0; index < at; index++) {
                values.next();
            }
            return values.next();
        }
        switch (schema.format()) {
            case "date-time" -> {
                return "2026-01-02T03:04:05Z";
            }
            case "byte" -> {
                return "aGVsbG8=";
            }
            case "duration" -> {
                return "1m0s";
            }
            default -> {}
        }
        List<String> fitting = new ArrayList<>();
        for (String text : TEXTS) {
            if (fits(schema, text)) {
                fitting.add(text);
            }
        }
        if (fitting.isEmpty()) {
            return name.isEmpty() ? "value" : "some-name";
        }
        return fitting.get(share > 0 && random.nextInt(3) == 0 ? random.nextInt(fitting.size()) : 0);
    }

    private static boolean fits(Schema schema, String text) {
        if (text.length() < schema.node().number("minLength").orElse(0L)
                || text.length() > schema.node().number("maxLength").orElse(1000L)) {
            return false;
        }
        try {
            return schema.node()
                    .text("pattern")
                    .map(pattern -> Pattern.compile(pattern).matcher(text).find())
                    .orElse(true);
        } catch (PatternSyntaxException goPattern) {
            return true;
        }
    }
}
