package dev.hearth.platform;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.days;
import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.mib;
import static dev.hearth.dsl.Units.seconds;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

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
import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Yaml;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real API server takes every object, and every pod in its labelled namespace. */
class ApiServerTest {

    private static final Path DEFINITIONS = Path.of("../../../shared/crds");
    private static final List<String> USED = List.of(
            "cert-manager-v1.21.1",
            "external-secrets-v2.9.0",
            "nginx-kubernetes-ingress-v5.5.4",
            "prometheus-operator-0.93.0",
            "velero-v1.18.2",
            "trust-manager-v0.24.0",
            "metallb-v0.16.1",
            "gateway-api-v1.6.1",
            "trivy-operator-v0.32.0");
    /** The kinds of the Gateway's controller, cut short where upstream's are not at hand. */
    private static final Path GATEWAY_KINDS = Path.of("src/test/resources/definitions/nginx-gateway-fabric");

    private static final Set<String> WORKLOADS = Set.of("Deployment", "DaemonSet", "StatefulSet", "Job", "CronJob");

    private static final NginxGatewayFabric GATEWAY =
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

    @AutoClose
    private static ApiServer server;

    @BeforeAll
    static void start() {
        assumeThat(Files.isDirectory(DEFINITIONS))
                .as("definitions at %s", DEFINITIONS)
                .isTrue();
        server = ApiServer.start();
        USED.forEach(folder -> server.applyDefinitions(DEFINITIONS.resolve(folder)));
        Path upstream = DEFINITIONS.resolve("nginx-gateway-fabric-v2.6.7");
        server.applyDefinitions(Files.isDirectory(upstream) ? upstream : GATEWAY_KINDS);
    }

    /** A host with what the Gateway API itself can say. */
    private record Shop() implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            Port http = Port.http(8080);
            Workload web = Workload.deployment("web")
                    .image(Image.of("registry.example.org/web", "1"))
                    .requests(cpu("10m"), memory("16Mi"))
                    .limits(memory("16Mi"))
                    .port(http);
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
            Workload web = Workload.deployment("web")
                    .image(Image.of("registry.example.org/web", "1"))
                    .requests(cpu("10m"), memory("16Mi"))
                    .limits(memory("16Mi"))
                    .port(http);
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
            Workload web = Workload.deployment("notes")
                    .image(Image.of("registry.example.org/notes", "1"))
                    .requests(cpu("10m"), memory("16Mi"))
                    .limits(memory("16Mi"))
                    .port(http);
            return Manifests.of(web, Route.at("notes").to(web.service(http)).login(login));
        }
    }

    static Stream<Named<SmallCluster>> clusters() {
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

    @ParameterizedTest
    @MethodSource("clusters")
    void takes_every_object_and_every_pod(SmallCluster cluster) {
        assertThat(cluster.findings()).isEmpty();
        createAll(cluster, "Namespace");
        createAll(cluster, "ServiceAccount");

        for (Manifest manifest : cluster.manifests()) {
            Verdict verdict = server.dryRunApply(
                    manifest.apiVersion(),
                    manifest.kind(),
                    manifest.namespace().orElse(""),
                    manifest.name(),
                    json(manifest.root()));
            assertThat(verdict.accepted())
                    .as("%s: %s", manifest.identity(), verdict.message())
                    .isTrue();
            assertThat(verdict.warnings()).as("%s", manifest.identity()).isEmpty();
        }
        List<Manifest> workloads = cluster.manifests().stream()
                .filter(manifest -> WORKLOADS.contains(manifest.kind()))
                .toList();
        assertThat(workloads).isNotEmpty();
        for (Manifest workload : workloads) {
            Verdict verdict = server.dryRunCreate(json(pod(workload)));
            assertThat(verdict.accepted())
                    .as("pod of %s: %s", workload.identity(), verdict.message())
                    .isTrue();
        }
    }

    /** The tree does not have them, so this is what holds that their namespace lets them in. */
    @Test
    void takes_the_pods_that_the_gateways_control_plane_makes() {
        createAll(
                SmallCluster.of(
                        SmallCluster.site().loadBalancerAddress("192.168.10.50"),
                        CertManager.named("cert-manager"),
                        GATEWAY),
                "Namespace");
        Mapping pod = resource("gateway-pod.yaml");
        server.apply(
                "v1",
                "ServiceAccount",
                "gateway-lb",
                "gateway-lb-nginx",
                json(Yaml.documents(
                                "{apiVersion: v1, kind: ServiceAccount, metadata: {name: gateway-lb-nginx, namespace: gateway-lb}}",
                                "account.yaml")
                        .get(0)
                        .mapping()));

        Verdict restricted = server.dryRunCreate(json(pod));
        assertThat(restricted.accepted()).as(restricted.message()).isTrue();
        assertThat(restricted.warnings()).isEmpty();

        Mapping container =
                pod.mapping("spec").sequence("containers").mappings().get(0);
        Mapping port = container.sequence("ports").mappings().get(0).with("hostPort", Node.number(80));
        Verdict onTheNode = server.dryRunCreate(json(pod.with(
                "spec", pod.mapping("spec").with("containers", Node.list(container.with("ports", Node.list(port)))))));
        assertThat(onTheNode.message()).contains("PodSecurity", "hostPort");
    }

    private static Mapping resource(String name) {
        try {
            return Yaml.documents(Files.readString(Path.of("src/test/resources", name)), name)
                    .get(0)
                    .mapping();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Of a pod that no tree has; the operator makes it of its settings. */
    @Test
    void takes_a_pod_that_scans_in_the_restricted_namespace() {
        SmallCluster cluster = SmallCluster.of(TrivyOperator.named("trivy"));
        createAll(cluster, "Namespace");
        createAll(cluster, "ServiceAccount");
        Mapping jobs = cluster.object("ConfigMap", "trivy-operator").root().mapping("data");
        Mapping scanner = cluster.object("ConfigMap", "trivy-operator-trivy-config")
                .root()
                .mapping("data");
        Mapping scan = Mapping.builder()
                .put("name", "scan")
                .put(
                        "image",
                        scanner.text("trivy.repository").orElseThrow() + ":"
                                + scanner.text("trivy.tag").orElseThrow())
                .put("securityContext", setting(jobs, "scanJob.podTemplateContainerSecurityContext"))
                .build();
        Mapping pod = Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", "scan")
                                .put("namespace", "trivy")
                                .build())
                .put(
                        "spec",
                        Mapping.builder()
                                .put("serviceAccountName", "trivy-scan")
                                .put("restartPolicy", "Never")
                                .put("securityContext", setting(jobs, "scanJob.podTemplatePodSecurityContext"))
                                .put("initContainers", Node.list(scan.with("name", Node.text("databases"))))
                                .put("containers", Node.list(scan))
                                .build())
                .build();

        Verdict verdict = server.dryRunCreate(json(pod));

        assertThat(verdict.accepted()).as(verdict.message()).isTrue();
        assertThat(verdict.warnings()).isEmpty();
    }

    private static Node setting(Mapping settings, String key) {
        return Json.read(settings.text(key).orElseThrow(), key);
    }

    private static void createAll(SmallCluster cluster, String kind) {
        cluster.manifests().stream()
                .filter(manifest -> manifest.kind().equals(kind))
                .forEach(manifest -> assertThat(server.apply(
                                        manifest.apiVersion(),
                                        kind,
                                        manifest.namespace().orElse(""),
                                        manifest.name(),
                                        json(manifest.root()))
                                .accepted())
                        .as("%s", manifest.identity())
                        .isTrue());
    }

    private static Mapping pod(Manifest workload) {
        Mapping job = workload.spec().mapping("jobTemplate").mapping("spec");
        Mapping template = (job.isEmpty() ? workload.spec() : job).mapping("template");
        return Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", workload.name())
                                .put("namespace", workload.namespace().orElseThrow())
                                .put("labels", template.mapping("metadata").mapping("labels"))
                                .build())
                .put("spec", withClaims(template.mapping("spec"), workload))
                .build();
    }

    /** The claims of a StatefulSet's templates, as its controller puts them into a pod. */
    private static Mapping withClaims(Mapping spec, Manifest workload) {
        Stream<Mapping> claims = workload.spec().sequence("volumeClaimTemplates").mappings().stream()
                .map(claim -> claim.mapping("metadata").text("name").orElseThrow())
                .map(name -> Mapping.builder()
                        .put("name", name)
                        .put(
                                "persistentVolumeClaim",
                                Mapping.of("claimName", Node.text(name + "-" + workload.name() + "-0")))
                        .build());
        return spec.with(
                "volumes",
                Sequence.of(Stream.concat(spec.sequence("volumes").mappings().stream(), claims)
                        .toList()));
    }

    private static byte[] json(Mapping object) {
        return Json.write(object).getBytes(UTF_8);
    }
}
