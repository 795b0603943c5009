package dev.hearth.platform.observability;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Value;
import dev.hearth.platform.data.ObjectStorage;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The configuration of a Loki.
 *
 * @see <a href="https://grafana.com/docs/loki/latest/configure/">Configuration reference</a>
 */
record LokiSettings(
        Store store,
        Duration retention,
        ImmutableMap<String, Duration> streams,
        int rate,
        ImmutableList<Schema> schemas,
        Optional<ServiceRef> alertmanager) {

    static final String DATA = "/var/loki";
    static final String RULES = "/etc/loki/rules";

    /** From that day on, that version says how the index is written. */
    record Schema(LocalDate from, String version) {

        private static final Pattern VERSION = Pattern.compile("v[1-9][0-9]");

        Schema {
            if (!VERSION.matcher(version).matches()) {
                throw new IllegalArgumentException(
                        "a version of Loki's schema is written as v13, but was '" + version + "'");
            }
        }

        private Data data() {
            return Data.map(
                    "from",
                    from.toString(),
                    "store",
                    "tsdb",
                    "object_store",
                    "s3",
                    "schema",
                    version,
                    "index",
                    Data.map("prefix", "loki_index_", "period", "24h"));
        }
    }

    Data data() {
        Data data = Data.map(
                "target",
                "all",
                "auth_enabled",
                false,
                "server",
                Data.map(
                        "http_listen_port",
                        Loki.HTTP.number(),
                        "grpc_listen_port",
                        Store.GRPC.number(),
                        "log_format",
                        "json"),
                "common",
                common(),
                "schema_config",
                Data.map("configs", schemas.stream().map(Schema::data).toList()),
                "ingester",
                Data.map(
                        "chunk_encoding",
                        "snappy",
                        "wal",
                        Data.map("replay_memory_ceiling", store.memory().value() / 2)),
                "limits_config",
                limits(),
                "compactor",
                // Without a place for requests it does not start, and without the word it deletes nothing.
                Data.map(
                        "working_directory",
                        DATA + "/compactor",
                        "retention_enabled",
                        true,
                        "delete_request_store",
                        "s3"),
                "pattern_ingester",
                Data.map("enabled", true),
                "analytics",
                Data.map("reporting_enabled", false));
        if (store.replicated()) {
            data = data.merge(Data.map("memberlist", gossip(store, Loki.GOSSIP.name())));
        }
        return alertmanager
                .map(ServiceRef::url)
                .map(LokiSettings::ruler)
                .map(data::merge)
                .orElse(data);
    }

    private Data common() {
        Data common = Data.map(
                "path_prefix",
                DATA,
                "replication_factor",
                store.replicas(),
                "storage",
                Data.map("s3", s3(store.objects())));
        // Any field of this ring sends all rings to a Consul, unless its store is said; none sends them to the gossip.
        return store.replicated()
                ? common
                : common.merge(Data.map(
                        "ring",
                        Data.map(
                                "kvstore",
                                Data.map("store", "inmemory"),
                                "replication_factor",
                                1,
                                "instance_addr",
                                "127.0.0.1")));
    }

    private static Data s3(ObjectStorage objects) {
        return Data.map(
                "endpoint",
                objects.address(),
                "region",
                objects.region(),
                "bucketnames",
                objects.bucket(),
                "access_key_id",
                "${S3_ACCESS_KEY}",
                "secret_access_key",
                "${S3_SECRET_KEY}",
                "insecure",
                objects.insecure(),
                "s3forcepathstyle",
                objects.pathStyle());
    }

    /** Of every program that gossips. */
    static Data gossip(Store store, String port) {
        ServiceRef pods = ServiceRef.own(store.name() + "-headless", port);
        return Data.map(
                "cluster_label",
                store.name() + "." + store.namespace(),
                "join_members",
                Data.list(Value.of("dns+").then(pods.address())));
    }

    private Data limits() {
        Data limits = Data.map(
                "retention_period",
                retention.toHours() + "h",
                "ingestion_rate_mb",
                rate,
                "ingestion_burst_size_mb",
                2 * rate,
                "allow_structured_metadata",
                true);
        return streams.isEmpty() ? limits : limits.merge(Data.map("retention_stream", retentions()));
    }

    private List<Data> retentions() {
        List<Data> all = new ArrayList<>();
        int priority = streams.size();
        for (Map.Entry<String, Duration> stream : streams.entrySet()) {
            all.add(Data.map(
                    "selector",
                    stream.getKey(),
                    "priority",
                    priority--,
                    "period",
                    stream.getValue().toHours() + "h"));
        }
        return all;
    }

    private static Data ruler(Value alertmanager) {
        return Data.map(
                "ruler",
                Data.map(
                        "alertmanager_url",
                        alertmanager,
                        "rule_path",
                        DATA + "/rules",
                        "storage",
                        Data.map("type", "local", "local", Data.map("directory", RULES))));
    }
}
