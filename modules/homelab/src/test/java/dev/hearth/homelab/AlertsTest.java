package dev.hearth.homelab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * When the alerts of the home cluster fire and when they do not, as Prometheus sees it. The tests of promtool are one file a
 * component, beside this class; each alert needs a case in which it fires and one in which it does not.
 *
 * @see <a href="https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/">Tests of rules</a>
 */
class AlertsTest {

    private static final Path TESTS = Path.of("src/test/resources/alerts");

    @TempDir
    private Path folder;

    /** A rule of a component: an alert or something recorded. */
    record Rule(String component, String kind, String name, Mapping rule) {

        boolean alert() {
            return kind.equals("alert");
        }

        @Override
        public String toString() {
            return kind + " " + name + " of " + component;
        }
    }

    static Stream<Rule> rules() {
        return Home.objects("PrometheusRule")
                .flatMap(object -> object.spec().sequence("groups").mappings().stream()
                        .flatMap(group -> group.sequence("rules").mappings().stream())
                        .map(rule -> rule(object.owner().orElseThrow(), rule)));
    }

    private static Rule rule(String component, Mapping rule) {
        String kind = rule.has("alert") ? "alert" : "record";
        return new Rule(component, kind, rule.text(kind).orElseThrow(), rule);
    }

    static List<Path> files() {
        try (Stream<Path> files = Files.list(TESTS)) {
            return files.sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<Mapping> tests(Path file) {
        return content(file).sequence("tests").mappings();
    }

    /** Whether promtool loads the rules of that component for the tests of that file. */
    private static boolean loads(Path file, String component) {
        return content(file).sequence("rule_files").strings().stream()
                .anyMatch(pattern -> pattern.startsWith(component + "--"));
    }

    private static Mapping content(Path file) {
        try {
            return Yaml.documents(Files.readString(file, UTF_8), file.toString())
                    .get(0)
                    .mapping();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Stream<Mapping> cases(Stream<Mapping> tests) {
        return tests.flatMap(test -> test.sequence("alert_rule_test").mappings().stream());
    }

    private static String alert(Mapping test) {
        return test.text("alertname").orElseThrow();
    }

    private static boolean fires(Mapping test) {
        return !test.sequence("exp_alerts").mappings().isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void every_rule_is_tested(Rule rule) {
        List<Mapping> all = files().stream()
                .filter(file -> loads(file, rule.component()))
                .flatMap(file -> tests(file).stream())
                .toList();
        List<Boolean> outcomes = cases(all.stream())
                .filter(test -> alert(test).equals(rule.name()))
                .map(AlertsTest::fires)
                .toList();
        boolean always = rule.rule().text("expr").orElseThrow().startsWith("vector(");

        boolean tested = rule.alert()
                ? outcomes.contains(true) && (always || outcomes.contains(false))
                : all.stream()
                        .anyMatch(test -> test.sequence("promql_expr_test").mappings().stream()
                                .anyMatch(query ->
                                        query.text("expr").orElseThrow().contains(rule.name())));

        assertThat(tested).as(() -> lacking(rule, outcomes)).isTrue();
    }

    private static String lacking(Rule rule, List<Boolean> outcomes) {
        String what = !rule.alert()
                ? "no promql_expr_test asks for " + rule.name()
                : "no alert_rule_test has a case in which it "
                        + (outcomes.contains(true) ? "does not fire (exp_alerts: [])" : "fires");
        String annotations = rule.rule().mapping("annotations").fields().entrySet().stream()
                .map(entry -> "        " + entry.getKey() + ": ... with its braces filled in")
                .collect(Collectors.joining("\n"));
        return """
                %s has no complete test: %s. Write it into modules/homelab/src/test/resources/alerts/%s.yaml, such as

                rule_files:
                - "%s--*.yml"
                evaluation_interval: 1m
                tests:
                - name: what is told, and what is not
                  interval: 1m
                  input_series:
                  # of: %s
                  - series: a_metric{namespace="%s"}
                    values: 0x9 1x60
                  alert_rule_test:
                  - {alertname: %s, eval_time: 9m, exp_alerts: []}
                  - alertname: %s
                    eval_time: 60m
                    exp_alerts:
                    - exp_labels: {severity: %s, namespace: %s}
                      exp_annotations:
                %s
                """.formatted(
                        rule,
                        what,
                        rule.component(),
                        rule.component(),
                        rule.rule().text("expr").orElse(""),
                        rule.component(),
                        rule.name(),
                        rule.name(),
                        rule.rule().mapping("labels").text("severity").orElse("warning"),
                        rule.component(),
                        annotations);
    }

    /** Where the cluster leaves out what a file is about, as without a remote write, there is nothing to ask. */
    @ParameterizedTest
    @MethodSource("files")
    void alerts_fire_when_they_should_and_not_before(Path file) throws IOException {
        Set<String> known = rules().map(Rule::name).collect(Collectors.toSet());
        Set<String> unknown = cases(tests(file).stream())
                .map(AlertsTest::alert)
                .filter(alert -> !known.contains(alert))
                .collect(Collectors.toCollection(TreeSet::new));
        assumeThat(unknown)
                .as("alerts of %s that the home cluster has not", file)
                .isEmpty();
        for (Manifest rules : Home.objects("PrometheusRule").toList()) {
            Files.write(
                    folder.resolve(rules.owner().orElseThrow() + "--" + rules.name() + ".yml"),
                    Yaml.bytes(rules.spec()));
        }
        Files.copy(file, folder.resolve("tests.yaml"));

        Outcome outcome = Judges.require("promtool").in(folder).run("test", "rules", "tests.yaml");

        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
    }

    /** What is not known of a backup that was never made, and is not what its name says of one that was. */
    @Test
    void no_alert_asks_for_a_metric_that_is_known_to_mislead() {
        assertThat(rules().map(rule -> rule.rule().text("expr").orElseThrow()))
                .noneMatch(expression -> expression.contains("velero_backup_last_status"));
    }

    @Test
    void every_alert_says_how_bad_it_is_and_what_to_look_at() {
        assertThat(rules().filter(Rule::alert)).allSatisfy(rule -> {
            assertThat(rule.rule().mapping("labels").text("severity").orElse(""))
                    .as("%s", rule)
                    .isIn("critical", "warning", "info", "none");
            assertThat(rule.rule().mapping("annotations").fields().keySet())
                    .as("%s", rule)
                    .contains("summary", "description");
        });
    }
}
