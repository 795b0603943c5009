package dev.hearth.checks.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.checks.Checks;
import dev.hearth.manifest.KubernetesVersion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageTest {

    private static final String DATA = "volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]";
    private static final String NAME = " shop/web spec.template.spec.volumes[0].persistentVolumeClaim.claimName";
    private static final String TEMPLATES =
            "volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce]}}]";

    private static String claim(String mode, String fields) {
        return Judged.object(
                "v1", "PersistentVolumeClaim", "data", "spec: {accessModes: [" + mode + "] " + fields + "}");
    }

    private static String storageClass(String name, String provisioner, boolean isDefault) {
        return "{apiVersion: storage.k8s.io/v1, kind: StorageClass, provisioner: " + provisioner + ", metadata: {name: "
                + name + ", annotations: {storageclass.kubernetes.io/is-default-class: \"" + isDefault + "\"}}}";
    }

    private static String schedule(String template) {
        return Judged.object("velero.io/v1", "Schedule", "nightly", "spec: {template: {" + template + "}}");
    }

    private static String marked(String annotation) {
        return Judged.deployment(DATA, "")
                .replace("labels: {app: web}", "labels: {app: web}, annotations: {" + annotation + "}");
    }

    @ParameterizedTest
    @CsvSource({
        "Deployment, 2, ReadWriteOnce, warning",
        "Deployment, 2, ReadWriteOncePod, error",
        "DaemonSet, 1, ReadWriteOnce, warning"
    })
    void several_pods_that_share_a_claim_of_one_are_found(String kind, int replicas, String mode, String severity) {
        assertThat(Judged.by(
                        "storage.access-mode",
                        Judged.workload(kind, "replicas: " + replicas, DATA, ""),
                        claim(mode, "")))
                .containsExactly(severity + " " + kind + NAME);
    }

    @Test
    void one_pod_or_a_claim_for_many_or_to_read_is_not() {
        String two = Judged.workload("Deployment", "replicas: 2", DATA, "");

        assertThat(Judged.by("storage.access-mode", two, claim("ReadWriteMany", "")))
                .isEmpty();
        assertThat(Judged.by("storage.access-mode", two, claim("ReadWriteOnce, ReadWriteMany", "")))
                .isEmpty();
        assertThat(Judged.by(
                        "storage.access-mode",
                        two.replace("claimName: data", "claimName: data, readOnly: true"),
                        claim("ReadWriteOnce", "")))
                .isEmpty();
        assertThat(Judged.by("storage.access-mode", Judged.deployment(DATA, ""), claim("ReadWriteOnce", "")))
                .isEmpty();
        assertThat(Judged.by("storage.access-mode", two)).isEmpty();
    }

    @Test
    void the_most_of_an_autoscaler_counts() {
        assertThat(Judged.by(
                        "storage.access-mode",
                        Judged.deployment(DATA, ""),
                        Judged.autoscaler(1, 3, ""),
                        claim("ReadWriteOnce", "")))
                .hasSize(1);
    }

    @Test
    void a_rollout_that_waits_for_its_own_volume_is_found() {
        assertThat(Judged.by("pod.rollout", Judged.deployment(DATA, ""), claim("ReadWriteOnce", "")))
                .containsExactly("warning Deployment" + NAME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "strategy: {type: Recreate}",
                "strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}",
                "strategy: {rollingUpdate: {maxSurge: 0%, maxUnavailable: 1}}",
                "replicas: 0"
            })
    void one_that_lets_the_old_pod_go_first_is_not(String spec) {
        assertThat(Judged.by("pod.rollout", Judged.workload("Deployment", spec, DATA, ""), claim("ReadWriteOnce", "")))
                .isEmpty();
        assertThat(Judged.by("pod.rollout", Judged.deployment(DATA, ""), claim("ReadWriteMany", "")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "replicas: 1, 1",
        "replicas: 3, 1",
        "replicas: 4, 0",
        "'strategy: {rollingUpdate: {maxUnavailable: 1}}', 0",
        "strategy: {type: Recreate}, 0",
        "replicas: 0, 0"
    })
    void a_port_of_the_node_is_freed_before_it_is_taken(String spec, int found) {
        String port = "ports: [{containerPort: 80, hostPort: 80}]";

        assertThat(Judged.by("pod.rollout", Judged.workload("Deployment", spec, "", port)))
                .hasSize(found);
        assertThat(Judged.by("pod.rollout", Judged.workload("Deployment", spec, "", "ports: [{containerPort: 80}]")))
                .isEmpty();
    }

    @Test
    void a_claim_without_a_class_needs_a_default() {
        String local = storageClass("local", "rancher.io/local-path", false);

        assertThat(classes(claim("ReadWriteOnce", ""), local))
                .containsExactly("warning PersistentVolumeClaim shop/data spec.storageClassName");
        assertThat(classes(Judged.workload("StatefulSet", TEMPLATES, "", ""), local))
                .containsExactly("warning StatefulSet shop/web spec.volumeClaimTemplates[0].spec.storageClassName");
    }

    @Test
    void a_claim_with_a_class_or_a_volume_or_a_default_does_not() {
        String local = storageClass("local", "rancher.io/local-path", false);

        assertThat(classes(claim("ReadWriteOnce", ""))).isEmpty();
        assertThat(classes(claim("ReadWriteOnce", ""), storageClass("a", "b", true), local))
                .isEmpty();
        assertThat(classes(claim("ReadWriteOnce", ", storageClassName: local"), local))
                .isEmpty();
        assertThat(classes(claim("ReadWriteOnce", ", storageClassName: ''"), local))
                .isEmpty();
        assertThat(classes(claim("ReadWriteOnce", ", volumeName: disk"), local))
                .isEmpty();
    }

    @Test
    void nothing_is_said_where_a_class_may_be_brought_by_others_or_is_known_by_name_alone() {
        String local = storageClass("local", "rancher.io/local-path", false);

        assertThat(Judged.by("storage.class", claim("ReadWriteOnce", ""), local)).isEmpty();
        assertThat(classes(claim("ReadWriteOnce", ""), local.replace("provisioner: rancher.io/local-path,", "")))
                .isEmpty();
    }

    private static List<String> classes(String... objects) {
        Checks checks = Checks.of(KubernetesVersion.parse("1.35")).complete();
        return Judged.findings(checks, "storage.class", objects).stream()
                .map(Judged::written)
                .toList();
    }

    @Test
    void volumes_of_one_node_are_not_shared_by_many() {
        String shared = claim("ReadWriteMany", ", storageClassName: local");
        String at = "warning PersistentVolumeClaim shop/data spec.accessModes";

        assertThat(Judged.by("storage.read-write-many", shared, storageClass("local", "rancher.io/local-path", false)))
                .containsExactly(at);
        assertThat(Judged.by(
                        "storage.read-write-many",
                        claim("ReadWriteMany", ""),
                        storageClass("a", "ebs.csi.aws.com", true)))
                .containsExactly(at);
        assertThat(Judged.by("storage.read-write-many", shared, storageClass("local", "nfs.csi.k8s.io", false)))
                .isEmpty();
        assertThat(Judged.by("storage.read-write-many", shared)).isEmpty();
        assertThat(Judged.by(
                        "storage.read-write-many",
                        claim("ReadWriteMany", ", storageClassName: local, volumeMode: Block"),
                        storageClass("local", "ebs.csi.aws.com", false)))
                .isEmpty();
    }

    @Test
    void a_claim_that_no_backup_takes_is_found() {
        assertThat(Judged.by("storage.backup", Judged.deployment(DATA, ""), schedule("")))
                .containsExactly("warning Deployment" + NAME);
        assertThat(Judged.by("storage.backup", Judged.workload("StatefulSet", TEMPLATES, "", ""), schedule("")))
                .containsExactly("warning StatefulSet shop/web spec.volumeClaimTemplates[0]");
        assertThat(Judged.by("storage.backup", marked("backup.velero.io/backup-volumes: other"), schedule("")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'backup.velero.io/backup-volumes': 'other, data'",
                "'backup.velero.io/backup-volumes-excludes': data"
            })
    void a_mark_on_the_pod_says_it(String annotation) {
        assertThat(Judged.by("storage.backup", marked(annotation), schedule("")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "defaultVolumesToFsBackup: true",
                "snapshotMoveData: true",
                "includedNamespaces: [shop], defaultVolumesToFsBackup: true"
            })
    void a_schedule_that_takes_all_volumes_says_it(String template) {
        assertThat(Judged.by("storage.backup", Judged.deployment(DATA, ""), schedule(template)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "includedNamespaces: [other], defaultVolumesToFsBackup: true",
                "excludedNamespaces: [shop], defaultVolumesToFsBackup: true",
                "snapshotVolumes: false"
            })
    void one_that_leaves_the_namespace_out_does_not(String template) {
        assertThat(Judged.by("storage.backup", Judged.deployment(DATA, ""), schedule(template)))
                .hasSize(1);
    }

    @Test
    void nothing_is_said_without_velero_or_data() {
        assertThat(Judged.by("storage.backup", Judged.deployment(DATA, ""))).isEmpty();
        assertThat(Judged.by(
                        "storage.backup", Judged.deployment("volumes: [{name: tmp, emptyDir: {}}]", ""), schedule("")))
                .isEmpty();
    }

    @Test
    void a_server_told_to_take_everything_says_it() {
        String server = Judged.deployment("", "args: [server, --default-volumes-to-fs-backup]")
                .replace("ghcr.io/example/web:1.4.2", "docker.io/velero/velero:v1.18.2")
                .replace("{name: web, n", "{name: velero, n");

        assertThat(Judged.by("storage.backup", Judged.deployment(DATA, ""), schedule(""), server))
                .isEmpty();
    }

    @Test
    void a_claim_that_is_left_out_by_its_label_is_not_missed() {
        String free = claim("ReadWriteOnce", "")
                .replace("{name: data, n", "{name: data, labels: {velero.io/exclude-from-backup: \"true\"}, n");

        assertThat(Judged.by("storage.backup", Judged.deployment(DATA, ""), schedule(""), free))
                .isEmpty();
    }
}
