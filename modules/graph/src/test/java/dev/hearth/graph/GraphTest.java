package dev.hearth.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphTest {

    private static Graph graph(String yaml) {
        return graph(yaml, "");
    }

    private static Graph graph(String yaml, String elsewhere) {
        return Graph.of(Yaml.read(yaml, "tree.yaml"), Yaml.read(elsewhere, "elsewhere.yaml"));
    }

    private static List<String> references(String yaml) {
        return graph(yaml).references().stream()
                .map(reference -> reference.path() + " -> " + reference.kind() + " "
                        + reference.to().namespace() + "/" + reference.to().name()
                        + reference.parts().stream()
                                .map(part -> " " + part.name())
                                .collect(Collectors.joining())
                        + (reference.optional() ? " optional" : ""))
                .toList();
    }

    private static Identity secret(String namespace, String name) {
        return new Identity("", "Secret", namespace, name);
    }

    @Test
    void a_pod_refers_to_what_it_reads_mounts_and_runs_as() {
        assertThat(references("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop}
                spec:
                  template:
                    spec:
                      serviceAccountName: web
                      priorityClassName: high
                      runtimeClassName: gvisor
                      imagePullSecrets: [{name: registry}]
                      containers:
                        - name: web
                          envFrom: [{configMapRef: {name: settings, optional: true}}, {secretRef: {name: tokens}}]
                          env:
                            - {name: A, valueFrom: {configMapKeyRef: {name: settings, key: a}}}
                            - {name: B, valueFrom: {secretKeyRef: {name: tokens, key: b}}}
                          volumeMounts: [{name: files, mountPath: /app.conf, subPath: app.conf}]
                      volumes:
                        - {name: files, configMap: {name: files}}
                        - {name: certificate, secret: {secretName: web-tls, items: [{key: tls.crt, path: a}]}}
                        - {name: data, persistentVolumeClaim: {claimName: data}}
                        - name: all
                          projected:
                            sources: [{configMap: {name: ca}}, {secret: {name: tokens, items: [{key: c, path: c}]}}]
                """))
                .containsExactlyInAnyOrder(
                        "spec.template.spec.serviceAccountName -> /ServiceAccount shop/web",
                        "spec.template.spec.priorityClassName -> scheduling.k8s.io/PriorityClass /high",
                        "spec.template.spec.runtimeClassName -> node.k8s.io/RuntimeClass /gvisor",
                        "spec.template.spec.imagePullSecrets[0].name -> /Secret shop/registry",
                        "spec.template.spec.containers[0].envFrom[0].configMapRef.name -> /ConfigMap shop/settings optional",
                        "spec.template.spec.containers[0].envFrom[1].secretRef.name -> /Secret shop/tokens",
                        "spec.template.spec.containers[0].env[0].valueFrom.configMapKeyRef.name -> /ConfigMap shop/settings a",
                        "spec.template.spec.containers[0].env[1].valueFrom.secretKeyRef.name -> /Secret shop/tokens b",
                        "spec.template.spec.volumes[0].configMap.name -> /ConfigMap shop/files app.conf",
                        "spec.template.spec.volumes[1].secret.secretName -> /Secret shop/web-tls tls.crt",
                        "spec.template.spec.volumes[2].persistentVolumeClaim.claimName -> /PersistentVolumeClaim shop/data",
                        "spec.template.spec.volumes[3].projected.sources[0].configMap.name -> /ConfigMap shop/ca",
                        "spec.template.spec.volumes[3].projected.sources[1].secret.name -> /Secret shop/tokens c");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: a, namespace: b}, spec: {defaultBackend: {service: {name: c, port: {number: 80}}}}} | spec.defaultBackend.service.name -> /Service b/c 80
            {apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: a, namespace: b}, spec: {rules: [{backendRefs: [{name: c, namespace: d, port: 80}]}]}} | spec.rules[0].backendRefs[0].name -> /Service d/c 80
            {apiVersion: gateway.networking.k8s.io/v1, kind: TCPRoute, metadata: {name: a, namespace: b}, spec: {parentRefs: [{name: c}]}} | spec.parentRefs[0].name -> gateway.networking.k8s.io/Gateway b/c
            {apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: a, namespace: b}, spec: {issuerRef: {kind: ClusterIssuer, name: c}}} | spec.issuerRef.name -> cert-manager.io/ClusterIssuer /c
            {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: a, namespace: b}, spec: {scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: c}}} | spec.scaleTargetRef.name -> apps/StatefulSet b/c
            {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: a}, roleRef: {kind: ClusterRole, name: c}} | roleRef.name -> rbac.authorization.k8s.io/ClusterRole /c
            {apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: a, namespace: b}, subjects: [{kind: ServiceAccount, name: c, namespace: d}, {kind: Group, name: e}]} | subjects[0].name -> /ServiceAccount d/c
            {apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: a}, webhooks: [{clientConfig: {service: {name: c, namespace: d}}}]} | webhooks[0].clientConfig.service.name -> /Service d/c 443
            {apiVersion: traefik.io/v1alpha1, kind: IngressRoute, metadata: {name: a, namespace: b}, spec: {routes: [{services: [{name: c, port: http}, {name: api@internal, kind: TraefikService}]}]}} | spec.routes[0].services[0].name -> /Service b/c http
            {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a, namespace: b}, spec: {storageClassName: fast}} | spec.storageClassName -> storage.k8s.io/StorageClass /fast
            {apiVersion: monitoring.coreos.com/v1, kind: Prometheus, metadata: {name: a, namespace: b}, spec: {alerting: {alertmanagers: [{name: c, namespace: d, port: web}]}}} | spec.alerting.alertmanagers[0].name -> /Service d/c web
            {apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: a, namespace: b}, spec: {secretStoreRef: {kind: ClusterSecretStore, name: c}}} | spec.secretStoreRef.name -> external-secrets.io/ClusterSecretStore /c
            {apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: a, namespace: b}, spec: {http: [{route: [{destination: {host: c.d.svc.cluster.local, port: {number: 80}}}, {destination: {host: example.org}}]}]}} | spec.http[0].route[0].destination.host -> /Service d/c 80
            {apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: a, namespace: b}, spec: {project: c}} | spec.project -> argoproj.io/AppProject b/c
            """)
    void a_field_of_a_kind_is_a_reference(String object, String reference) {
        assertThat(references(object)).containsExactly(reference);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: s, namespace: a}, spec: {encryptedData: {password: x}, template: {data: {url: y}}}} | password,url
            {apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: e, namespace: a}, spec: {target: {name: s}, data: [{secretKey: token}]}} | token
            {apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: s, namespace: a}, spec: {data: [{secretKey: token}], target: {template: {data: {config: x}}}}} | config
            {apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: s, namespace: a}, spec: {data: [{secretKey: token}], target: {template: {mergePolicy: Merge, data: {config: x}}}}} | config,token
            {apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: s, namespace: a}, spec: {data: [{secretKey: token}], target: {template: {type: Opaque, data: {}}}}} | token
            {apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: s, namespace: a}, spec: {dataFrom: [{extract: {key: x}}]}} | any
            {apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: c, namespace: a}, spec: {secretName: s, keystores: {jks: {create: true}}}} | ca.crt,keystore.jks,tls.crt,tls.key,truststore.jks
            {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i, namespace: a, annotations: {cert-manager.io/cluster-issuer: x}}, spec: {tls: [{secretName: s}]}} | ca.crt,tls.crt,tls.key
            {apiVersion: batch/v1, kind: Job, metadata: {name: j, namespace: a}, spec: {template: {spec: {containers: [{args: [create, --secret-name=s]}]}}}} | any
            {apiVersion: v1, kind: Secret, metadata: {name: s, namespace: a}, stringData: {user: x}} | user
            {apiVersion: v1, kind: Secret, metadata: {name: s, namespace: a}} | any
            """)
    void a_secret_is_there_when_something_makes_it(String maker, String keys) {
        Graph graph = graph(maker);

        assertThat(graph.standing(secret("a", "s"))).isEqualTo(Standing.THERE);
        assertThat(graph.parts(secret("a", "s"))
                        .map(found -> String.join(",", found))
                        .orElse("any"))
                .isEqualTo(keys);
        assertThat(graph.standing(secret("b", "s"))).isEqualTo(Standing.ABSENT);
    }

    @Test
    void an_external_secret_that_makes_something_else_makes_no_secret() {
        assertThat(graph("""
                apiVersion: external-secrets.io/v1
                kind: ExternalSecret
                metadata: {name: s, namespace: a}
                spec: {target: {manifest: {apiVersion: v1, kind: ConfigMap}}, data: [{secretKey: token}]}
                """).standing(secret("a", "s"))).isEqualTo(Standing.ABSENT);
    }

    @Test
    void an_external_secret_that_fills_another_makes_none() {
        assertThat(graph("""
                apiVersion: external-secrets.io/v1
                kind: ExternalSecret
                metadata: {name: s, namespace: a}
                spec: {target: {creationPolicy: Merge}, data: [{secretKey: token}]}
                """).standing(secret("a", "s"))).isEqualTo(Standing.ABSENT);
    }

    @Test
    void a_set_makes_its_claims_and_an_operator_its_services() {
        Graph graph = graph("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: db, namespace: a}
                spec: {volumeClaimTemplates: [{metadata: {name: data}}]}
                ---
                apiVersion: monitoring.coreos.com/v1
                kind: Prometheus
                metadata: {name: main, namespace: a}
                """);

        assertThat(graph.standing(new Identity("", "PersistentVolumeClaim", "a", "data-db-12")))
                .isEqualTo(Standing.THERE);
        assertThat(graph.standing(new Identity("", "PersistentVolumeClaim", "a", "data-db")))
                .isEqualTo(Standing.ABSENT);
        assertThat(graph.parts(new Identity("", "Service", "a", "prometheus-operated"))
                        .orElseThrow())
                .contains("web", "9090");
        assertThat(graph.pods().selected("a", Selector.ofLabels(Mapping.texts(Map.of("prometheus", "main")))))
                .hasSize(1);
    }

    @Test
    void every_cluster_has_what_kubernetes_brings() {
        Graph graph = graph("");

        assertThat(List.of(
                        new Identity("", "ServiceAccount", "a", "default"),
                        new Identity("", "ConfigMap", "a", "kube-root-ca.crt"),
                        new Identity("", "Namespace", "", "kube-system"),
                        new Identity("rbac.authorization.k8s.io", "ClusterRole", "", "view"),
                        new Identity("rbac.authorization.k8s.io", "ClusterRole", "", "system:auth-delegator"),
                        new Identity("scheduling.k8s.io", "PriorityClass", "", "system-node-critical")))
                .allSatisfy(object -> assertThat(graph.standing(object)).isEqualTo(Standing.THERE));
        assertThat(graph.standing(new Identity("", "ConfigMap", "kube-system", "coredns")))
                .isEqualTo(Standing.PERHAPS);
    }

    @Test
    void everything_may_be_where_a_chart_goes() {
        Graph graph = graph("""
                apiVersion: helm.toolkit.fluxcd.io/v2
                kind: HelmRelease
                metadata: {name: chart, namespace: a}
                """);

        assertThat(graph.standing(secret("a", "s"))).isEqualTo(Standing.PERHAPS);
        assertThat(graph.standing(secret("b", "s"))).isEqualTo(Standing.ABSENT);
    }

    @Test
    void everything_may_be_in_a_namespace_of_unknown_contents() {
        Graph graph = graph("", """
                apiVersion: v1
                kind: Namespace
                metadata: {name: a, annotations: {hearth.dev/contents: unknown}}
                """);

        assertThat(graph.standing(secret("a", "s"))).isEqualTo(Standing.PERHAPS);
        assertThat(graph.standing(secret("b", "s"))).isEqualTo(Standing.ABSENT);
    }

    @Test
    void objects_without_a_namespace_are_found_from_every_one_and_find_every_one() {
        Graph graph = graph("""
                {apiVersion: v1, kind: Secret, metadata: {name: loose}}
                ---
                {apiVersion: v1, kind: Secret, metadata: {name: settled, namespace: a}}
                """);

        assertThat(graph.standing(secret("b", "loose"))).isEqualTo(Standing.THERE);
        assertThat(graph.standing(secret("", "settled"))).isEqualTo(Standing.THERE);
        assertThat(graph.standing(secret("b", "settled"))).isEqualTo(Standing.ABSENT);
    }

    @Test
    void who_refers_to_an_object_is_known() {
        Graph graph = graph("""
                {apiVersion: v1, kind: Pod, metadata: {name: one, namespace: a}, spec: {serviceAccountName: web}}
                ---
                {apiVersion: v1, kind: Pod, metadata: {name: two, namespace: b}, spec: {serviceAccountName: web}}
                """);

        assertThat(graph.referrers(new Identity("", "ServiceAccount", "b", "web")))
                .extracting(reference -> reference.from().name())
                .containsExactly("two");
    }

    /** What a selector has to look at are the pods with its rarest label, however many there are beside them. */
    @Test
    void a_selector_looks_at_few_pods_among_many() {
        ImmutableList<Manifest> pods = IntStream.range(0, 1000)
                .mapToObj(i -> Yaml.read(
                                "{apiVersion: v1, kind: Pod, metadata: {name: p%d, namespace: a, labels: {app: web, id: x%d}}}"
                                        .formatted(i, i),
                                "pod.yaml")
                        .get(0))
                .collect(ImmutableList.toImmutableList());
        Labelled<Manifest> labelled = new Labelled<>(pods, pod -> pod.identity().namespace(), Manifest::labels);
        Selector selector = Selector.ofLabels(Mapping.texts(Map.of("app", "web", "id", "x7")));

        assertThat(labelled.candidates("a", selector)).hasSize(1);
        assertThat(labelled.selected("a", selector)).extracting(Manifest::name).containsExactly("p7");
    }
}
