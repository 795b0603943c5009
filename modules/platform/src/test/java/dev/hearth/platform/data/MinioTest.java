package dev.hearth.platform.data;

import static dev.hearth.dsl.Units.days;
import static dev.hearth.dsl.Units.minutes;
import static dev.hearth.platform.SmallCluster.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.CredentialUse;
import dev.hearth.dsl.Flow;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Pods;
import dev.hearth.findings.Finding;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.access.CertManager;
import dev.hearth.platform.access.Dex;
import dev.hearth.platform.access.Groups;
import dev.hearth.platform.access.NginxIngress;
import dev.hearth.platform.access.OidcClient;
import dev.hearth.platform.backup.BackupLocation;
import dev.hearth.platform.backup.Velero;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
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

    /** Asks for users of buckets. */
    record Gallery(ImmutableList<BucketUser> users) implements Component {

        Gallery(BucketUser... users) {
            this(ImmutableList.copyOf(users));
        }

        @Override
        public ImmutableSet<Ask> asks() {
            return ImmutableSet.copyOf(users);
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(scope -> users.forEach(user -> scope.uses(user.credential())));
        }
    }

    private static SortedMap<String, String> files(SmallCluster cluster, String config) {
        return SmallCluster.data(cluster.object("ConfigMap", config));
    }

    /** What the job of that store does, without how it does it. */
    private static List<String> calls(SmallCluster cluster, String store) {
        String script = files(cluster, store + "-buckets").getOrDefault("buckets.sh", "");
        return script.substring(script.lastIndexOf("\n}\n") + 3).strip().lines().toList();
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
        assertThat(container(cluster.object("Job", "minio-policies"))
                        .sequence("args")
                        .strings()
                        .get(0))
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

        assertThat(calls(cluster, "minio"))
                .containsExactly(
                        "bucket albums", "bucket backups", "bucket check", "bucket photos", "user check check");
    }

    @Test
    void makes_a_user_for_whoever_asks_and_a_policy_for_just_the_buckets_that_it_asked_for() {
        SmallCluster cluster = SmallCluster.of(
                MINIO,
                new Gallery(
                        MINIO.bucket("albums").user("gallery"),
                        MINIO.bucket("originals").user("gallery").readOnly()));

        assertThat(calls(cluster, "minio"))
                .containsExactly(
                        "bucket albums", "bucket check", "bucket originals", "user check check", "user gallery albums");
        assertThat(files(cluster, "minio-buckets").get("user-gallery.json"))
                .contains("\"arn:aws:s3:::albums/*\"", "\"arn:aws:s3:::originals/*\"")
                .doesNotContain("s3:*", "check");
        assertThat(files(cluster, "minio-buckets").get("user-check.json"))
                .isEqualTo(
                        "{\"Version\":\"2012-10-17\",\"Statement\":["
                                + "{\"Effect\":\"Allow\",\"Action\":[\"s3:GetBucketLocation\",\"s3:ListBucket\","
                                + "\"s3:ListBucketMultipartUploads\"],\"Resource\":[\"arn:aws:s3:::check\"]},"
                                + "{\"Effect\":\"Allow\",\"Action\":[\"s3:AbortMultipartUpload\",\"s3:DeleteObject\",\"s3:GetObject\","
                                + "\"s3:ListMultipartUploadParts\",\"s3:PutObject\"],\"Resource\":[\"arn:aws:s3:::check/*\"]}]}\n");
    }

    @Test
    void a_user_has_one_secret_of_one_name_beside_the_store_and_beside_whoever_asked() {
        SmallCluster cluster =
                SmallCluster.of(MINIO, new Gallery(MINIO.bucket("albums").user("gallery")));

        assertThat(cluster.expansion().facts(CredentialUse.class))
                .extracting(use ->
                        use.fact().namespace() + "/" + use.fact().credential().name())
                .contains("minio/minio-gallery", "gallery/minio-gallery");
    }

    @Test
    void velero_and_dumps_use_users_that_the_store_makes() {
        SmallCluster cluster = SmallCluster.of(
                MINIO,
                LocalPath.named("local-path"),
                Velero.named("velero").to(BackupLocation.in(MINIO.bucket("velero"))),
                Postgres.named("postgres")
                        .dumps(Dumps.daily().copy(MINIO.bucket("dumps").user("postgres"), Minio.SILO)));

        assertThat(calls(cluster, "minio"))
                .contains("bucket dumps", "bucket velero", "user postgres dumps", "user velero velero");
        assertThat(cluster.expansion().facts(CredentialUse.class))
                .extracting(use ->
                        use.fact().namespace() + "/" + use.fact().credential().name())
                .contains(
                        "minio/minio-velero", "velero/minio-velero", "minio/minio-postgres", "postgres/minio-postgres");
    }

    @Test
    void a_location_with_keys_of_its_own_gets_the_bucket_alone() {
        assertThat(calls(
                        SmallCluster.of(
                                MINIO,
                                Velero.named("velero")
                                        .to(BackupLocation.in(MINIO.bucket("velero"))
                                                .credential(Credential.named("own")
                                                        .asked("access-key", "key")
                                                        .asked("secret-key", "secret")))),
                        "minio"))
                .containsExactly("bucket check", "bucket velero", "user check check");
    }

    @Test
    void keeps_versions_lets_objects_expire_and_locks_them_as_it_is_told() {
        SmallCluster cluster =
                SmallCluster.of(MINIO.rules("dumps", BucketRules.none().expireAfter(days(90)))
                        .rules("photos", BucketRules.none().versioned().oldVersionsFor(days(30)))
                        .rules("ledger", BucketRules.none().lockedFor(days(365))));

        assertThat(calls(cluster, "minio"))
                .containsExactly(
                        "bucket check",
                        "bucket dumps",
                        "lifecycle dumps",
                        "bucket ledger --with-lock",
                        "mc version enable store/ledger",
                        "mc retention set --default governance 365d store/ledger",
                        "bucket photos",
                        "mc version enable store/photos",
                        "lifecycle photos",
                        "user check check");
        assertThat(files(cluster, "minio-buckets"))
                .containsOnlyKeys("buckets.sh", "lifecycle-dumps.json", "lifecycle-photos.json", "user-check.json");
    }

    @Test
    void refuses_rules_that_no_bucket_can_have() {
        assertThatThrownBy(() -> BucketRules.none().oldVersionsFor(days(3))).hasMessageContaining("versioned()");
        assertThatThrownBy(() -> BucketRules.none().expireAfter(minutes(3))).hasMessageContaining("whole days");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "admin", "readonly", "Photos"})
    void refuses_users_that_no_bucket_can_have(String name) {
        assertThatThrownBy(() -> MINIO.bucket("photos").user(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void no_password_is_in_the_environment_or_an_argument_of_its_jobs() {
        SmallCluster cluster = SmallCluster.of(MINIO.buckets("photos"));

        for (String job : List.of("minio-buckets", "minio-check")) {
            assertThat(container(cluster.object("Job", job)).sequence("env").mappings())
                    .as(job)
                    .allMatch(variable -> variable.text("value").isPresent())
                    .extracting(variable -> variable.text("name").orElseThrow())
                    .containsAnyOf("URL", "KEYS");
        }
        assertThat(container(cluster.object("Job", "minio-buckets"))
                        .sequence("env")
                        .mappings())
                .anyMatch(variable ->
                        variable.text("value").equals(Optional.of("http://minio.minio.svc.cluster.local:9000")));
    }

    @Test
    void holds_the_store_to_its_promise_after_each_sync_as_a_user_of_one_bucket() {
        SmallCluster cluster = SmallCluster.of(MINIO);

        assertThat(cluster.object("Job", "minio-check").annotations())
                .containsEntry("argocd.argoproj.io/hook", "PostSync");
        assertThat(cluster.expansion().flows().stream()
                        .filter(flow ->
                                flow.from() instanceof Pods pods && pods.name().equals("minio-check"))
                        .map(Flow::port))
                .containsExactly(9000);
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
        assertThat(calls(cluster, "minio")).contains("bucket albums").doesNotContain("bucket scans");
        assertThat(calls(cluster, "archive")).contains("bucket scans").doesNotContain("bucket albums");
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
