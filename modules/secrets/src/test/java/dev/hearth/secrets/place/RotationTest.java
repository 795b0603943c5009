package dev.hearth.secrets.place;

import static dev.hearth.secrets.Vault.TODAY;
import static dev.hearth.secrets.place.Fixture.said;
import static dev.hearth.secrets.place.Fixture.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.RestartOffer;
import dev.hearth.dsl.RestartedPods;
import dev.hearth.dsl.SealingOffer;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.Stated;
import dev.hearth.dsl.secret.SecretStore;
import dev.hearth.dsl.workload.Volume;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.manifest.Manifest;
import dev.hearth.secrets.SecretsFolder;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How what a store renews reaches pods that read it only when they start. */
class RotationTest {

    private static final String RELOAD = "secret.example.org/reload";
    private static final Credential TOKEN =
            Credential.named("token").asked("token", "x").from(Credential.external("vault"));
    private static final Credential LOGIN =
            Credential.named("login").asked("password", "x").from(Credential.external("vault"));

    /** A program with whatever credentials. */
    private record Shop(String name, UnaryOperator<Workload> with) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(with.apply(Workload.deployment("web")
                    .image(Image.of("registry.example.org/shop", "1.0.0"))
                    .runAs(1000, 1000)
                    .fsGroup(1000)));
        }
    }

    private static Cluster cluster(Component... components) {
        return Cluster.named("home")
                .layer("secrets", user("operator").offering(SecretStore.existing("vault"), new SealingOffer()))
                .layer("all", components);
    }

    private static Cluster withReloader(Component... components) {
        return cluster(components)
                .site(Site.microk8s().preinstalled("reloader", "reloader", Offers.of(new RestartOffer(RELOAD))));
    }

    private static Expansion derived(Cluster cluster) {
        return Expansion.of(cluster).derive(new ExternalSecrets()).patched();
    }

    private static Map<String, String> annotations(Expansion expansion) {
        Manifest web = expansion.manifests().stream()
                .filter(manifest -> manifest.kind().equals("Deployment"))
                .findFirst()
                .orElseThrow();
        assertThat(web.spec().mapping("template").mapping("metadata").has("annotations"))
                .as("its pods are annotated by what starts them anew alone")
                .isFalse();
        return web.annotations();
    }

    @Test
    void a_workload_names_the_secrets_that_its_pods_read_at_their_start_alone() {
        Expansion expansion = derived(withReloader(new Shop(
                "shop",
                web -> web.env("TOKEN", TOKEN.key("token"))
                        .mount(Volume.secret(LOGIN).readAtStart(), "/run/secrets/login")
                        .mount(
                                Credential.named("live").asked("key", "x").from(Credential.external("vault")),
                                "/live"))));

        assertThat(said(expansion)).isEmpty();
        assertThat(annotations(expansion)).containsExactly(Map.entry(RELOAD, "login,token"));
        assertThat(expansion.facts(RestartedPods.class))
                .extracting(Stated::namespace, Stated::fact)
                .containsExactly(
                        tuple("shop", new RestartedPods("Deployment", "web", ImmutableSortedSet.of("login", "token"))));
    }

    @Test
    void it_keeps_what_it_names_by_itself() {
        Expansion expansion = derived(withReloader(new Shop(
                "shop", web -> web.annotation(RELOAD, "made-by-hand, token").env("TOKEN", TOKEN.key("token")))));

        assertThat(annotations(expansion)).containsExactly(Map.entry(RELOAD, "made-by-hand,token"));
    }

    @Test
    void two_components_with_workloads_of_one_name_do_not_meet() {
        Expansion expansion = derived(withReloader(
                new Shop("one", web -> web), new Shop("two", web -> web.env("TOKEN", TOKEN.key("token")))));

        assertThat(said(expansion)).isEmpty();
        assertThat(expansion.manifests())
                .filteredOn(manifest -> manifest.kind().equals("Deployment"))
                .extracting(manifest -> manifest.namespace().orElseThrow(), Manifest::annotations)
                .containsExactly(tuple("one", Map.of()), tuple("two", Map.of(RELOAD, "token")));
    }

    @Test
    void files_that_are_read_each_time_ask_for_nothing() {
        Shop shop = new Shop("shop", web -> web.mount(TOKEN, "/run/secrets/token"));

        assertThat(annotations(derived(withReloader(shop)))).isEmpty();
        assertThat(said(derived(cluster(shop)))).isEmpty();
    }

    @Test
    void without_anything_that_starts_pods_anew_that_is_told_and_nothing_is_named() {
        Expansion expansion = derived(cluster(new Shop("shop", web -> web.env("TOKEN", TOKEN.key("token")))));

        assertThat(annotations(expansion)).isEmpty();
        assertThat(expansion.facts(RestartedPods.class)).isEmpty();
        assertThat(said(expansion))
                .containsExactly(
                        "warning secret.rotation Deployment shop/web: its pods read token only when they start,"
                                + " and a store renews it; nothing in the cluster starts them anew, so they keep the old value");
    }

    @Test
    void what_is_sealed_or_made_outside_asks_for_nothing() {
        Shop shop = new Shop(
                "shop",
                web -> web.env("A", TOKEN.from(Credential.sealed()).key("token"))
                        .env("B", LOGIN.outside().key("password")));
        Seals seals = new Seals(SecretsFolder.empty("secrets"), Optional.of(TODAY));

        for (Cluster cluster : new Cluster[] {cluster(shop), withReloader(shop)}) {
            Expansion expansion = Expansion.of(cluster)
                    .derive(new ExternalSecrets())
                    .derive(seals)
                    .patched();

            assertThat(annotations(expansion)).isEmpty();
            assertThat(said(expansion)).noneMatch(finding -> finding.contains("secret.rotation"));
        }
    }

    @Test
    void a_secret_that_no_store_makes_is_not_told_twice() {
        assertThat(said(derived(withReloader(new Shop(
                        "shop",
                        web -> web.env(
                                "TOKEN", TOKEN.from(Credential.external("none")).key("token")))))))
                .hasSize(1)
                .allMatch(finding -> finding.contains("secret.store"));
    }
}
