package dev.hearth.argocd;

import static dev.hearth.argocd.Fixture.cluster;
import static dev.hearth.argocd.Fixture.configMap;
import static dev.hearth.argocd.Fixture.expand;
import static dev.hearth.argocd.Fixture.file;
import static dev.hearth.argocd.Fixture.thing;
import static dev.hearth.argocd.Fixture.wire;
import static dev.hearth.argocd.Fixture.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.Band;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.GitRepository;
import org.junit.jupiter.api.Test;

class ArgoCdTest {

    private static final Cluster SHOP = cluster().layer("web", yaml("shop", configMap("shop") + """
                    ---
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: shop}
                    spec: {}
                    """));

    @Test
    void a_cluster_becomes_a_root_and_a_file_for_each_project_and_application() {
        assertThat(wire(SHOP).files().keySet())
                .containsExactly(
                        "argocd-apps/home/apps/namespaces.yaml",
                        "argocd-apps/home/apps/shop.yaml",
                        "argocd-apps/home/projects/namespaces.yaml",
                        "argocd-apps/home/projects/web.yaml",
                        "argocd-apps/home/root.yaml");
        assertThat(wire(SHOP).findings()).isEmpty();
    }

    @Test
    void the_root_may_make_nothing_but_applications_and_projects_and_leaves_itself_out() {
        assertThat(file(wire(SHOP), "argocd-apps/home/root.yaml")).isEqualTo("""
                apiVersion: argoproj.io/v1alpha1
                kind: AppProject
                metadata:
                  name: home-root
                  namespace: argocd
                  finalizers:
                  - resources-finalizer.argocd.argoproj.io
                spec:
                  description: "Cluster home: its applications and projects"
                  sourceRepos:
                  - https://git.home.arpa/me/home.git
                  destinations:
                  - namespace: argocd
                    server: https://kubernetes.default.svc
                  namespaceResourceWhitelist:
                  - group: argoproj.io
                    kind: AppProject
                  - group: argoproj.io
                    kind: Application
                ---
                apiVersion: argoproj.io/v1alpha1
                kind: Application
                metadata:
                  name: home
                  namespace: argocd
                spec:
                  project: home-root
                  source:
                    repoURL: https://git.home.arpa/me/home.git
                    targetRevision: main
                    path: argocd-apps/home
                    directory:
                      recurse: true
                      exclude: root.yaml
                  destination:
                    namespace: argocd
                    server: https://kubernetes.default.svc
                  syncPolicy:
                    automated:
                      prune: true
                      selfHeal: true
                    retry:
                      backoff:
                        duration: 10s
                        factor: 2
                        maxDuration: 5m
                      limit: -1
                      refresh: true
                """);
    }

    @Test
    void a_component_becomes_an_application_of_its_folder() {
        assertThat(file(wire(SHOP), "argocd-apps/home/apps/shop.yaml")).isEqualTo("""
                apiVersion: argoproj.io/v1alpha1
                kind: Application
                metadata:
                  name: home-shop
                  namespace: argocd
                  annotations:
                    argocd.argoproj.io/sync-wave: "0"
                  finalizers:
                  - resources-finalizer.argocd.argoproj.io
                spec:
                  project: home-web
                  source:
                    repoURL: https://git.home.arpa/me/home.git
                    targetRevision: main
                    path: generated/home/shop
                  destination:
                    namespace: shop
                    server: https://kubernetes.default.svc
                  syncPolicy:
                    automated:
                      prune: true
                      selfHeal: true
                    retry:
                      backoff:
                        duration: 10s
                        factor: 2
                        maxDuration: 5m
                      limit: -1
                      refresh: true
                """);
    }

    @Test
    void a_layer_becomes_a_project_that_allows_just_what_is_used_and_the_pods_of_it() {
        assertThat(file(wire(SHOP), "argocd-apps/home/projects/web.yaml")).isEqualTo("""
                apiVersion: argoproj.io/v1alpha1
                kind: AppProject
                metadata:
                  name: home-web
                  namespace: argocd
                  annotations:
                    argocd.argoproj.io/sync-wave: "-110"
                  finalizers:
                  - resources-finalizer.argocd.argoproj.io
                spec:
                  description: "Cluster home: web"
                  sourceRepos:
                  - https://git.home.arpa/me/home.git
                  destinations:
                  - namespace: shop
                    server: https://kubernetes.default.svc
                  namespaceResourceWhitelist:
                  - group: ""
                    kind: ConfigMap
                  - group: ""
                    kind: Pod
                  - group: apps
                    kind: Deployment
                  - group: apps
                    kind: ReplicaSet
                """);
    }

    @Test
    void the_namespaces_are_an_application_of_their_own_that_is_first_and_takes_nothing_along() {
        assertThat(file(wire(SHOP), "argocd-apps/home/apps/namespaces.yaml")).isEqualTo("""
                apiVersion: argoproj.io/v1alpha1
                kind: Application
                metadata:
                  name: home-namespaces
                  namespace: argocd
                  annotations:
                    argocd.argoproj.io/sync-wave: "-100"
                spec:
                  project: home-namespaces
                  source:
                    repoURL: https://git.home.arpa/me/home.git
                    targetRevision: main
                    path: generated/home/namespaces
                  destination:
                    namespace: default
                    server: https://kubernetes.default.svc
                  syncPolicy:
                    automated:
                      prune: true
                      selfHeal: true
                    retry:
                      backoff:
                        duration: 10s
                        factor: 2
                        maxDuration: 5m
                      limit: -1
                      refresh: true
                """);
    }

    @Test
    void a_project_of_cluster_scoped_kinds_alone_allows_no_kind_of_a_namespace() {
        assertThat(file(wire(SHOP), "argocd-apps/home/projects/namespaces.yaml"))
                .endsWith("""
                  clusterResourceWhitelist:
                  - group: ""
                    kind: Namespace
                  namespaceResourceBlacklist:
                  - group: "*"
                    kind: "*"
                """);
    }

    @Test
    void the_tree_may_be_in_a_folder_of_the_repository() {
        Wiring wiring = wire(SHOP.repository(new GitRepository("git@git.home.arpa:me/home.git", "v1", "clusters/a")));

        assertThat(file(wiring, "argocd-apps/home/apps/shop.yaml"))
                .contains("    targetRevision: v1\n    path: clusters/a/generated/home/shop\n");
        assertThat(file(wiring, "argocd-apps/home/root.yaml")).contains("    path: clusters/a/argocd-apps/home\n");
    }

    @Test
    void a_cluster_without_a_repository_is_told_how_to_name_one() {
        Wiring wiring = wire(Cluster.named("home").layer("web", yaml("shop", configMap("shop"))));

        assertThat(wiring.files()).isEmpty();
        assertThat(wiring.findings()).hasToString("""
                [error argo.repository  cluster home
                  nobody has said which Git repository Argo CD reads the tree from
                  hint: say it with Cluster.repository("https://git.example.org/me/home.git", "main")]""");
    }

    @Test
    void the_same_cluster_gives_the_same_wiring() {
        assertThat(wire(SHOP)).isEqualTo(wire(SHOP));
    }

    @Test
    void two_clusters_side_by_side_share_no_file() {
        Wiring home = wire(SHOP);
        Wiring staging = wire(SHOP.renamed("staging"));

        assertThat(staging.files().keySet())
                .doesNotContainAnyElementsOf(home.files().keySet());
        assertThat(file(staging, "argocd-apps/staging/apps/shop.yaml"))
                .isEqualTo(file(home, "argocd-apps/home/apps/shop.yaml")
                        .replace("home-", "staging-")
                        .replace("/home/", "/staging/"));
    }

    @Test
    void a_new_component_changes_only_its_own_application_and_what_its_layer_allows() {
        Wiring before = wire(SHOP);
        Wiring after = wire(SHOP.layer("web", yaml("blog", configMap("blog")).band(Band.DATA)));

        assertThat(after.files()).allSatisfy((path, manifests) -> {
            if (!path.endsWith("/blog.yaml") && !path.endsWith("projects/web.yaml")) {
                assertThat(manifests).isEqualTo(before.files().get(path));
            }
        });
        assertThat(after.files())
                .containsKey("argocd-apps/home/apps/blog.yaml")
                .hasSize(before.files().size() + 1);
    }

    @Test
    void an_application_that_would_be_empty_is_an_error() {
        assertThat(wire(cluster().layer("web", thing("nothing"))).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo("argo.empty");
                    assertThat(finding.subject()).isEqualTo("component nothing");
                    assertThat(finding.place().orElseThrow().file()).isEqualTo("ArgoCdTest.java");
                });
    }

    @Test
    void one_object_in_two_applications_is_an_error() {
        Wiring wiring = wire(cluster()
                .layer(
                        "web",
                        yaml("a", configMap("same")).in("shared"),
                        yaml("b", configMap("same")).in("shared")));

        assertThat(wiring.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("argo.shared");
            assertThat(finding.subject()).isEqualTo("ConfigMap shared/same");
            assertThat(finding.message())
                    .isEqualTo("two applications have this object, of component a and of component b; each would undo"
                            + " what the other does");
        });
    }

    @Test
    void names_that_grow_too_long_are_errors() {
        String name = "a".repeat(60);

        assertThat(wire(cluster().layer("web", yaml(name, configMap("c")))).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo("argo.name");
                    assertThat(finding.message())
                            .isEqualTo("its name in Argo CD would be 'home-" + name
                                    + "', of 65 characters; a label's value has at most 63");
                });
        assertThat(wire(cluster().layer(name, yaml("a", configMap("c")))).findings())
                .extracting(finding -> finding.rule() + " " + finding.subject())
                .containsExactly("argo.name layer " + name);
    }

    @Test
    void a_layer_may_not_have_the_name_of_a_derived_part() {
        assertThat(wire(cluster().layer("crds", yaml("a", configMap("c")))).findings())
                .extracting(finding -> finding.rule() + " " + finding.subject())
                .containsExactly("argo.name layer crds");
    }

    @Test
    void objects_keep_their_order_and_owners() {
        assertThat(wire(SHOP).manifests())
                .extracting(manifest -> manifest.owner().orElseThrow() + ": " + manifest)
                .isEqualTo(expand(SHOP).manifests().stream()
                        .map(manifest -> manifest.owner().orElseThrow() + ": " + manifest)
                        .toList());
    }
}
