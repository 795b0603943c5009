package dev.hearth.argocd;

import static dev.hearth.argocd.Fixture.cluster;
import static dev.hearth.argocd.Fixture.configMap;
import static dev.hearth.argocd.Fixture.objects;
import static dev.hearth.argocd.Fixture.thing;
import static dev.hearth.argocd.Fixture.wire;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.Credential;
import org.junit.jupiter.api.Test;

class SecretsTest {

    private static final Credential ROOT =
            Credential.named("root").outside().fixed("user", "admin").random("password", 32);

    private static Fixture.Thing user(String name, Credential credential) {
        return thing(name, objects(configMap(name)), scope -> scope.uses(credential));
    }

    @Test
    void a_credential_is_one_need_with_all_of_its_namespaces() {
        Cluster cluster = cluster()
                .layer("all", user("b", ROOT), user("a", ROOT), user("c", ROOT).in("a"));

        assertThat(wire(cluster).secrets()).containsExactly(new SecretNeed(ROOT, ImmutableSortedSet.of("a", "b")));
        assertThat(wire(cluster).findings()).isEmpty();
    }

    @Test
    void one_name_may_mean_different_things_in_different_namespaces() {
        Credential other = Credential.named("root").outside().asked("token", "token of the provider");
        Wiring wiring = wire(cluster().layer("all", user("a", ROOT), user("b", other)));

        assertThat(wiring.secrets())
                .containsExactly(
                        new SecretNeed(ROOT, ImmutableSortedSet.of("a")),
                        new SecretNeed(other, ImmutableSortedSet.of("b")));
        assertThat(wiring.findings()).isEmpty();
    }

    @Test
    void one_secret_with_two_contents_is_an_error() {
        Credential other = Credential.named("root").outside().random("password", 16);
        Wiring wiring =
                wire(cluster().layer("all", user("a", ROOT), user("b", other).in("a")));

        assertThat(wiring.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("secret.twice");
            assertThat(finding.subject()).isEqualTo("component b");
            assertThat(finding.message())
                    .isEqualTo("takes Secret a/root for something other than component a does: Opaque [Random password]"
                            + " here, Opaque [Fixed user, Random password] there");
        });
    }

    @Test
    void a_credential_of_unstated_origin_is_an_error_that_says_how_to_state_it() {
        Wiring wiring =
                wire(cluster().layer("all", user("a", Credential.named("token").random("token", 16))));

        assertThat(wiring.secrets()).isEmpty();
        assertThat(wiring.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("secret.origin");
            assertThat(finding.subject()).isEqualTo("component a");
            assertThat(finding.place()).isPresent();
            assertThat(finding.message()).isEqualTo("uses credential token, but nobody has said where it comes from");
            assertThat(finding.hint().orElseThrow())
                    .contains("Cluster.credentials(Credential.sealed())")
                    .contains("Credential.madeOutside()");
        });
    }
}
