package dev.hearth.platform.observability;

import static dev.hearth.platform.SmallCluster.container;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Bool;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Numeral;
import dev.hearth.manifest.Text;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.access.RunningProgram;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cortex, from which Mimir came, started as the rendered pod of a {@code mimir} starts its program. Every key of the rendered
 * configuration is in one of three lists: those that both call the same, those that Cortex calls otherwise, and those it lacks.
 */
final class Cortex implements AutoCloseable {

    /** Keys that mean the same to both. */
    static final ImmutableSet<String> SHARED = ImmutableSet.of(
            "target",
            "server.http_listen_port",
            "server.grpc_listen_port",
            "server.log_format",
            "blocks_storage.s3.bucket_name",
            "blocks_storage.tsdb.dir",
            "blocks_storage.bucket_store.sync_dir",
            "blocks_storage.bucket_store.index_cache.inmemory.max_size_bytes",
            "store_gateway.sharding_ring.replication_factor",
            "compactor.data_dir",
            "ruler.rule_path",
            "ruler_storage.backend",
            "ruler_storage.local.directory",
            "limits.compactor_blocks_retention_period",
            "limits.ingestion_rate",
            "limits.ingestion_burst_size",
            "limits.max_global_series_per_user",
            "limits.out_of_order_time_window");

    /** Keys of Mimir, and what Cortex calls them. It has no storage that its parts have in common. */
    static final ImmutableMap<String, String> RENAMED = ImmutableMap.<String, String>builder()
            .put("multitenancy_enabled", "auth_enabled")
            .put("common.storage.backend", "blocks_storage.backend")
            .put("common.storage.s3.endpoint", "blocks_storage.s3.endpoint")
            .put("common.storage.s3.region", "blocks_storage.s3.region")
            .put("common.storage.s3.access_key_id", "blocks_storage.s3.access_key_id")
            .put("common.storage.s3.secret_access_key", "blocks_storage.s3.secret_access_key")
            .put("common.storage.s3.insecure", "blocks_storage.s3.insecure")
            .put("common.storage.s3.bucket_lookup_type", "blocks_storage.s3.bucket_lookup_type")
            .put("ingester.ring.replication_factor", "ingester.lifecycler.ring.replication_factor")
            .put("limits.max_global_exemplars_per_user", "limits.max_exemplars")
            .build();

    /** Keys of what Cortex does not do: it tells nobody of its use, and writes no list of what it does. */
    static final ImmutableSet<String> LACKING = ImmutableSet.of("usage_stats.enabled", "activity_tracker.filepath");

    /**
     * What Mimir is without a word, what keeps a test from waiting, and addresses of this machine. All parts of Cortex would be
     * more than all of Mimir: an Alertmanager too.
     */
    private static final ImmutableMap<String, Node> ADDED = ImmutableMap.<String, Node>builder()
            .put("server.http_listen_address", new Text("127.0.0.1"))
            .put("server.grpc_listen_address", new Text("127.0.0.1"))
            .put("target", new Text("distributor,ingester,querier,query-frontend,store-gateway,compactor,ruler"))
            .put("distributor.shard_by_all_labels", Bool.TRUE)
            .put("ingester.lifecycler.address", new Text("127.0.0.1"))
            .put("ingester.lifecycler.ring.kvstore.store", new Text("inmemory"))
            .put("ingester.lifecycler.min_ready_duration", new Text("0s"))
            .put("ingester.lifecycler.final_sleep", new Text("0s"))
            .put("querier.active_query_tracker_dir", new Text(""))
            .put("blocks_storage.bucket_store.sync_interval", new Text("1s"))
            .put("blocks_storage.bucket_store.bucket_index.update_on_error_interval", new Text("1s"))
            .put("store_gateway.sharding_enabled", Bool.TRUE)
            .put("store_gateway.sharding_ring.kvstore.store", new Text("inmemory"))
            .put("store_gateway.sharding_ring.instance_addr", new Text("127.0.0.1"))
            .put("store_gateway.sharding_ring.wait_stability_min_duration", new Text("0s"))
            .build();

    private final URI url;
    private final Path log;
    private final RunningProgram program;

    private Cortex(URI url, Path log, RunningProgram program) {
        this.url = url;
        this.log = log;
        this.program = program;
    }

    /** What a configuration of Mimir is for Cortex. */
    static Mapping translated(Mapping configuration) {
        Mapping translated = Mapping.empty();
        for (var leaf : leaves(configuration).entrySet()) {
            String key = leaf.getKey();
            if (SHARED.contains(key) || RENAMED.containsKey(key)) {
                translated = with(translated, RENAMED.getOrDefault(key, key), leaf.getValue());
            } else if (!LACKING.contains(key)) {
                throw new AssertionError(key + " is in none of the lists of keys: say what Cortex calls it");
            }
        }
        return translated;
    }

    /** Each value of a configuration by its whole key. */
    static Map<String, Node> leaves(Mapping configuration) {
        Map<String, Node> leaves = new LinkedHashMap<>();
        configuration.fields().forEach((key, value) -> {
            if (value instanceof Mapping below) {
                leaves(below).forEach((rest, leaf) -> leaves.put(key + "." + rest, leaf));
            } else {
                leaves.put(key, value);
            }
        });
        return leaves;
    }

    static Mapping with(Mapping mapping, String key, Node value) {
        int dot = key.indexOf('.');
        if (dot < 0) {
            return mapping.with(key, value);
        }
        String first = key.substring(0, dot);
        return mapping.with(first, with(mapping.mapping(first), key.substring(dot + 1), value));
    }

    /** A configuration of Cortex with what makes it like Mimir. */
    static Mapping completed(Mapping translated) {
        Mapping completed = translated;
        for (var added : ADDED.entrySet()) {
            completed = with(completed, added.getKey(), added.getValue());
        }
        return completed;
    }

    /** The configuration that a cluster has for its {@code mimir}. */
    static Mapping configuration(SmallCluster cluster) {
        String text = SmallCluster.data(cluster.object("ConfigMap", "mimir")).getOrDefault("config.yaml", "");
        return (Mapping) Yaml.documents(text, "config.yaml").get(0).root();
    }

    /** What the container of a {@code mimir} or a {@code loki} finds in its environment. */
    static Map<String, String> environment(SmallCluster cluster, String store) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Mapping variable :
                container(cluster.object("StatefulSet", store)).sequence("env").mappings()) {
            Mapping key = variable.mapping("valueFrom").mapping("secretKeyRef");
            environment.put(
                    variable.text("name").orElseThrow(),
                    variable.text("value")
                            .orElseGet(() -> cluster.secret(
                                    key.text("name").orElseThrow(),
                                    key.text("key").orElseThrow())));
        }
        return environment;
    }

    /** What it says to a configuration that it should only read. */
    static Outcome read(Path folder, Mapping configuration) throws IOException {
        Path file = Files.writeString(folder.resolve("read.yaml"), Yaml.write(configuration));
        return Judges.require("cortex").run("-config.file=" + file, "-modules");
    }

    /**
     * That of a cluster, with the folder as its root, and with that place for the one where the cluster has its objects.
     *
     * @param environment what its container finds in its environment
     */
    static Cortex start(SmallCluster cluster, Path folder, URI objects, Map<String, String> environment)
            throws IOException {
        Manifest mimir = cluster.object("StatefulSet", "mimir");
        int port = RunningProgram.freePort();
        Mapping here = translated(configuration(cluster));
        for (var leaf : leaves(here).entrySet()) {
            if (leaf.getValue() instanceof Text text && text.value().startsWith("/")) {
                here = with(here, leaf.getKey(), new Text(folder + text.value()));
                Files.createDirectories(folder.resolve(text.value().substring(1)));
            }
        }
        here = with(here, "server.http_listen_port", number(port));
        here = with(here, "server.grpc_listen_port", number(RunningProgram.freePort()));
        here = with(here, "blocks_storage.s3.endpoint", new Text(objects.getAuthority()));
        here = completed(here);
        List<String> command = new ArrayList<>();
        command.add(Judges.require("cortex").file().toString());
        for (String argument : container(mimir).sequence("args").strings()) {
            command.add(argument.replace("=/", "=" + folder + "/"));
        }
        Path file = folder.resolve("etc/store/config.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, Yaml.write(here));
        Path log = folder.resolve("cortex.log");
        return new Cortex(
                URI.create("http://127.0.0.1:" + port), log, RunningProgram.start(port, log, environment, command));
    }

    private static Node number(int port) {
        return new Numeral(BigDecimal.valueOf(port));
    }

    URI url() {
        return url;
    }

    /** What it said so far. */
    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() throws IOException {
        program.close();
    }
}
