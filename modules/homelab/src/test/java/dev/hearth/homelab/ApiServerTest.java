package dev.hearth.homelab;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real API server with upstream's definitions says to all that the home cluster consists of. */
class ApiServerTest {

    /** Definitions as upstream publishes them, kept beside the project where they are at hand. */
    private static final Path DEFINITIONS = Home.TOP.resolve("../shared/crds");

    /** The kinds of the tree that make pods. */
    private static final List<String> WORKLOADS =
            List.of("CronJob", "DaemonSet", "Deployment", "Job", "ReplicaSet", "StatefulSet");

    @AutoClose
    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.start();
        if (Files.isDirectory(DEFINITIONS)) {
            server.applyDefinitions(DEFINITIONS);
        }
        // A dry run sees only what is stored: namespaces, and the accounts that pods name.
        Stream.of("Namespace", "ServiceAccount").flatMap(Home::objects).forEach(ApiServerTest::store);
    }

    private static void store(Manifest manifest) {
        Verdict verdict = server.apply(
                manifest.apiVersion(),
                manifest.kind(),
                manifest.identity().namespace(),
                manifest.name(),
                Yaml.bytes(manifest.root()));
        assertThat(verdict.message()).as(manifest.toString()).isEmpty();
    }

    static Stream<Manifest> objects() {
        return Home.RENDERING.manifests().stream();
    }

    @ParameterizedTest
    @MethodSource("objects")
    void it_takes_every_object_without_a_warning(Manifest object) {
        assumeThat(builtIn(object) || Files.isDirectory(DEFINITIONS))
                .as("%s is a custom resource, and there are no definitions at %s", object, DEFINITIONS)
                .isTrue();

        Verdict verdict = server.dryRunApply(
                object.apiVersion(),
                object.kind(),
                object.identity().namespace(),
                object.name(),
                Yaml.bytes(object.root()));

        assertThat(verdict.message()).isEmpty();
        assertThat(verdict.warnings())
                .filteredOn(warning -> !argoCdsFinalizer(object, warning))
                .isEmpty();
    }

    /** Whether the API server knows the kind of itself: its groups have no domain, or that of Kubernetes. */
    private static boolean builtIn(Manifest object) {
        String group = object.identity().group();
        return !group.contains(".") || group.endsWith(".k8s.io");
    }

    /** Argo CD named its finalizer before Kubernetes asked for a path in it; a project knows no other. */
    private static boolean argoCdsFinalizer(Manifest object, String warning) {
        return Set.of("Application", "AppProject").contains(object.kind())
                && warning.startsWith("metadata.finalizers: \"resources-finalizer.argocd.argoproj.io\": prefer");
    }

    static Stream<Manifest> workloads() {
        return WORKLOADS.stream().flatMap(Home::objects);
    }

    /** Pod Security only warns of a workload; it refuses the pods. */
    @ParameterizedTest
    @MethodSource("workloads")
    void it_takes_a_pod_of_every_workload_in_its_namespace(Manifest workload) {
        Verdict verdict = server.dryRunCreate(pod(workload, workload.name()));

        assertThat(verdict.message()).isEmpty();
        assertThat(verdict.warnings()).isEmpty();
    }

    @Test
    void every_namespace_says_which_pods_it_lets_in_and_most_take_only_restricted_ones() {
        Map<String, String> enforced = Home.objects("Namespace")
                .collect(Collectors.toMap(
                        Manifest::name,
                        namespace -> String.valueOf(namespace.labels().get("pod-security.kubernetes.io/enforce"))));

        assertThat(enforced).hasSizeGreaterThan(10).containsEntry("coder-workspaces", "restricted");
        assertThat(enforced.entrySet().stream()
                        .filter(namespace -> !namespace.getValue().equals("restricted"))
                        .map(Map.Entry::getKey))
                .as(
                        "host ports, the host's network and disks, files below the kubelet's, system calls, and the audit log")
                .isSubsetOf(
                        "audit-logs",
                        "falco",
                        "local-path-storage",
                        "metallb-system",
                        "nginx-ingress",
                        "node-metrics",
                        "velero");
    }

    /** Without this, the tests above could pass because Pod Security does not look. */
    @Test
    void a_pod_that_a_restricted_namespace_must_refuse_is_refused() {
        Manifest exporter = Home.object("DaemonSet", "node-metrics", "node-exporter");

        Verdict verdict =
                server.dryRunCreate(pod(exporter.withMetadata("namespace", Node.text("monitoring")), "grafana"));

        assertThat(verdict.reason()).isEqualTo("Forbidden");
        assertThat(verdict.message()).contains("PodSecurity \"restricted:");
    }

    /** The first pod of a workload, as its controller would make it, with that account. */
    private static byte[] pod(Manifest workload, String account) {
        boolean scheduled = workload.kind().equals("CronJob");
        Mapping spec = scheduled ? workload.spec().mapping("jobTemplate").mapping("spec") : workload.spec();
        Mapping template = spec.mapping("template");
        String name = workload.name() + "-0";
        Mapping pod = Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put(
                        "metadata",
                        template.mapping("metadata")
                                .with("name", Node.text(name))
                                .with("namespace", Node.text(workload.identity().namespace())))
                .put(
                        "spec",
                        withClaims(template.mapping("spec"), spec.sequence("volumeClaimTemplates"), name)
                                .with("serviceAccountName", Node.text(account)))
                .build();
        return Json.write(pod).getBytes(UTF_8);
    }

    private static Mapping withClaims(Mapping spec, Sequence claims, String pod) {
        List<Node> volumes = new ArrayList<>(spec.sequence("volumes").items());
        for (Mapping claim : claims.mappings()) {
            String name = claim.mapping("metadata").text("name").orElseThrow();
            volumes.add(Mapping.builder()
                    .put("name", name)
                    .put("persistentVolumeClaim", Mapping.of("claimName", Node.text(name + "-" + pod)))
                    .build());
        }
        return spec.with("volumes", Sequence.of(volumes));
    }
}
