package dev.hearth.checks.policies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.checks.rule.Context;
import dev.hearth.findings.Finding;
import dev.hearth.graph.Graph;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Yaml;
import dev.hearth.schemas.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The near misses: what the pages of the rules show broken and mended is run by the test of the catalog. */
class PoliciesTest {

    private static List<String> check(String yaml) {
        return check(yaml, "1.35");
    }

    private static List<String> isolation(String yaml) {
        return all(yaml, "1.35");
    }

    /** All that is said, but of isolation, which every pod of these examples lacks. */
    private static List<String> check(String yaml, String version) {
        return all(yaml, version).stream()
                .filter(finding -> !finding.contains("net.isolation"))
                .toList();
    }

    private static List<String> all(String yaml, String version) {
        List<Finding> findings = new ArrayList<>();
        Context context = new Context(
                Graph.of(Yaml.read(yaml, "tree.yaml"), List.of()),
                Schemas.of(KubernetesVersion.parse(version)),
                false,
                Optional.empty(),
                component -> Optional.empty());
        PolicyRules.all().forEach(rule -> rule.check(context, findings::add));
        return findings.stream()
                .map(finding -> finding.severity().word() + " " + finding.rule() + " " + finding.path())
                .toList();
    }

    private static String role(String kind, String rule) {
        return "{apiVersion: rbac.authorization.k8s.io/v1, kind: " + kind + ", metadata: {name: r"
                + (kind.equals("Role") ? ", namespace: n" : "") + "}, rules: [" + rule + "]}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiGroups: [''], resources: [pods, pods/log], verbs: [get, list, watch]}",
                "{apiGroups: ['*'], resources: [deployments], verbs: [get]}",
                "{apiGroups: [''], resources: [secrets], resourceNames: [db], verbs: [get]}",
                "{apiGroups: [''], resources: [secrets], verbs: [delete]}",
                "{apiGroups: [external.io], resources: [secrets], verbs: [get]}",
                "{apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [get, list]}",
                "{apiGroups: [''], resources: [serviceaccounts/token], resourceNames: [vault], verbs: [create]}",
                "{nonResourceURLs: ['/metrics'], verbs: [get]}",
            })
    void rights_that_are_named_are_all_right(String rule) {
        assertThat(check(role("ClusterRole", rule))).isEmpty();
    }

    @Test
    void a_role_of_a_namespace_may_read_its_secrets() {
        assertThat(check(role("Role", "{apiGroups: [''], resources: [secrets], verbs: [get]}")))
                .isEmpty();
    }

    @Test
    void everything_is_said_once() {
        assertThat(check(role("ClusterRole", "{apiGroups: ['*'], resources: ['*'], verbs: ['*']}")))
                .containsExactly("warning rbac.wildcard rules[0]");
    }

    @Test
    void what_everybody_may_know_by_default_may_be_bound_to_everybody() {
        assertThat(check("""
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: ClusterRoleBinding
                        metadata: {name: discovery}
                        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: system:discovery}
                        subjects: [{kind: Group, name: system:authenticated}]
                        """)).isEmpty();
    }

    @Test
    void a_version_that_is_gone_is_an_error_and_the_one_that_came_instead_is_not() {
        String cronJob = "{apiVersion: batch/v1beta1, kind: CronJob, metadata: {name: a, namespace: b}}";

        assertThat(check(cronJob, "1.28")).containsExactly("error api.removed apiVersion");
        assertThat(check(cronJob.replace("v1beta1", "v1"), "1.28")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1.35, info api.deprecated", "1.36, warning api.next", "1.37, error api.removed"})
    void a_version_goes_by_steps(String version, String expected) {
        assertThat(check("{apiVersion: networking.k8s.io/v1beta1, kind: ServiceCIDR, metadata: {name: a}}", version))
                .containsExactly(expected + " apiVersion");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "argocd.argoproj.io/sync-wave: '5'",
                "argocd.argoproj.io/sync-wave: '-10'",
                "argocd.argoproj.io/sync-options: 'Prune=confirm,Delete=confirm'",
                "argocd.argoproj.io/sync-options: 'SkipDryRunOnMissingResource=true, ServerSideApply=true'",
                "argocd.argoproj.io/hook: 'PreSync,PostSync'",
                "argocd.argoproj.io/hook-delete-policy: HookSucceeded",
            })
    void what_argo_cd_understands_is_all_right(String annotation) {
        assertThat(check("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, annotations: {" + annotation + "}}}"))
                .isEmpty();
    }

    @Test
    void a_large_definition_needs_server_side_apply_where_argo_cd_applies_it() {
        String application = """
                apiVersion: argoproj.io/v1alpha1
                kind: Application
                metadata: {name: a, namespace: argocd}
                spec: {project: p, source: {repoURL: u, path: p}, destination: {server: s, namespace: n}%s}
                """;
        String large = "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: big%s}, data: {text: "
                + "x".repeat(262_144) + "}}";

        assertThat(check(application.formatted("") + large.formatted("")))
                .containsExactly("warning argo.size metadata.annotations");
        assertThat(check(application.formatted("")
                        + large.formatted(", annotations: {argocd.argoproj.io/sync-options: ServerSideApply=true}")))
                .isEmpty();
        assertThat(check(application.formatted(", syncPolicy: {syncOptions: [ServerSideApply=true]}")
                        + large.formatted("")))
                .isEmpty();
        assertThat(check(large.formatted("").substring(4))).isEmpty();
    }

    @Test
    void one_port_may_serve_two_protocols_and_no_port_is_no_port() {
        String service = """
                apiVersion: v1
                kind: Service
                metadata: {name: %s, namespace: n}
                spec: {type: NodePort, ports: [{port: 53, protocol: %s, nodePort: %s}]}
                """;

        assertThat(check(service.formatted("a", "TCP", 30053) + "---\n" + service.formatted("b", "UDP", 30053)))
                .isEmpty();
        assertThat(check(service.formatted("a", "TCP", 0) + "---\n" + service.formatted("b", "TCP", 0)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx.org/mergeable-ingress-type: minion", "nginx.ingress.kubernetes.io/canary: 'true'"})
    void minions_and_canaries_share_a_path(String annotation) {
        String ingress = """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: %s, namespace: n, annotations: {%s}}
                spec: {rules: [{host: a.home.arpa, http: {paths: [{path: /, pathType: Prefix}]}}]}
                """;

        assertThat(check(ingress.formatted("a", annotation) + "---\n" + ingress.formatted("b", annotation)))
                .isEmpty();
        assertThat(check(ingress.formatted("a", "") + "---\n" + ingress.formatted("b", "")))
                .containsExactly("error route.conflict spec.rules[0].http.paths[0]");
    }

    @Test
    void a_policy_may_name_a_port_that_is_both() {
        assertThat(check("""
                        apiVersion: networking.k8s.io/v1
                        kind: NetworkPolicy
                        metadata: {name: web, namespace: n}
                        spec: {podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: 8080}, {port: http}, {port: 9999}]}]}
                        ---
                        apiVersion: v1
                        kind: Service
                        metadata: {name: web, namespace: n}
                        spec: {selector: {app: web}, ports: [{port: 8080, targetPort: 8080}]}
                        ---
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: web, namespace: n, labels: {app: web}}
                        spec: {containers: [{name: web, ports: [{containerPort: 8080}]}]}
                        """)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "apps/v1, Deploymnt, kind",
        "apps/v2, Deployment, apiVersion",
        "apps/v1, deployment, kind",
        "v2, Service, apiVersion",
    })
    void a_kind_that_kubernetes_does_not_have_is_a_mistake(String apiVersion, String kind, String path) {
        assertThat(check("{apiVersion: " + apiVersion + ", kind: " + kind + ", metadata: {name: a, namespace: n}}"))
                .containsExactly("error api.unknown " + path);
    }

    @ParameterizedTest
    @CsvSource({
        "example.com/v1, Thing",
        "cert-manager.io/v9, Certificate",
        "kustomize.config.k8s.io/v1beta1, Kustomization",
        "resource.k8s.io/v1beta1, DeviceClass",
    })
    void a_kind_that_may_be_defined_elsewhere_or_turned_on_is_none(String apiVersion, String kind) {
        assertThat(check("{apiVersion: " + apiVersion + ", kind: " + kind + ", metadata: {name: a}}"))
                .noneMatch(finding -> finding.contains("api.unknown"));
    }

    @Test
    void a_version_that_was_removed_is_told_once() {
        assertThat(check("{apiVersion: batch/v1beta1, kind: CronJob, metadata: {name: a, namespace: n}}"))
                .containsExactly("error api.removed apiVersion");
    }

    @Test
    void a_pod_without_a_policy_is_forgotten_only_where_others_have_one() {
        String pod =
                "{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop, labels: {app: web}}, spec: {%s}}";
        String policy = """
                ---
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: p, namespace: %s}
                spec: {podSelector: %s}
                """;

        assertThat(isolation(pod.formatted(""))).containsExactly("info net.isolation metadata.labels");
        assertThat(isolation(pod.formatted("hostNetwork: true"))).isEmpty();
        assertThat(isolation(pod.formatted("") + "\n" + policy.formatted("other", "{}")))
                .containsExactly("info net.isolation metadata.labels");
        assertThat(isolation(pod.formatted("") + "\n" + policy.formatted("shop", "{matchLabels: {app: api}}")))
                .containsExactly("warning net.isolation metadata.labels");
        assertThat(isolation(pod.formatted("") + "\n" + policy.formatted("shop", "{}")))
                .isEmpty();
    }
}
