package dev.hearth.dsl.dashboard;

import static dev.hearth.dsl.dashboard.Color.GREEN;
import static dev.hearth.dsl.dashboard.Color.RED;
import static dev.hearth.dsl.dashboard.Color.YELLOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dsl.Data;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardTest {

    private static final Map<Signal, String> SOURCES =
            Map.of(Signal.METRICS, "mimir", Signal.LOGS, "loki", Signal.TRACES, "tempo", Signal.PROFILES, "pyroscope");

    private static final Dashboard EVERYTHING = Dashboard.of("everything", "Everything")
            .tags("test", "all")
            .variable(Variable.query("namespace", "Namespace", "label_values(up, namespace)")
                    .orAll())
            .variable(Variable.query("pod", "Pod", "label_values(up{namespace=~\"$namespace\"}, pod)"))
            .link(Link.toTagged("More", "test"))
            .link(Link.toDashboard("Nodes", "nodes"))
            .link(Link.to("Manual", "https://example.org"))
            .row("Numbers")
            .panel(TimeSeries.of("Lines")
                    .description("How many.")
                    .query("up", "{{job}}")
                    .query("1 - up", "down")
                    .percent()
                    .thresholds(Thresholds.from(GREEN).above(80, YELLOW).above(90.5, RED))
                    .links(Link.to("Manual", "https://example.org")))
            .panel(TimeSeries.of("Areas").query("up", "{{job}}").stacked().from(0))
            .panel(TimeSeries.of("Bars").query("up", "{{job}}").bars().unit(Unit.of("rpm")))
            .panel(TimeSeries.of("With traces")
                    .query(Query.metrics("up", "{{job}}").withExemplars()))
            .panel(Stat.of("Stat")
                    .query("up", "")
                    .words(Word.of(1, "up", GREEN), Word.of(0, "down", RED))
                    .orElse("nothing")
                    .decimals(1))
            .panel(Gauge.of("Gauge").query("up", "").fraction())
            .panel(BarGauge.of("Bar gauge").query("up", "{{job}}"))
            .panel(StateTimeline.of("States").query("up", "{{job}}").words(Word.of(1, "up", GREEN)))
            .panel(Table.of("Table", "namespace", "pod")
                    .query("a", "First", Unit.SECONDS)
                    .query("b", "Second")
                    .colored("Second", Thresholds.from(RED).above(1, GREEN)))
            .row("Other signals")
            .panel(Logs.of("Lines of logs").query("{namespace=\"a\"} |= \"error\""))
            .panel(TimeSeries.of("Counted lines")
                    .query(Query.logs("sum by (pod) (rate({namespace=\"a\"}[5m]))", "{{pod}}")))
            .panel(Traces.of("Traces", "{ status = error }"))
            .panel(FlameGraph.of("CPU", "process_cpu:cpu:nanoseconds:cpu:nanoseconds", "{service_name=\"a\"}"))
            .panel(Text.of("Text", "# Words"));

    private static String text(Dashboard dashboard) {
        return Json.write(dashboard.json(SOURCES).node(value -> {
            throw new AssertionError(value);
        }));
    }

    private static Mapping json(Dashboard dashboard) {
        return (Mapping) Json.read(text(dashboard), "dashboard.json");
    }

    private static List<Mapping> panels(Dashboard dashboard) {
        return json(dashboard).sequence("panels").mappings();
    }

    private static Mapping panel(Panel<?> panel) {
        return panels(Dashboard.of("a", "A").panel(panel)).get(0);
    }

    private static String place(Mapping panel) {
        Mapping place = panel.mapping("gridPos");
        return place.number("x").orElseThrow() + "," + place.number("y").orElseThrow() + " "
                + place.number("w").orElseThrow() + "x" + place.number("h").orElseThrow();
    }

    @Test
    void grafanas_own_types_read_all_of_it_strictly() {
        Outcome outcome = Judges.require("dashboard-reader")
                .run(List.of(), text(EVERYTHING).getBytes(UTF_8));

        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
    }

    @Test
    void the_judge_refuses_what_grafana_does_not_know() {
        String odd = text(EVERYTHING).replace("\"graphMode\"", "\"graphMood\"");

        Outcome outcome = Judges.require("dashboard-reader").run(List.of(), odd.getBytes(UTF_8));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.stdout()).contains("graphMood");
    }

    @Test
    void it_is_of_the_current_schema_and_the_same_each_time() {
        assertThat(json(EVERYTHING).number("schemaVersion")).contains(42L);
        assertThat(json(EVERYTHING).get("id")).isEmpty();
        assertThat(text(EVERYTHING)).isEqualTo(text(EVERYTHING)).doesNotContain("__inputs", "DS_");
    }

    @Test
    void panels_follow_each_other_and_rows_begin_a_line() {
        Dashboard dashboard = Dashboard.of("a", "A")
                .panels(Stat.of("1"), Stat.of("2"), TimeSeries.of("3"), TimeSeries.of("4"))
                .row("B")
                .panels(Stat.of("5").width(20), Stat.of("6").width(5))
                .row("C")
                .panel(Table.of("7", "a"));

        assertThat(panels(dashboard).stream().map(DashboardTest::place))
                .containsExactly(
                        "0,0 4x4",
                        "4,0 4x4",
                        "8,0 12x8",
                        "0,8 12x8",
                        "0,16 24x1",
                        "0,17 20x4",
                        "0,21 5x4",
                        "0,25 24x1",
                        "0,26 24x8");
        assertThat(panels(dashboard).stream().map(panel -> panel.number("id").orElseThrow()))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void no_two_panels_overlap() {
        boolean[][] taken = new boolean[200][24];
        for (Mapping panel : panels(EVERYTHING)) {
            Mapping place = panel.mapping("gridPos");
            int x = place.number("x").orElseThrow().intValue();
            int y = place.number("y").orElseThrow().intValue();
            for (int row = y; row < y + place.number("h").orElseThrow().intValue(); row++) {
                for (int column = x;
                        column < x + place.number("w").orElseThrow().intValue();
                        column++) {
                    assertThat(taken[row][column]).isFalse();
                    taken[row][column] = true;
                }
            }
        }
    }

    @Test
    void who_answers_is_decided_by_whoever_shows_it() {
        assertThat(panels(EVERYTHING).stream()
                        .map(panel -> panel.mapping("datasource").text("uid").orElse("none"))
                        .distinct())
                .containsExactly("none", "mimir", "loki", "tempo", "pyroscope");
        assertThat(EVERYTHING.signals()).containsExactlyInAnyOrder(Signal.values());
        assertThat(EVERYTHING.dataSources()).isEmpty();
    }

    @Test
    void a_query_may_name_who_answers() {
        Dashboard dashboard = Dashboard.of("a", "A")
                .panel(Stat.of("B").query(Query.metrics("up", "").from("prometheus")));

        assertThat(panels(dashboard).get(0).mapping("datasource").text("uid")).contains("prometheus");
        assertThat(dashboard.signals()).isEmpty();
        assertThat(dashboard.dataSources()).containsExactly("prometheus");
    }

    @Test
    void people_may_choose_who_answers() {
        Dashboard dashboard = Dashboard.of("a", "A")
                .variable(Variable.dataSource("source", "Source", Signal.METRICS))
                .panel(Stat.of("B").query("up", ""));

        assertThat(panels(dashboard).get(0).mapping("datasource").text("uid")).contains("${source}");
        assertThat(text(dashboard)).contains("\"type\":\"datasource\",\"query\":\"prometheus\"");
    }

    @Test
    void what_nobody_answers_cannot_be_written() {
        assertThatThrownBy(() -> EVERYTHING.json(Map.of(Signal.METRICS, "mimir")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("LOGS");
    }

    @Test
    void lines_are_asked_for_over_time_and_numbers_for_now() {
        Mapping lines = panel(TimeSeries.of("A").query("up", ""))
                .sequence("targets")
                .mappings()
                .get(0);
        Mapping number = panel(Stat.of("A").query("up", ""))
                .sequence("targets")
                .mappings()
                .get(0);

        assertThat(lines.isTrue("range")).isTrue();
        assertThat(lines.isTrue("instant")).isFalse();
        assertThat(number.isTrue("instant")).isTrue();
        assertThat(number.isTrue("range")).isFalse();
    }

    @Test
    void a_table_has_a_column_for_each_label_and_each_query() {
        Mapping table = panel(Table.of("A", "pod").query("a", "First").query("b", "Second", Unit.SECONDS));
        List<Mapping> steps = table.sequence("transformations").mappings();

        assertThat(steps.stream().map(step -> step.text("id").orElseThrow()))
                .containsExactly("merge", "filterFieldsByName", "organize");
        assertThat(steps.get(1)
                        .mapping("options")
                        .mapping("include")
                        .sequence("names")
                        .strings())
                .containsExactly("pod", "Value #A", "Value #B");
        assertThat(steps.get(2).mapping("options").mapping("renameByName").text("Value #B"))
                .contains("Second");
        assertThat(panel(Table.of("A", "pod").query("a", "First")).toString())
                .contains("Value")
                .doesNotContain("merge");
    }

    @Test
    void thresholds_begin_with_a_color_for_everything() {
        assertThat(text(Dashboard.of("a", "A")
                        .panel(Stat.of("B")
                                .thresholds(
                                        Thresholds.from(GREEN).above(90, RED).above(0.5, YELLOW)))))
                .contains("\"steps\":[{\"value\":null,\"color\":\"green\"},{\"value\":0.5,\"color\":\"yellow\"},"
                        + "{\"value\":90,\"color\":\"red\"}]");
        assertThatThrownBy(() -> Thresholds.from(GREEN).above(1, RED).above(1, YELLOW))
                .hasMessageContaining("already");
    }

    @ParameterizedTest
    @ValueSource(strings = {"graph", "singlestat", "table-old", "grafana-piechart-panel", "row", ""})
    void panels_that_grafana_removed_cannot_be_written(String type) {
        assertThatThrownBy(() -> OtherPanel.of(type, "A")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_panel_of_any_other_type_has_the_options_it_is_given() {
        Mapping panel = panel(OtherPanel.of("nodeGraph", "A")
                .query(Query.traces("{}"))
                .options(Data.map("nodes", Data.map("mainStatUnit", "ms")))
                .fields(Data.map("unit", "s")));

        assertThat(panel.text("type")).contains("nodeGraph");
        assertThat(panel.mapping("options").mapping("nodes").text("mainStatUnit"))
                .contains("ms");
        assertThat(panel.mapping("fieldConfig").mapping("defaults").text("unit"))
                .contains("s");
    }

    @Test
    void a_panel_asks_one_data_source() {
        assertThatThrownBy(() -> TimeSeries.of("A").query("up", "").query(Query.logs("{a=\"b\"}", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("several panels");
    }

    @Test
    void refuses_what_grafana_would_refuse_or_never_show() {
        assertThatThrownBy(() -> Dashboard.of("a b", "A")).hasMessageContaining("1 to 40");
        assertThatThrownBy(() -> Dashboard.of("x".repeat(41), "A")).hasMessageContaining("1 to 40");
        assertThatThrownBy(() -> Dashboard.of("a", " ")).hasMessageContaining("title");
        assertThatThrownBy(() -> Stat.of("A").width(25)).hasMessageContaining("24 columns");
        assertThatThrownBy(() -> Stat.of("A").query(" ", "")).hasMessageContaining("ask for something");
        assertThatThrownBy(() -> Table.of("A")).hasMessageContaining("label");
        assertThatThrownBy(() -> Text.of("A", "b").query(Query.metrics("up", "")))
                .hasMessageContaining("asks for nothing");
        Variable variable = Variable.query("a", "A", "label_values(up, a)");
        assertThatThrownBy(() -> Dashboard.of("a", "A").variable(variable).variable(variable))
                .hasMessageContaining("twice");
    }

    @Test
    void a_component_of_its_own_name_has_a_title_that_says_so() {
        assertThat(Dashboard.ofComponent("argo-cd", "Argo CD").title()).isEqualTo("Argo CD");
        assertThat(Dashboard.ofComponent("cache", "Redis").title()).isEqualTo("Redis (cache)");
        assertThat(Dashboard.ofComponent("x".repeat(63), "Redis").uid()).hasSize(40);
    }

    @Test
    void shows_as_much_of_the_past_as_it_is_told() {
        assertThat(text(EVERYTHING)).contains("\"from\":\"now-6h\"");
        assertThat(text(EVERYTHING.last(Duration.ofDays(7)))).contains("\"from\":\"now-168h\"");
        assertThat(text(EVERYTHING.last(Duration.ofMinutes(90)))).contains("\"from\":\"now-90m\"");
    }

    @Test
    void equal_panels_are_equal() {
        assertThat(Dashboard.of("a", "A").panel(Stat.of("B").query("up", "")))
                .isEqualTo(Dashboard.of("a", "A").panel(Stat.of("B").query("up", "")))
                .isNotEqualTo(Dashboard.of("a", "A").panel(Gauge.of("B").query("up", "")));
    }
}
