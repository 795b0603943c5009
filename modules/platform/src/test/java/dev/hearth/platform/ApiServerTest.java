package dev.hearth.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.access.CertManager;
import dev.hearth.platform.security.TrivyOperator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
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

    @ParameterizedTest
    @MethodSource("dev.hearth.platform.ServedClusters#all")
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
                        ServedClusters.GATEWAY),
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
