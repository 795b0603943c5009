package dev.hearth.platform;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.days;
import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.mib;
import static dev.hearth.dsl.Units.seconds;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.NodeRole;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.monitor.ScraperOffer;
import dev.hearth.dsl.route.Dialect;
import dev.hearth.dsl.route.IngressOffer;
import dev.hearth.dsl.route.Login;
import dev.hearth.dsl.route.Route;
import dev.hearth.dsl.secret.SecretStore;
import dev.hearth.dsl.secret.Vault;
import dev.hearth.dsl.workload.Autoscaler;
import dev.hearth.dsl.workload.ScalingRules;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.access.CertManager;
import dev.hearth.platform.access.ClusterDns;
import dev.hearth.platform.access.CommunityNginxIngress;
import dev.hearth.platform.access.Connector;
import dev.hearth.platform.access.Dex;
import dev.hearth.platform.access.Groups;
import dev.hearth.platform.access.MetalLb;
import dev.hearth.platform.access.NginxGatewayFabric;
import dev.hearth.platform.access.NginxIngress;
import dev.hearth.platform.access.OAuth2Proxy;
import dev.hearth.platform.access.People;
import dev.hearth.platform.access.TrustManager;
import dev.hearth.platform.applications.Coder;
import dev.hearth.platform.backup.BackupLocation;
import dev.hearth.platform.backup.Velero;
import dev.hearth.platform.data.Bucket;
import dev.hearth.platform.data.BucketRules;
import dev.hearth.platform.data.Database;
import dev.hearth.platform.data.LocalPath;
import dev.hearth.platform.data.Minio;
import dev.hearth.platform.data.ObjectStorage;
import dev.hearth.platform.data.Postgres;
import dev.hearth.platform.data.Redis;
import dev.hearth.platform.gitops.ArgoCd;
import dev.hearth.platform.observability.Alertmanager;
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
import dev.hearth.platform.observability.RemoteWrite;
import dev.hearth.platform.observability.Stores;
import dev.hearth.platform.observability.Tempo;
import dev.hearth.platform.scaling.MetricsServer;
import dev.hearth.platform.security.ExternalSecrets;
import dev.hearth.platform.security.Falco;
import dev.hearth.platform.security.Reloader;
import dev.hearth.platform.security.TrivyOperator;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** Clusters that show between them every component, and what each can be told. */
final class ServedClusters {

    static final NginxGatewayFabric GATEWAY =
            NginxGatewayFabric.named("gateway-lb").loadBalancer().replicas(2);

    private static final Dex DEX = Dex.named("dex");
    private static final Alertmanager ALERTMANAGER = Alertmanager.named("alertmanager")
            .email(Email.through("smtp.example.org", 587)
                    .from("alerts@home.arpa")
                    .to("me@home.arpa"))
            .replicas(3)
            .route("alerts");
    private static final Groups GROUPS =
            Groups.admins("admins").editors("developers").viewers("family");

    private ServedClusters() {}

    private static Workload program(String name, Port http) {
        return Workload.deployment(name)
                .image(Image.of("registry.example.org/" + name, "1"))
                .requests(cpu("10m"), memory("16Mi"))
                .limits(memory("16Mi"))
                .port(http);
    }

    /** A host with what the Gateway API itself can say. */
    private record Shop() implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            Port http = Port.http(8080);
            Workload web = program("web", http);
            return Manifests.of(
                    web,
                    Route.at("shop")
                            .to(web.service(http))
                            .exactPath("/health", web.service(http))
                            .redirect("/old", "https://shop.home.arpa/new")
                            .responseHeader("X-Frame-Options", "DENY")
                            .open("it shows prices only"));
        }
    }

    /** Hosts with what routes can say to a Gateway of the cluster's own. */
    private record Hosts() implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            Port http = Port.http(8080);
            Workload web = program("web", http);
            return Manifests.of(
                    web,
                    Route.at("shop")
                            .to(web.service(http))
                            .exactPath("/health", web.service(http))
                            .path("/store", web.service(http))
                            .redirect("/old", "https://shop.home.arpa/new")
                            .responseHeader("X-Frame-Options", "DENY")
                            .bodySize(mib(64))
                            .unbufferedResponses()
                            .open("it shows prices only"),
                    Route.at("*.shop").to(web.service(http)).open("it shows prices only"),
                    Route.at("chat").to(web.service(http)).websockets().open("everybody may chat"),
                    Route.at("accounts")
                            .to(web.service(http))
                            .login(Login.basic(Credential.named("accounts-login")
                                    .outside()
                                    .passwordFile("users", "admin")
                                    .key("users"))));
        }
    }

    /** A host that asks a proxy whether somebody has logged in. */
    private record Guarded(Login login) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            Port http = Port.http(8080);
            Workload web = program("notes", http);
            return Manifests.of(web, Route.at("notes").to(web.service(http)).login(login));
        }
    }

    static Stream<Named<SmallCluster>> all() {
        Site withAddress = SmallCluster.site().loadBalancerAddress("192.168.10.50");
        OAuth2Proxy asked = OAuth2Proxy.forwarding("asked-login", DEX.client("notes"), "notes");
        Autoscaler busy = Autoscaler.between(2, 6)
                .cpu(70)
                .scaleUp(ScalingRules.stabilized(seconds(60)).percent(100, seconds(15)))
                .scaleDown(ScalingRules.stabilized(seconds(300)).percent(50, seconds(60)));
        return Stream.of(
                Named.of(
                        "by its chart behind host ports",
                        SmallCluster.of(
                                CertManager.named("cert-manager"),
                                NginxIngress.named("ingress"),
                                ArgoCd.remoteChart(),
                                Redis.named("redis").frontAutoscaler(busy),
                                Redis.single("cache").cache(mib(64)))),
                Named.of(
                        "preinstalled behind a load balancer with everything on",
                        SmallCluster.of(
                                withAddress,
                                CertManager.named("cert-manager-2"),
                                NginxIngress.named("ingress-2")
                                        .loadBalancer()
                                        .autoscaler(busy)
                                        .snippets("uploads")
                                        .withCustomResources()
                                        .withAnyHeaderNames()
                                        .cache("responses", gib(1)),
                                ArgoCd.preinstalled())),
                Named.of(
                        "development environments on a database server",
                        SmallCluster.of(
                                CertManager.named("cert-manager-3"),
                                NginxIngress.named("ingress-3"),
                                Postgres.named("postgres").databases("photos"),
                                Coder.named("coder", new Database("postgres", "coder"))
                                        .replicas(2)
                                        .trust("internal-ca", "ca.crt"))),
                Named.of(
                        "one login for everything",
                        SmallCluster.of(
                                CertManager.named("cert-manager-4"),
                                NginxIngress.named("ingress-4").withCustomResources(),
                                asked,
                                new Guarded(asked.login()),
                                Dex.named("dex")
                                        .replicas(2)
                                        .users(Dex.User.of("ada", "ada@example.org", "admins"))
                                        .connectors(Connector.openId(
                                                "work",
                                                "Work",
                                                "https://id.example.org",
                                                Credential.named("dex-work")
                                                        .asked("client-id", "its name")
                                                        .asked("client-secret", "its secret"))),
                                new Grafana(
                                                "grafana",
                                                "boards",
                                                gib(5),
                                                ImmutableList.of(),
                                                ImmutableList.of(),
                                                "dashboard",
                                                Optional.empty())
                                        .login(DEX.client("grafana"), GROUPS),
                                OAuth2Proxy.before(
                                                ServiceRef.of("grafana", "grafana", "http"),
                                                "guarded",
                                                DEX.client("guarded"))
                                        .groups(GROUPS),
                                People.of(GROUPS, DEX.publicClient("kubernetes"))
                                        .in("grafana"))),
                Named.of(
                        "backups to two places, of volumes of local disks, and the metrics API",
                        SmallCluster.of(
                                CertManager.named("cert-manager-5"),
                                LocalPath.named("local-path"),
                                Minio.named("minio"),
                                MetricsServer.named("metrics-server").replicas(2),
                                Velero.named("velero")
                                        .to(
                                                BackupLocation.in(new Bucket("minio", "velero")),
                                                BackupLocation.s3("offsite", "home-backups", "eu-central-1")
                                                        .endpoint("https://s3.example.org")
                                                        .usingPathStyle()
                                                        .withoutChecksums()
                                                        .prefix("home")
                                                        .authority(Credential.named("store-ca")
                                                                .asked("ca.crt", "the certificate of its authority")
                                                                .key("ca.crt"))))),
                Named.of(
                        "secrets of stores that reach pods, and buckets with users",
                        SmallCluster.of(
                                CertManager.named("cert-manager"),
                                Reloader.named("reloader"),
                                ExternalSecrets.named("external-secrets")
                                        .replicas(2)
                                        .namespace("shared", "shared-secrets")
                                        .store(SecretStore.named(
                                                "vault",
                                                Vault.at(
                                                        "https://vault.example.org",
                                                        Vault.account("hearth", "vault-reader")))),
                                Minio.named("store")
                                        .rules("dumps", BucketRules.none().expireAfter(days(90))))),
                Named.of(
                        "addresses of the local network on two nodes, and trust",
                        SmallCluster.of(
                                withAddress.node("shelf", "192.168.10.12"),
                                CertManager.named("cert-manager"),
                                TrustManager.named("trust-manager").to("default", "kube-public"),
                                MetalLb.named("metallb")
                                        .addresses("192.168.10.60-192.168.10.69")
                                        .interfaces("eth0"),
                                // An address of the test's own API server.
                                ClusterDns.named("names", "10.152.183.12").lan("192.168.10.53"))),
                Named.of(
                        "stores of logs, metrics, traces and profiles, three of some",
                        SmallCluster.of(
                                Site.microk8s()
                                        .node("rack", "192.168.10.11")
                                        .node("shelf", "192.168.10.12")
                                        .node("desk", "192.168.10.13")
                                        .preinstalled(
                                                "metrics",
                                                "metrics",
                                                Offers.of(new ScraperOffer(
                                                        Pods.labelled("prometheus", "app", "prometheus")))),
                                Minio.named("objects"),
                                Loki.named("loki", new Bucket("objects", "loki-chunks"))
                                        .replicas(3),
                                Mimir.named("mimir", new Bucket("objects", "mimir-blocks"))
                                        .replicas(3),
                                Tempo.named("tempo", ObjectStorage.s3("tempo-traces", "eu-central-1"))
                                        .metricsTo(ServiceRef.of("mimir", "mimir", "http-metrics")),
                                Pyroscope.named("pyroscope", new Bucket("objects", "pyroscope")))),
                Named.of(
                        "a collector of everything, several that share the work, and the audit log",
                        SmallCluster.of(
                                Stores.at(SmallCluster.site()),
                                Stores.collectorIn("collecting").replicas(2),
                                AuditLogs.named("audit-logs").logsTo(Stores.LOKI))),
                Named.of(
                        "what looks for intruders and for known faults",
                        SmallCluster.of(
                                CertManager.named("cert-manager"),
                                Minio.named("logs"),
                                // Any service will do in the place of a Loki.
                                Falco.named("falco")
                                        .logsTo(Minio.named("logs").api())
                                        .developing("coder"),
                                TrivyOperator.named("trivy").excluding("coder"))),
                Named.of(
                        "routes through a Gateway that is there already",
                        SmallCluster.of(
                                SmallCluster.site()
                                        .preinstalled(
                                                "gateway",
                                                "nginx-gateway",
                                                Offers.of(new IngressOffer(
                                                        "nginx",
                                                        Dialect.nginxGateway("public", "nginx-gateway"),
                                                        Pods.labelled("gateway", "app", "gateway"),
                                                        Port.http(80),
                                                        Port.https(443)))),
                                CertManager.named("cert-manager"),
                                new Shop())),
                Named.of(
                        "routes through a Gateway on host ports",
                        SmallCluster.of(
                                CertManager.named("cert-manager"), NginxGatewayFabric.named("gateway"), new Hosts())),
                Named.of(
                        "routes through a Gateway behind a load balancer, with the way in on one of two nodes",
                        SmallCluster.of(
                                withAddress.node("shelf", "192.168.10.12").roles("shelf", NodeRole.INGRESS),
                                CertManager.named("cert-manager"),
                                GATEWAY,
                                new Hosts())),
                Named.of(
                        "alerts by three that know of each other, and samples sent elsewhere",
                        SmallCluster.of(
                                Site.microk8s().node("rack", "192.168.10.11").node("shelf", "192.168.10.12"),
                                CertManager.named("cert-manager"),
                                NginxIngress.named("ingress"),
                                PrometheusOperator.named("prometheus-operator"),
                                NodeExporter.named("node-exporter"),
                                KubeStateMetrics.named("kube-state-metrics"),
                                ALERTMANAGER,
                                Prometheus.named("prometheus")
                                        .alertsTo(ALERTMANAGER.api())
                                        .remoteWrite(RemoteWrite.to(Value.of("https://metrics.example.org/write"))
                                                .tenant("home"))
                                        .linkedAt("metrics"))),
                Named.of(
                        "the retired controller on host ports",
                        SmallCluster.of(CommunityNginxIngress.retired("for comparison"))),
                Named.of(
                        "the retired controller behind a load balancer",
                        SmallCluster.of(
                                withAddress,
                                CommunityNginxIngress.retired("for comparison")
                                        .named("ingress-nginx-2")
                                        .loadBalancer()
                                        .snippets("a header")
                                        .responseHeaders("X-Frame-Options"))));
    }
}
