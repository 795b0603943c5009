package dev.hearth.argocd;

import static dev.hearth.argocd.Fixture.cluster;
import static dev.hearth.argocd.Fixture.configMap;
import static dev.hearth.argocd.Fixture.objects;
import static dev.hearth.argocd.Fixture.thing;
import static dev.hearth.argocd.Fixture.wire;
import static dev.hearth.argocd.Fixture.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Derivation;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.HoldsData;
import dev.hearth.dsl.Part;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProtectionTest {

    private static final String CONFIRM = "Delete=confirm,Prune=confirm";

    /** The sync options of every object that has some. */
    private static Map<String, String> options(Cluster cluster) {
        return annotation(wire(cluster), "argocd.argoproj.io/sync-options");
    }

    private static Map<String, String> annotation(Wiring wiring, String name) {
        Map<String, String> found = new LinkedHashMap<>();
        for (Manifest manifest : wiring.manifests()) {
            if (manifest.annotations().containsKey(name)) {
                found.put(manifest.toString(), manifest.annotations().get(name));
            }
        }
        return found;
    }

    private static boolean cascades(Cluster cluster, String component) {
        return Fixture.file(wire(cluster), "argocd-apps/home/apps/" + component + ".yaml")
                .contains("resources-finalizer.argocd.argoproj.io");
    }

    private static Cluster with(String yaml) {
        return cluster().layer("data", yaml("store", yaml));
    }

    @Test
    void a_claim_and_its_namespace_are_deleted_only_when_someone_confirms() {
        Cluster cluster = with("{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data}, spec: {}}");

        assertThat(options(cluster))
                .isEqualTo(Map.of("PersistentVolumeClaim store/data", CONFIRM, "Namespace store", CONFIRM));
        assertThat(cascades(cluster, "store")).isFalse();
    }

    @Test
    void a_set_with_claims_holds_data_and_one_without_does_not() {
        Cluster with = with(
                "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: s}, spec: {volumeClaimTemplates: [{}]}}");
        Cluster without = with("{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: s}, spec: {}}");

        assertThat(options(with)).isEqualTo(Map.of("StatefulSet store/s", CONFIRM, "Namespace store", CONFIRM));
        assertThat(cascades(with, "store")).isFalse();
        assertThat(options(without)).isEmpty();
        assertThat(cascades(without, "store")).isTrue();
    }

    @Test
    void a_component_says_which_of_its_own_kinds_hold_data() {
        Part prometheus = objects("{apiVersion: monitoring.coreos.com/v1, kind: Prometheus, metadata: {name: p}}");
        Part says = scope ->
                scope.fact(new HoldsData(new Identity("monitoring.coreos.com", "Prometheus", "monitoring", "p")));
        Cluster cluster =
                cluster().layer("data", thing("prometheus", prometheus, says).in("monitoring"));

        assertThat(options(cluster))
                .isEqualTo(Map.of("Prometheus monitoring/p", CONFIRM, "Namespace monitoring", CONFIRM));
        assertThat(cascades(cluster, "prometheus")).isFalse();
    }

    @Test
    void a_namespace_with_a_secret_made_by_hand_is_kept_too() {
        Part uses = scope -> scope.uses(Credential.named("key").outside().random("key", 32));
        Cluster cluster = cluster().layer("data", thing("store", objects(configMap("c")), uses));

        assertThat(options(cluster)).isEqualTo(Map.of("Namespace store", CONFIRM));
        assertThat(cascades(cluster, "store")).isTrue();
    }

    @Test
    void the_namespace_of_argo_cd_is_kept_for_all_applications_would_go_with_it() {
        Cluster cluster = cluster().layer("platform", thing("argocd", objects(configMap("c"))));

        assertThat(options(cluster)).isEqualTo(Map.of("Namespace argocd", CONFIRM));
    }

    @Test
    void a_definition_is_never_pruned_and_applied_server_side() {
        assertThat(options(with("{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata:"
                        + " {name: as.example.org}, spec: {group: example.org}}")))
                .isEqualTo(Map.of("CustomResourceDefinition as.example.org", "Prune=false,ServerSideApply=true"));
    }

    @Test
    void what_is_too_large_for_an_annotation_is_applied_server_side() {
        // {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"store"},"data":{"a":"..."}}
        int around =
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"c\",\"namespace\":\"store\"},\"data\":{\"a\":\"\"}}"
                        .length();
        String start = "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: ";

        assertThat(options(with(start + "x".repeat(262_144 - around) + "}}"))).isEmpty();
        assertThat(options(with(start + "x".repeat(262_145 - around) + "}}")))
                .isEqualTo(Map.of("ConfigMap store/c", "ServerSideApply=true"));
        assertThat(options(with(start + "é".repeat(131_100) + "}}")))
                .isEqualTo(Map.of("ConfigMap store/c", "ServerSideApply=true"));
    }

    @Test
    void what_the_author_of_an_object_says_counts_more() {
        assertThat(options(with("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata:
                  name: cache
                  annotations: {argocd.argoproj.io/sync-options: 'Validate=false, Prune=true'}
                spec: {}
                """)))
                .containsEntry("PersistentVolumeClaim store/cache", "Delete=confirm,Prune=true,Validate=false");
    }

    @Test
    void policies_that_allow_come_before_those_that_deny_and_after_their_namespace() {
        Derivation policies = (soFar, scopes) ->
                Yaml.read("""
                        apiVersion: networking.k8s.io/v1
                        kind: NetworkPolicy
                        metadata: {name: default-deny, namespace: shop}
                        spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
                        ---
                        apiVersion: networking.k8s.io/v1
                        kind: NetworkPolicy
                        metadata: {name: shop, namespace: shop}
                        spec: {podSelector: {}, ingress: [{}], policyTypes: [Ingress]}
                        """, "policies.yaml").forEach(scopes.apply(Expansion.NAMESPACES)::manifest);
        Expansion expansion = Fixture.expand(cluster().layer("web", yaml("shop", configMap("c"))))
                .derive(policies);

        assertThat(annotation(ArgoCd.wire(expansion), "argocd.argoproj.io/sync-wave"))
                .isEqualTo(Map.of("NetworkPolicy shop/default-deny", "2", "NetworkPolicy shop/shop", "1"));
    }
}
