package dev.hearth.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamespacesTest {

    /** A component with the objects of that YAML. */
    record Thing(String name, String namespace, PodSecurity podSecurity, String yaml, Offers offers)
            implements Component {

        Thing(String name, String namespace, PodSecurity podSecurity) {
            this(name, namespace, podSecurity, "", Offers.none());
        }

        Thing(String name, String yaml) {
            this(name, name, PodSecurity.restricted(), yaml, Offers.none());
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.none().yaml(yaml);
        }
    }

    private static Expansion expand(Cluster cluster) {
        return Expansion.of(cluster).derive(new CrdDefinitions()).derive(new Namespaces());
    }

    private static List<Manifest> namespaces(Cluster cluster) {
        return expand(cluster).manifests().stream()
                .filter(manifest -> manifest.owner().orElseThrow().equals(Expansion.NAMESPACES))
                .toList();
    }

    private static List<String> names(Cluster cluster) {
        return namespaces(cluster).stream().map(Manifest::name).toList();
    }

    @Test
    void a_namespace_keeps_the_restricted_standard_of_the_cluster_version() {
        Cluster cluster = Cluster.named("home")
                .kubernetes("1.34")
                .layer("all", new Thing("shop", "web", PodSecurity.restricted()));

        assertThat(namespaces(cluster))
                .singleElement()
                .extracting(manifest -> Yaml.write(manifest.root()))
                .isEqualTo("""
                apiVersion: v1
                kind: Namespace
                metadata:
                  name: web
                  labels:
                    pod-security.kubernetes.io/audit: restricted
                    pod-security.kubernetes.io/audit-version: v1.34
                    pod-security.kubernetes.io/enforce: restricted
                    pod-security.kubernetes.io/enforce-version: v1.34
                    pod-security.kubernetes.io/warn: restricted
                    pod-security.kubernetes.io/warn-version: v1.34
                """);
    }

    @Test
    void the_most_open_standard_of_those_who_share_a_namespace_wins_and_its_reason_is_stated() {
        Expansion expansion = expand(Cluster.named("home")
                .layer(
                        "all",
                        new Thing("a", "shared", PodSecurity.baseline("it has a port of the host")),
                        new Thing("b", "shared", PodSecurity.privileged("it reads the disks of the nodes")),
                        new Thing("c", "shared", PodSecurity.restricted())));

        assertThat(expansion.manifests())
                .singleElement()
                .extracting(manifest -> manifest.labels().get("pod-security.kubernetes.io/enforce"))
                .isEqualTo("privileged");
        assertThat(expansion.facts(Exemption.class))
                .containsExactly(
                        new Stated<>(
                                "a",
                                "shared",
                                new Exemption(
                                        "Pod Security restricted", "Namespace shared", "it has a port of the host")),
                        new Stated<>(
                                "b",
                                "shared",
                                new Exemption(
                                        "Pod Security restricted",
                                        "Namespace shared",
                                        "it reads the disks of the nodes")));
    }

    @Test
    void what_is_kubernetes_own_or_preinstalled_or_made_by_a_component_is_left_out() {
        Cluster cluster = Cluster.named("home")
                .site(Site.microk8s().preinstalled("argo", "argocd", Offers.none()))
                .layer(
                        "all",
                        new Thing("metrics", "kube-system", PodSecurity.restricted()),
                        new Thing("settings", "argocd", PodSecurity.restricted()),
                        new Thing("own", "{apiVersion: v1, kind: Namespace, metadata: {name: own}}"));

        assertThat(names(cluster)).isEmpty();
    }

    @Test
    void a_namespace_that_only_objects_name_is_made_too() {
        assertThat(names(Cluster.named("home")
                        .layer(
                                "all",
                                new Thing(
                                        "shop",
                                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: other}}"))))
                .containsExactly("other", "shop");
    }

    @Test
    void the_default_namespace_is_never_removed() {
        assertThat(namespaces(
                        Cluster.named("home").layer("all", new Thing("shop", "default", PodSecurity.restricted()))))
                .singleElement()
                .extracting(manifest -> manifest.annotations().get("argocd.argoproj.io/sync-options"))
                .isEqualTo("Delete=false,Prune=false");
    }

    @Test
    void definitions_that_are_part_of_the_tree_are_made_once() {
        Manifest definition = Yaml.read(
                        "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name:"
                                + " as.example.org}}",
                        "crd.yaml")
                .get(0);
        Offers offers = Offers.of(new CrdOffer(
                "as", ImmutableList.of("example.org"), new CrdOffer.Vendored(ImmutableList.of(definition))));

        assertThat(expand(Cluster.named("home")
                                .layer(
                                        "all",
                                        new Thing("a", "a", PodSecurity.restricted(), "", offers),
                                        new Thing("b", "a", PodSecurity.restricted(), "", offers)))
                        .manifests())
                .extracting(manifest -> manifest.owner().orElseThrow() + " " + manifest)
                .containsExactly("crds CustomResourceDefinition as.example.org", "namespaces Namespace a");
    }

    @Test
    void a_chart_says_its_kinds_in_one_form() {
        RemoteChart chart = new RemoteChart("https://charts.example.org", "a", "1", "a", Data.map());

        assertThat(chart.makes("apps/Deployment", "ConfigMap")
                        .makes("ConfigMap")
                        .kinds())
                .containsExactly("ConfigMap", "apps/Deployment");
        assertThatThrownBy(() -> chart.makes("apps/v1/Deployment"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("chart a makes 'apps/v1/Deployment', which is no kind; write the API group and the kind,"
                        + " such as apps/Deployment, or the kind alone for the core group, such as ConfigMap");
    }
}
