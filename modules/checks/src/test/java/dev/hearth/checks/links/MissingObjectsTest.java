package dev.hearth.checks.links;

import static dev.hearth.checks.links.LinkCheck.complete;
import static dev.hearth.checks.links.LinkCheck.folder;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MissingObjectsTest {

    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: shop}
            spec: %s
            """;

    private static String pod(String spec) {
        return POD.formatted(spec);
    }

    private static String env(String source) {
        return pod("{containers: [{env: [{name: A, valueFrom: {" + source + "}}]}]}");
    }

    @Test
    void what_a_complete_tree_lacks_is_an_error_and_what_a_folder_lacks_a_warning() {
        String yaml = env("configMapKeyRef: {name: settings, key: a}");
        String path = "spec.containers[0].env[0].valueFrom.configMapKeyRef.name";

        assertThat(complete(yaml))
                .containsExactly("error link.config " + path + ": namespace shop has no ConfigMap settings");
        assertThat(folder(yaml))
                .containsExactly("warning link.config " + path + ": namespace shop has no ConfigMap settings");
    }

    @Test
    void an_absent_secret_of_a_folder_is_only_worth_knowing() {
        assertThat(folder(env("secretKeyRef: {name: token, key: a}")))
                .singleElement()
                .asString()
                .startsWith("info link.secret ");
    }

    @Test
    void a_key_that_an_object_lacks_is_an_error_wherever_it_is() {
        String yaml = env("secretKeyRef: {name: token, key: pass}") + """
                ---
                apiVersion: bitnami.com/v1alpha1
                kind: SealedSecret
                metadata: {name: token, namespace: shop}
                spec: {encryptedData: {password: x, user: y}}
                """;

        assertThat(folder(yaml))
                .isEqualTo(complete(yaml))
                .containsExactly("error link.secret"
                        + " spec.containers[0].env[0].valueFrom.secretKeyRef.key: Secret token has no key \"pass\";"
                        + " it has password, user");
        assertThat(complete(yaml.replace("key: pass}", "key: password}"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "configMapKeyRef: {name: a, key: b, optional: true}",
                "secretKeyRef: {name: a, key: b, optional: true}"
            })
    void what_may_be_absent_is_passed_over(String source) {
        assertThat(complete(env(source))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            link.secret          | {imagePullSecrets: [{name: absent}]}
            link.secret          | {volumes: [{name: v, secret: {secretName: absent}}]}
            link.secret          | {containers: [{envFrom: [{secretRef: {name: absent}}]}]}
            link.config          | {volumes: [{name: v, projected: {sources: [{configMap: {name: absent}}]}}]}
            link.claim           | {volumes: [{name: v, persistentVolumeClaim: {claimName: absent}}]}
            link.service-account | {serviceAccountName: absent}
            link.priority-class  | {priorityClassName: absent}
            link.runtime-class   | {runtimeClassName: absent}
            """)
    void everything_that_a_pod_names_is_looked_for(String rule, String spec) {
        assertThat(complete(pod(spec))).singleElement().asString().contains(rule + " ", "absent");
    }

    @Test
    void a_pod_without_its_pull_secret_may_still_start() {
        assertThat(complete(pod("{imagePullSecrets: [{name: absent}]}")))
                .singleElement()
                .asString()
                .startsWith("warning ");
    }

    @Test
    void a_name_that_is_filled_in_later_is_passed_over() {
        assertThat(complete(env("configMapKeyRef: {name: \"${APP}\", key: a}"))).isEmpty();
    }

    @Test
    void what_a_config_map_lacks_that_is_mounted_by_sub_path_is_an_error() {
        String yaml = pod("""

              containers: [{volumeMounts: [{name: files, mountPath: /a.conf, subPath: %s}]}]
              volumes: [{name: files, configMap: {name: files}}]
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: files, namespace: shop}, data: {app.conf: x}}
            """);

        assertThat(complete(yaml.formatted("web.conf")))
                .containsExactly(
                        "error link.config"
                                + " spec.containers[0].volumeMounts[0].subPath: ConfigMap files has no key \"web.conf\"; it has app.conf");
        assertThat(complete(yaml.formatted("app.conf"))).isEmpty();
    }

    @Test
    void a_secret_elsewhere_without_data_has_any_key() {
        String secret = "{apiVersion: v1, kind: Secret, metadata: {name: token, namespace: shop}%s}";
        String yaml = env("secretKeyRef: {name: token, key: a}");

        assertThat(complete(yaml, secret.formatted(""))).isEmpty();
        assertThat(complete(yaml, secret.formatted(", data: {b: \"\"}"))).hasSize(1);
    }

    @Test
    void the_namespace_that_has_the_object_is_told() {
        assertThat(complete(pod("{serviceAccountName: web}") + """
                ---
                {apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: store}}
                """))
                .containsExactly(
                        "error link.service-account spec.serviceAccountName: namespace shop has no ServiceAccount"
                                + " web, but store has");
    }

    @Test
    void what_lies_in_a_namespace_of_others_is_only_worth_knowing_in_a_folder() {
        String binding = """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: a}
                roleRef: {kind: ClusterRole, name: view}
                subjects: [{kind: ServiceAccount, name: web, namespace: %s}]
                """;

        assertThat(folder(binding.formatted("shop")))
                .singleElement()
                .asString()
                .startsWith("info link.service-account subjects[0].name");
        assertThat(folder(binding.formatted("kube-system"))).isEmpty();
    }

    @Test
    void classes_that_agree_need_no_object() {
        assertThat(complete("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data, namespace: shop}
                spec: {storageClassName: manual}
                ---
                apiVersion: v1
                kind: PersistentVolume
                metadata: {name: data}
                spec: {storageClassName: manual}
                """)).isEmpty();
    }

    @Test
    void a_set_replaces_the_volume_that_is_named_like_a_template() {
        assertThat(complete("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: db, namespace: shop}
                spec:
                  template: {spec: {volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]}}
                  volumeClaimTemplates: [{metadata: {name: data}}]
                """)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: {name: v1.a}, spec: {service: {name: web, namespace: shop, port: 444}}} | 444
            {apiVersion: admissionregistration.k8s.io/v1, kind: MutatingWebhookConfiguration, metadata: {name: a}, webhooks: [{clientConfig: {service: {name: web, namespace: shop}}}]} | 443
            {apiVersion: gateway.networking.k8s.io/v1, kind: GRPCRoute, metadata: {name: a, namespace: shop}, spec: {rules: [{backendRefs: [{name: web, port: 81}]}]}} | 81
            {apiVersion: traefik.io/v1alpha1, kind: IngressRoute, metadata: {name: a, namespace: shop}, spec: {routes: [{services: [{name: web, port: web}]}]}} | "web"
            """)
    void every_way_to_a_service_needs_its_port(String way, String port) {
        String service = "\n---\n{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop},"
                + " spec: {ports: [{name: http, port: 80}]}}";

        assertThat(complete(way + service))
                .singleElement()
                .asString()
                .startsWith("error link.service-port ")
                .endsWith("Service web has no port " + port + "; it has http (80)");
        assertThat(complete(way)).singleElement().asString().startsWith("error link.service ");
    }

    @Test
    void a_set_without_its_service_is_a_warning() {
        assertThat(complete("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: db, namespace: shop}
                spec: {serviceName: db, template: {spec: {containers: []}}}
                """))
                .containsExactly("warning link.service spec.serviceName: namespace shop has no Service db");
    }

    @Test
    void charts_may_bring_what_is_not_seen() {
        String chart = """
                ---
                apiVersion: argoproj.io/v1alpha1
                kind: Application
                metadata: {name: chart, namespace: argocd}
                spec:
                  project: default
                  source: {repoURL: "https://charts.example.org", chart: web}
                  destination: {namespace: %s}
                """;
        String yaml = pod("{serviceAccountName: web}");

        assertThat(complete(yaml + chart.formatted("shop"))).isEmpty();
        assertThat(complete(yaml + chart.formatted("other"))).hasSize(1);
    }

    @Test
    void an_ingress_that_has_its_certificate_made_needs_none() {
        String ingress = """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: web, namespace: shop%s}
                spec: {tls: [{secretName: web-tls}]}
                ---
                {apiVersion: cert-manager.io/v1, kind: ClusterIssuer, metadata: {name: home}}
                """;

        assertThat(complete(ingress.formatted(", annotations: {cert-manager.io/cluster-issuer: home}")))
                .isEmpty();
        assertThat(complete(ingress.formatted(", annotations: {cert-manager.io/cluster-issuer: hoem}")))
                .containsExactly("error link.issuer metadata.annotations[cert-manager.io/cluster-issuer]:"
                        + " there is no ClusterIssuer hoem");
        assertThat(complete(ingress.formatted(""))).singleElement().asString().startsWith("error link.secret ");
    }

    @Test
    void what_a_custom_resource_names_is_looked_for() {
        assertThat(complete("""
                apiVersion: metallb.io/v1beta1
                kind: L2Advertisement
                metadata: {name: home, namespace: metallb-system}
                spec: {ipAddressPools: [home]}
                """))
                .containsExactly(
                        "error link.object spec.ipAddressPools[0]: namespace metallb-system has no IPAddressPool"
                                + " home");
    }
}
