package dev.hearth.platform.observability;

import dev.hearth.dsl.Data;
import dev.hearth.platform.data.ObjectStorage;
import java.time.Duration;

/**
 * The configuration of a Mimir.
 *
 * @see <a href="https://grafana.com/docs/mimir/latest/configure/configuration-parameters/">Configuration parameters</a>
 */
record MimirSettings(Store store, Duration retention, int series, int exemplars, Duration late) {

    static final String DATA = "/data";

    /** Where it looks for rules, and finds none; it has to be there. */
    static final String RULES = "/rules";

    static final String PROMETHEUS = "/prometheus";

    private static final int INDEX_CACHE = 128 << 20;

    Data data() {
        Data data = Data.map(
                "target",
                "all",
                "multitenancy_enabled",
                false,
                "usage_stats",
                Data.map("enabled", false),
                "activity_tracker",
                Data.map("filepath", DATA + "/activity.log"),
                "server",
                Data.map(
                        "http_listen_port",
                        Mimir.HTTP.number(),
                        "grpc_listen_port",
                        Store.GRPC.number(),
                        "log_format",
                        "json"),
                "common",
                Data.map("storage", Data.map("backend", "s3", "s3", s3(store.objects(), "path", "virtual-hosted"))),
                // What all share has no bucket: other parts must not write into the same place.
                "blocks_storage",
                Data.map(
                        "s3",
                        Data.map("bucket_name", store.objects().bucket()),
                        "tsdb",
                        Data.map("dir", DATA + "/tsdb"),
                        "bucket_store",
                        Data.map(
                                "sync_dir",
                                DATA + "/tsdb-sync",
                                "index_cache",
                                Data.map("inmemory", Data.map("max_size_bytes", INDEX_CACHE)))),
                "ingester",
                Data.map("ring", replicated()),
                "store_gateway",
                Data.map("sharding_ring", replicated()),
                "compactor",
                Data.map("data_dir", DATA + "/compactor"),
                "ruler",
                Data.map("rule_path", DATA + "/ruler"),
                "ruler_storage",
                Data.map("backend", "local", "local", Data.map("directory", RULES)),
                "limits",
                limits());
        return store.replicated()
                ? data.merge(Data.map("memberlist", LokiSettings.gossip(store, Mimir.GOSSIP.name())))
                : data;
    }

    private Data replicated() {
        return Data.map("replication_factor", store.replicas());
    }

    private Data limits() {
        int rate = Math.max(10_000, series / 15);
        return Data.map(
                "compactor_blocks_retention_period",
                retention.toHours() + "h",
                "ingestion_rate",
                rate,
                "ingestion_burst_size",
                20L * rate,
                "max_global_series_per_user",
                series,
                "max_global_exemplars_per_user",
                exemplars,
                "out_of_order_time_window",
                late.toSeconds() + "s");
    }

    /** The connection of two programs, which say the style of the bucket's place in words of their own. */
    static Data s3(ObjectStorage objects, String inPath, String inHost) {
        return Data.map(
                "endpoint",
                objects.address(),
                "region",
                objects.region(),
                "access_key_id",
                "${S3_ACCESS_KEY}",
                "secret_access_key",
                "${S3_SECRET_KEY}",
                "insecure",
                objects.insecure(),
                "bucket_lookup_type",
                objects.pathStyle() ? inPath : inHost);
    }
}
