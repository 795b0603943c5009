package dev.hearth.platform.observability;

import dev.hearth.dsl.Data;
import dev.hearth.dsl.Value;
import dev.hearth.platform.data.ObjectStorage;
import java.time.Duration;
import java.util.Optional;

/**
 * The configuration of a Tempo. Its times are Go's, which know no days.
 *
 * @see <a href="https://grafana.com/docs/tempo/latest/configuration/">Configuration</a>
 */
record TempoSettings(Store store, Duration retention, int rate, Optional<Value> metrics) {

    /** Its own place, which it writes to wherever else it is told to. */
    static final String DATA = "/var/tempo";

    Data data() {
        Data data = Data.map(
                "target",
                "all",
                "multitenancy_enabled",
                false,
                "stream_over_http_enabled",
                true,
                "usage_report",
                Data.map("reporting_enabled", false),
                "server",
                Data.map(
                        "http_listen_port",
                        Tempo.HTTP.number(),
                        "grpc_listen_port",
                        Store.GRPC.number(),
                        "log_format",
                        "json"),
                "distributor",
                Data.map("receivers", Data.map("otlp", Data.map("protocols", protocols()))),
                "storage",
                Data.map(
                        "trace",
                        Data.map("backend", "s3", "s3", s3(store.objects()), "wal", Data.map("path", DATA + "/wal"))),
                "live_store",
                Data.map("wal", Data.map("path", DATA + "/live-store")),
                "backend_scheduler",
                Data.map(
                        "local_work_path",
                        DATA + "/scheduler",
                        "provider",
                        Data.map("compaction", Data.map("compaction", kept()))),
                "backend_worker",
                Data.map("compaction", kept()),
                "overrides",
                Data.map("defaults", Data.map("ingestion", ingestion())));
        return metrics.map(TempoSettings::generator).map(data::merge).orElse(data);
    }

    /** Unless an address is said, it listens for itself alone. */
    private static Data protocols() {
        return Data.map("grpc", anywhere(Tempo.OTLP_GRPC.number()), "http", anywhere(Tempo.OTLP_HTTP.number()));
    }

    private static Data anywhere(int port) {
        return Data.map("endpoint", "0.0.0.0:" + port);
    }

    private Data kept() {
        return Data.map("block_retention", retention.toHours() + "h");
    }

    private Data ingestion() {
        long bytes = rate * 1_000_000L;
        return Data.map("rate_limit_bytes", bytes, "burst_size_bytes", 2 * bytes);
    }

    private static Data s3(ObjectStorage objects) {
        return Data.map(
                "bucket",
                objects.bucket(),
                "endpoint",
                objects.address(),
                "region",
                objects.region(),
                "access_key",
                "${S3_ACCESS_KEY}",
                "secret_key",
                "${S3_SECRET_KEY}",
                "insecure",
                objects.insecure(),
                "forcepathstyle",
                objects.pathStyle());
    }

    private static Data generator(Value to) {
        return Data.map(
                "metrics_generator",
                Data.map(
                        "storage",
                        Data.map(
                                "path",
                                DATA + "/generator/wal",
                                "remote_write",
                                Data.list(Data.map("url", to, "send_exemplars", true)))),
                "overrides",
                Data.map(
                        "defaults",
                        Data.map(
                                "metrics_generator",
                                Data.map("processors", Data.list("service-graphs", "span-metrics")))));
    }
}
