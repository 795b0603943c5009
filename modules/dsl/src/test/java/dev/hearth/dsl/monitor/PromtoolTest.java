package dev.hearth.dsl.monitor;

import static dev.hearth.dsl.Units.minutes;
import static dev.hearth.dsl.Units.seconds;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Pods;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Yaml;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prometheus' own reader of rules, asked about the spec of a PrometheusRule, which is the content of a rules file. */
class PromtoolTest {

    record Monitored(Rules rules) implements Component {

        @Override
        public Offers offers() {
            return Offers.of(new ScraperOffer(Pods.labelled("prometheus", "app", "prometheus")));
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(rules);
        }
    }

    private static Outcome check(Rules rules) {
        Expansion expansion = Expansion.of(Cluster.named("home").layer("all", new Monitored(rules)))
                .derive(new Monitoring());
        String file = Yaml.write(expansion.manifests().get(0).spec());
        return Judges.require("promtool").run(List.of("check", "rules", "--lint=all"), file.getBytes(UTF_8));
    }

    private static Rules rules(String expression, Duration time) {
        return Rules.named("minio")
                .alert(Alert.named("MinioDriveOffline")
                        .expr(expression)
                        .holding(time)
                        .keepFiring(time)
                        .severity(Severity.CRITICAL)
                        .summary("A drive of {{ $labels.server }} is offline."))
                .record("minio:free:ratio", "minio_free_bytes / minio_total_bytes")
                .interval(time);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 90, 3_600, 86_400, 788_645})
    void takes_the_rules_with_any_duration(long time) {
        Outcome outcome = check(rules("minio_cluster_drive_offline_total > 0", seconds(time)));

        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        assertThat(outcome.stdout()).contains("2 rules found");
    }

    @Test
    void refuses_an_expression_that_is_none() {
        assertThat(check(rules("minio_cluster >", minutes(1))).exitCode()).isNotZero();
    }
}
