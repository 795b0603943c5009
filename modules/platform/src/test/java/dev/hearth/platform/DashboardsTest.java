package dev.hearth.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.Component;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Panel;
import dev.hearth.dsl.dashboard.Signal;
import dev.hearth.platform.access.CertManager;
import dev.hearth.platform.access.ClusterDns;
import dev.hearth.platform.access.CommunityNginxIngress;
import dev.hearth.platform.access.Dex;
import dev.hearth.platform.access.MetalLb;
import dev.hearth.platform.access.NginxIngress;
import dev.hearth.platform.access.OAuth2Proxy;
import dev.hearth.platform.access.TrustManager;
import dev.hearth.platform.applications.Coder;
import dev.hearth.platform.backup.BackupLocation;
import dev.hearth.platform.backup.Velero;
import dev.hearth.platform.data.Minio;
import dev.hearth.platform.data.Postgres;
import dev.hearth.platform.data.Redis;
import dev.hearth.platform.gitops.ArgoCd;
import dev.hearth.platform.mesh.Istio;
import dev.hearth.platform.observability.Grafana;
import dev.hearth.platform.observability.KubeStateMetrics;
import dev.hearth.platform.observability.NodeExporter;
import dev.hearth.platform.observability.Prometheus;
import dev.hearth.platform.observability.PrometheusOperator;
import dev.hearth.platform.scaling.MetricsServer;
import dev.hearth.platform.security.ExternalSecrets;
import dev.hearth.platform.security.Reloader;
import dev.hearth.platform.security.SealedSecrets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What programs say to the dashboards of ready components. */
class DashboardsTest {

    private static final Dex DEX = Dex.named("dex").users(Dex.User.of("ada", "ada@example.org", "admins"));

    private static Stream<Component> components() {
        return Stream.of(
                ArgoCd.remoteChart(),
                CertManager.named("cert-manager"),
                ClusterDns.named("names", "10.152.183.12"),
                Coder.named("coder", Postgres.named("postgres").database("coder")),
                CommunityNginxIngress.retired("its annotations are in use until spring"),
                DEX,
                ExternalSecrets.named("external-secrets"),
                Grafana.named("grafana"),
                Istio.named("istio"),
                KubeStateMetrics.named("kube-state-metrics"),
                MetalLb.named("metallb").addresses("192.168.10.60-192.168.10.61"),
                MetricsServer.named("metrics-server"),
                Minio.named("minio"),
                NginxIngress.named("ingress"),
                NodeExporter.named("node-exporter"),
                OAuth2Proxy.before(
                        ServiceRef.of("prometheus", "prometheus-server", "web"),
                        "prometheus",
                        DEX.client("prometheus")),
                Postgres.named("postgres"),
                Prometheus.named("prometheus"),
                PrometheusOperator.named("prometheus-operator"),
                Redis.named("redis"),
                Reloader.named("reloader"),
                SealedSecrets.named("sealed-secrets"),
                TrustManager.named("trust-manager").to("photos"),
                Velero.named("velero").to(BackupLocation.s3("offsite", "backups", "eu-central-1")));
    }

    static Stream<Dashboard> dashboards() {
        return components().flatMap(component -> component.offers().of(Dashboard.class).stream());
    }

    @Test
    void every_component_with_metrics_has_one() {
        assertThat(components()
                        .filter(component ->
                                component.offers().of(Dashboard.class).isEmpty()))
                .isEmpty();
    }

    @Test
    void no_two_are_confused() {
        assertThat(dashboards().map(Dashboard::uid)).doesNotHaveDuplicates();
        assertThat(dashboards().map(Dashboard::title)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void each_fits_on_a_few_screens_and_names_each_panel_once(Dashboard dashboard) {
        List<Panel<?>> panels = dashboard.entries().stream()
                .flatMap(entry -> entry.panel().<Panel<?>>map(panel -> panel).stream())
                .toList();

        assertThat(panels).hasSizeBetween(2, 26);
        assertThat(panels.stream().map(Panel::toString)).doesNotHaveDuplicates();
    }

    @Test
    void grafanas_own_types_read_each_strictly() {
        DashboardJudges.readStrictly(dashboards().toList());
    }

    @Test
    void prometheus_can_read_each_question() {
        assertThat(DashboardJudges.queries(dashboards().toList(), Signal.METRICS))
                .hasSizeGreaterThan(200);
        DashboardJudges.readQuestions(dashboards().toList());
    }
}
