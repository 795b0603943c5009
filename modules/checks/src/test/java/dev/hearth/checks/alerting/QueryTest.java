package dev.hearth.checks.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an expression tells of its results; promtool takes every expression that is read here. */
class QueryTest {

    @TempDir
    private Path folder;

    private Query read(String expression) throws IOException {
        Path file = Files.writeString(
                folder.resolve("rules.yaml"),
                "groups: [{name: a, rules: [{alert: A, expr: '" + expression.replace("'", "''") + "'}]}]");
        Outcome outcome = Judges.require("promtool").run("check", "rules", file.toString());
        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
        return Query.parse(expression).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vector(1)",
                "absent(up{job=\"node-exporter\"})",
                "absent(sum(up{namespace=\"shop\"}))",
                "1 - avg by (instance) (rate(node_cpu_seconds_total{mode=\"idle\"}[5m])) > 0.9",
                "sum(rate(http_requests_total{code=~\"5..\"}[5m])) BY (job) > bool 1",
                "max without (namespace, pod) (up) == 0",
                "histogram_quantile(0.99, sum by (le, \"job\") (rate(latency_bucket[5m] offset 1d))) > 2e-3",
                "topk(3, count by (node) (kube_pod_info))",
                "sum(a) / sum(b) > 1 and on () vector(1) or absent(c)",
                "2 ^ -sum(a) ^ 2 + time() % 3600 > 1h30m",
                "sum by (node) (a) and on (node) b{namespace=\"shop\"}",
                "sum by (node) (a[5m:1m] @ end()) # a word of it",
                "up{namespace=\"\"} == 0",
            })
    void results_lack_a_label_that_an_expression_leaves_out(String expression) throws IOException {
        assertThat(read(expression.replace("a[5m:1m] @ end()", "max_over_time(a[5m:1m] @ end())"))
                        .lacks("namespace"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up == 0",
                "absent(up{namespace=\"shop\"})",
                "sum by (namespace) (up) < 1",
                "avg without (instance) (up) < 1",
                "topk by (node) (1, up)",
                "label_replace(vector(1), \"namespace\", \"shop\", \"\", \"\")",
                "count_values(\"namespace\", up)",
                "sum(a) or b",
                "2 * up",
                "sum by (node) (a) * on (node) group_left (namespace) b",
                "{__name__=~\"node_.+\"} > 1",
            })
    void results_may_have_a_label_that_nobody_leaves_out(String expression) throws IOException {
        assertThat(read(expression).lacks("namespace")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a > 1",
                "a / b < 0.1 and c > 0",
                "sum(rate(a{x='y'}[5m])) > 1",
                "predict_linear(a[6h], 24 * 3600) < 0",
                "a unless b",
                "a or a offset 1h",
                "vector(1) and a",
            })
    void without_its_series_an_expression_is_empty(String expression) throws IOException {
        assertThat(read(expression).emptyWithout(selector -> selector.metric().equals("a")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "absent(a)",
                "b unless a",
                "a or b",
                "b > scalar(a)",
                "vector(scalar(a))",
                "b",
                "absent_over_time(a[5m])"
            })
    void without_some_series_an_expression_may_have_results(String expression) throws IOException {
        assertThat(read(expression).emptyWithout(selector -> selector.metric().equals("a")))
                .isFalse();
    }

    @Test
    void matchers_are_those_of_prometheus() throws IOException {
        Query.Selector selector = read("a{x=~\"b|c.*\", y!=`d`, z!~'e\\\\.f',}")
                .selectors()
                .findFirst()
                .orElseThrow();

        assertThat(selector.of("x")).allMatch(matcher -> matcher.matches("b") && !matcher.matches("bb"));
        assertThat(selector.of("y")).allMatch(matcher -> matcher.matches("") && !matcher.matches("d"));
        assertThat(selector.of("z")).allMatch(matcher -> matcher.matches("eif") && !matcher.matches("e.f"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "sum(a",
                "a{x=~\"(\"}",
                "a +",
                "a | b",
                "{{ .Values.x }} > 1",
                "a{x=\"\\q\"}",
                "a smoothed"
            })
    void what_is_not_understood_is_refused(String expression) {
        assertThat(Query.parse(expression)).isEmpty();
    }

    @Test
    void what_is_too_deep_is_refused() {
        assertThat(Query.parse("(".repeat(10_000) + "a" + ")".repeat(10_000))).isEmpty();
    }

    @Test
    void what_nobody_writes_is_not_understood() {
        assertThat(Query.parse("a" + " or a".repeat(20_000))).isEmpty();
        assertThat(Query.parse("a" + "^a".repeat(20_000))).isEmpty();
        assertThat(Query.parse("a{b=~\"" + "(c|".repeat(5_000) + ")".repeat(5_000) + "\"}"))
                .isEmpty();
        assertThat(Query.parse("a{b=\"" + "c".repeat(100_000) + "\"}")).isPresent();
    }
}
