package dev.hearth.platform.data;

import static dev.hearth.platform.SmallCluster.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Flow;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Pods;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Mapping;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.access.CertManager;
import dev.hearth.platform.access.Dex;
import dev.hearth.platform.access.Groups;
import dev.hearth.platform.access.NginxIngress;
import dev.hearth.platform.access.OidcClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinioTest {

    private static final Minio MINIO = Minio.named("minio");

    /** Asks for a bucket. */
    record Album(Bucket bucket) implements Component {

        @Override
        public ImmutableSet<Ask> asks() {
            return ImmutableSet.of(bucket);
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.none();
        }
    }

    private static String script(SmallCluster cluster, String job) {
        return container(cluster.object("Job", job)).sequence("args").strings().get(0);
    }

    @Test
    void becomes_the_expected_objects() {
        SmallCluster cluster = SmallCluster.of(
                NginxIngress.named("ingress").snippets("uploads").withAnyHeaderNames(),
                CertManager.named("cert-manager"),
                MINIO.console("minio").s3("s3").buckets("photos"));

        assertThat(cluster.findings()).isEmpty();
        GoldenTree.assertTree("minio", cluster.manifests("minio"));
    }

    @Test
    void people_log_in_at_the_console_of_a_successor_and_have_the_policies_of_their_groups() {
        Dex dex = Dex.named("dex").users(Dex.User.of("ada", "ada@example.org", "admins"));
        SmallCluster cluster = SmallCluster.of(
                NginxIngress.named("ingress"),
                CertManager.named("cert-manager"),
                dex,
                MINIO.image(Minio.SILO)
                        .console("minio")
                        .login(dex.client("minio"), Groups.admins("admins").viewers("family"))
                        .trust("house-ca", "ca.crt"));

        assertThat(cluster.findings()).isEmpty();
        assertThat(container(cluster.object("StatefulSet", "minio")).sequence("env").mappings().stream()
                        .filter(variable -> variable.text("value").isPresent())
                        .map(variable -> variable.text("name").orElseThrow() + "="
                                + variable.text("value").orElseThrow()))
                .contains(
                        "MINIO_IDENTITY_OPENID_CONFIG_URL=https://auth.home.arpa/.well-known/openid-configuration",
                        "MINIO_IDENTITY_OPENID_CLAIM_NAME=groups",
                        "SSL_CERT_FILE=/etc/minio-trust/ca.crt");
        assertThat(script(cluster, "minio-policies"))
                .contains("mc admin policy create store 'admins' /tmp/policy.json")
                .contains("mc admin policy create store 'family' /tmp/policy.json");
        assertThat(SmallCluster.data(cluster.object("ConfigMap", "dex")).get("config.yaml"))
                .contains("https://minio.home.arpa/oauth_callback");
        assertThat(cluster.expansion().flows())
                .anyMatch(flow -> flow.from().toString().equals("minio/minio") && flow.port() == 443);
    }

    @Test
    void nobody_logs_in_at_a_console_that_cannot_do_it() {
        OidcClient client = Dex.named("dex").client("minio");

        assertThatThrownBy(() -> MINIO.console("minio").login(client, Groups.admins("admins")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("successor");
        assertThatThrownBy(() -> MINIO.image(Minio.SILO).login(client, Groups.admins("admins")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("route");
    }

    @Test
    void makes_the_buckets_it_is_told_and_those_that_others_ask_for_once_each() {
        SmallCluster cluster = SmallCluster.of(MINIO.buckets("photos", "backups"), new Album(MINIO.bucket("albums")));

        assertThat(script(cluster, "minio-buckets")).isEqualTo("""
                        command -v mc > /dev/null || mc() { mcli "$@"; }
                        mc alias set store "$URL" "$ROOT_USER" "$ROOT_PASSWORD" --api S3v4
                        mc ready store
                        mc mb --ignore-existing store/albums
                        mc mb --ignore-existing store/backups
                        mc mb --ignore-existing store/photos
                        """);
    }

    @Test
    void a_password_that_somebody_typed_never_becomes_part_of_a_url() {
        Mapping container = container(SmallCluster.of(MINIO.buckets("photos")).object("Job", "minio-buckets"));

        assertThat(container.sequence("env").mappings().stream()
                        .filter(variable -> variable.text("value").isPresent())
                        .map(variable -> variable.text("name").orElseThrow() + "="
                                + variable.text("value").orElseThrow()))
                .containsExactlyInAnyOrder("URL=http://minio.minio.svc.cluster.local:9000", "MC_CONFIG_DIR=/tmp/.mc");
    }

    @Test
    void has_no_bucket_job_where_nobody_wants_a_bucket() {
        assertThat(SmallCluster.of(MINIO).manifests())
                .noneMatch(manifest -> manifest.kind().equals("Job"));
    }

    @Test
    void lets_the_bucket_job_reach_the_api_alone() {
        assertThat(SmallCluster.of(MINIO.buckets("photos")).expansion().flows().stream()
                        .filter(flow ->
                                flow.from() instanceof Pods pods && pods.name().equals("minio-buckets"))
                        .map(Flow::port))
                .containsExactly(9000);
    }

    @Test
    void two_stand_side_by_side_and_each_makes_its_own_buckets() {
        Minio second = Minio.named("archive").buckets("scans");
        SmallCluster cluster = SmallCluster.of(MINIO, second, new Album(MINIO.bucket("albums")));

        assertThat(cluster.findings()).isEmpty();
        assertThat(script(cluster, "minio-buckets")).contains("store/albums").doesNotContain("scans");
        assertThat(script(cluster, "archive-buckets")).contains("store/scans").doesNotContain("albums");
    }

    @Test
    void says_which_routes_an_ingress_without_snippets_cannot_keep() {
        SmallCluster cluster =
                SmallCluster.of(NginxIngress.named("ingress"), CertManager.named("cert-manager"), MINIO.s3("s3"));

        assertThat(cluster.findings()).extracting(Finding::rule).containsExactly("route.dialect");
    }

    @Test
    void runs_a_successor_with_the_same_settings() {
        assertThat(container(SmallCluster.of(MINIO.image(Minio.SILO)).object("StatefulSet", "minio"))
                        .text("image"))
                .contains(Minio.SILO.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "Photos", "a..b", "-photos", "photos-", "a b", "photos; rm"})
    void refuses_names_that_no_bucket_can_have(String name) {
        assertThatThrownBy(() -> MINIO.buckets(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bucket '" + name + "'");
    }

    @Test
    void a_bucket_of_a_store_that_is_not_there_is_a_finding() {
        assertThat(SmallCluster.of(new Album(new Bucket("nowhere", "albums"))).findings())
                .extracting(Finding::rule)
                .containsExactly("link.component");
    }

    @Test
    void its_exemption_says_why_metrics_need_no_login() {
        assertThat(SmallCluster.of(MINIO).exemptions())
                .extracting(exemption -> exemption.what())
                .isEqualTo(List.of("a login for metrics"));
        assertThat(SmallCluster.of(MINIO).exemptions().get(0).reason()).doesNotContain("whoever reaches");
        assertThat(SmallCluster.of(NginxIngress.named("ingress"), CertManager.named("cert-manager"), MINIO.s3("s3"))
                        .exemptions())
                .anyMatch(exemption -> exemption.reason().endsWith("whoever reaches the host s3 reads them as well"));
    }
}
