package dev.hearth.homelab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hearth.dsl.Admission;
import dev.hearth.dsl.Cluster;
import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Yaml;
import dev.hearth.pipeline.Definition;
import dev.hearth.pipeline.Hearth;
import dev.hearth.pipeline.Rendering;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With all its policies in force, a real API server takes the whole home cluster, and refuses what the checks would find. */
class AdmissionTest {

    private static final Path DEFINITIONS = Home.TOP.resolve("../shared/crds");
    private static final String POLICY = "ValidatingAdmissionPolicy";

    /** What breaks one rule and no other, by the name of its policy; in a namespace of the home cluster. */
    private static final Map<String, String> BROKEN = new TreeMap<>(Map.ofEntries(
            Map.entry("image.tag", pod("image: ghcr.io/example/web:latest")),
            Map.entry("image.registry", pod("image: example/web:1")),
            Map.entry("image.denied", pod("image: docker.io/bitnami/redis:7.2")),
            Map.entry("pod.resources", pod("image: ghcr.io/example/web:1, resources: null")),
            Map.entry("pod.token", pod("image: ghcr.io/example/web:1").replace("Token: false", "Token: true")),
            Map.entry("rbac.wildcard", role("Role", "verbs: ['*'], apiGroups: [apps], resources: [deployments]")),
            Map.entry("rbac.escalation", role("Role", "verbs: [create], apiGroups: [''], resources: [pods/exec]")),
            Map.entry("rbac.secrets", role("ClusterRole", "verbs: [list], apiGroups: [''], resources: [secrets]")),
            Map.entry("rbac.admin", binding("cluster-admin", "kind: ServiceAccount, name: web, namespace: coder")),
            Map.entry("rbac.everyone", binding("view", "kind: Group, name: 'system:authenticated'")),
            Map.entry("rbac.default-account", binding("view", "kind: ServiceAccount, name: default, namespace: coder")),
            Map.entry(
                    "net.exposed",
                    "{apiVersion: v1, kind: Service, metadata: {name: probe, namespace: coder},"
                            + " spec: {type: NodePort, ports: [{port: 80}]}}"),
            Map.entry("route.host", ingress("probe.example.org", "probe.example.org")),
            Map.entry("route.clear", ingress("probe.home.arpa", "other.home.arpa"))));

    private static Rendering rendering;

    @AutoClose
    private static ApiServer server;

    @BeforeAll
    static void start() throws InterruptedException {
        Cluster held = new HomeLab().define().admission(Admission.denying());
        rendering = Hearth.rendering(Definition.of(held), Home.TOP);
        assertThat(rendering.hasErrors()).as("%s", rendering.findings()).isFalse();
        server = ApiServer.start();
        if (Files.isDirectory(DEFINITIONS)) {
            server.applyDefinitions(DEFINITIONS);
        }
        Stream.of("Namespace", "ServiceAccount", POLICY, POLICY + "Binding")
                .flatMap(AdmissionTest::objects)
                .forEach(object -> assertThat(apply(object, false).message())
                        .as(object.toString())
                        .isEmpty());
        server.createNamespace("free", Map.of());
        for (Map.Entry<String, String> each : BROKEN.entrySet()) {
            for (int i = 0; i < 300 && !refusedBy(each.getKey(), each.getValue()); i++) {
                Thread.sleep(100);
            }
        }
    }

    private static Stream<Manifest> objects(String kind) {
        return rendering.manifests().stream().filter(object -> object.kind().equals(kind));
    }

    private static Verdict apply(Manifest object, boolean dry) {
        byte[] json = Json.write(object.root()).getBytes(UTF_8);
        String namespace = object.identity().namespace();
        return dry
                ? server.dryRunApply(object.apiVersion(), object.kind(), namespace, object.name(), json)
                : server.apply(object.apiVersion(), object.kind(), namespace, object.name(), json);
    }

    private static String pod(String container) {
        String resources = container.contains("resources:")
                ? ""
                : ", resources: {requests: {cpu: 1m, memory: 1Mi}, limits: {memory: 1Mi}}";
        return "{apiVersion: v1, kind: Pod, metadata: {name: probe, namespace: nginx-ingress}, spec: {"
                + "automountServiceAccountToken: false, containers: [{name: web, " + container + resources + "}]}}";
    }

    private static String role(String kind, String rule) {
        return "{apiVersion: rbac.authorization.k8s.io/v1, kind: " + kind + ", metadata: {name: probe"
                + (kind.equals("Role") ? ", namespace: coder" : "") + "}, rules: [{" + rule + "}]}";
    }

    private static String binding(String role, String subject) {
        return "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: probe, namespace: coder},"
                + " roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: " + role + "},"
                + " subjects: [{" + subject + "}]}";
    }

    private static String ingress(String host, String covered) {
        return "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: probe, namespace: coder}, spec: {"
                + "tls: [{hosts: [" + covered + "], secretName: probe}], rules: [{host: " + host
                + ", http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]}}";
    }

    private static boolean refusedBy(String rule, String yaml) {
        return create(yaml).message().contains("'" + rule + ".hearth.dev'");
    }

    private static Verdict create(String yaml) {
        Manifest object = Yaml.read(yaml, "probe.yaml").get(0);
        return server.dryRunCreate(Json.write(object.root()).getBytes(UTF_8));
    }

    static Stream<String> rules() {
        return BROKEN.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void what_breaks_a_rule_is_refused_with_what_to_do_instead(String rule) {
        Verdict verdict = create(String.valueOf(BROKEN.get(rule)));

        assertThat(verdict.reason()).isEqualTo("Forbidden");
        assertThat(verdict.message()).contains("'" + rule + ".hearth.dev'", "denied request: " + rule + ": ");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void nothing_is_refused_in_a_namespace_that_is_not_of_the_tree(String rule) {
        String elsewhere = String.valueOf(BROKEN.get(rule))
                .replace("namespace: coder", "namespace: free")
                .replace("namespace: nginx-ingress", "namespace: free");
        assumeThat(elsewhere).contains("namespace: free");

        assertThat(create(elsewhere).message()).isEmpty();
    }

    @Test
    void every_object_of_the_tree_is_taken() {
        List<String> refused = new ArrayList<>();
        for (Manifest object : rendering.manifests()) {
            String group = object.identity().group();
            boolean builtIn = !group.contains(".") || group.endsWith(".k8s.io");
            if (builtIn || Files.isDirectory(DEFINITIONS)) {
                Verdict verdict = apply(object, true);
                if (!verdict.accepted()) {
                    refused.add(object + ": " + verdict.message());
                }
            }
        }

        assertThat(refused).isEmpty();
    }

    /** As the controllers of Kubernetes make them: ReplicaSets and Jobs between, each with its owner. */
    @Test
    void every_pod_of_the_tree_is_taken() {
        List<String> refused = new ArrayList<>();
        for (String kind : List.of("DaemonSet", "StatefulSet", "Job", "Deployment", "CronJob")) {
            objects(kind).forEach(workload -> {
                for (Mapping made : made(workload)) {
                    Verdict verdict = server.dryRunCreate(Json.write(made).getBytes(UTF_8));
                    if (!verdict.accepted()) {
                        refused.add(workload + ": " + verdict.message());
                    }
                }
            });
        }

        assertThat(refused).isEmpty();
    }

    private static List<Mapping> made(Manifest workload) {
        String name = workload.name();
        Mapping spec = workload.spec();
        return switch (workload.kind()) {
            case "Deployment" -> {
                Mapping template = spec.mapping("template");
                Mapping set = object(
                        workload,
                        "apps/v1",
                        "ReplicaSet",
                        name + "-5c4f8b9d7f",
                        owner(workload),
                        Mapping.builder()
                                .put("selector", spec.mapping("selector"))
                                .put("template", template)
                                .build());
                yield List.of(set, pod(workload, owner("apps/v1", "ReplicaSet", name + "-5c4f8b9d7f"), template));
            }
            case "CronJob" -> {
                Mapping job = spec.mapping("jobTemplate").mapping("spec");
                yield List.of(
                        object(workload, "batch/v1", "Job", name + "-29384756", owner(workload), job),
                        pod(workload, owner("batch/v1", "Job", name + "-29384756"), job.mapping("template")));
            }
            default -> List.of(pod(workload, owner(workload), spec.mapping("template")));
        };
    }

    private static Mapping pod(Manifest workload, Mapping owner, Mapping template) {
        Mapping spec = template.mapping("spec");
        List<Mapping> volumes = new ArrayList<>(spec.sequence("volumes").mappings());
        for (Mapping claim : workload.spec().sequence("volumeClaimTemplates").mappings()) {
            String name = claim.mapping("metadata").text("name").orElseThrow();
            volumes.add(Mapping.builder()
                    .put("name", name)
                    .put("emptyDir", Mapping.empty())
                    .build());
        }
        Mapping whole = volumes.isEmpty() ? spec : spec.with("volumes", Sequence.of(volumes));
        Mapping pod = object(workload, "v1", "Pod", workload.name() + "-x7k2p", owner, whole);
        return pod.with(
                "metadata",
                pod.mapping("metadata")
                        .with("labels", template.mapping("metadata").mapping("labels")));
    }

    private static Mapping object(
            Manifest workload, String apiVersion, String kind, String name, Mapping owner, Mapping spec) {
        return Mapping.builder()
                .put("apiVersion", apiVersion)
                .put("kind", kind)
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", name)
                                .put("namespace", workload.identity().namespace())
                                .put("ownerReferences", Node.list(owner))
                                .build())
                .put("spec", spec)
                .build();
    }

    private static Mapping owner(Manifest workload) {
        return owner(workload.apiVersion(), workload.kind(), workload.name());
    }

    private static Mapping owner(String apiVersion, String kind, String name) {
        return Mapping.builder()
                .put("apiVersion", apiVersion)
                .put("kind", kind)
                .put("name", name)
                .put("uid", "0b6e1d2c-5c1f-4c8e-9a55-7d6f0a1b2c3d")
                .put("controller", true)
                .build();
    }
}
