package dev.hearth.checks.pods;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.hearth.checks.RuleCatalog;
import dev.hearth.checks.rule.PodSecurityStandard.Level;
import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real admission, asked about every broken and mended pod of every control, and about pods at the edges. */
class PodSecurityParityTest {

    private static final ImmutableList<String> VERSIONS =
            ImmutableList.of("latest", "v1.34", "v1.32", "v1.30", "v1.28", "v1.26", "v1.24", "v1.21", "v1.18", "v1.7");

    /** What admission calls a control. */
    private static final ImmutableMap<String, String> REASONS = ImmutableMap.<String, String>builder()
            .put("pod.security-apparmor", "forbidden AppArmor profile")
            .put("pod.security-escalation", "allowPrivilegeEscalation != false")
            .put("pod.security-host-namespaces", "host namespaces")
            .put("pod.security-host-ports", "hostPort")
            .put("pod.security-host-process", "hostProcess")
            .put("pod.security-non-root", "runAsNonRoot != true")
            .put("pod.security-privileged", "privileged")
            .put("pod.security-probe-host", "probe or lifecycle host")
            .put("pod.security-proc-mount", "procMount")
            .put("pod.security-seccomp", "seccompProfile")
            .put("pod.security-selinux", "seLinuxOptions")
            .put("pod.security-sysctls", "forbidden sysctls")
            .put("pod.security-user", "runAsUser=0")
            .put("pod.security-volumes", "restricted volume types")
            .buildOrThrow();

    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.start();
        for (Level level : List.of(Level.BASELINE, Level.RESTRICTED)) {
            for (String version : VERSIONS) {
                String enforced = SecurityLabels.PREFIX + "enforce";
                Verdict verdict = server.createNamespace(
                        namespace(level, version),
                        ImmutableMap.of(enforced, level.word(), enforced + "-version", version));
                assertThat(verdict.accepted()).as(verdict.message()).isTrue();
            }
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static String namespace(Level level, String version) {
        return level.word() + "-" + version.replace('.', '-');
    }

    private static String reason(String control, SecurityPolicy policy) {
        return switch (control) {
            case "pod.security-host-path" -> policy.restricted() ? "restricted volume types" : "hostPath volumes";
            case "pod.security-capabilities", "pod.security-drop-capabilities" ->
                policy.restricted() && policy.since(22) ? "unrestricted capabilities" : "non-default capabilities";
            default -> REASONS.getOrDefault(control, control);
        };
    }

    private static Set<String> ours(Manifest pod, SecurityPolicy policy) {
        Set<String> reasons = new TreeSet<>();
        PodSecurity.judge(
                PodFields.of(pod).orElseThrow(),
                policy,
                (control, violation) -> reasons.add(reason(control.id(), policy)));
        return reasons;
    }

    private static Set<String> theirs(Manifest pod, String namespace) {
        Verdict verdict = server.dryRunCreate(
                Json.write(pod.inNamespace(namespace).root()).getBytes(UTF_8));
        assertThat(verdict.accepted() || verdict.message().contains("violates PodSecurity"))
                .as(verdict.message())
                .isTrue();
        Set<String> reasons = new TreeSet<>(REASONS.values());
        reasons.addAll(List.of("hostPath volumes", "unrestricted capabilities", "non-default capabilities"));
        reasons.removeIf(reason -> !verdict.message().matches(".*[:,] " + reason.replace("!", "\\!") + "s? \\(.*"));
        assertThat(reasons.isEmpty()).as(verdict.message()).isEqualTo(verdict.accepted());
        return reasons;
    }

    private static List<Manifest> pods() throws IOException {
        List<Manifest> pods = new ArrayList<>();
        RuleCatalog.pages().values().stream()
                .filter(page -> PodSecurity.CONTROLS.stream()
                        .anyMatch(control -> control.id().equals(page.id())))
                .flatMap(page -> page.example().stream())
                .forEach(example -> {
                    pods.addAll(Yaml.read(example.broken(), "broken"));
                    pods.addAll(Yaml.read(example.mended(), "mended"));
                });
        try (InputStream edges = PodSecurityParityTest.class.getResourceAsStream("pod-security.yaml")) {
            pods.addAll(Yaml.read(Yaml.decode(edges.readAllBytes(), "pod-security.yaml"), "pod-security.yaml"));
        }
        return pods;
    }

    @Test
    void admission_gives_the_same_reasons_at_every_level_and_version() throws IOException {
        int newest = KubernetesVersion.parse(server.version()).minor();
        List<String> ours = new ArrayList<>();
        List<String> theirs = new ArrayList<>();
        for (Manifest pod : pods()) {
            for (Level level : List.of(Level.BASELINE, Level.RESTRICTED)) {
                for (String version : VERSIONS) {
                    int minor = SecurityLabels.version(version).orElse(newest);
                    String what = level.word() + " " + version + " " + Yaml.write(pod.root());
                    ours.add(ours(pod, new SecurityPolicy(level, minor)) + " " + what);
                    theirs.add(theirs(pod, namespace(level, version)) + " " + what);
                }
            }
        }

        assertThat(ours).hasSizeGreaterThan(1000).isEqualTo(theirs);
    }

    @Test
    void admission_warns_of_the_same_workloads() throws IOException {
        List<String> ours = new ArrayList<>();
        List<String> theirs = new ArrayList<>();
        for (Manifest pod : pods()) {
            Mapping spec = pod.spec();
            boolean forOneRun = spec.has("restartPolicy");
            for (Manifest workload : Workloads.of(pod, !forOneRun)) {
                SecurityPolicy policy = new SecurityPolicy(
                        Level.RESTRICTED,
                        KubernetesVersion.parse(server.version()).minor());
                Manifest there = workload.inNamespace(namespace(Level.RESTRICTED, "latest"));
                Verdict verdict = server.dryRunCreate(Json.write(there.root()).getBytes(UTF_8));
                boolean warned = verdict.warnings().stream().anyMatch(warning -> warning.contains("would violate"));
                assertThat(verdict.accepted()).as(verdict.message()).isTrue();
                String what = " " + Yaml.write(workload.root());
                ours.add(!ours(workload, policy).isEmpty() + what);
                theirs.add(warned + what);
            }
        }

        assertThat(ours).hasSizeGreaterThan(300).isEqualTo(theirs);
    }

    @Test
    void a_namespace_with_labels_that_there_are_not_is_refused() {
        for (String label : List.of("enforce", "warn", "audit")) {
            Verdict level = server.createNamespace("bad", ImmutableMap.of(SecurityLabels.PREFIX + label, "strict"));
            Verdict version =
                    server.createNamespace("bad", ImmutableMap.of(SecurityLabels.PREFIX + label + "-version", "1.35"));

            assertThat(level.causes())
                    .extracting(Verdict.Cause::field)
                    .containsExactly("metadata.labels[" + SecurityLabels.PREFIX + label + "]");
            assertThat(version.accepted()).isFalse();
        }
        assertThat(server.createNamespace("unknown", ImmutableMap.of(SecurityLabels.PREFIX + "enforced", "baseline"))
                        .accepted())
                .isTrue();
    }

    /** Every kind that makes pods, around one. */
    private static final class Workloads {

        private static final Mapping SELECTOR = Mapping.of("matchLabels", Mapping.of("app", Node.text("web")));

        static List<Manifest> of(Manifest pod, boolean lasting) {
            Mapping spec = pod.spec();
            Mapping metadata = pod.root().mapping("metadata").without("name").without("namespace");
            Mapping labelled = metadata.with("labels", Mapping.of("app", Node.text("web")));
            Mapping template = Mapping.builder()
                    .put("metadata", labelled)
                    .put("spec", spec)
                    .build();
            Mapping once = template.with("spec", spec.with("restartPolicy", Node.text("Never")));
            Mapping selected = Mapping.builder()
                    .put("selector", SELECTOR)
                    .put("template", template)
                    .build();
            Mapping job = Mapping.of("template", once);
            List<Manifest> workloads = new ArrayList<>();
            workloads.add(object("batch/v1", "Job", "spec", job));
            workloads.add(object(
                    "batch/v1",
                    "CronJob",
                    "spec",
                    Mapping.builder()
                            .put("schedule", "0 4 * * *")
                            .put("jobTemplate", Mapping.of("spec", job))
                            .build()));
            if (lasting) {
                workloads.add(object("apps/v1", "Deployment", "spec", selected));
                workloads.add(object("apps/v1", "DaemonSet", "spec", selected));
                workloads.add(object("apps/v1", "ReplicaSet", "spec", selected));
                workloads.add(object("apps/v1", "StatefulSet", "spec", selected.with("serviceName", Node.text("web"))));
                workloads.add(object(
                        "v1",
                        "ReplicationController",
                        "spec",
                        selected.with("selector", SELECTOR.mapping("matchLabels"))));
                workloads.add(object("v1", "PodTemplate", "template", template));
            }
            return workloads;
        }

        private static Manifest object(String apiVersion, String kind, String field, Mapping content) {
            return Manifest.of(Mapping.builder()
                    .put("apiVersion", apiVersion)
                    .put("kind", kind)
                    .put("metadata", Mapping.of("name", Node.text("web")))
                    .put(field, content)
                    .build());
        }
    }
}
