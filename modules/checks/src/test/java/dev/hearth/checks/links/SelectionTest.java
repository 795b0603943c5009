package dev.hearth.checks.links;

import static dev.hearth.checks.links.LinkCheck.complete;
import static dev.hearth.checks.links.LinkCheck.folder;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {

    private static final String WEB = """
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, ports: [{name: http, containerPort: 8080}]}]}
            """;

    private static String service(String spec) {
        return "{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: " + spec + "}\n";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {apiVersion: v1, kind: Service, metadata: {name: a, namespace: shop}, spec: {selector: {app: %s}}} | spec.selector
            {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: a, namespace: shop}, spec: {selector: {matchLabels: {app: %s}}}} | spec.selector
            {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a, namespace: shop}, spec: {podSelector: {matchLabels: {app: %s}}}} | spec.podSelector
            """)
    void what_selects_no_pods_is_a_warning(String object, String path) {
        assertThat(complete(object.formatted("wep") + "\n" + WEB))
                .containsExactly(
                        "warning link.pods " + path + ": it selects no pods: none of namespace shop has app=wep");
        assertThat(complete(object.formatted("web") + "\n" + WEB)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: a, namespace: shop}}",
                "{apiVersion: databases.example.org/v1, kind: Database, metadata: {name: a, namespace: shop}}",
                "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: a, namespace: shop},"
                        + " rules: [{apiGroups: [\"\"], resources: [pods], verbs: [create]}]}"
            })
    void where_something_may_bring_pods_nothing_is_said(String bringer) {
        assertThat(complete(service("{selector: {app: wep}}") + WEB + "---\n" + bringer))
                .isEmpty();
    }

    @Test
    void a_folder_without_pods_says_nothing_of_its_services() {
        assertThat(folder(service("{selector: {app: wep}}"))).isEmpty();
        assertThat(folder(service("{selector: {app: wep}}") + WEB)).hasSize(1);
    }

    @Test
    void a_label_that_a_program_may_set_is_only_worth_knowing() {
        assertThat(complete(service("{selector: {app: web, role: master}}") + WEB))
                .singleElement()
                .asString()
                .startsWith("info link.pods ");
        assertThat(complete(service("{selector: {app: web, statefulset.kubernetes.io/pod-name: web-0}}") + WEB))
                .isEmpty();
    }

    @Test
    void what_selects_everything_is_passed_over() {
        assertThat(complete("""
                {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a, namespace: shop}, spec: {podSelector: {}}}
                """)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            {port: 80, targetPort: http}   | -
            {port: 80, targetPort: 8080}   | -
            {port: 8080}                   | -
            {port: 80, targetPort: web}    | error link.target-port spec.ports[0].targetPort: no container of Deployment shop/web has a port named 'web'; they have http
            {port: 80, targetPort: 9090}   | info link.target-port spec.ports[0].targetPort: no container of Deployment shop/web declares port 9090; they declare 8080
            {port: 80}                     | info link.target-port spec.ports[0].port: no container of Deployment shop/web declares port 80; they declare 8080
            """)
    void a_target_port_is_one_of_the_pods(String port, String finding) {
        assertThat(complete(service("{selector: {app: web}, ports: [" + port + "]}") + WEB))
                .isEqualTo(finding == null ? List.of() : List.of(finding));
    }

    @Test
    void twins_are_told_once_each_however_many_they_are() {
        String twins = IntStream.range(0, 40)
                .mapToObj(i -> WEB.replace("metadata: {name: web,", "metadata: {name: web" + i + ","))
                .collect(Collectors.joining());

        assertThat(complete(twins)).hasSize(39).allMatch(line -> line.startsWith("error link.selector-shared"));
    }

    @Test
    void two_autoscalers_of_one_workload_are_an_error() {
        String scaler = """
                ---
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: %s, namespace: shop}
                spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %s}}
                """;

        assertThat(complete(WEB + scaler.formatted("a", "web"))).isEmpty();
        assertThat(complete(WEB + scaler.formatted("a", "web") + scaler.formatted("b", "web")))
                .containsExactly("error link.scale-target spec.scaleTargetRef.name: Deployment shop/web is scaled by"
                        + " HorizontalPodAutoscaler shop/a as well");
        assertThat(complete(WEB + scaler.formatted("a", "wep")))
                .containsExactly(
                        "error link.scale-target spec.scaleTargetRef.name: namespace shop has no Deployment wep");
    }

    @Test
    void a_namespace_that_nothing_brings_is_told_once() {
        String tree = """
                {apiVersion: v1, kind: Namespace, metadata: {name: other}}
                ---
                {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}}
                ---
                {apiVersion: v1, kind: ConfigMap, metadata: {name: b, namespace: shop}}
                """;
        String application = """
                ---
                apiVersion: argoproj.io/v1alpha1
                kind: Application
                metadata: {name: a, namespace: other}
                spec: {destination: {namespace: shop}, syncPolicy: {syncOptions: [CreateNamespace=true]}}
                """;

        assertThat(complete(tree))
                .containsExactly("warning link.namespace metadata.namespace: nothing brings namespace shop");
        assertThat(folder(tree))
                .containsExactly("info link.namespace metadata.namespace: nothing brings namespace shop");
        assertThat(complete(tree + application)).isEmpty();
        assertThat(complete(tree.replace("Namespace", "ConfigMap"))).isEmpty();
    }

    @Test
    void two_sources_of_one_variable_are_a_warning() {
        String tree = """
                apiVersion: v1
                kind: Pod
                metadata: {name: web, namespace: shop}
                spec: {containers: [{envFrom: [{configMapRef: {name: a}}, {%s}]}]}
                ---
                {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}, data: {URL: x, A: x}}
                ---
                {apiVersion: v1, kind: ConfigMap, metadata: {name: b, namespace: shop}, data: {URL: y, B: y}}
                """;

        assertThat(complete(tree.formatted("configMapRef: {name: b}")))
                .containsExactly("warning link.key spec.containers[0].envFrom[1].configMapRef.name: ConfigMap a and"
                        + " ConfigMap b both give variable URL; the last one wins");
        assertThat(complete(tree.formatted("prefix: B_, configMapRef: {name: b}")))
                .isEmpty();
    }
}
