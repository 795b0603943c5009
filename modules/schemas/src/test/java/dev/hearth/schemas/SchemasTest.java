package dev.hearth.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemasTest {

    private static final Schemas SCHEMAS = schemas("1.35");

    private static Schemas schemas(String version) {
        return Schemas.of(KubernetesVersion.parse(version));
    }

    private static List<Manifest> definition(String versions) {
        return Yaml.read("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: issuers.cert-manager.io}
                spec:
                  group: cert-manager.io
                  scope: Cluster
                  names: {kind: Issuer, plural: issuers}
                  versions:
                """ + versions.indent(4), "definition.yaml");
    }

    @Test
    void knows_a_kind_of_its_version_only() {
        assertThat(schemas("1.33").kind("resource.k8s.io/v1", "ResourceClaim")).isEmpty();
        assertThat(schemas("1.34").kind("resource.k8s.io/v1", "ResourceClaim")).isPresent();
    }

    @Test
    void takes_the_nearest_version_that_there_is_data_of() {
        assertThat(List.of(schemas("1.28"), schemas("1.34"), schemas("1.99")))
                .extracting(known -> known.dataVersion().toString())
                .containsExactly("1.33", "1.34", "1.37");
    }

    @Test
    void says_whether_a_kind_has_a_namespace() {
        assertThat(SCHEMAS.kind("v1", "Namespace").map(KindSchema::namespaced)).contains(false);
        assertThat(SCHEMAS.kind("v1", "Pod").map(KindSchema::namespaced)).contains(true);
        assertThat(SCHEMAS.kind("cert-manager.io/v1", "ClusterIssuer").map(KindSchema::namespaced))
                .contains(false);
    }

    @Test
    void knows_the_custom_resources_of_the_platform() {
        assertThat(List.of(
                        "argoproj.io/v1alpha1 Application",
                        "argoproj.io/v1alpha1 Rollout",
                        "bitnami.com/v1alpha1 SealedSecret",
                        "cert-manager.io/v1 Certificate",
                        "external-secrets.io/v1 ExternalSecret",
                        "gateway.networking.k8s.io/v1 HTTPRoute",
                        "monitoring.coreos.com/v1 ServiceMonitor",
                        "networking.istio.io/v1 VirtualService",
                        "policy.networking.k8s.io/v1alpha1 AdminNetworkPolicy",
                        "traefik.io/v1alpha1 IngressRoute",
                        "velero.io/v1 Schedule"))
                .allSatisfy(name -> assertThat(SCHEMAS.kind(
                                name.substring(0, name.indexOf(' ')), name.substring(name.indexOf(' ') + 1)))
                        .isPresent());
    }

    @Test
    void lets_a_definition_at_hand_stand_before_what_is_built_in() {
        Schemas own = SCHEMAS.with(
                definition(
                        "- {name: v1, served: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: string}}}}}"));
        assertThat(own.kind("cert-manager.io/v1", "Issuer").map(KindSchema::namespaced))
                .contains(false);
    }

    @Test
    void knows_only_the_served_versions_of_a_definition() {
        Schemas own = SCHEMAS.with(definition("- {name: v1, served: false}\n- {name: v2, served: true}"));
        assertThat(own.kind("cert-manager.io/v1", "Issuer")).isEmpty();
        assertThat(own.kind("cert-manager.io/v2", "Issuer")).isPresent();
    }

    @Test
    void reads_definitions_in_a_list() {
        Manifest list = Yaml.read("""
                        apiVersion: v1
                        kind: List
                        metadata: {name: all}
                        items:
                          - apiVersion: apiextensions.k8s.io/v1
                            kind: CustomResourceDefinition
                            spec:
                              group: example.com
                              names: {kind: Thing}
                              versions: [{name: v1, served: true}]
                        """, "list.yaml").get(0);
        assertThat(SCHEMAS.with(List.of(list)).kind("example.com/v1", "Thing")).isPresent();
    }

    @Test
    void covers_the_groups_of_kubernetes_and_of_definitions_at_hand() {
        Schemas own = SCHEMAS.with(definition("- {name: v1, served: true}"));
        assertThat(List.of("", "apps", "extensions")).allMatch(SCHEMAS::covers);
        assertThat(List.of("cert-manager.io", "example.com")).noneMatch(SCHEMAS::covers);
        assertThat(own.covers("cert-manager.io")).isTrue();
    }

    @Test
    void lists_the_kinds_of_a_group_by_version() {
        assertThat(SCHEMAS.kinds("policy").asMap())
                .containsOnlyKeys("policy/v1")
                .allSatisfy((version, kinds) -> assertThat(kinds).containsExactly("PodDisruptionBudget"));
        assertThat(SCHEMAS.kinds("autoscaling").keySet()).containsExactly("autoscaling/v2", "autoscaling/v1");
    }

    @Test
    void says_what_may_be_meant_with_a_kind_that_is_not_known() {
        assertThat(List.of(
                        SCHEMAS.unknown("apps/v1", "Deploymnt"),
                        SCHEMAS.unknown("policy/v1beta1", "PodDisruptionBudget"),
                        SCHEMAS.unknown("extensions/v1beta1", "Ingress"),
                        SCHEMAS.unknown("v1", "Deployment"),
                        SCHEMAS.unknown("app/v1", "Deploymnt"),
                        SCHEMAS.unknown("policy/v1beta1", "PodSecurityPolicy")))
                .containsExactly(
                        "apps/v1 has no kind Deploymnt; did you mean Deployment?",
                        "policy/v1beta1 of PodDisruptionBudget is not served in Kubernetes 1.35; use policy/v1",
                        "extensions/v1beta1 is not served in Kubernetes 1.35; Ingress is in networking.k8s.io/v1",
                        "v1 has no kind Deployment; it is in apps/v1",
                        "app/v1 is not served in Kubernetes 1.35; did you mean apps/v1?",
                        "policy/v1beta1 is not served in Kubernetes 1.35");
    }

    @Test
    void tells_where_its_data_come_from() {
        assertThat(Schemas.builtIn())
                .contains(new Source("kubernetes", "v1.35.4", "k8s.io/kubernetes", "Apache-2.0"))
                .extracting(source -> source.name() + " " + source.version())
                .contains("cert-manager v1.21.1", "calico v3.29.3", "calico v3.32.1")
                .doesNotHaveDuplicates();
    }

    @Test
    void refuses_a_file_of_another_sort() {
        assertThatThrownBy(() -> SCHEMAS.withPulled(new byte[] {1, 2, 3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the pulled file is no file of schemas");
    }
}
