package dev.hearth.platform.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectStorageTest {

    private static final BucketUser USER = new Bucket("minio", "logs").user("loki");
    private static final ObjectStorage OUTSIDE = ObjectStorage.s3("home-logs", "eu-central-1");

    @Test
    void a_store_in_the_cluster_is_asked_for_the_user_and_reached_without_tls() {
        ObjectStorage within = ObjectStorage.in(USER);

        assertThat(within.ask()).contains(USER);
        assertThat(within.address()).isEqualTo(USER.api().address());
        assertThat(within.insecure()).isTrue();
        assertThat(within.pathStyle()).isTrue();
        assertThat(within.outside()).isEmpty();
        assertThat(within.accessKey().credential().name()).isEqualTo("minio-loki");
    }

    @Test
    void with_other_keys_only_the_bucket_is_asked_for() {
        Credential keys = Credential.named("keys").asked("access-key", "").asked("secret-key", "");

        assertThat(ObjectStorage.in(USER).credential(keys).ask()).contains(USER.bucket());
    }

    @Test
    void the_store_of_aws_is_named_by_its_region_and_asked_for_nothing() {
        assertThat(OUTSIDE.address()).isEqualTo(Value.of("s3.eu-central-1.amazonaws.com"));
        assertThat(OUTSIDE.outside()).contains(Peer.outside("s3.eu-central-1.amazonaws.com"));
        assertThat(OUTSIDE.port().number()).isEqualTo(443);
        assertThat(OUTSIDE.insecure()).isFalse();
        assertThat(OUTSIDE.ask()).isEmpty();
    }

    @Test
    void another_store_is_named_without_its_scheme() {
        ObjectStorage nas = OUTSIDE.endpoint("http://nas.home.arpa:9000").usingPathStyle();

        assertThat(nas.address()).isEqualTo(Value.of("nas.home.arpa:9000"));
        assertThat(nas.insecure()).isTrue();
        assertThat(nas.port().number()).isEqualTo(9000);
        assertThat(OUTSIDE.endpoint("http://nas.home.arpa").port().number()).isEqualTo(80);
        assertThat(OUTSIDE.endpoint("https://s3.example.org/").address()).isEqualTo(Value.of("s3.example.org"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3.example.org",
                "ftp://s3.example.org",
                "https://s3.example.org/bucket",
                "https://",
                "https://a b"
            })
    void refuses_endpoints_that_are_no_urls_or_have_a_path(String url) {
        assertThatThrownBy(() -> OUTSIDE.endpoint(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + url + "'");
    }

    @Test
    void refuses_what_cannot_be_used() {
        assertThatThrownBy(() -> ObjectStorage.in(USER).endpoint("https://s3.example.org"))
                .hasMessageContaining("in the cluster");
        assertThatThrownBy(() -> ObjectStorage.s3("home-logs", " ")).hasMessageContaining("region");
        assertThatThrownBy(() -> ObjectStorage.s3("No", "eu-central-1")).hasMessageContaining("bucket 'No'");
        assertThatThrownBy(() -> OUTSIDE.credential(Credential.named("keys").asked("access-key", "")))
                .hasMessageContaining("secret-key");
    }
}
