package dev.hearth.checks.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.checks.Checks;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeAlertsTest {

    private static final String FULL =
            "kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < 0.1";

    private static String rule(String expression) {
        return """
                apiVersion: monitoring.coreos.com/v1
                kind: PrometheusRule
                metadata: {name: volumes, namespace: monitoring}
                spec: {groups: [{name: volumes, rules: [{alert: VolumeFull, expr: 'EXPR'}]}]}
                ---
                """.replace("EXPR", expression);
    }

    private static String claim(String name, String spec) {
        return """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: NAME, namespace: shop}
                spec: {SPEC, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                ---
                """.replace("NAME", name).replace("SPEC", spec);
    }

    private static String storageClass(String name, String provisioner, String annotations) {
        return "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: " + name + ", annotations: {"
                + annotations + "}}\nprovisioner: " + provisioner + "\n---\n";
    }

    private static final String MICROK8S = claim("data", "storageClassName: microk8s-hostpath");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "microk8s.io/hostpath      |                          | 1",
                "k8s.io/minikube-hostpath  |                          | 1",
                "docker.io/hostpath        |                          | 1",
                "rancher.io/local-path     |                          | 1",
                "rancher.io/local-path     | defaultVolumeType: hostPath | 1",
                "rancher.io/local-path     | defaultVolumeType: local | 0",
                "nfs.csi.k8s.io            |                          | 0",
            })
    void who_makes_the_volumes_tells_whether_they_are_measured(String provisioner, String annotations, int findings) {
        String tree = rule(FULL)
                + claim("data", "storageClassName: some")
                + storageClass("some", provisioner, annotations == null ? "" : annotations);

        assertThat(AlertingCheck.of(tree)).hasSize(findings);
    }

    @Test
    void a_finding_tells_which_alert_never_fires() {
        assertThat(AlertingCheck.of(rule(FULL) + MICROK8S))
                .singleElement()
                .asString()
                .startsWith("warning alert.volume spec.groups[0].rules[0].expr: alert VolumeFull never fires");
    }

    @Test
    void a_claim_may_say_otherwise_than_its_class() {
        String path = storageClass("some", "rancher.io/local-path", "");
        String local = claim("data", "storageClassName: some")
                .replace("namespace: shop", "namespace: shop, annotations: {volumeType: local}");

        assertThat(AlertingCheck.of(rule(FULL) + local + path)).isEmpty();
        assertThat(AlertingCheck.of(rule(FULL)
                        + local.replace("volumeType: local", "volumeType: hostPath")
                        + storageClass("some", "rancher.io/local-path", "defaultVolumeType: local")))
                .hasSize(1);
    }

    @Test
    void one_claim_that_is_measured_is_enough() {
        assertThat(AlertingCheck.of(rule(FULL) + MICROK8S + claim("more", "storageClassName: ceph")))
                .isEmpty();
        assertThat(AlertingCheck.of(rule(FULL))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kubelet_volume_stats_used_bytes{namespace=\"shop\"} > 1                               | 0",
                "kubelet_volume_stats_used_bytes{persistentvolumeclaim=\"data\"} > 1                   | 1",
                "kubelet_volume_stats_used_bytes{persistentvolumeclaim=~\"da.*\", namespace!=\"x\"} > 1 | 1",
                "kubelet_volume_stats_used_bytes{persistentvolumeclaim!=\"more\"} > 1                  | 1",
                "kubelet_volume_stats_used_bytes{persistentvolumeclaim=\"unknown\"} > 1                | 0",
                "kubelet_volume_stats_used_bytes{persistentvolumeclaim=\"data\"} > 1 or up == 0        | 0",
                "absent(kubelet_volume_stats_used_bytes{persistentvolumeclaim=\"data\"})               | 0",
                "node_filesystem_avail_bytes < 1                                                       | 0",
                "kubelet_volume_stats_used_bytes{persistentvolumeclaim=\"data\" > 1                    | 0",
            })
    void the_alert_tells_which_claims_it_means(String expression, int findings) {
        assertThat(AlertingCheck.of(rule(expression) + MICROK8S + claim("more", "storageClassName: ceph")))
                .hasSize(findings);
    }

    @Test
    void the_default_class_is_that_of_claims_without_one() {
        String usual =
                storageClass("some", "microk8s.io/hostpath", "storageclass.kubernetes.io/is-default-class: 'true'");

        assertThat(AlertingCheck.of(rule(FULL) + claim("data", "volumeMode: Filesystem") + usual))
                .hasSize(1);
        assertThat(AlertingCheck.of(rule(FULL) + claim("data", "volumeMode: Filesystem")))
                .isEmpty();
        assertThat(AlertingCheck.of(rule(FULL) + claim("data", "storageClassName: ''") + usual))
                .isEmpty();
    }

    @Test
    void volumes_that_somebody_wrote_are_known() {
        String volume = """
                apiVersion: v1
                kind: PersistentVolume
                metadata: {name: disk}
                spec: {storageClassName: manual, SORT: {path: /srv}, capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce]}
                """;
        for (String spec : List.of("volumeName: disk", "storageClassName: manual")) {
            assertThat(AlertingCheck.of(rule(FULL) + claim("data", spec) + volume.replace("SORT", "hostPath")))
                    .hasSize(1);
            assertThat(AlertingCheck.of(rule(FULL) + claim("data", spec) + volume.replace("SORT", "local")))
                    .isEmpty();
        }
        assertThat(AlertingCheck.of(rule(FULL) + claim("data", "volumeName: elsewhere")))
                .isEmpty();
    }

    @Test
    void the_claims_of_sets_and_pods_count() {
        String set = """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: db, namespace: shop}
                spec:
                  replicas: 2
                  serviceName: db
                  selector: {matchLabels: {a: b}}
                  template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: a}]}}
                  volumeClaimTemplates:
                    - metadata: {name: data}
                      spec: {storageClassName: CLASS, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """;
        String pod = """
                apiVersion: v1
                kind: Pod
                metadata: {name: a, namespace: shop}
                spec:
                  containers: [{name: a, image: a}]
                  volumes: [{name: a, ephemeral: {volumeClaimTemplate: {spec: {storageClassName: CLASS}}}}]
                """;
        String second = rule("kubelet_volume_stats_used_bytes{persistentvolumeclaim=\"data-db-1\"} > 1");

        assertThat(AlertingCheck.of(second + set.replace("CLASS", "microk8s-hostpath")))
                .hasSize(1);
        assertThat(AlertingCheck.of(second + set.replace("CLASS", "ceph"))).isEmpty();
        assertThat(AlertingCheck.of(rule(FULL) + pod.replace("CLASS", "microk8s-hostpath")))
                .hasSize(1);
        assertThat(AlertingCheck.of(rule(FULL) + MICROK8S + pod.replace("CLASS", "ceph")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{storage: {size: 1Gi}}",
                "{storage: {storageClass: ceph, size: 1Gi}}",
                "{storage: {volumeClaimTemplate: {spec: {storageClassName: ceph}}}}",
                "{volumeClaimTemplates: [{spec: {}}]}",
            })
    void a_program_may_make_claims_of_its_own(String spec) {
        String made =
                "apiVersion: db.example.org/v1\nkind: Database\nmetadata: {name: a, namespace: shop}\nspec: " + spec;

        assertThat(AlertingCheck.of(rule(FULL) + MICROK8S + made)).isEmpty();
        assertThat(AlertingCheck.of(rule(FULL) + MICROK8S + made.replace("ceph", "microk8s-hostpath")))
                .hasSize(spec.contains("ceph") ? 1 : 0);
    }

    @Test
    void a_chart_may_bring_claims_that_nobody_sees() {
        String chart = """
                apiVersion: helm.toolkit.fluxcd.io/v2
                kind: HelmRelease
                metadata: {name: db, namespace: shop}
                spec: {interval: 1h, chart: {spec: {chart: db, sourceRef: {kind: HelmRepository, name: a}}}}
                """;

        assertThat(AlertingCheck.of(rule(FULL) + MICROK8S + chart)).isEmpty();
    }

    @Test
    void classes_that_are_elsewhere_are_known_too() {
        Checks checks = Checks.of(KubernetesVersion.parse("1.35"))
                .elsewhere(Yaml.read(storageClass("some", "microk8s.io/hostpath", ""), "elsewhere.yaml"));

        assertThat(AlertingCheck.of(checks, rule(FULL) + claim("data", "storageClassName: some")))
                .hasSize(1);
    }

    @Test
    void rules_in_a_file_are_read_as_well() {
        String file = """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: prometheus, namespace: monitoring}
                data:
                  rules.yml: |
                    groups: [{name: a, rules: [{alert: VolumeFull, expr: 'kubelet_volume_stats_used_bytes > 1'}]}]
                """;

        assertThat(AlertingCheck.of(file + "---\n" + MICROK8S))
                .singleElement()
                .asString()
                .contains("data[rules.yml]");
    }
}
