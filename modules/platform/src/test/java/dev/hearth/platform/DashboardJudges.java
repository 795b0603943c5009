package dev.hearth.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Query;
import dev.hearth.dsl.dashboard.Signal;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Yaml;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What Grafana's own types, Prometheus' tool and the grammar of LogQL say to dashboards. */
public final class DashboardJudges {

    private static final Map<Signal, String> SOURCES =
            Map.of(Signal.METRICS, "mimir", Signal.LOGS, "loki", Signal.TRACES, "tempo", Signal.PROFILES, "pyroscope");

    private DashboardJudges() {}

    /** All that panels ask of one signal. */
    public static List<Query> queries(Collection<Dashboard> dashboards, Signal signal) {
        return dashboards.stream()
                .flatMap(dashboard -> dashboard.entries().stream())
                .flatMap(entry -> entry.panel().stream())
                .flatMap(panel -> panel.queries().stream())
                .filter(query -> query.signal() == signal)
                .toList();
    }

    /** Nothing is unknown to Grafana, and nothing is missing. */
    public static void readStrictly(Collection<Dashboard> dashboards) {
        String texts = dashboards.stream()
                .map(dashboard -> Json.write(dashboard.json(SOURCES).node(value -> "")))
                .collect(Collectors.joining("\n"));

        Outcome outcome = Judges.require("dashboard-reader").run(List.of(), texts.getBytes(UTF_8));

        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
    }

    /** Each question is one in its language. */
    public static void readQuestions(Collection<Dashboard> dashboards) {
        readMetrics(queries(dashboards, Signal.METRICS));
        queries(dashboards, Signal.LOGS).forEach(query -> {
            Outcome outcome =
                    Judges.require("lezer-logql").run(List.of(), chosen(query).getBytes(UTF_8));

            assertThat(outcome.exitCode()).as(query + ": " + outcome.stderr()).isZero();
        });
    }

    private static void readMetrics(List<Query> queries) {
        List<Node> rules = queries.stream()
                .map(query -> (Node) Mapping.texts(Map.of("record", "panel", "expr", chosen(query))))
                .toList();
        Mapping group = Mapping.builder()
                .put("name", "panels")
                .put("rules", Sequence.of(rules))
                .build();
        Mapping file =
                Mapping.builder().put("groups", Sequence.of(List.of(group))).build();

        Outcome outcome = Judges.require("promtool").run(List.of("check", "rules", "--lint=none"), Yaml.bytes(file));

        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
    }

    /** With what Grafana and a person would have chosen put in. */
    private static String chosen(Query query) {
        return query.text()
                .replace("$__rate_interval", "2m")
                .replace("$__auto", "2m")
                .replaceAll("\\$[a-z]+", "monitoring");
    }
}
