package dev.hearth.checks.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The edges of what the page of the rule of dashboards shows. */
class GrafanaDashboardsTest {

    private static final ProgramTree GOOD = GrafanaTree.GOOD;

    private static List<String> found(ProgramTree tree) {
        return tree.found("grafana.config", "grafana.dashboard");
    }

    private static List<String> dashboard(String panel) {
        return found(GOOD.with("{\"type\": \"logs\", \"datasource\": {\"uid\": \"loki\"}}", panel));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"logs\", \"datasource\": {\"type\": \"loki\", \"uid\": \"tempo\"}}",
                "{\"type\": \"logs\", \"datasource\": \"tempo\"}",
                "{\"type\": \"logs\", \"targets\": [{\"datasource\": {\"uid\": \"tempo\"}}]}",
            })
    void a_dashboard_asks_data_sources_that_there_are(String panel) {
        assertThat(dashboard(panel))
                .singleElement()
                .asString()
                .startsWith("warning grafana.dashboard asks data source tempo")
                .endsWith("only loki");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"datasource\": \"Logs\"}",
                "{\"datasource\": null}",
                "{\"datasource\": {\"type\": \"loki\"}}",
                "{\"datasource\": \"-- Mixed --\"}",
                "{\"datasource\": {\"uid\": \"-- Grafana --\"}}",
                "{\"datasource\": {\"uid\": \"grafana\"}}",
                "{\"datasource\": {\"uid\": \"__expr__\"}}",
                "{\"datasource\": {\"uid\": \"$source\"}}",
                "{\"datasource\": {\"uid\": \"${DS_PROMETHEUS}\"}}",
            })
    void what_every_grafana_has_and_what_varies_is_passed_over(String panel) {
        assertThat(dashboard(panel)).isEmpty();
    }

    @Test
    void data_sources_are_only_missed_where_the_tree_shows_all() {
        ProgramTree wrong = GOOD.with("{\"uid\": \"loki\"}", "{\"uid\": \"tempo\"}");

        assertThat(found(wrong)).hasSize(1);
        assertThat(found(wrong.with("uid: loki", "editable: true"))).isEmpty();
        assertThat(found(wrong.with("uid: loki", "uid: $PASSWORD"))).isEmpty();
        assertThat(found(wrong.with("configMap: {name: sources}", "emptyDir: {}")))
                .isEmpty();
        assertThat(found(wrong.with(
                        "configMap: {name: sources}",
                        "projected: {sources: [{configMap: {name: sources}}, {secret: {name: elsewhere}}]}")))
                .isEmpty();
        assertThat(found(wrong.with(
                        "configMap: {name: sources}", "projected: {sources: [{configMap: {name: sources}}]}")))
                .hasSize(1);
        assertThat(
                        found(
                                wrong.with(
                                        "volumeMounts:",
                                        "volumeMounts:\n            - {name: more, mountPath: /etc/grafana/provisioning/datasources/more.yaml, subPath: more.yaml}")))
                .isEmpty();
    }

    @Test
    void panels_that_went_with_angular_are_worth_knowing() {
        String panel = "{\"type\": \"graph\"}, {\"type\": \"singlestat\"}";

        assertThat(dashboard(panel))
                .containsExactly(
                        "info grafana.dashboard has panels of type graph, singlestat, which no Grafana since 12 has: it shows timeseries, stat instead, with what it can take over");
        assertThat(found(GOOD.with("{\"type\": \"logs\", \"datasource\": {\"uid\": \"loki\"}}", panel)
                        .with(":13.1.4", ":11.6.0")))
                .isEmpty();
        assertThat(dashboard("{\"type\": \"table\"}, nonsense")).isEmpty();
    }

    @Test
    void uids_in_a_secret_are_not_shown() {
        ProgramTree secret = GOOD.with("{\"uid\": \"loki\"}", "{\"uid\": \"tempo\"}")
                .with("configMap: {name: sources}", "secret: {secretName: sources}")
                .with("kind: ConfigMap\nmetadata: {name: sources", "kind: Secret\nmetadata: {name: sources")
                .with("data:\n  loki.yaml", "stringData:\n  loki.yaml");

        assertThat(found(secret))
                .singleElement()
                .asString()
                .startsWith("warning grafana.dashboard asks data source tempo")
                .endsWith("only others, by a Secret");
    }
}
