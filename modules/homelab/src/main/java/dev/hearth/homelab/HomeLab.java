package dev.hearth.homelab;

import static dev.hearth.dsl.NodeRole.APPLICATIONS;
import static dev.hearth.dsl.NodeRole.BACKUP;
import static dev.hearth.dsl.NodeRole.DEVELOPMENT;
import static dev.hearth.dsl.NodeRole.INGRESS;
import static dev.hearth.dsl.NodeRole.MONITORING;
import static dev.hearth.dsl.NodeRole.STORAGE;
import static dev.hearth.dsl.Units.days;
import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.minutes;
import static dev.hearth.dsl.Units.seconds;

import dev.hearth.dsl.Admission;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterDefinition;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Quotas;
import dev.hearth.dsl.Segments;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.TimeSeries;
import dev.hearth.dsl.workload.Autoscaler;
import dev.hearth.dsl.workload.ScalingRules;
import dev.hearth.platform.access.CertManager;
import dev.hearth.platform.access.ClusterDns;
import dev.hearth.platform.access.Dex;
import dev.hearth.platform.access.Groups;
import dev.hearth.platform.access.NginxIngress;
import dev.hearth.platform.access.OAuth2Proxy;
import dev.hearth.platform.access.People;
import dev.hearth.platform.access.RouteCheck;
import dev.hearth.platform.access.TrustManager;
import dev.hearth.platform.applications.Coder;
import dev.hearth.platform.backup.BackupLocation;
import dev.hearth.platform.backup.Velero;
import dev.hearth.platform.data.KeyEvent;
import dev.hearth.platform.data.LocalPath;
import dev.hearth.platform.data.Minio;
import dev.hearth.platform.data.Postgres;
import dev.hearth.platform.data.Redis;
import dev.hearth.platform.gitops.ArgoCd;
import dev.hearth.platform.observability.Alertmanager;
import dev.hearth.platform.observability.Alloy;
import dev.hearth.platform.observability.AuditLogs;
import dev.hearth.platform.observability.Email;
import dev.hearth.platform.observability.Grafana;
import dev.hearth.platform.observability.KubeStateMetrics;
import dev.hearth.platform.observability.Loki;
import dev.hearth.platform.observability.Mimir;
import dev.hearth.platform.observability.NodeExporter;
import dev.hearth.platform.observability.Prometheus;
import dev.hearth.platform.observability.PrometheusOperator;
import dev.hearth.platform.observability.Pyroscope;
import dev.hearth.platform.observability.Tempo;
import dev.hearth.platform.scaling.MetricsServer;
import dev.hearth.platform.security.ExternalSecrets;
import dev.hearth.platform.security.Falco;
import dev.hearth.platform.security.SealedSecrets;
import dev.hearth.platform.security.TrivyOperator;

/** The home cluster: two nodes on MicroK8s, everything under {@code home.arpa}. */
public final class HomeLab implements ClusterDefinition {

    private static final Groups GROUPS =
            Groups.admins("admins").editors("developers").viewers("family");

    @Override
    public Cluster define() {
        Dex dex = Dex.named("dex").users(Dex.User.of("me", "me@home.arpa", "admins"));
        Minio minio =
                Minio.named("minio").storage(gib(200)).console("minio").s3("s3").buckets("photos");
        Postgres postgres = Postgres.named("postgres").storage(gib(20));
        Redis redis = Redis.named("redis")
                .keyspaceNotifications(KeyEvent.EXPIRED, KeyEvent.GENERIC)
                .frontAutoscaler(scalingWithLoad());
        Alertmanager alertmanager = Alertmanager.named("alertmanager")
                .email(Email.through("smtp.example.org", 587)
                        .from("alerts@home.arpa")
                        .to("me@home.arpa")
                        .user("alerts"))
                .deadMansSwitch("hc-ping.com")
                .linkedAt("alerts");
        Mimir mimir = Mimir.named("mimir", minio.bucket("mimir-blocks")).retention(days(90));
        Loki loki = Loki.named("loki", minio.bucket("loki-chunks"))
                .retention(days(30))
                .retention("{job=\"audit\"}", days(365))
                .alertsTo(alertmanager.api());
        Tempo tempo = Tempo.named("tempo", minio.bucket("tempo-traces")).metricsTo(mimir.push());
        Pyroscope pyroscope = Pyroscope.named("pyroscope", minio.bucket("pyroscope"));
        Prometheus prometheus = Prometheus.named("prometheus")
                .retention(days(7))
                .storage(gib(20))
                .alertsTo(alertmanager.api())
                .remoteWrite(mimir.push())
                .linkedAt("prometheus");
        Grafana grafana = Grafana.named("grafana")
                .dataSources(
                        mimir.dataSource(),
                        prometheus.dataSource(),
                        loki.dataSource(),
                        tempo.dataSource(),
                        pyroscope.dataSource(),
                        alertmanager.dataSource())
                .dashboards(productionOverview())
                .route("dashboard")
                .login(dex.client("grafana"), GROUPS);
        Coder coder = Coder.named("coder", postgres.database("coder"))
                .login(dex.client("coder"))
                .trust("internal-ca", "ca.crt");

        return Cluster.named("home")
                .domain("home.arpa")
                .kubernetes("1.35")
                .site(site())
                .repository("https://git.home.arpa/me/home.git", "main")
                .bootstrapPage("docs/bootstrap.md")
                .credentials(Credential.sealed())
                .secretsFolder("modules/homelab/secrets")
                .segments(segments())
                .admission(Admission.denying())
                .quotas(Quotas.derived(50))
                .layer(
                        "secrets",
                        SealedSecrets.named("sealed-secrets"),
                        ExternalSecrets.named("external-secrets").namespace("shared", "shared-secrets"))
                .accept(
                        "sealed-secrets",
                        "secret.backup",
                        "what is sealed here is for a certificate whose key was thrown away; your own cluster seals anew")
                .layer(
                        "access",
                        ingress(),
                        CertManager.named("cert-manager"),
                        TrustManager.named("trust-manager").to("argocd", "coder", "coder-workspaces", "route-check"),
                        ClusterDns.named("names", "10.152.183.12"),
                        dex,
                        People.of(GROUPS, dex.publicClient("kubernetes"))
                                .in("coder")
                                .authority("/var/snap/microk8s/current/certs/internal-ca.crt"),
                        RouteCheck.named("route-check").trust("internal-ca", "ca.crt"))
                .layer(
                        "gitops",
                        ArgoCd.remoteChart()
                                .login(dex.publicClient("argocd"), GROUPS)
                                .trust("internal-ca", "ca.crt"))
                .layer("data", LocalPath.named("local-path"), minio, postgres, redis)
                .layer(
                        "observability",
                        PrometheusOperator.named("prometheus-operator"),
                        alertmanager,
                        mimir,
                        loki,
                        tempo,
                        pyroscope,
                        prometheus,
                        Alloy.named("alloy")
                                .logsTo(loki.push())
                                .tracesTo(tempo.otlp())
                                .metricsTo(mimir.push())
                                .profilesTo(pyroscope.push()),
                        NodeExporter.named("node-exporter"),
                        KubeStateMetrics.named("kube-state-metrics"),
                        MetricsServer.named("metrics-server"),
                        grafana,
                        OAuth2Proxy.before(prometheus.queryApi(), "prometheus", dex.client("prometheus"))
                                .groups(GROUPS),
                        OAuth2Proxy.before(alertmanager.api(), "alerts", dex.client("alerts"))
                                .groups(GROUPS))
                .layer(
                        "security",
                        AuditLogs.named("audit-logs")
                                .logsTo(loki.push())
                                .expected("system:serviceaccount:velero:velero"),
                        Falco.named("falco")
                                .alertsTo(alertmanager.api())
                                .logsTo(loki.push())
                                .developing("coder-workspaces"),
                        TrivyOperator.named("trivy")
                                .excluding("coder-workspaces")
                                .onlyFixed())
                .layer("applications", coder)
                .layer("backup", backups(minio));
    }

    private static Site site() {
        return Site.microk8s()
                .node("rack", "192.168.10.11")
                .roles("rack", INGRESS, MONITORING, APPLICATIONS)
                .node("shelf", "192.168.10.12")
                .roles("shelf", STORAGE, DEVELOPMENT, BACKUP)
                .storageClass("local-path");
    }

    private static NginxIngress ingress() {
        return NginxIngress.named("nginx-ingress")
                .snippets("uploads to S3 reach MinIO unbuffered, which the controller has no annotation for")
                .withAnyHeaderNames();
    }

    private static Segments segments() {
        return Segments.none()
                .segment("management", "secrets", "access", "gitops", "observability", "security", "backup")
                .segment("production", "data")
                .segment("development", "applications")
                .crossing("management", "production", "metrics are scraped, backups are written, routes lead to stores")
                .crossing("management", "development", "metrics are scraped, and routes lead to workspaces")
                .crossing("development", "production", "Coder keeps what it knows in the database")
                .crossing("development", "management", "workspaces reach Coder by its route, and people log in");
    }

    /** Up at once, down slowly: whoever leaves takes connections with it. */
    private static Autoscaler scalingWithLoad() {
        return Autoscaler.between(2, 4)
                .cpu(70)
                .scaleUp(ScalingRules.stabilized(seconds(60)).percent(100, seconds(15)))
                .scaleDown(ScalingRules.stabilized(minutes(30)).pods(1, minutes(10)));
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
                .panel(TimeSeries.of("CPU Usage")
                        .query(
                                "100 - (avg by (instance) (irate(node_cpu_seconds_total{mode=\"idle\"}[5m])) * 100)",
                                "{{instance}}")
                        .percent())
                .panel(TimeSeries.of("Memory Usage")
                        .query(
                                "100 * (1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)",
                                "{{instance}}")
                        .percent());
    }
}
