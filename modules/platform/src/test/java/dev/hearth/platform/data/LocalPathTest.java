package dev.hearth.platform.data;

import static dev.hearth.platform.SmallCluster.data;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dsl.backup.StorageClassOffer;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.backup.BackupLocation;
import dev.hearth.platform.backup.Velero;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalPathTest {

    private static final LocalPath STORAGE = LocalPath.named("local-path");

    private static Manifest storageClass(LocalPath storage) {
        return SmallCluster.of(storage).object("StorageClass", "local-path");
    }

    private static String file(LocalPath storage, String key) {
        return requireNonNull(
                data(SmallCluster.of(storage).object("ConfigMap", "local-path-config"))
                        .get(key),
                key);
    }

    private static String paths(LocalPath storage) {
        return file(storage, "config.json");
    }

    @Test
    void becomes_the_expected_objects() {
        SmallCluster cluster = SmallCluster.of(STORAGE);

        assertThat(cluster.findings()).isEmpty();
        GoldenTree.assertTree("local-path", cluster.manifests("local-path"));
    }

    @Test
    void volumes_are_local_so_that_backups_take_them() {
        assertThat(storageClass(STORAGE).annotations()).containsEntry("defaultVolumeType", "local");
        assertThat(STORAGE.offers().of(StorageClassOffer.class))
                .containsExactly(new StorageClassOffer("local-path", true, true));

        Velero velero = Velero.named("velero").to(BackupLocation.s3("offsite", "backups", "eu-central-1"));
        assertThat(SmallCluster.of(Minio.named("minio"), velero).findings())
                .extracting(Finding::rule)
                .containsExactly("backup.host-path");
        assertThat(SmallCluster.of(STORAGE, Minio.named("minio"), velero).findings())
                .isEmpty();
        assertThat(SmallCluster.of(STORAGE.notByDefault(), Minio.named("minio"), velero)
                        .findings())
                .extracting(Finding::rule)
                .containsExactly("backup.host-path");
    }

    @Test
    void keeps_what_a_deleted_claim_held_unless_told_otherwise() {
        assertThat(storageClass(STORAGE).root().text("reclaimPolicy")).contains("Retain");
        assertThat(storageClass(STORAGE.deletingVolumes()).root().text("reclaimPolicy"))
                .contains("Delete");
    }

    @Test
    void waits_for_the_pod_because_volumes_are_of_one_node() {
        assertThat(storageClass(STORAGE).root().text("volumeBindingMode")).contains("WaitForFirstConsumer");
    }

    @Test
    void is_the_default_class_unless_told_otherwise() {
        assertThat(storageClass(STORAGE).annotations())
                .containsEntry("storageclass.kubernetes.io/is-default-class", "true");
        assertThat(storageClass(STORAGE.notByDefault()).annotations())
                .containsEntry("storageclass.kubernetes.io/is-default-class", "false");
    }

    @Test
    void each_node_may_have_directories_of_its_own_or_none() {
        assertThat(paths(STORAGE.path("/srv/volumes").node("rack", "/mnt/a", "/mnt/b")))
                .isEqualTo(
                        "{\"nodePathMap\":[{\"node\":\"DEFAULT_PATH_FOR_NON_LISTED_NODES\",\"paths\":[\"/srv/volumes\"]},"
                                + "{\"node\":\"rack\",\"paths\":[\"/mnt/a\",\"/mnt/b\"]}]}\n");
        assertThat(paths(STORAGE.without("rack"))).contains("{\"node\":\"rack\",\"paths\":[]}");
    }

    @Test
    void a_node_that_the_site_does_not_have_is_a_finding() {
        assertThat(SmallCluster.of(STORAGE.node("rakc", "/mnt/a")).findings())
                .extracting(Finding::rule)
                .containsExactly("storage.node");
    }

    @Test
    void helper_pods_get_no_token_and_nothing_that_the_provisioner_refuses() {
        assertThat(file(STORAGE, "helperPod.yaml"))
                .contains("automountServiceAccountToken: false")
                .contains("image: docker.io/library/busybox:1.38.0")
                .doesNotContain("securityContext", "volumes", "nodeName", "serviceAccountName");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "srv", "/srv/", "/srv/../etc", "/srv volumes", ""})
    void refuses_what_is_no_full_path(String path) {
        assertThatThrownBy(() -> STORAGE.path(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + path + "'");
    }
}
