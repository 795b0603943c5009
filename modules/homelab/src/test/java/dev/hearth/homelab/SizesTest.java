package dev.hearth.homelab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;

class SizesTest {

    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    private static List<Manifest> objects(String yaml) {
        return Yaml.read(yaml, "test").stream()
                .map(object -> object.ownedBy("shop"))
                .toList();
    }

    @Test
    void a_pod_of_a_daemon_set_is_on_each_node_and_other_pods_are_as_many_as_their_replicas() {
        List<Manifest> shop = objects("""
                apiVersion: apps/v1
                kind: DaemonSet
                metadata: {name: agent}
                spec: {template: {spec: {containers: [{name: a, resources: {requests: {cpu: 20m, memory: 64Mi}}}]}}}
                ---
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: data}
                spec:
                  replicas: 3
                  template: {spec: {containers: [{name: a, resources: {requests: {cpu: '1', memory: 1Gi}, limits: {memory: 2Gi}}}]}}
                  volumeClaimTemplates: [{metadata: {name: d}, spec: {resources: {requests: {storage: 10Gi}}}}]
                """);

        assertThat(Sizes.of(shop, 1).total()).isEqualTo(new Amount(3020, 3 * GIB + 64 * MIB, 0, 6 * GIB, 30 * GIB));
        assertThat(Sizes.of(shop, 2).total()).isEqualTo(new Amount(3040, 3 * GIB + 128 * MIB, 0, 6 * GIB, 30 * GIB));
    }

    @Test
    void what_runs_before_counts_where_it_needs_more_and_what_runs_beside_always_does() {
        Amount pod = Sizes.of(objects("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: web}
                        spec:
                          template:
                            spec:
                              initContainers:
                              - {name: side, restartPolicy: Always, resources: {requests: {cpu: 10m, memory: 10Mi}}}
                              - {name: once, resources: {requests: {cpu: 5m, memory: 300Mi}}}
                              containers:
                              - {name: a, resources: {requests: {cpu: 100m, memory: 100Mi}}}
                              - {name: b, resources: {limits: {memory: 50Mi}}}
                        """), 1).total();

        assertThat(pod).isEqualTo(new Amount(110, 310 * MIB, 0, 50 * MIB, 0));
    }

    @Test
    void an_autoscaler_keeps_its_fewest_pods_and_jobs_are_apart() {
        Sizes sizes = Sizes.of(objects("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop}
                spec: {template: {spec: {containers: [{name: a, resources: {requests: {cpu: 100m}}}]}}}
                ---
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: web-hpa, namespace: shop}
                spec: {minReplicas: 3, maxReplicas: 10, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
                ---
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: nightly}
                spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: a, resources: {requests: {cpu: 7m}}}]}}}}}
                """), 2);

        assertThat(sizes.total().cpu()).isEqualTo(300);
        assertThat(sizes.allJobs().cpu()).isEqualTo(7);
    }

    @Test
    void the_home_cluster_fits_on_one_node_of_4_processors_and_16_gib_with_room_for_applications() {
        Amount one = Sizes.of(PlatformPage.render(new HomeLab().define()).manifests(), 1)
                .total();

        assertThat(one.cpu()).as("thousandths of a processor").isBetween(1L, 3000L);
        assertThat(one.memory() / MIB).as("MiB").isBetween(1L, 12L * 1024);
    }
}
