package dev.hearth.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageTest {

    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docker.io/library/redis:7.4.11",
                "registry.k8s.io/ingress-nginx/controller:v1.15.1",
                "localhost:5000/a/b__c:1",
                "quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z"
            })
    void reads_back_what_it_writes(String text) {
        assertThat(Image.parse(text)).hasToString(text);
        assertThat(Image.parse(text + "@" + DIGEST)).hasToString(text + "@" + DIGEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis:7",
                "library/redis:7",
                "docker.io/library/redis",
                "docker.io/Library/redis:7",
                "docker.io/a:",
                "docker.io/a:1@sha256:12",
                "docker.io//a:1",
                "docker.io/a:1 ",
                ""
            })
    void refuses_images_that_leave_something_to_guess(String text) {
        assertThatThrownBy(() -> Image.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void forgets_the_digest_when_the_tag_changes() {
        Image pinned = Image.of("docker.io/library/redis", "7.4.11").digest(DIGEST);

        assertThat(pinned.tag("7.4.12")).hasToString("docker.io/library/redis:7.4.12");
    }
}
