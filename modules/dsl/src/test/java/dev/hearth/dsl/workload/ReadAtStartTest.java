package dev.hearth.dsl.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.CredentialPods;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.RestartOffer;
import dev.hearth.dsl.RestartedPods;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Of which credentials a pod learns new values only when it starts. */
class ReadAtStartTest {

    private static final Credential KEY =
            Credential.named("photos-key").outside().random("key", 32);
    private static final Credential OTHER = Credential.named("other").outside().random("key", 32);
    private static final Container HELPER =
            Container.named("helper").image(Image.of("registry.example.org/helper", "1"));

    private static Workload photos() {
        return Workload.deployment("photos")
                .image(Image.of("registry.example.org/photos", "1"))
                .runAs(1000, 1000)
                .fsGroup(1000);
    }

    private static Set<String> atStart(Workload workload) {
        ImmutableSet<CredentialPods> pods =
                ImmutableSet.copyOf(Expanded.of(workload).facts(CredentialPods.class));
        assertThat(pods).hasSize(1);
        return pods.asList().get(0).atStart();
    }

    @Test
    void a_variable_keeps_the_value_the_pod_started_with() {
        assertThat(atStart(photos().env("KEY", KEY.key("key")))).containsExactly("photos-key");
        assertThat(atStart(photos().envFrom(KEY))).containsExactly("photos-key");
        assertThat(atStart(photos().sidecar(HELPER.env("KEY", KEY.key("key"))))).containsExactly("photos-key");
    }

    @Test
    void a_file_changes_under_the_program() {
        assertThat(atStart(photos().mount(KEY, "/run/key"))).isEmpty();
        assertThat(atStart(photos().mount(Volume.projected("keys", Volume.secret(KEY)), "/run/keys")))
                .isEmpty();
    }

    @Test
    void a_program_may_read_its_files_at_the_start_alone() {
        Volume.SecretFiles files = Volume.secret(KEY).readAtStart();

        assertThat(atStart(photos().mount(files, "/run/key"))).containsExactly("photos-key");
        assertThat(atStart(photos().mount(
                                Volume.projected("keys", files.item("key", "a"), Volume.secret(OTHER)), "/run/keys")))
                .containsExactly("photos-key");
        assertThat(files.mode(0440).named("renamed").atStart()).isTrue();
    }

    @Test
    void the_word_changes_nothing_of_the_object() {
        assertThat(Expanded.of(photos().mount(Volume.secret(KEY).readAtStart(), "/run/key"))
                        .yaml("Deployment", "photos"))
                .isEqualTo(Expanded.of(photos().mount(KEY, "/run/key")).yaml("Deployment", "photos"));
    }

    @Test
    void a_part_of_a_volume_stays_as_it_was() {
        assertThat(atStart(photos().mount(Volume.secret(KEY), "/etc/key", "key")))
                .containsExactly("photos-key");
    }

    @Test
    void an_init_container_has_read_it_and_one_that_stays_reads_on() {
        assertThat(atStart(photos().initContainer(HELPER.mount(KEY, "/run/key"))))
                .containsExactly("photos-key");
        assertThat(atStart(photos().nativeSidecar(HELPER.mount(KEY, "/run/key"))))
                .isEmpty();
    }

    @Test
    void what_pulls_images_is_read_by_the_node() {
        assertThat(atStart(photos().pullSecret(KEY))).isEmpty();
    }

    @Test
    void jobs_read_it_each_time() {
        assertThat(Expanded.of(Workload.job("photos")
                                .image(Image.of("registry.example.org/photos", "1"))
                                .env("KEY", KEY.key("key")))
                        .facts(CredentialPods.class))
                .isEmpty();
    }

    @Test
    void wrong_calls_fail_where_they_are() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CredentialPods("Deployment", "a", ImmutableSet.of("b"), ImmutableSet.of("c")))
                .withMessageContaining("Deployment a reads [c]");
        assertThatIllegalArgumentException().isThrownBy(() -> new RestartOffer(" "));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RestartedPods("CronJob", "a", ImmutableSet.of("b")))
                .withMessageContaining("pods of CronJob a are not started anew");
    }
}
