package dev.hearth.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Place;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Yaml;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpansionTest {

    private static final Port HTTP = Port.http(9000);
    private static final Pods STORE_PODS = Pods.labelled("store", "app", "store");

    /** Offers a service. */
    record Store(String name, String namespace) implements Component {

        Store(String name) {
            this(name, name);
        }

        @Override
        public Offers offers() {
            return Offers.of(ServiceOffer.of("store", HTTP.servedAt(80), STORE_PODS));
        }

        @Override
        public ImmutableSet<String> after() {
            return ImmutableSet.of();
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.none();
        }
    }

    /** Writes down the address of a service. */
    record User(ServiceRef store) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(scope -> {
                scope.manifest(config("address", scope.text(store.url().then("/data"))));
                scope.flow(Pods.labelled("user", "app", "user"), store);
            });
        }
    }

    private static Manifest config(String name, String text) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", "ConfigMap")
                .put("metadata", Mapping.of("name", Node.text(name)))
                .put("data", Mapping.of("text", Node.text(text)))
                .build());
    }

    private static ServiceRef http(String component) {
        return ServiceRef.of(component, "store", "http");
    }

    private static String text(Expansion expansion) {
        return expansion.manifests().get(0).root().mapping("data").text("text").orElseThrow();
    }

    private static List<String> rules(Expansion expansion) {
        return expansion.findings().stream().map(Finding::rule).toList();
    }

    @Test
    void a_reference_becomes_the_address_of_the_service_and_a_flow_to_its_pods() {
        Expansion expansion =
                Expansion.of(Cluster.named("home").layer("all", new User(http("store")), new Store("store", "data")));

        assertThat(expansion.findings()).isEmpty();
        assertThat(text(expansion)).isEqualTo("http://store.data.svc.cluster.local:80/data");
        assertThat(expansion.flows())
                .containsExactly(new Flow(
                        Pods.labelled("user", "app", "user").orIn("user"),
                        STORE_PODS.orIn("data"),
                        Protocol.TCP,
                        9000,
                        "user"));
    }

    @Test
    void an_object_without_a_namespace_gets_that_of_its_component_and_its_owner() {
        Manifest manifest = Expansion.of(
                        Cluster.named("home").layer("all", new User(http("store")), new Store("store")))
                .manifests()
                .get(0);

        assertThat(manifest.namespace()).contains("user");
        assertThat(manifest.owner()).contains("user");
    }

    @Test
    void exchanging_a_component_changes_every_user_of_it() {
        Cluster production = Cluster.named("home").layer("all", new User(http("store")), new Store("store", "data"));
        Cluster staging = production.renamed("staging").with(new Store("store", "elsewhere"));

        assertThat(text(Expansion.of(staging))).isEqualTo("http://store.elsewhere.svc.cluster.local:80/data");
        assertThat(text(Expansion.of(production))).isEqualTo("http://store.data.svc.cluster.local:80/data");
    }

    @Test
    void two_of_one_kind_stand_side_by_side() {
        Cluster cluster = Cluster.named("home").layer("all", new Store("a"), new Store("b"), new User(http("b")));

        assertThat(text(Expansion.of(cluster))).isEqualTo("http://store.b.svc.cluster.local:80/data");
    }

    @Test
    void what_is_preinstalled_is_referred_to_like_a_component() {
        Cluster cluster = Cluster.named("home")
                .site(Site.microk8s()
                        .preinstalled("store", "nas", Offers.of(ServiceOffer.of("store", HTTP, STORE_PODS))))
                .layer("all", new User(http("store")));

        assertThat(text(Expansion.of(cluster))).isEqualTo("http://store.nas.svc.cluster.local:9000/data");
    }

    @Test
    void a_reference_to_no_component_names_the_user_its_line_and_what_there_is() {
        Expansion expansion =
                Expansion.of(Cluster.named("home").layer("all", new User(http("stroe")), new Store("store")));

        Finding finding = expansion.findings().get(0);
        assertThat(expansion.findings()).hasSize(1);
        assertThat(finding.rule()).isEqualTo("link.component");
        assertThat(finding.subject()).isEqualTo("component user");
        assertThat(finding.place().orElseThrow().file()).isEqualTo("ExpansionTest.java");
        assertThat(finding.place().orElseThrow().line()).isPositive();
        assertThat(finding.message())
                .isEqualTo(
                        "refers to stroe/store:http, but the cluster has no component named 'stroe'; it has [user, store]");
    }

    @Test
    void a_reference_to_a_service_that_is_not_offered_says_what_is() {
        Expansion expansion = Expansion.of(Cluster.named("home")
                .layer("all", new User(ServiceRef.of("store", "shop", "http")), new Store("store")));

        assertThat(rules(expansion)).containsExactly("link.service");
        assertThat(expansion.findings().get(0).message()).contains("'shop'").contains("[store]");
    }

    @Test
    void a_reference_to_an_unknown_port_says_which_ports_there_are() {
        Expansion expansion = Expansion.of(Cluster.named("home")
                .layer("all", new User(ServiceRef.of("store", "store", "web")), new Store("store")));

        assertThat(rules(expansion)).containsExactly("link.service-port");
        assertThat(expansion.findings().get(0).message()).contains("'web'").contains("http (80)");
    }

    @Test
    void all_that_is_wrong_is_found_in_one_run() {
        Component broken = new Component() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public Manifests manifests(ClusterView cluster) {
                throw new IllegalStateException("no disk");
            }
        };
        Expansion expansion = Expansion.of(Cluster.named("home")
                .layer("all", new User(http("nobody")), broken, new Store("store"), new Store("store", "b")));

        assertThat(rules(expansion)).containsExactly("link.component", "model.threw", "name.component");
    }

    @Test
    void a_component_may_not_have_a_name_of_hearth_s_own_or_an_invalid_one() {
        Expansion expansion = Expansion.of(Cluster.named("home")
                .layer("all", new Store("namespaces"), new Store("crds"), new Store("../up"), new Store("ok", "Bad")));

        assertThat(rules(expansion)).containsOnly("name.component").hasSize(4);
    }

    @Test
    void coming_after_a_component_that_is_not_there_is_an_error() {
        Component late = new Component() {
            @Override
            public String name() {
                return "late";
            }

            @Override
            public ImmutableSet<String> after() {
                return ImmutableSet.of("ghost");
            }

            @Override
            public Manifests manifests(ClusterView cluster) {
                return Manifests.none();
            }
        };

        assertThat(rules(Expansion.of(Cluster.named("home").layer("all", late))))
                .containsExactly("link.component");
    }

    /** Keeps one object, patched. */
    record Patched(Patch patch) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(scope -> scope.manifest(config("settings", "old")))
                    .patch(patch);
        }
    }

    private static Patch rewrite(String name) {
        return Patch.of(ConfigMap.class, name, map -> map.getData().put("text", "new"));
    }

    @Test
    void a_typed_patch_changes_what_it_touches() {
        Expansion expansion = Expansion.of(Cluster.named("home").layer("all", new Patched(rewrite("settings"))))
                .patched();

        assertThat(expansion.findings()).isEmpty();
        assertThat(text(expansion)).isEqualTo("new");
    }

    @Test
    void a_patch_that_meets_no_object_is_an_error() {
        Expansion expansion = Expansion.of(Cluster.named("home").layer("all", new Patched(rewrite("seddings"))))
                .patched();

        assertThat(rules(expansion)).containsExactly("model.patch");
        assertThat(expansion.findings().get(0).subject()).isEqualTo("ConfigMap seddings");
    }

    @Test
    void a_patch_may_not_make_another_object() {
        Patch rename = Patch.of("ConfigMap", "settings", manifest -> manifest.withMetadata("name", Node.text("other")));

        assertThat(rules(Expansion.of(Cluster.named("home").layer("all", new Patched(rename)))
                        .patched()))
                .containsExactly("model.patch");
    }

    @Test
    void a_patch_of_the_cluster_reaches_any_component() {
        Cluster cluster = Cluster.named("home")
                .layer("all", new User(http("store")), new Store("store"))
                .patch(rewrite("address"));

        assertThat(text(Expansion.of(cluster).patched())).isEqualTo("new");
    }

    /** Brings objects. */
    record Keeper(String name, String yaml) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.none().yaml(yaml);
        }
    }

    private static final String SAME = "{apiVersion: v1, kind: ConfigMap, metadata: {name: same}, data: {text: old}}";

    private static List<String> texts(Expansion expansion) {
        return expansion.manifests().stream()
                .map(manifest -> manifest + "="
                        + manifest.root().mapping("data").text("text").orElse(""))
                .toList();
    }

    @Test
    void a_patch_that_could_mean_several_objects_changes_none_until_it_names_a_namespace() {
        Cluster cluster = Cluster.named("home").layer("all", new Keeper("one", SAME), new Keeper("two", SAME));

        Expansion several = Expansion.of(cluster.patch(rewrite("same"))).patched();
        Expansion one = Expansion.of(cluster.patch(rewrite("same").in("two"))).patched();
        Expansion none =
                Expansion.of(cluster.patch(rewrite("same").in("three"))).patched();

        assertThat(texts(several)).containsExactly("ConfigMap one/same=old", "ConfigMap two/same=old");
        assertThat(several.findings())
                .extracting(Finding::rule, Finding::subject, Finding::message)
                .containsExactly(tuple(
                        "model.patch",
                        "ConfigMap same",
                        "a patch could mean any of 2 objects: ConfigMap one/same, ConfigMap two/same"));
        assertThat(one.findings()).isEmpty();
        assertThat(texts(one)).containsExactly("ConfigMap one/same=old", "ConfigMap two/same=new");
        assertThat(none.findings()).extracting(Finding::subject).containsExactly("ConfigMap three/same");
    }

    @Test
    void a_patch_for_a_class_leaves_objects_of_that_kind_in_another_group_alone() {
        String foreign = "{apiVersion: example.org/v1, kind: ConfigMap, metadata: {name: same}, data: {text: old}}";
        Cluster cluster = Cluster.named("home").layer("all", new Keeper("one", SAME + "\n---\n" + foreign));

        Expansion typed = Expansion.of(cluster.patch(rewrite("same"))).patched();
        Expansion untyped = Expansion.of(cluster.patch(Patch.of("ConfigMap", "same", manifest -> manifest)))
                .patched();

        assertThat(typed.findings()).isEmpty();
        assertThat(texts(typed)).containsExactly("ConfigMap one/same=new", "ConfigMap one/same=old");
        assertThat(untyped.findings())
                .extracting(Finding::message)
                .containsExactly("a patch could mean any of 2 objects: ConfigMap one/same, ConfigMap one/same of"
                        + " example.org");
    }

    @Test
    @SuppressWarnings("NullAway") // what somebody without NullAway may write
    void a_patch_that_gives_null_is_told_without_an_exception() {
        Cluster cluster = Cluster.named("home")
                .layer("all", new Keeper("one", SAME))
                .patch(Patch.of("ConfigMap", "same", manifest -> null));

        Expansion expansion = Expansion.of(cluster).patched();

        assertThat(expansion.findings())
                .extracting(Finding::message)
                .containsExactly("a patch gave null instead of the object");
        assertThat(texts(expansion)).containsExactly("ConfigMap one/same=old");
    }

    @Test
    void an_unmet_patch_of_the_cluster_says_where_it_was_written() {
        Cluster cluster = Cluster.named("home").patch(rewrite("nothing"));

        assertThat(Expansion.of(cluster).patched().findings())
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.place().orElseThrow().file()).isEqualTo("ExpansionTest.java"));
    }

    @Test
    void where_a_patch_was_written_is_no_part_of_it() {
        Patch patch = rewrite("settings");

        assertThat(new Patch.Placed(patch, new Place("A.java", 1)))
                .isEqualTo(new Patch.Placed(patch, new Place("B.java", 2)))
                .hasSameHashCodeAs(new Patch.Placed(patch, new Place("B.java", 2)))
                .isNotEqualTo(new Patch.Placed(rewrite("other"), new Place("A.java", 1)));
    }

    /** Keeps a typed object and raw YAML. */
    record Escape() implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.none()
                    .objects(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName("typed")
                            .endMetadata()
                            .build())
                    .yaml("""
                            apiVersion: example.org/v1
                            kind: Thing
                            metadata: {name: raw}
                            spec: {unknown: [], kept: null}
                            """);
        }
    }

    @Test
    void typed_objects_and_raw_yaml_go_the_same_way_as_all_else() {
        Expansion expansion = Expansion.of(Cluster.named("home").layer("all", new Escape()));

        assertThat(expansion.findings()).isEmpty();
        assertThat(expansion.manifests())
                .extracting(Manifest::toString)
                .containsExactly("ConfigMap escape/typed", "Thing escape/raw");
        assertThat(expansion.manifests().get(1).spec().fields()).containsOnlyKeys("unknown", "kept");
    }

    private static String definition(String scope) {
        return """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: things.example.org}
                spec: {group: example.org, scope: %s, names: {kind: Thing, plural: things}, versions: []}
                """.formatted(scope);
    }

    /** Brings definitions. */
    record Definitions(Offers offers, String yaml) implements Component {

        @Override
        public String name() {
            return "definitions";
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.none().yaml(yaml);
        }
    }

    @Test
    void own_cluster_scoped_kinds_get_no_namespace_whoever_brings_the_definition() {
        CrdOffer vendored = new CrdOffer(
                "things",
                ImmutableList.of("example.org"),
                new CrdOffer.Vendored(ImmutableList.copyOf(Yaml.read(definition("Cluster"), "crd.yaml"))));

        for (Definitions definitions : List.of(
                new Definitions(Offers.of(vendored), ""), new Definitions(Offers.none(), definition("Cluster")))) {
            assertThat(Expansion.of(Cluster.named("home").layer("all", new Escape(), definitions))
                            .manifests())
                    .extracting(Manifest::toString)
                    .contains("ConfigMap escape/typed", "Thing raw");
        }
        assertThat(Expansion.of(Cluster.named("home")
                                .layer("all", new Escape(), new Definitions(Offers.none(), definition("Namespaced"))))
                        .manifests())
                .extracting(Manifest::toString)
                .contains("Thing escape/raw");
    }

    /** Writes an object of a class that it has a definition for. */
    record Framed() implements Component {

        @Override
        public Offers offers() {
            return Offers.of(CrdOffer.of("photos", CrdOfferTest.Frame.class));
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            CrdOfferTest.Frame frame = new CrdOfferTest.Frame();
            frame.getMetadata().setName("wall");
            frame.setSpec(new CrdOfferTest.FrameSpec());
            return Manifests.none().objects(frame);
        }
    }

    @Test
    void an_object_of_an_own_class_gets_a_namespace_only_if_the_class_is_namespaced() {
        assertThat(Expansion.of(Cluster.named("home").layer("all", new Framed()))
                        .manifests())
                .extracting(Manifest::toString)
                .containsExactly("Frame wall");
    }

    @Test
    void exchanging_a_component_that_is_not_there_fails_at_the_call() {
        assertThatThrownBy(() ->
                        Cluster.named("home").layer("all", new Store("store")).with(new Store("shop")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "cluster home has no component named 'shop'; it has [store]. Add a new one with layer(...)");
    }

    @Test
    void a_cluster_taken_out_of_a_component_leaves_its_users_with_a_finding() {
        Cluster cluster = Cluster.named("home").layer("all", new User(http("store")), new Store("store"));

        assertThat(rules(Expansion.of(cluster.without("store")))).containsExactly("link.component");
    }

    @Test
    void the_same_cluster_expands_to_the_same_objects() {
        Cluster cluster = Cluster.named("home").layer("all", new User(http("store")), new Store("store"), new Escape());

        assertThat(Expansion.of(cluster).manifests())
                .isEqualTo(Expansion.of(cluster).manifests());
    }

    /** Fails to say one of the things that it is. */
    record Broken(String what) implements Component {

        private <T> T said(String method, T usual) {
            if (what.equals(method)) {
                throw new IllegalStateException("not today");
            }
            return usual;
        }

        @Override
        public String name() {
            return said("name()", "broken");
        }

        @Override
        public String namespace() {
            return said("namespace()", "broken");
        }

        @Override
        public PodSecurity podSecurity() {
            return said("podSecurity()", PodSecurity.restricted());
        }

        @Override
        public Band band() {
            return said("band()", Band.APPLICATIONS);
        }

        @Override
        public ImmutableSet<String> after() {
            return said("after()", ImmutableSet.of());
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.none();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"name()", "namespace()", "podSecurity()", "band()", "after()"})
    void a_component_that_cannot_say_what_it_is_is_a_finding_and_no_part_of_what_follows(String what) {
        Expansion expansion = Expansion.of(Cluster.named("home").layer("all", new Broken(what), new Store("store")));

        assertThat(expansion.findings())
                .singleElement()
                .asString()
                .contains("error model.threw  component ", what + " threw IllegalStateException: not today")
                .containsPattern("ExpansionTest.java:[0-9]+  ");
        assertThat(expansion
                        .cluster()
                        .members()
                        .map(member -> member.component().name()))
                .containsExactly("store");
    }

    @Test
    void a_port_that_an_own_service_has_not_is_told_from_a_service_that_is_not_there() {
        record Web() implements Component {

            @Override
            public Manifests manifests(ClusterView cluster) {
                Workload web = Workload.deployment("web")
                        .image(Image.of("example.org/web", "1"))
                        .port(HTTP);
                return Manifests.of(
                        web, scope -> scope.text(ServiceRef.own("web", "grpc").url()));
            }
        }

        assertThat(Expansion.of(Cluster.named("home").layer("all", new Web())).findings().stream()
                        .filter(finding -> finding.rule().startsWith("link.")))
                .singleElement()
                .asString()
                .contains("link.service-port", "port 'grpc' of Service web of component web; it has http (9000)");
    }

    @Test
    void a_patch_that_fails_says_where_its_component_was_added() {
        record Mispatched() implements Component {

            @Override
            public Manifests manifests(ClusterView cluster) {
                return Manifests.of(scope -> scope.manifest(config("settings", "a")))
                        .patch(Patch.of(ConfigMap.class, "settings", settings -> {
                            throw new IllegalStateException("not today");
                        }));
            }
        }

        assertThat(Expansion.of(Cluster.named("home").layer("all", new Mispatched()))
                        .patched()
                        .findings())
                .singleElement()
                .asString()
                .containsPattern("ExpansionTest.java:[0-9]+  a patch threw IllegalStateException: not today");
    }

    @Test
    void a_lambda_is_told_that_it_needs_a_name() {
        Component nameless = cluster -> Manifests.none();

        assertThat(Expansion.of(Cluster.named("home").layer("all", nameless)).findings())
                .singleElement()
                .asString()
                .contains("a lambda or an anonymous class has no name; override name()");
    }

    /** Keeps what kubectl gave. */
    record Dumped() implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.none().yaml("""
                    apiVersion: v1
                    kind: List
                    items:
                    - apiVersion: v1
                      kind: ConfigMap
                      metadata: {name: a}
                    - apiVersion: v1
                      kind: ConfigMap
                      metadata: {name: b}
                    """);
        }
    }

    @Test
    void a_list_of_objects_is_replaced_by_its_items() {
        assertThat(Expansion.of(Cluster.named("home").layer("all", new Dumped()))
                        .manifests())
                .extracting(Manifest::toString)
                .containsExactly("ConfigMap dumped/a", "ConfigMap dumped/b");
    }

    @Test
    void raw_yaml_is_named_by_the_line_that_hands_it_over() {
        Manifest raw = Expansion.of(Cluster.named("home").layer("all", new Escape()))
                .manifests()
                .get(1);

        assertThat(raw.position(FieldPath.of("spec")).orElseThrow().toString())
                .matches("yaml at ExpansionTest\\.java:\\d+:4:1");
    }
}
