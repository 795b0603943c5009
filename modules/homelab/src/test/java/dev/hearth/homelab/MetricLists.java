package dev.hearth.homelab;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.manifest.Mapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which metrics there are, as read upstream: one file for each program, with the monitors that scrape it. Prometheus' own
 * are those it makes of each scrape and of alerts.
 */
final class MetricLists {

    private static final Path FOLDER = Path.of("src/test/resources/metrics");
    private static final ImmutableSet<String> OF_EACH_SCRAPE = ImmutableSet.of(
            "ALERTS",
            "ALERTS_FOR_STATE",
            "scrape_duration_seconds",
            "scrape_samples_post_metric_relabeling",
            "scrape_samples_scraped",
            "scrape_series_added",
            "up");
    private static final Pattern NAME = Pattern.compile("(?<![\\w:.])[a-zA-Z_:][a-zA-Z0-9_:]*(?![\\w:]|\\s*\\()");
    private static final Pattern PART_OF_A_HISTOGRAM = Pattern.compile("_(bucket|sum|count)$");
    private static final ImmutableSet<String> KEYWORDS = ImmutableSet.of(
            "and",
            "atan2",
            "bool",
            "by",
            "end",
            "group_left",
            "group_right",
            "ignoring",
            "inf",
            "nan",
            "offset",
            "on",
            "or",
            "start",
            "unless",
            "without");

    private final ImmutableSetMultimap<String, String> monitors;
    private final ImmutableSortedSet<String> recorded;

    private MetricLists(ImmutableSetMultimap<String, String> monitors, ImmutableSortedSet<String> recorded) {
        this.monitors = monitors;
        this.recorded = recorded;
    }

    /** Those of the programs, and what the rules of the home cluster make of them. */
    static MetricLists read() {
        ImmutableSetMultimap.Builder<String, String> monitors = ImmutableSetMultimap.builder();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                List<String> lines = Files.readAllLines(file, UTF_8);
                List<String> scraped = lines.stream()
                        .filter(line -> line.startsWith("> "))
                        .map(line -> line.substring(2))
                        .toList();
                lines.stream()
                        .filter(line -> !line.startsWith("#") && !line.startsWith(">"))
                        .flatMap(line -> Arrays.stream(line.split(" ", -1)))
                        .filter(name -> !name.isEmpty())
                        .forEach(name -> monitors.putAll(name, scraped));
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        return new MetricLists(
                monitors.build(),
                rules().flatMap(rule -> rule.text("record").stream())
                        .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo)));
    }

    /** All rules of the home cluster. */
    static Stream<Mapping> rules() {
        return Home.objects("PrometheusRule")
                .flatMap(rules -> rules.spec().sequence("groups").mappings().stream())
                .flatMap(group -> group.sequence("rules").mappings().stream());
    }

    /** Whether nobody needs to be scraped for it. */
    boolean made(String metric) {
        return OF_EACH_SCRAPE.contains(metric) || recorded.contains(metric);
    }

    /** Who may be scraped for a metric. */
    Set<String> monitors(String metric) {
        Set<String> exact = monitors.get(metric);
        return exact.isEmpty()
                ? monitors.get(PART_OF_A_HISTOGRAM.matcher(metric).replaceFirst(""))
                : exact;
    }

    /** The metrics that an expression names. */
    static Set<String> in(String expression) {
        String bare = expression
                .replaceAll("\"(\\\\.|[^\"\\\\])*\"", "")
                .replaceAll("\\{[^}]*\\}", "")
                .replaceAll("\\[[^\\]]*\\]", "")
                .replaceAll("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)", "")
                .replaceAll("\\boffset\\s+\\w+", "");
        Set<String> metrics = new TreeSet<>();
        Matcher matcher = NAME.matcher(bare);
        while (matcher.find()) {
            if (!KEYWORDS.contains(matcher.group())) {
                metrics.add(matcher.group());
            }
        }
        return metrics;
    }

    /** Whether a monitor throws a metric away. */
    static boolean dropped(Mapping monitor, String metric) {
        return monitor.sequence("endpoints").mappings().stream()
                .allMatch(endpoint -> endpoint.sequence("metricRelabelings").mappings().stream()
                        .filter(rule -> rule.sequence("sourceLabels").strings().equals(List.of("__name__")))
                        .anyMatch(rule -> metric.matches(rule.text("regex").orElse("(.*)"))
                                == rule.text("action").orElse("replace").equals("drop")));
    }

    /** Names and expressions of rules. */
    static Stream<Map.Entry<String, String>> ofRules() {
        return rules().map(rule -> Map.entry(
                rule.text("alert").or(() -> rule.text("record")).orElseThrow(),
                rule.text("expr").orElseThrow()));
    }
}
