package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableList;
import java.util.stream.Stream;

/**
 * What a newer version of a program does not have any more, as far as its own words about upgrades and its code say so for certain.
 *
 * @see <a href="https://grafana.com/docs/tempo/latest/set-up-for-tracing/setup-tempo/upgrade/">Upgrade of Tempo</a>
 * @see <a href="https://grafana.com/docs/loki/latest/setup/upgrade/">Upgrade of Loki</a>
 * @see <a href="https://grafana.com/docs/mimir/latest/release-notes/v3.1/">Release notes of Mimir</a>
 */
final class GoneKeys {

    /** What a version took away. */
    enum Sort {
        /** A key; without a dot before its name, at the top. */
        KEY,
        /** A key of that name, wherever it is. */
        ANYWHERE,
        /** A part that a target names. */
        PART,
        /** An option of the command. */
        OPTION
    }

    /**
     * Something that is gone.
     *
     * @param program the program that had it
     * @param major the first version without it
     * @param minor the first version without it
     * @param sort what it was
     * @param name how it was called
     * @param instead what to do instead
     */
    record Gone(String program, int major, int minor, Sort sort, String name, String instead) {}

    private static final String LEAVE_OUT = "leave it out";
    private static final String BY_SCHEMA = "leave it out: the object_store of the schema's entries says it";
    private static final String BLOCKS = "write it below storage.trace.block";

    private static final ImmutableList<Gone> LOKI = ImmutableList.of(
            loki("storage_config.boltdb_shipper.shared_store", BY_SCHEMA),
            loki(
                    "storage_config.boltdb_shipper.shared_store_key_prefix",
                    "write index.path_prefix in the schema's entries"),
            loki("storage_config.tsdb_shipper.shared_store", BY_SCHEMA),
            loki(
                    "storage_config.tsdb_shipper.shared_store_key_prefix",
                    "write index.path_prefix in the schema's entries"),
            loki("storage_config.tsdb_shipper.use_boltdb_shipper_as_backup", LEAVE_OUT),
            loki("compactor.shared_store", "write compactor.delete_request_store where something is deleted"),
            loki("compactor.shared_store_key_prefix", "write compactor.delete_request_store_key_prefix"),
            loki("compactor.deletion_mode", "write limits_config.deletion_mode"),
            loki("ingester.max_transfer_retries", "leave it out: the write-ahead log does that"),
            loki("chunk_store_config.max_look_back_period", "write limits_config.max_query_lookback"),
            loki("querier.query_timeout", "write limits_config.query_timeout"),
            loki("querier.engine.timeout", "write limits_config.query_timeout"),
            loki("query_range.split_queries_by_interval", "write limits_config.split_queries_by_interval"),
            loki("query_range.forward_headers_list", LEAVE_OUT),
            loki("frontend_worker.parallelism", "write querier.max_concurrent"),
            loki("limits_config.enforce_metric_name", LEAVE_OUT),
            loki("limits_config.ruler_evaluation_delay_duration", LEAVE_OUT),
            new Gone("loki", 3, 0, Sort.ANYWHERE, "sse_encryption", "write sse.type"),
            new Gone(
                    "loki",
                    3,
                    0,
                    Sort.ANYWHERE,
                    "async_cache_write_back_concurrency",
                    "write background.writeback_goroutines"),
            new Gone(
                    "loki",
                    3,
                    0,
                    Sort.ANYWHERE,
                    "async_cache_write_back_buffer_size",
                    "write background.writeback_buffer"));

    private static final ImmutableList<Gone> TEMPO = ImmutableList.of(
            tempo(Sort.KEY, "ingester", "leave it out; live_store has what it did"),
            tempo(Sort.KEY, "ingester_client", LEAVE_OUT),
            tempo(Sort.KEY, "compactor", "write backend_scheduler and backend_worker"),
            tempo(Sort.KEY, "partition_ring_live_store", LEAVE_OUT),
            tempo(Sort.KEY, "querier.query_live_store", LEAVE_OUT),
            tempo(
                    Sort.KEY,
                    "query_frontend.search.query_ingesters_until",
                    "write query_frontend.search.query_backend_after"),
            tempo(Sort.KEY, "live_store.block_config", BLOCKS),
            tempo(Sort.KEY, "metrics_generator.processor.local_blocks", LEAVE_OUT),
            tempo(Sort.KEY, "metrics_generator.traces_storage", LEAVE_OUT),
            tempo(Sort.KEY, "metrics_generator.traces_query_storage", LEAVE_OUT),
            tempo(Sort.KEY, "metrics_generator.query_timeout", LEAVE_OUT),
            tempo(Sort.KEY, "metrics_generator.disable_local_blocks", LEAVE_OUT),
            tempo(Sort.KEY, "metrics_generator.disable_grpc", LEAVE_OUT),
            tempo(Sort.PART, "scalable-single-binary", "run all in one pod, or the parts by themselves"),
            tempo(Sort.PART, "ingester", "run live-store and block-builder"),
            tempo(Sort.PART, "compactor", "run backend-scheduler and backend-worker"),
            tempo(Sort.OPTION, "mem-ballast-size-mbs", "leave it out; GOMEMLIMIT does that"));

    private static final ImmutableList<Gone> MIMIR = ImmutableList.of(
            mimir(Sort.KEY, "limits.cost_attribution_labels", "write limits.cost_attribution_labels_structured"),
            mimir(Sort.KEY, "limits.metric_relabeling_enabled", LEAVE_OUT),
            mimir(Sort.KEY, "compactor.no_blocks_file_cleanup_enabled", LEAVE_OUT),
            mimir(Sort.KEY, "blocks_storage.bucket_store.index_header.eager_loading_startup_enabled", LEAVE_OUT),
            mimir(Sort.KEY, "frontend_worker.response_streaming_enabled", LEAVE_OUT),
            mimir(Sort.PART, "flusher", "ask the ingester at /ingester/flush"));

    private GoneKeys() {}

    /** All that the version of that program does not have, which may have been in an older one. */
    static Stream<Gone> of(ProgramConfig config) {
        return Stream.of(LOKI, TEMPO, MIMIR)
                .flatMap(ImmutableList::stream)
                .filter(gone -> config.is(gone.program()) && config.since(gone.major(), gone.minor()));
    }

    private static Gone loki(String key, String instead) {
        return new Gone("loki", 3, 0, Sort.KEY, key, instead);
    }

    private static Gone tempo(Sort sort, String name, String instead) {
        return new Gone("tempo", 3, 0, sort, name, instead);
    }

    private static Gone mimir(Sort sort, String name, String instead) {
        return new Gone("mimir", 3, 1, sort, name, instead);
    }
}
