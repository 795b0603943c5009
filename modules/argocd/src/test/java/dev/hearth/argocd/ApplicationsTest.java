package dev.hearth.argocd;

import static dev.hearth.argocd.Fixture.cluster;
import static dev.hearth.argocd.Fixture.configMap;
import static dev.hearth.argocd.Fixture.file;
import static dev.hearth.argocd.Fixture.objects;
import static dev.hearth.argocd.Fixture.thing;
import static dev.hearth.argocd.Fixture.wire;
import static dev.hearth.argocd.Fixture.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.RemoteChart;
import dev.hearth.dsl.Site;
import dev.hearth.findings.Severity;
import dev.hearth.manifest.Yaml;
import org.junit.jupiter.api.Test;

class ApplicationsTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final RemoteChart CHART = new RemoteChart(
                    "https://charts.example.org", "store", "1.2.3", "store", Data.map("replicas", 2))
            .makes("apps/Deployment", "rbac.authorization.k8s.io/ClusterRole");
    private static final CrdOffer WIDGETS = new CrdOffer(
            "widgets",
            ImmutableList.of("example.org"),
            new CrdOffer.Git("https://github.com/example/widgets", COMMIT, "v1.0.0", "config/crd"));
    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: widgets.example.org}
            spec: {group: example.org}
            """;
    private static final String WIDGET = "{apiVersion: example.org/v1, kind: Widget, metadata: {name: w}}\n";

    private static String app(Wiring wiring, String name) {
        return file(wiring, "argocd-apps/home/apps/" + name + ".yaml");
    }

    /** The lines of the field of an Application's spec. */
    private static String field(String app, String name) {
        int start = app.indexOf("\n  " + name + ":");
        if (start < 0) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        for (String line : app.substring(start + 1).lines().toList()) {
            if (!out.isEmpty() && !line.startsWith("   ") && !line.startsWith("  -")) {
                break;
            }
            out.append(line).append('\n');
        }
        return out.toString();
    }

    private static String options(Wiring wiring, String name) {
        String policy = field(app(wiring, name), "syncPolicy");
        int start = policy.indexOf("syncOptions:\n");
        return start < 0
                ? ""
                : policy.substring(start + 13).replaceAll("\\s*- ", " ").strip();
    }

    @Test
    void a_chart_alone_is_the_only_source() {
        Wiring wiring = wire(cluster().layer("data", thing("store", CHART)));

        assertThat(field(app(wiring, "store"), "source")).isEqualTo("""
                  source:
                    repoURL: https://charts.example.org
                    chart: store
                    targetRevision: "1.2.3"
                    helm:
                      releaseName: store
                      valuesObject:
                        replicas: 2
                """);
        assertThat(field(app(wiring, "store"), "sources")).isEmpty();
    }

    @Test
    void a_chart_and_objects_are_two_sources_and_the_folder_is_the_last() {
        Wiring wiring = wire(cluster().layer("data", thing("store", CHART, objects(configMap("c")))));

        assertThat(field(app(wiring, "store"), "sources")).isEqualTo("""
                  sources:
                  - repoURL: https://charts.example.org
                    chart: store
                    targetRevision: "1.2.3"
                    helm:
                      releaseName: store
                      valuesObject:
                        replicas: 2
                  - repoURL: https://git.home.arpa/me/home.git
                    targetRevision: main
                    path: generated/home/store
                """);
    }

    @Test
    void a_chart_of_an_oci_registry_is_named_without_a_scheme_and_values_may_be_none() {
        Wiring wiring = wire(cluster()
                .layer(
                        "data",
                        thing("store", new RemoteChart("ghcr.io/example/charts", "store", "1.2.3", "s", Data.map()))));

        assertThat(field(app(wiring, "store"), "source")).isEqualTo("""
                  source:
                    repoURL: ghcr.io/example/charts
                    chart: store
                    targetRevision: "1.2.3"
                    helm:
                      releaseName: s
                """);
    }

    @Test
    void the_project_of_a_chart_allows_what_the_chart_is_said_to_make() {
        Wiring wiring = wire(cluster().layer("data", thing("store", CHART.alsoIn("kube-system"))));

        assertThat(file(wiring, "argocd-apps/home/projects/data.yaml")).endsWith("""
                  sourceRepos:
                  - https://charts.example.org
                  destinations:
                  - namespace: kube-system
                    server: https://kubernetes.default.svc
                  - namespace: store
                    server: https://kubernetes.default.svc
                  clusterResourceWhitelist:
                  - group: rbac.authorization.k8s.io
                    kind: ClusterRole
                  namespaceResourceWhitelist:
                  - group: ""
                    kind: Pod
                  - group: apps
                    kind: Deployment
                  - group: apps
                    kind: ReplicaSet
                """);
    }

    @Test
    void what_cannot_be_checked_of_a_chart_is_said() {
        Wiring wiring = wire(cluster().layer("data", thing("store", CHART)));

        assertThat(wiring.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.INFO);
            assertThat(finding.rule()).isEqualTo("argo.unchecked");
            assertThat(finding.message())
                    .isEqualTo("Argo CD renders chart store 1.2.3 itself: of what it makes nothing is checked here,"
                            + " neither schemas and references nor Pod Security and flows");
        });
    }

    @Test
    void a_chart_of_which_nobody_says_what_it_makes_opens_its_project_and_is_never_taken_along() {
        RemoteChart unsaid = new RemoteChart("https://charts.example.org", "store", "1.2.3", "store", Data.map());
        Wiring wiring = wire(cluster().layer("data", thing("store", unsaid)));

        assertThat(file(wiring, "argocd-apps/home/projects/data.yaml")).endsWith("""
                  clusterResourceWhitelist:
                  - group: "*"
                    kind: "*"
                  namespaceResourceWhitelist:
                  - group: "*"
                    kind: "*"
                """);
        assertThat(app(wiring, "store")).doesNotContain("finalizers");
        assertThat(wiring.findings())
                .extracting(finding -> finding.severity().word() + " " + finding.rule())
                .containsExactly("warning argo.chart-kinds", "info argo.unchecked");
    }

    @Test
    void a_chart_is_taken_along_unless_it_may_hold_data() {
        assertThat(app(wire(cluster().layer("data", thing("store", CHART))), "store"))
                .contains("finalizers");
        assertThat(app(wire(cluster().layer("data", thing("store", CHART.makes("apps/StatefulSet")))), "store"))
                .doesNotContain("finalizers");
        assertThat(app(wire(cluster().layer("data", thing("store", CHART.makes("PersistentVolumeClaim")))), "store"))
                .doesNotContain("finalizers");
    }

    @Test
    void a_chart_with_definitions_is_applied_server_side() {
        assertThat(options(wire(cluster().layer("data", thing("store", CHART))), "store"))
                .isEmpty();
        assertThat(options(
                        wire(cluster()
                                .layer(
                                        "data",
                                        thing("store", CHART.makes("apiextensions.k8s.io/CustomResourceDefinition")))),
                        "store"))
                .isEqualTo("ServerSideApply=true");
    }

    @Test
    void a_release_is_not_longer_than_helm_takes_it() {
        RemoteChart chart = new RemoteChart("https://charts.example.org", "store", "1", "r".repeat(54), Data.map())
                .makes("ConfigMap");

        assertThat(wire(cluster().layer("data", thing("store", chart))).findings())
                .extracting(finding -> finding.rule())
                .containsExactly("argo.name", "argo.unchecked");
    }

    @Test
    void definitions_of_upstream_are_an_application_at_one_commit_that_prunes_nothing() {
        Wiring wiring = wire(cluster().layer("data", thing("widgets").offering(WIDGETS)));

        assertThat(app(wiring, "crds-widgets")).isEqualTo("""
                apiVersion: argoproj.io/v1alpha1
                kind: Application
                metadata:
                  name: home-crds-widgets
                  namespace: argocd
                  annotations:
                    argocd.argoproj.io/sync-wave: "-90"
                spec:
                  project: home-crds
                  source:
                    repoURL: https://github.com/example/widgets
                    targetRevision: "0123456789abcdef0123456789abcdef01234567"
                    path: config/crd
                    directory:
                      include: "*.yaml"
                      exclude: kustomization.yaml
                  destination:
                    namespace: default
                    server: https://kubernetes.default.svc
                  syncPolicy:
                    automated:
                      selfHeal: true
                    retry:
                      backoff:
                        duration: 10s
                        factor: 2
                        maxDuration: 5m
                      limit: -1
                      refresh: true
                    syncOptions:
                    - Prune=false
                    - ServerSideApply=true
                """);
        assertThat(wiring.findings()).isEmpty();
    }

    @Test
    void definitions_that_two_components_bring_alike_are_there_once() {
        Wiring wiring = wire(
                cluster().layer("data", thing("a").offering(WIDGETS), thing("b").offering(WIDGETS)));

        assertThat(wiring.files().keySet())
                .containsOnlyOnce("argocd-apps/home/apps/crds-widgets.yaml")
                .hasSize(5);
        assertThat(wiring.findings()).isEmpty();
    }

    @Test
    void two_versions_of_the_same_definitions_are_an_error() {
        CrdOffer newer = new CrdOffer(
                "widgets",
                ImmutableList.of("example.org"),
                new CrdOffer.Git(
                        "https://github.com/example/widgets", COMMIT.replace('0', 'f'), "v1.1.0", "config/crd"));
        Wiring wiring = wire(
                cluster().layer("data", thing("a").offering(WIDGETS), thing("b").offering(newer)));

        assertThat(wiring.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("argo.definitions");
            assertThat(finding.subject()).isEqualTo("component b");
            assertThat(finding.message())
                    .isEqualTo("brings the custom resource definitions widgets from https://github.com/example/widgets"
                            + " v1.1.0 (f123456789abcdeff123456789abcdeff1234567, folder config/crd), but component a"
                            + " brings them from https://github.com/example/widgets v1.0.0 (" + COMMIT
                            + ", folder config/crd)");
        });
    }

    @Test
    void preinstalled_definitions_are_no_application() {
        Wiring wiring = wire(cluster()
                .site(Site.microk8s().preinstalled("widgets", "widgets", Offers.of(WIDGETS)))
                .layer("data", yaml("store", WIDGET)));

        assertThat(wiring.files().keySet()).noneMatch(path -> path.contains("crds"));
        assertThat(options(wiring, "store")).isEmpty();
    }

    @Test
    void definitions_that_are_part_of_the_tree_are_an_application_before_all_that_use_them() {
        CrdOffer vendored = new CrdOffer(
                "widgets",
                ImmutableList.of("example.org"),
                new CrdOffer.Vendored(ImmutableList.copyOf(Yaml.read(DEFINITION, "crd.yaml"))));
        Wiring wiring = wire(cluster()
                .layer("data", thing("a").offering(vendored), thing("b").offering(vendored)));

        assertThat(app(wiring, "crds"))
                .contains("sync-wave: \"-90\"", "path: generated/home/crds\n", "    automated:\n      selfHeal: true\n")
                .doesNotContain("finalizers");
        assertThat(wiring.manifests())
                .extracting(manifest -> manifest.owner().orElseThrow() + " " + manifest)
                .contains("crds CustomResourceDefinition widgets.example.org")
                .doesNotHaveDuplicates();
        assertThat(wiring.findings()).isEmpty();
    }

    @Test
    void a_dry_run_is_skipped_only_where_nobody_in_the_tree_defines_the_kind() {
        assertThat(options(wire(cluster().layer("data", yaml("store", WIDGET))), "store"))
                .isEqualTo("SkipDryRunOnMissingResource=true");
        assertThat(options(wire(cluster().layer("data", yaml("store", WIDGET).offering(WIDGETS))), "store"))
                .isEmpty();
        assertThat(options(wire(cluster().layer("data", yaml("store", DEFINITION + "---\n" + WIDGET))), "store"))
                .isEmpty();
        assertThat(options(wire(cluster().layer("data", yaml("store", configMap("c")))), "store"))
                .isEmpty();
    }

    @Test
    void what_the_cluster_writes_into_stated_fields_is_left_as_it_is() {
        Wiring wiring = wire(cluster().layer("web", yaml("shop", """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: shop}
                spec: {replicas: 2}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: other}
                spec: {replicas: 2}
                ---
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: shop}
                spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}}
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: shop}
                webhooks: [{name: a, clientConfig: {caBundle: Cg==}}]
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingWebhookConfiguration
                metadata: {name: shop}
                webhooks: [{name: a, clientConfig: {}}]
                """)));

        assertThat(field(app(wiring, "shop"), "ignoreDifferences")).isEqualTo("""
                  ignoreDifferences:
                  - group: apps
                    kind: Deployment
                    name: shop
                    namespace: shop
                    jsonPointers:
                    - /spec/replicas
                  - group: admissionregistration.k8s.io
                    kind: ValidatingWebhookConfiguration
                    name: shop
                    jqPathExpressions:
                    - ".webhooks[]?.clientConfig.caBundle"
                """);
        assertThat(options(wiring, "shop")).isEqualTo("RespectIgnoreDifferences=true");
    }

    @Test
    void a_component_may_not_have_the_name_of_a_set_of_definitions() {
        Wiring wiring = wire(
                cluster().layer("data", yaml("crds-widgets", configMap("c")).offering(WIDGETS)));

        assertThat(wiring.findings())
                .extracting(finding -> finding.rule() + " " + finding.subject())
                .containsExactly("argo.name component crds-widgets");
    }
}
