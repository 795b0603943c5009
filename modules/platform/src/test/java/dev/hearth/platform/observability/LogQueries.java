package dev.hearth.platform.observability;

import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Numeral;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts lines as LogQL would, for queries of one form: {@code sum by (..) (count_over_time({..} |= `..` | json .. | filters [..]))
 * > n}, over lines that are all within the time.
 */
final class LogQueries {

    private static final Pattern QUERY = Pattern.compile(
            "sum by \\(([^)]*)\\) \\(count_over_time\\(\\{job=\"audit\"\\} \\|= `([^`]*)` \\| json (.*?)"
                    + " \\| __error__=\"\"(.*) \\[(\\d+)m\\]\\)\\) > (\\d+)");
    private static final Pattern FIELD = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern FILTER = Pattern.compile("\\| ([a-z_]+)(=~|!~|!=|=)\"((?:[^\"\\\\]|\\\\.)*)\"");

    private LogQueries() {}

    /** The series that are above the limit, by their labels. */
    static Map<Map<String, String>, Integer> result(String query, List<String> lines) {
        Matcher parsed = QUERY.matcher(query);
        if (!parsed.matches()) {
            throw new IllegalArgumentException("a query of another form: " + query);
        }
        List<String> by = Arrays.asList(parsed.group(1).split(", "));
        Map<Map<String, String>, Integer> counts = new LinkedHashMap<>();
        for (String line : lines) {
            if (line.contains(parsed.group(2))) {
                Map<String, String> labels = labels(parsed.group(3), (Mapping) Json.read(line, "line"));
                if (passes(parsed.group(4), labels)) {
                    Map<String, String> series = new TreeMap<>(labels);
                    series.keySet().retainAll(by);
                    series.values().removeIf(String::isEmpty);
                    counts.merge(series, 1, Integer::sum);
                }
            }
        }
        counts.values().removeIf(count -> count <= Integer.parseInt(parsed.group(6)));
        return counts;
    }

    private static Map<String, String> labels(String fields, Mapping event) {
        Map<String, String> labels = new TreeMap<>();
        Matcher field = FIELD.matcher(fields);
        while (field.find()) {
            labels.put(field.group(1), at(unescaped(field.group(2)), event));
        }
        return labels;
    }

    /** The text at a path such as {@code user.username}, {@code sourceIPs[0]} or {@code annotations["a/b"]}; empty for none. */
    private static String at(String path, Mapping event) {
        Node here = event;
        Matcher step = Pattern.compile("\\[\"([^\"]+)\"\\]|\\[(\\d+)\\]|\\.?([A-Za-z]+)")
                .matcher(path);
        List<String> seen = new ArrayList<>();
        while (step.find()) {
            seen.add(step.group());
            if (step.group(2) != null) {
                int index = Integer.parseInt(step.group(2));
                here = here instanceof Sequence list && list.size() > index
                        ? list.items().get(index)
                        : Mapping.empty();
            } else {
                String name = step.group(1) == null ? step.group(3) : step.group(1);
                here = here instanceof Mapping map && map.has(name)
                        ? map.fields().get(name)
                        : Mapping.empty();
            }
        }
        if (!String.join("", seen).equals(path)) {
            throw new IllegalArgumentException("a path of another form: " + path);
        }
        return here instanceof Text text
                ? text.value()
                : here instanceof Numeral number ? number.value().toPlainString() : "";
    }

    private static boolean passes(String filters, Map<String, String> labels) {
        Matcher filter = FILTER.matcher(filters);
        int end = 0;
        while (filter.find()) {
            end = filter.end();
            String value = labels.get(filter.group(1));
            if (value == null) {
                throw new IllegalArgumentException(filter.group(1) + " is compared but not read");
            }
            String wanted = unescaped(filter.group(3));
            boolean equal = filter.group(2).contains("~") ? value.matches(wanted) : value.equals(wanted);
            if (equal == filter.group(2).startsWith("!")) {
                return false;
            }
        }
        if (!filters.substring(end).isBlank()) {
            throw new IllegalArgumentException("a filter of another form: " + filters.substring(end));
        }
        return true;
    }

    private static String unescaped(String text) {
        return text.replaceAll("\\\\(.)", "$1");
    }
}
