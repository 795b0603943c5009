package dev.hearth.platform.backup;

import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.minutes;
import static dev.hearth.platform.SmallCluster.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dsl.Credential;
import dev.hearth.dsl.CredentialUse;
import dev.hearth.dsl.Flow;
import dev.hearth.dsl.Page;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.Stated;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.data.Minio;
import dev.hearth.platform.observability.Grafana;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VeleroTest {

    private static final Minio MINIO = Minio.named("minio").storage(gib(50));
    private static final BackupLocation OFFSITE =
            BackupLocation.s3("offsite", "home-backups", "eu-central-1").endpoint("https://s3.example.org:8443");
    private static final Velero VELERO = Velero.named("velero").to(BackupLocation.in(MINIO.bucket("velero")), OFFSITE);
    private static final Site SITE = SmallCluster.site().storageClass("local");

    private static SmallCluster cluster(Velero velero) {
        return SmallCluster.of(SITE, MINIO, Grafana.named("grafana"), velero);
    }

    private static List<String> schedules(SmallCluster cluster) {
        return cluster.manifests("velero").stream()
                .filter(manifest -> manifest.kind().equals("Schedule"))
                .map(Manifest::name)
                .toList();
    }

    private static Mapping location(SmallCluster cluster, String name) {
        return cluster.object("BackupStorageLocation", name).spec();
    }

    @Test
    void becomes_the_expected_objects() {
        SmallCluster cluster = cluster(VELERO);

        assertThat(cluster.findings()).isEmpty();
        GoldenTree.assertTree("velero", cluster.manifests("velero"));
    }

    @Test
    void backs_up_every_component_to_every_location_but_a_store_to_itself() {
        assertThat(schedules(cluster(VELERO)))
                .containsExactlyInAnyOrder("grafana-minio", "grafana-offsite", "minio-offsite");
    }

    @Test
    void marks_the_volumes_on_the_pods() {
        assertThat(cluster(VELERO)
                        .object("StatefulSet", "minio")
                        .spec()
                        .mapping("template")
                        .mapping("metadata")
                        .mapping("annotations")
                        .text("backup.velero.io/backup-volumes"))
                .contains("data");
    }

    @Test
    void a_store_that_would_only_keep_itself_is_a_finding() {
        SmallCluster cluster =
                SmallCluster.of(SITE, MINIO, Velero.named("velero").to(BackupLocation.in(MINIO.bucket("velero"))));

        assertThat(cluster.findings()).extracting(Finding::rule).containsExactly("backup.location");
    }

    @Test
    void volumes_that_the_add_on_of_microk8s_makes_are_a_finding() {
        SmallCluster cluster = SmallCluster.of(MINIO, VELERO);

        assertThat(cluster.findings()).extracting(Finding::rule).containsExactly("backup.host-path");
    }

    @Test
    void asks_the_store_for_its_bucket_and_its_user() {
        assertThat(SmallCluster.data(cluster(VELERO).object("ConfigMap", "minio-buckets"))
                        .get("buckets.sh"))
                .contains("bucket velero\n", "user velero velero\n");
    }

    @Test
    void tells_a_store_in_the_cluster_by_its_address_and_one_outside_by_its_url() {
        SmallCluster cluster = cluster(VELERO);

        assertThat(location(cluster, "minio").mapping("config").text("s3Url"))
                .contains("http://minio.minio.svc.cluster.local:9000");
        assertThat(location(cluster, "minio").mapping("config").text("s3ForcePathStyle"))
                .contains("true");
        assertThat(location(cluster, "offsite").mapping("config").text("s3Url"))
                .contains("https://s3.example.org:8443");
        assertThat(location(cluster, "offsite").mapping("config").has("s3ForcePathStyle"))
                .isFalse();
        assertThat(location(cluster, "minio").isTrue("default")).isTrue();
        assertThat(location(cluster, "offsite").isTrue("default")).isFalse();
    }

    @Test
    void a_location_has_the_settings_that_other_stores_need() {
        Credential authority = Credential.named("store-ca").asked("ca.crt", "the certificate of the store's authority");
        BackupLocation location = OFFSITE.usingPathStyle()
                .prefix("home")
                .withoutChecksums()
                .authority(authority.key("ca.crt"))
                .forReading()
                .validation(minutes(30));
        Mapping spec = location(
                cluster(Velero.named("velero")
                        .to(
                                OFFSITE.prefix("x")
                                        .credential(Credential.named("keys")
                                                .asked("access-key", "")
                                                .asked("secret-key", "")),
                                named("reading", location))),
                "reading");

        assertThat(spec.text("accessMode")).contains("ReadOnly");
        assertThat(spec.text("validationFrequency")).contains("1800s");
        assertThat(spec.mapping("objectStorage").text("prefix")).contains("home");
        assertThat(spec.mapping("objectStorage").mapping("caCertRef").text("name"))
                .contains("store-ca");
        assertThat(spec.mapping("config").text("checksumAlgorithm")).contains("");
        assertThat(spec.mapping("config").text("s3ForcePathStyle")).contains("true");
    }

    private static BackupLocation named(String name, BackupLocation location) {
        return new BackupLocation(
                name,
                location.storage(),
                location.prefix(),
                location.authority(),
                location.checksums(),
                location.readOnly(),
                location.validation());
    }

    @Test
    void nothing_is_scheduled_to_a_location_for_reading() {
        SmallCluster cluster = cluster(Velero.named("velero").to(OFFSITE, named("reading", OFFSITE.forReading())));

        assertThat(schedules(cluster)).containsExactlyInAnyOrder("grafana-offsite", "minio-offsite");
    }

    @Test
    void the_password_of_the_files_is_made_before_velero_makes_one_that_everybody_knows() {
        assertThat(cluster(VELERO).expansion().facts(CredentialUse.class).stream()
                        .filter(use -> use.component().equals("velero"))
                        .map(use -> use.fact().credential().name()))
                .containsExactlyInAnyOrder("minio-velero", "velero-offsite", "velero-repo-credentials");
    }

    @Test
    void its_own_pods_and_those_it_starts_reach_the_stores_and_the_api_server_alone() {
        List<Flow> flows = cluster(VELERO).expansion().flows().stream()
                .filter(flow -> flow.from() instanceof Pods pods && "velero".equals(pods.namespace()))
                .toList();

        for (String pods : List.of("velero", "node-agent", "velero-maintenance", "velero-data-mover")) {
            assertThat(flows.stream().filter(flow -> ((Pods) flow.from()).name().equals(pods)))
                    .as(pods)
                    .extracting(Flow::to, Flow::port)
                    .hasSize(3)
                    .anySatisfy(to -> assertThat(to.toList()).isEqualTo(List.of(Peer.apiServer(), 16443)))
                    .anySatisfy(to -> assertThat(to.toList()).isEqualTo(List.of(Peer.outside("s3.example.org"), 8443)))
                    .anySatisfy(to -> assertThat(to.toList().get(1)).isEqualTo(9000));
        }
    }

    @Test
    void agents_find_the_kubelet_where_the_distribution_has_it() {
        assertThat(hostPath(VELERO, SITE)).isEqualTo("/var/snap/microk8s/common/var/lib/kubelet/pods");
        assertThat(hostPath(VELERO, Site.of("k3s", "10.42.0.0/16", "10.43.0.0/16", 6443)))
                .isEqualTo("/var/lib/kubelet/pods");
        assertThat(hostPath(VELERO.kubelet("/data/kubelet"), SITE)).isEqualTo("/data/kubelet/pods");
    }

    private static String hostPath(Velero velero, Site site) {
        return pod(SmallCluster.of(site, MINIO, velero).object("DaemonSet", "node-agent"))
                .sequence("volumes")
                .mappings()
                .stream()
                .flatMap(volume -> volume.mapping("hostPath").text("path").stream())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_page_restores_in_the_order_of_a_sync() {
        String page = cluster(VELERO).expansion().facts(Page.class).stream()
                .map(Stated::fact)
                .map(Page::text)
                .findFirst()
                .orElseThrow();

        assertThat(page).startsWith("# Restoring cluster home\n");
        assertThat(page.lines().filter(line -> line.startsWith("## ")))
                .containsExactly(
                        "## Look what there is",
                        "## Stop Argo CD",
                        "## Restore minio",
                        "## Restore grafana",
                        "## Without a backup",
                        "## Start Argo CD");
        assertThat(page).contains("--from-schedule minio-offsite --wait").contains("- velero: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3.example.org", "ftp://s3.example.org", "https://", "https://a b"})
    void refuses_endpoints_that_are_no_urls(String url) {
        assertThatThrownBy(() -> OFFSITE.endpoint(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + url + "'");
    }

    @Test
    void refuses_two_locations_of_one_name() {
        assertThatThrownBy(() -> Velero.named("velero").to(OFFSITE, OFFSITE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("offsite");
    }
}
