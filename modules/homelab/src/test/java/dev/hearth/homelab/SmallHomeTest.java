package dev.hearth.homelab;

import static dev.hearth.dsl.Units.days;
import static dev.hearth.dsl.Units.gib;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Segments;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Site;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.pipeline.Definition;
import dev.hearth.pipeline.Hearth;
import dev.hearth.pipeline.Rendering;
import dev.hearth.platform.data.Bucket;
import dev.hearth.platform.observability.Alloy;
import dev.hearth.platform.observability.Grafana;
import dev.hearth.platform.observability.Loki;
import dev.hearth.platform.observability.Prometheus;
import org.junit.jupiter.api.Test;

/** How small the machines may be. */
class SmallHomeTest {

    private static final long MIB = 1L << 20;

    /** Four processors and eight gibibytes, of which Kubernetes itself takes a part. */
    private static final Amount NODE = new Amount(3500, 7 * 1024 * MIB, 0, 0, 0);

    /** What is sealed and accepted for the home with two nodes. */
    private static final ImmutableSet<String> OTHERS = ImmutableSet.of("secret.unused", "accept.unused");

    @Test
    void two_small_nodes_hold_all_of_it() {
        Amount total = Sizes.of(Home.RENDERING.manifests(), 2).total();

        assertThat(total.cpu()).isLessThan(2 * NODE.cpu());
        assertThat(total.memory()).isLessThan(2 * NODE.memory());
    }

    @Test
    void one_small_node_holds_it_without_the_stores_for_long_and_the_watchers() {
        Rendering rendering = Hearth.rendering(Definition.of(alone()), Home.TOP);

        assertThat(rendering.findings())
                .filteredOn(finding -> finding.severity() != Severity.INFO && !OTHERS.contains(finding.rule()))
                .extracting(Finding::toString)
                .isEmpty();
        Amount total = Sizes.of(rendering.manifests(), 1).total();
        assertThat(total.cpu()).isLessThan(NODE.cpu());
        assertThat(total.memory()).isLessThan(NODE.memory());
    }

    /** One node, with metrics and logs, and without long-term metrics, traces, profiles and scans. */
    private static Cluster alone() {
        ServiceRef alerts = ServiceRef.of("alertmanager", "alertmanager", "web");
        Prometheus prometheus = Prometheus.named("prometheus")
                .retention(days(30))
                .storage(gib(20))
                .alertsTo(alerts)
                .linkedAt("prometheus");
        Loki loki = Loki.named("loki", new Bucket("minio", "loki-chunks")).alertsTo(alerts);
        Cluster home = new HomeLab().define();
        for (String left : new String[] {"mimir", "tempo", "pyroscope", "falco", "trivy"}) {
            home = home.without(left);
        }
        return home.with(prometheus)
                .with(loki)
                .with(Alloy.named("alloy").logsTo(loki.push()))
                .with(Grafana.named("grafana")
                        .dataSources(prometheus.dataSource(), loki.dataSource())
                        .route("dashboard"))
                .site(Site.microk8s().node("rack", "192.168.10.11").storageClass("local-path"))
                .segments(Segments.none())
                .credentials(Credential.madeOutside());
    }
}
