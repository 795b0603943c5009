package dev.hearth.parity;

import dev.hearth.manifest.Bool;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Null;
import dev.hearth.manifest.Numeral;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Other values that a field could be given, each with a word on it: some wrong, some right, which the server decides. */
final class Values {

    private static final List<Long> NUMBERS =
            List.of(-1L, 0L, 1L, 2L, 100L, 101L, 1024L, 65535L, 65536L, 2147483647L, 2147483648L, Long.MAX_VALUE);

    private static final List<String> NAMES = List.of(
            "", " ", "Upper", "a_b", "a b", "-a", "a-", "a.b", "a..b", "a/b", "/a", "a:b", "1", "ü", "a\nb", " a", "*",
            "a/b/c");

    private static final List<String> QUANTITIES = List.of(
            "0",
            "-1",
            "1.5.3",
            "1Ki1",
            "1e3",
            "1.5",
            "1.1m",
            "0.5m",
            "5Q",
            "1 Gi",
            "1gi",
            "1Ei",
            "9999999999999999999",
            "2",
            "100Gi");

    private static final List<String> DURATIONS = List.of("5x", "10", "-1s", "1h30m", "1d", "0s");
    private static final List<String> TIMES = List.of(
            "2020-13-01T00:00:00Z",
            "2020-01-01",
            "2020-01-01T00:00:00",
            "2020-01-01T00:00:00.123456Z",
            "2020-01-01T00:00:00+02:00");
    private static final List<String> ADDRESSES = List.of(
            "1.2.3",
            "1.2.3.4",
            "::1",
            "::g",
            "256.1.1.1",
            "01.2.3.4",
            "127.0.0.1",
            "0.0.0.0",
            "169.254.0.1",
            "224.0.0.1",
            "fd00::1",
            "::ffff:1.2.3.4");
    private static final List<String> RANGES = List.of(
            "10.0.0.0/8",
            "10.0.0.1/8",
            "10.0.0.0/33",
            "10.0.0.0",
            "fd00::/8",
            "fd00::/129",
            "010.0.0.0/8",
            "::/0",
            "0.0.0.0/0");
    private static final List<String> ADDRESS_TEXTS =
            List.of("http://x", "https://x.example/a?b#c", "ftp://x", "x.example", "https://", "https://u:p@x.example");
    private static final List<String> BASE64 = List.of("%%%", "aGk", "aGk=", "aG\nk=");
    private static final List<String> SELECTORS = List.of("a=b", "a in (b", "==");
    private static final List<String> SHARES = List.of("50%", "101%", "-1%", "50 %", "1.5%", "abc", "0%", "5", "0");
    private static final List<String> SCHEDULES = List.of(
            "* * * * *",
            "@daily",
            "60 * * * *",
            "* * * *",
            "TZ=UTC 0 * * * *",
            "CRON_TZ=UTC 0 * * * *",
            "@every 1h",
            "0 0 * * 7",
            "1-60/5 * * * *");
    private static final List<String> PATHS =
            List.of("/", "/a/../b", "a/../b", "../a", "a/..", "..a", "//a", "/a//b", "./a", "C:\\a");

    private Values() {}

    static Map<String, Node> instead(Node value, String name, Optional<Schema> schema) {
        Map<String, Node> out = new LinkedHashMap<>();
        out.put("null", Null.NULL);
        String type = schema.map(Schema::type).orElse("");
        if (value instanceof Text text) {
            text(out, text.value(), name, type, schema);
        } else if (value instanceof Numeral numeral) {
            number(out, numeral.value(), type);
        } else if (value instanceof Bool bool) {
            out.put("flipped", bool == Bool.TRUE ? Bool.FALSE : Bool.TRUE);
            out.put("text of it", Node.text(bool == Bool.TRUE ? "true" : "false"));
            out.put("number", Node.number(1));
        } else if (value instanceof Mapping mapping) {
            out.put("emptied", Mapping.empty());
            out.put("text", Node.text("x"));
            out.put("list", Node.list(mapping));
        } else if (value instanceof Sequence list) {
            out.put("emptied", Sequence.empty());
            out.put("text", Node.text("x"));
            out.put("mapping", Mapping.empty());
            list(out, list);
        }
        out.values().removeIf(value::equals);
        return out;
    }

    private static void list(Map<String, Node> out, Sequence list) {
        if (list.isEmpty()) {
            return;
        }
        Node first = list.items().get(0);
        out.put("first item twice", plus(list, first));
        out.put("null item", plus(list, Null.NULL));
        out.put("empty item", plus(list, first instanceof Text ? Node.text("") : Mapping.empty()));
        out.put("item of other type", plus(list, first instanceof Mapping ? Node.text("x") : Mapping.empty()));
        out.put("nested list", plus(list, Node.list(first)));
        if (list.size() > 1) {
            List<Node> reversed = new ArrayList<>(list.items());
            java.util.Collections.reverse(reversed);
            out.put("reversed", Sequence.of(reversed));
            out.put("without first", Sequence.of(list.items().subList(1, list.size())));
        }
    }

    private static Sequence plus(Sequence list, Node item) {
        List<Node> items = new ArrayList<>(list.items());
        items.add(item);
        return Sequence.of(items);
    }

    private static void number(Map<String, Node> out, BigDecimal value, String type) {
        for (long number : NUMBERS) {
            out.put("number " + number, Node.number(number));
        }
        out.put("fraction", new Numeral(new BigDecimal("1.5")));
        out.put("whole fraction", new Numeral(value.setScale(1, java.math.RoundingMode.DOWN)));
        out.put("one more", new Numeral(value.add(BigDecimal.ONE)));
        out.put("text of it", Node.text(value.toPlainString()));
        out.put("text", Node.text("x"));
        out.put("true", Bool.TRUE);
        if (type.equals("int-or-string")) {
            texts(out, "share ", SHARES);
            texts(out, "name ", List.of("http", "HTTP", "-http", "a-name-that-is-too-long", "a--b", "123", ""));
        }
    }

    private static void text(Map<String, Node> out, String value, String name, String type, Optional<Schema> schema) {
        out.put("number", Node.number(5));
        out.put("true", Bool.TRUE);
        out.put("mapping", Mapping.empty());
        out.put("list", Node.texts(value));
        texts(out, "text ", NAMES);
        out.put("63 characters", Node.text("a".repeat(63)));
        out.put("64 characters", Node.text("a".repeat(64)));
        out.put("253 characters", Node.text("a".repeat(253)));
        out.put("254 characters", Node.text("a".repeat(254)));
        out.put("5000 characters", Node.text("a".repeat(5000)));
        out.put("space behind", Node.text(value + " "));
        schema.ifPresent(known -> {
            for (String word : known.enumeration()) {
                out.put("enum " + word, Node.text(word));
                out.put("lower enum " + word, Node.text(word.toLowerCase(java.util.Locale.ROOT)));
            }
        });
        if (type.equals("quantity") || value.matches("[0-9.]+([KMGTPE]i?|m)?")) {
            texts(out, "quantity ", QUANTITIES);
            out.put("fraction", new Numeral(new BigDecimal("0.5")));
        }
        if (type.equals("int-or-string")) {
            texts(out, "share ", SHARES);
            out.put("number 0", Node.number(0));
            out.put("number -1", Node.number(-1));
            out.put("number 65536", Node.number(65536));
            out.put("name too long", Node.text("a-name-that-is-too-long"));
        }
        formats(out, value, name, schema.map(Schema::format).orElse(""));
    }

    private static void formats(Map<String, Node> out, String value, String name, String format) {
        if (value.matches("([0-9.]+(h|m|s|ms))+")) {
            texts(out, "duration ", DURATIONS);
        }
        if (format.equals("date-time") || value.matches("\\d{4}-\\d\\d-\\d\\d.*")) {
            texts(out, "time ", TIMES);
        }
        if (value.matches("[0-9a-f.:]*[.:][0-9a-f.:]*") || name.equals("ip")) {
            texts(out, "address ", ADDRESSES);
        }
        if (value.matches("[0-9a-f.:]+/\\d+")) {
            texts(out, "range ", RANGES);
        }
        if (value.contains("://")) {
            texts(out, "url ", ADDRESS_TEXTS);
        }
        if (format.equals("byte")) {
            texts(out, "base64 ", BASE64);
        }
        if (name.equals("schedule")) {
            texts(out, "schedule ", SCHEDULES);
        }
        if (name.toLowerCase(java.util.Locale.ROOT).contains("path") || value.startsWith("/")) {
            texts(out, "path ", PATHS);
        }
        if (name.toLowerCase(java.util.Locale.ROOT).contains("selector")) {
            texts(out, "selector ", SELECTORS);
        }
    }

    private static void texts(Map<String, Node> out, String word, List<String> texts) {
        for (String text : texts) {
            out.put(word + "'" + text.replace("\n", "\\n") + "'", Node.text(text));
        }
    }
}
