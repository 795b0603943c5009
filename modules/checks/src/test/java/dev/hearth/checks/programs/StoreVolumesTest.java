package dev.hearth.checks.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the stores write, and what becomes of it. */
class StoreVolumesTest {

    private static final String VOLUMES = """
                  volumes:
                    - {name: passing, emptyDir: {}}
                    - {name: kept, persistentVolumeClaim: {claimName: data}}
            """;

    /** What is found with a program that has those mounts besides its configuration. */
    private static List<String> found(String image, String mounts, String security, String configuration) {
        return Trees.found(Trees.program(image, Trees.OPTIONS, security, configuration)
                .replace("mountPath: /etc/app}", "mountPath: /etc/app}" + mounts)
                .replace("      volumes:\n", VOLUMES));
    }

    private static String mounted(String name, String path) {
        return "\n            - {name: " + name + ", mountPath: " + path + "}";
    }

    @Test
    void a_claim_beside_what_tempo_writes_keeps_nothing() {
        assertThat(found("tempo:3.0.3", mounted("kept", "/data"), "", "{}"))
                .singleElement()
                .asString()
                .startsWith("WARNING")
                .endsWith("live_store.wal.path");
        assertThat(found(
                        "tempo:2.10.8",
                        mounted("kept", "/data"),
                        "",
                        "{storage: {trace: {backend: local, local: {path: /tmp/blocks}}}}"))
                .singleElement()
                .asString()
                .endsWith("storage.trace.wal.path, storage.trace.local.path");
    }

    @Test
    void a_claim_that_tempo_writes_to_is_well_wherever_it_is() {
        assertThat(found("tempo:3.0.3", mounted("kept", "/var/tempo"), "", "{}"))
                .isEmpty();
        assertThat(found("tempo:2.10.8", mounted("kept", "/data"), "", "{storage: {trace: {wal: {path: /data/wal}}}}"))
                .isEmpty();
        // What lies on a volume that passes was put there by somebody who wanted that.
        assertThat(found("tempo:3.0.3", mounted("kept", "/data") + mounted("passing", "/var/tempo"), "", "{}"))
                .isEmpty();
        assertThat(found("tempo:3.0.3", mounted("passing", "/data"), "", "{}")).isEmpty();
        assertThat(found("tempo:3.0.3", mounted("kept", "/data"), "", "{target: querier}"))
                .isEmpty();
    }

    @Test
    void a_root_that_is_read_only_is_an_error_and_no_warning_besides() {
        assertThat(found(
                        "tempo:3.0.3",
                        mounted("kept", "/data"),
                        "securityContext: {readOnlyRootFilesystem: true}",
                        "{}"))
                .singleElement()
                .asString()
                .startsWith("ERROR")
                .contains("has no volume at /var/tempo");
    }

    @Test
    void what_stands_in_a_secret_or_may_be_one_is_not_shown() {
        String mimir =
                "{ingester: {ring: {replication_factor: 1}}, store_gateway: {sharding_ring: {replication_factor: 1}}, common: {storage: {s3: {secret_access_key: 'a$hidden'}}}}";

        assertThat(Trees.found("mimir", Trees.OPTIONS, "", mimir))
                .singleElement()
                .asString()
                .contains("common.storage.s3.secret_access_key")
                .doesNotContain("hidden");
        assertThat(Trees.found(
                        "mimir",
                        Trees.OPTIONS,
                        "",
                        "{ruler: {s3: {endpoint: 'http://me:hidden@minio:9000'}}, target: ruler}"))
                .singleElement()
                .asString()
                .contains("//...@minio:9000")
                .doesNotContain("hidden");
    }

    @Test
    void a_path_that_is_relative_starts_at_the_root() {
        String configuration =
                "{ingester: {ring: {replication_factor: 1}}, store_gateway: {sharding_ring: {replication_factor: 1}}}";
        String at = "securityContext: {readOnlyRootFilesystem: true}";

        assertThat(found("mimir", mounted("kept", "/tsdb"), at, configuration))
                .hasSize(4)
                .noneMatch(message -> message.contains("./tsdb/"));
        assertThat(found("pyroscope:2.1.2", mounted("kept", "/data"), "", "{architecture_storage: v2}"))
                .isEmpty();
        assertThat(found("pyroscope:2.1.2", mounted("kept", "/elsewhere"), "", "{architecture_storage: v2}"))
                .hasSize(2);
    }

    @Test
    void what_kubernetes_gives_every_container_is_there() {
        assertThat(Trees.found(
                        "other",
                        Trees.OPTIONS,
                        "",
                        "{a: '${HOSTNAME} ${KUBERNETES_SERVICE_HOST} ${LOKI_SERVICE_PORT}'}"))
                .isEmpty();
        assertThat(Trees.found("other", Trees.OPTIONS, "", "{a: '${HOST}'}")).hasSize(1);
    }

    @Test
    void an_image_that_is_told_nothing_reads_its_usual_file() {
        String loki = Trees.program(
                "loki:3.7.6", "", "", "{common: {replication_factor: 3, ring: {kvstore: {store: inmemory}}}}");

        assertThat(Trees.found(loki)).isEmpty();
        assertThat(Trees.found(loki.replace("args: []", "")
                        .replace("path: config.yaml", "path: local-config.yaml")
                        .replace("mountPath: /etc/app", "mountPath: /etc/loki")))
                .singleElement()
                .asString()
                .contains("3 times");
    }

    @Test
    void a_part_may_be_named_by_an_argument_of_its_own() {
        assertThat(Trees.found(
                        "loki",
                        Trees.OPTIONS + ", \"-target\", \"read\"",
                        "",
                        "{common: {replication_factor: 3, ring: {kvstore: {store: inmemory}}}}"))
                .isEmpty();
    }

    @Test
    void exemplars_that_are_sent_to_another_namespace_are_none_of_its() {
        String mimir = Trees.program("mimir:3.2.0", Trees.OPTIONS, "", """
                multitenancy_enabled: false
                ingester: {ring: {replication_factor: 1}}
                store_gateway: {sharding_ring: {replication_factor: 1}}
                """);
        String prometheus = """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: gateway, namespace: THERE}
                spec: {selector: {app: nginx}, ports: [{port: 80}]}
                ---
                apiVersion: monitoring.coreos.com/v1
                kind: Prometheus
                metadata: {name: main, namespace: metrics}
                spec:
                  retention: 1d
                  ruleSelector: {}
                  serviceMonitorSelector: {}
                  enableFeatures: [exemplar-storage]
                  remoteWrite: [{url: "http://gateway.THERE.svc/api/v1/push", sendExemplars: true}]
                """;

        assertThat(Trees.found(mimir + prometheus.replace("THERE", "monitoring")))
                .singleElement()
                .asString()
                .contains("takes no exemplars");
        assertThat(Trees.found(mimir + prometheus.replace("THERE", "elsewhere")))
                .isEmpty();
        assertThat(Trees.found(mimir.replace(
                                "multitenancy_enabled",
                                "limits: {max_global_exemplars_per_user: 5}\n    multitenancy_enabled")
                        + prometheus.replace("THERE", "monitoring")))
                .isEmpty();
    }

    @Test
    void one_bucket_name_in_two_stores_is_two_buckets() {
        String mimir = """
                ingester: {ring: {replication_factor: 1}}
                store_gateway: {sharding_ring: {replication_factor: 1}}
                common: {storage: {backend: s3, s3: {bucket_name: metrics, endpoint: 'one:9000'}}}
                ruler_storage: {s3: {endpoint: 'HOST:9000'}}
                """;

        assertThat(Trees.found("mimir", Trees.OPTIONS, "", mimir.replace("HOST", "one")))
                .hasSize(1);
        assertThat(Trees.found("mimir", Trees.OPTIONS, "", mimir.replace("HOST", "two")))
                .isEmpty();
    }

    @Test
    void a_pyroscope_of_old_may_run_several_times_and_one_on_trial_keeps_nothing() {
        assertThat(Trees.found(Trees.program("pyroscope:1.21.1", Trees.OPTIONS, "", "{}")
                        .replace("replicas: 1", "replicas: 2")))
                .isEmpty();
        assertThat(Trees.found(Trees.program("pyroscope:2.1.2", Trees.OPTIONS, "", "{}")
                        .replace("replicas: 1", "replicas: 2")))
                .singleElement()
                .asString()
                .contains("an index of its own");
        assertThat(Trees.found("pyroscope:2.1.2", Trees.OPTIONS, "", "{}")).isEmpty();
    }
}
