package dev.hearth.checks.programs;

import static dev.hearth.checks.programs.Trees.OPTIONS;
import static dev.hearth.checks.programs.Trees.found;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {

    private static List<String> keys(String image, String configuration) {
        return found(image, OPTIONS, "", configuration).stream()
                .filter(finding -> finding.contains("config.key"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tempo | 2.10.8 | 3.0.3 | {ingester: {max_block_duration: 5m}}      | ingester",
                "tempo | 2.10.8 | 3.0.3 | {compactor: }                             | compactor",
                "tempo | 2.10.8 | 3.0.3 | {querier: {query_live_store: true}}       | querier.query_live_store",
                "tempo | 2.10.8 | 3.0.3 | {live_store: {block_config: {version: vParquet5}}} | live_store.block_config",
                "tempo | 2.10.8 | 3.0.3 | {target: scalable-single-binary}          | the part scalable-single-binary",
                "tempo | 2.10.8 | 3.0.3 | {overrides: {max_traces_per_user: 1000}}  | overrides.max_traces_per_user",
                "loki | 2.9.8 | 3.0.0 | {storage_config: {tsdb_shipper: {shared_store: s3}}} | storage_config.tsdb_shipper.shared_store",
                "loki | 2.9.8 | 3.7.6 | {compactor: {shared_store: s3}}             | compactor.shared_store",
                "loki | 2.9.8 | 3.7.6 | {limits_config: {enforce_metric_name: false}} | limits_config.enforce_metric_name",
                "loki | 2.9.8 | 3.7.6 | {storage_config: {aws: {sse_encryption: true}}} | storage_config.aws.sse_encryption",
                "mimir | 3.0.0 | 3.1.0 | {compactor: {no_blocks_file_cleanup_enabled: true}} | compactor.no_blocks_file_cleanup_enabled",
                "mimir | 3.0.0 | 3.2.0 | {target: flusher}                          | the part flusher",
            })
    void what_a_version_took_away_is_found_from_then_on(
            String program, String last, String first, String configuration, String words) {
        assertThat(keys(program + ":" + first, configuration))
                .singleElement()
                .asString()
                .contains(words + ",");
        assertThat(keys(program + ":" + last, configuration)).isEmpty();
        assertThat(keys(program + ":latest", configuration)).isEmpty();
    }

    @Test
    void an_option_that_is_gone_is_found() {
        assertThat(found("tempo:3.0.3", OPTIONS + ", \"-mem-ballast-size-mbs=1024\"", "", "{}"))
                .singleElement()
                .asString()
                .contains("-mem-ballast-size-mbs");
    }

    @Test
    void limits_of_tempo_in_their_old_form_may_be_allowed() {
        String flat = "{overrides: {max_traces_per_user: 1000, enable_legacy_overrides: true}}";

        assertThat(keys("tempo:3.0.3", flat)).isEmpty();
        assertThat(found(
                        "tempo:3.0.3",
                        OPTIONS + ", \"-config.enable-legacy-overrides=true\"",
                        "",
                        flat.replace(", enable_legacy_overrides: true", "")))
                .isEmpty();
        assertThat(keys("tempo:3.0.3", "{overrides: {defaults: {}, per_tenant_override_config: /conf/overrides.yaml}}"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "loki | {common: {storage: {s3: {KEYS}}}} | bucketnames: a, access_key_id: b, s3forcepathstyle: true | bucket_name: a, access_key: b, bucket_lookup_type: path",
                "loki | {storage_config: {aws: {KEYS}}} | bucketnames: a, secret_access_key: b, region: c | bucket: a, secret_key: b, forcepathstyle: true",
                "loki | {storage_config: {object_store: {s3: {KEYS}}}} | bucket_name: a, access_key_id: b, bucket_lookup_type: path | bucketnames: a, access_key: b, s3forcepathstyle: true",
                "loki | {storage_config: {named_stores: {aws: {cold: {KEYS}}}}} | bucketnames: a, access_key_id: b, insecure: true | bucket: a, secret_key: b, force_path_style: true",
                "mimir | {common: {storage: {s3: {KEYS}}}} | bucket_name: a, access_key_id: b, bucket_lookup_type: path | bucketnames: a, access_key: b, bucket_lookup_type: path-style",
                "tempo | {storage: {trace: {s3: {KEYS}}}} | bucket: a, access_key: b, forcepathstyle: true, bucket_lookup_type: 2 | bucket_name: a, access_key_id: b, bucket_lookup_type: path",
                "pyroscope | {storage: {s3: {KEYS}}} | bucket_name: a, force_path_style: true, bucket_lookup_type: path-style | bucket: a, forcepathstyle: true, bucket_lookup_type: path",
            })
    void each_store_has_its_own_words_for_s3(String program, String block, String own, String others) {
        assertThat(keys(program, block.replace("KEYS", own))).isEmpty();
        assertThat(keys(program, block.replace("KEYS", others))).hasSize(3);
    }

    @Test
    void another_program_has_words_that_nobody_knows_here() {
        assertThat(keys("thanos:v0.40.0", "{s3: {bucketnames: a, bucket_name: b, bucket: c}}"))
                .isEmpty();
    }
}
