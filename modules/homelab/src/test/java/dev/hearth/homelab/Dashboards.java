package dev.hearth.homelab;

import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.List;
import java.util.stream.Stream;

/** The dashboards of the home cluster as Grafana reads them. */
final class Dashboards {

    /** One question of a panel. */
    record Question(String dashboard, String panel, String type, String expression) {

        /** For people, and as the name of a test. */
        @Override
        public String toString() {
            return dashboard + ": " + panel + ": " + expression;
        }
    }

    private Dashboards() {}

    private static Stream<Manifest> configs() {
        return Home.objects("ConfigMap").filter(config -> config.name().startsWith("grafana-dashboards"));
    }

    /** The JSON of all, one text each. */
    static List<String> texts() {
        return configs()
                .flatMap(config -> config.root().mapping("data").fields().keySet().stream()
                        .map(key -> config.root().mapping("data").text(key).orElseThrow()))
                .toList();
    }

    /** All. */
    static List<Mapping> all() {
        return texts().stream()
                .map(text -> (Mapping) Json.read(text, "dashboard.json"))
                .toList();
    }

    /** The one of that uid. */
    static Mapping of(String uid) {
        return all().stream()
                .filter(dashboard -> dashboard.text("uid").orElseThrow().equals(uid))
                .findFirst()
                .orElseThrow();
    }

    /** What all panels ask for. */
    static Stream<Question> questions() {
        return all().stream()
                .flatMap(dashboard -> dashboard.sequence("panels").mappings().stream()
                        .flatMap(panel -> panel.sequence("targets").mappings().stream()
                                .filter(target -> target.text("expr").isPresent())
                                .map(target -> new Question(
                                        dashboard.text("uid").orElseThrow(),
                                        panel.text("title").orElseThrow(),
                                        target.mapping("datasource")
                                                .text("type")
                                                .orElseThrow(),
                                        target.text("expr").orElseThrow()))));
    }

    /** What they ask of metrics, with what a person would have chosen put in. */
    static Stream<Question> ofMetrics() {
        return questions()
                .filter(question -> question.type().equals("prometheus"))
                .map(question -> new Question(
                        question.dashboard(),
                        question.panel(),
                        question.type(),
                        question.expression().replace("$__rate_interval", "2m").replaceAll("\\$\\{?[a-z]+\\}?", ".*")));
    }
}
