package dev.hearth.homelab;

import static dev.hearth.dsl.Units.days;
import static dev.hearth.dsl.Units.gib;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterDefinition;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Site;
import dev.hearth.platform.access.CertManager;
import dev.hearth.platform.access.NginxIngress;
import dev.hearth.platform.applications.Coder;
import dev.hearth.platform.backup.BackupLocation;
import dev.hearth.platform.backup.Velero;
import dev.hearth.platform.data.KeyEvent;
import dev.hearth.platform.data.LocalPath;
import dev.hearth.platform.data.Minio;
import dev.hearth.platform.data.Postgres;
import dev.hearth.platform.data.Redis;
import dev.hearth.platform.gitops.ArgoCd;
import dev.hearth.platform.observability.Dashboard;
import dev.hearth.platform.observability.Grafana;
import dev.hearth.platform.observability.KubeStateMetrics;
import dev.hearth.platform.observability.NodeExporter;
import dev.hearth.platform.observability.Prometheus;
import dev.hearth.platform.observability.PrometheusOperator;
import dev.hearth.platform.observability.TimeSeries;
import dev.hearth.platform.scaling.MetricsServer;
import dev.hearth.platform.security.SealedSecrets;

/** The home cluster: two nodes on MicroK8s, everything under {@code home.arpa}. */
public final class HomeLab implements ClusterDefinition {

    @Override
    public Cluster define() {
        Site site = Site.microk8s()
                .node("rack", "192.168.10.11")
                .node("shelf", "192.168.10.12")
                .pool("storage", "shelf")
                .storageClass("local-path");

        NginxIngress ingress = NginxIngress.named("nginx-ingress")
                .snippets("uploads to S3 reach MinIO unbuffered, which the controller has no annotation for")
                .withAnyHeaderNames();
        Minio minio =
                Minio.named("minio").storage(gib(200)).console("minio").s3("s3").buckets("photos");
        Postgres postgres = Postgres.named("postgres").storage(gib(20));
        Redis redis = Redis.named("redis").keyspaceNotifications(KeyEvent.EXPIRED, KeyEvent.GENERIC);
        Coder coder = Coder.named("coder", postgres.database("coder"));
        Prometheus prometheus = Prometheus.named("prometheus")
                .retention(days(7))
                .storage(gib(20))
                .route("prometheus");
        Grafana grafana = Grafana.named("grafana")
                .dataSources(prometheus.dataSource())
                .dashboards(productionOverview())
                .route("dashboard");

        return Cluster.named("home")
                .domain("home.arpa")
                .kubernetes("1.35")
                .site(site)
                .repository("https://git.home.arpa/me/home.git", "main")
                .bootstrapPage("docs/bootstrap.md")
                .credentials(Credential.sealed())
                .secretsFolder("modules/homelab/secrets")
                .layer("secrets", SealedSecrets.named("sealed-secrets"))
                .accept(
                        "sealed-secrets",
                        "secret.backup",
                        "what is sealed here is for a certificate whose key was thrown away; your own cluster seals anew")
                .layer("access", ingress, CertManager.named("cert-manager"))
                .layer("gitops", ArgoCd.remoteChart())
                .layer("data", LocalPath.named("local-path"), minio, postgres, redis)
                .layer(
                        "observability",
                        PrometheusOperator.named("prometheus-operator"),
                        prometheus,
                        NodeExporter.named("node-exporter"),
                        KubeStateMetrics.named("kube-state-metrics"),
                        MetricsServer.named("metrics-server"),
                        grafana)
                .layer("applications", coder)
                .layer("backup", backups(minio));
    }

    private static Velero backups(Minio minio) {
        return Velero.named("velero")
                .to(
                        BackupLocation.in(minio.bucket("velero")),
                        BackupLocation.s3("offsite", "home-backups", "eu-central-1")
                                .endpoint("https://s3.example.org")
                                .usingPathStyle());
    }

    private static Dashboard productionOverview() {
        return Dashboard.of("production-overview", "Production Overview")
                .panel(TimeSeries.of("CPU Usage", "prometheus")
                        .query(
                                "100 - (avg by (instance) (irate(node_cpu_seconds_total{mode=\"idle\"}[5m])) * 100)",
                                "{{instance}}")
                        .percent())
                .panel(TimeSeries.of("Memory Usage", "prometheus")
                        .query(
                                "100 * (1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)",
                                "{{instance}}")
                        .percent());
    }
}
