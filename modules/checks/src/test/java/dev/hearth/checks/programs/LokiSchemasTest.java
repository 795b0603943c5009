package dev.hearth.checks.programs;

import static dev.hearth.checks.programs.Trees.OPTIONS;
import static dev.hearth.checks.programs.Trees.found;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LokiSchemasTest {

    private static final String TSDB = "{from: 2024-04-01, store: tsdb, schema: v13, index: {period: 24h}}";
    private static final String OLD = "{from: 2020-01-01, store: boltdb-shipper, schema: v11, index: {period: 24h}}";

    private static List<String> schema(String image, String limits, String... entries) {
        return found(
                image,
                OPTIONS,
                "",
                "{common: {replication_factor: 1, ring: {kvstore: {store: inmemory}}}, limits_config: {" + limits
                        + "}, schema_config: {configs: [" + String.join(", ", entries) + "]}}");
    }

    @Test
    void entries_that_begin_one_after_the_other_are_well() {
        assertThat(schema("loki:3.7.6", "", OLD, TSDB)).isEmpty();
        assertThat(schema("loki:3.7.6", "", TSDB.replace("2024-04-01", "\"2024-04-01\"")))
                .isEmpty();
        assertThat(schema("loki:3.7.6", "", TSDB.replace("24h", "1d"))).isEmpty();
        assertThat(schema("loki:3.7.6", "", TSDB.replace("from: 2024-04-01, ", "")))
                .isEmpty();
    }

    @Test
    void entries_out_of_order_are_found() {
        assertThat(schema("loki:3.7.6", "", TSDB, OLD.replace("boltdb-shipper, schema: v11", "tsdb, schema: v13")))
                .singleElement()
                .asString()
                .contains("from 2020-01-01 on at schema_config.configs[1], behind one that begins later");
        assertThat(schema("loki:3.7.6", "", TSDB, TSDB))
                .singleElement()
                .asString()
                .contains("two entries from 2024-04-01 on");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-04-01T00:00:00Z, which is no day",
        "2024-02-30, which is no day",
        "2024-4-1, which is no day",
        "20240401, which is no day",
        "'${FROM:-2024-04-01}', ",
    })
    void a_day_is_a_day(String from, String words) {
        List<String> found = schema("loki:3.7.6", "", TSDB.replace("2024-04-01", from));

        if (words == null) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).singleElement().asString().contains(words);
        }
    }

    @Test
    void only_an_index_of_old_may_be_of_several_days() {
        String week = OLD.replace("24h", "168h");

        assertThat(schema("loki:3.7.6", "", week, TSDB)).isEmpty();
        assertThat(schema("loki:2.9.8", "", week)).singleElement().asString().contains("only be of 24h");
        assertThat(schema("loki:2.9.8", "", week.replace("boltdb-shipper", "boltdb")))
                .isEmpty();
        assertThat(schema(
                        "loki:2.9.8",
                        "",
                        week.replace("boltdb-shipper", "boltdb").replace("168h", "100h")))
                .singleElement()
                .asString()
                .contains("not of whole days");
        assertThat(schema("loki:3.7.6", "", TSDB.replace("24h", "168h"), TSDB.replace("2024", "2025")))
                .singleElement()
                .asString()
                .contains("only be of 24h");
        assertThat(schema("loki:3.7.6", "", TSDB.replace(", index: {period: 24h}", "")))
                .singleElement()
                .asString()
                .contains("says nothing of schema_config.configs[0].index.period");
    }

    @Test
    void structured_metadata_need_an_entry_for_them() {
        assertThat(schema("loki:3.7.6", "", OLD))
                .singleElement()
                .asString()
                .startsWith("ERROR")
                .contains("none of its entries is of tsdb and v13");
        assertThat(schema("loki:3.7.6", "", TSDB.replace("v13", "v12"))).hasSize(1);
        assertThat(schema("loki:3.7.6", "", TSDB, OLD.replace("2020", "2030")))
                .singleElement()
                .asString()
                .startsWith("WARNING")
                .contains("newest entry");
        assertThat(schema("loki:3.7.6", "allow_structured_metadata: false", OLD))
                .isEmpty();
        assertThat(schema("loki:3.7.6", "allow_structured_metadata: '${ALLOWED:-false}'", OLD))
                .isEmpty();
        // It came with 3.0, and who knows what an image without a version is.
        assertThat(schema("loki:2.9.8", "", OLD)).isEmpty();
        assertThat(schema("loki:main", "", OLD)).isEmpty();
    }

    @Test
    void a_version_is_a_number() {
        assertThat(schema("loki:3.7.6", "", TSDB.replace("v13", "newest")))
                .singleElement()
                .asString()
                .contains("has newest at schema_config.configs[0].schema");
        assertThat(schema("loki:3.7.6", "", TSDB.replace("schema: v13, ", ""))).hasSize(1);
        assertThat(schema("loki:3.7.6", "", TSDB.replace("v13", "13"))).isEmpty();
    }

    @Test
    void a_period_may_be_longer_than_anybody_lives() {
        assertThat(schema(
                        "loki:3.7.6",
                        "",
                        OLD.replace("boltdb-shipper", "boltdb").replace("24h", "999999999y"),
                        TSDB))
                .isEmpty();
    }
}
