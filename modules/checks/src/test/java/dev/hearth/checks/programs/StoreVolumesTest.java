package dev.hearth.checks.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the stores write, and what becomes of it. */
class StoreVolumesTest {

    private static List<String> tempo(String image, String mounts, String security, String configuration) {
        return Trees.found(Trees.program(image, Trees.OPTIONS, security, configuration)
                .replace("mountPath: /etc/app}", "mountPath: /etc/app}" + mounts)
                .replace("      volumes:\n", "      volumes:\n        - {name: passing, emptyDir: {}}\n"
                        + "        - {name: kept, persistentVolumeClaim: {claimName: data}}\n"));
    }

    private static String mounted(String name, String path) {
        return "\n            - {name: " + name + ", mountPath: " + path + "}";
    }

    @Test
    void a_claim_beside_what_tempo_writes_keeps_nothing() {
        assertThat(tempo("tempo:3.0.3", mounted("kept", "/data"), "", "{}"))
                .singleElement()
                .asString()
                .startsWith("WARNING")
                .contains("backend_scheduler.local_work_path, live_store.shutdown_marker_dir, live_store.wal.path,"
                        + " storage.trace.wal.path");
        assertThat(tempo("tempo:2.10.8", mounted("kept", "/data"), "", "{storage: {trace: {backend: local, local: {path: /tmp/blocks}}}}"))
                .singleElement()
                .asString()
                .endsWith("storage.trace.wal.path, storage.trace.local.path");
    }

    @Test
    void a_claim_that_tempo_writes_to_is_well_wherever_it_is() {
        assertThat(tempo("tempo:3.0.3", mounted("kept", "/var/tempo"), "", "{}")).isEmpty();
        assertThat(tempo("tempo:2.10.8", mounted("kept", "/data"), "", "{storage: {trace: {wal: {path: /data/wal}}}}"))
                .isEmpty();
        // What lies on a volume that passes was put there by somebody who wanted that.
        assertThat(tempo("tempo:3.0.3", mounted("kept", "/data") + mounted("passing", "/var/tempo"), "", "{}"))
                .isEmpty();
        assertThat(tempo("tempo:3.0.3", mounted("passing", "/data"), "", "{}")).isEmpty();
        assertThat(tempo("tempo:3.0.3", mounted("kept", "/data"), "", "{target: querier}")).isEmpty();
    }

    @Test
    void a_root_that_is_read_only_is_an_error_and_no_warning_besides() {
        assertThat(tempo(
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
        assertThat(Trees.found("mimir", Trees.OPTIONS, "", "{ruler: {s3: {endpoint: 'http://me:hidden@minio:9000'}}, target: ruler}"))
                .singleElement()
                .asString()
                .contains("//...@minio:9000")
                .doesNotContain("hidden");
    }

    @Test
    void one_bucket_name_in_two_stores_is_two_buckets() {
        String mimir = """
                ingester: {ring: {replication_factor: 1}}
                store_gateway: {sharding_ring: {replication_factor: 1}}
                common: {storage: {backend: s3, s3: {bucket_name: metrics, endpoint: 'one:9000'}}}
                ruler_storage: {s3: {endpoint: 'HOST:9000'}}
                """;

        assertThat(Trees.found("mimir", Trees.OPTIONS, "", mimir.replace("HOST", "one"))).hasSize(1);
        assertThat(Trees.found("mimir", Trees.OPTIONS, "", mimir.replace("HOST", "two"))).isEmpty();
    }

    @Test
    void a_pyroscope_of_old_may_run_several_times_and_one_on_trial_keeps_nothing() {
        assertThat(Trees.found(Trees.program("pyroscope:1.21.1", Trees.OPTIONS, "", "{}").replace("replicas: 1", "replicas: 2")))
                .isEmpty();
        assertThat(Trees.found(Trees.program("pyroscope:2.1.2", Trees.OPTIONS, "", "{}").replace("replicas: 1", "replicas: 2")))
                .singleElement()
                .asString()
                .contains("an index of its own");
        assertThat(Trees.found("pyroscope:2.1.2", Trees.OPTIONS, "", "{}")).isEmpty();
    }
}
