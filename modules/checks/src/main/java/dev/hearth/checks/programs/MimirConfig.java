package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.findings.Finding;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code mimir.config}: what Mimir takes without a word, and then cannot work with.
 *
 * @see <a href="https://grafana.com/docs/mimir/latest/configure/configuration-parameters/">Configuration of Mimir</a>
 */
final class MimirConfig implements ConfiguredPrograms.Judge {

    private static final ImmutableList<String> RINGS =
            ImmutableList.of("ingester.ring.replication_factor", "store_gateway.sharding_ring.replication_factor");

    /** What is written to, and where unless said otherwise. */
    private static final ImmutableMap<String, String> PATHS = ImmutableMap.of(
            "activity_tracker.filepath", "./metrics-activity.log",
            "blocks_storage.bucket_store.sync_dir", "./tsdb-sync/",
            "blocks_storage.tsdb.dir", "./tsdb/",
            "compactor.data_dir", "./data-compactor/",
            "ruler.rule_path", "./data-ruler/");

    private static final Pattern BARE = Pattern.compile("\\$(\\$|[A-Za-z0-9_]+)");

    @Override
    public String id() {
        return "mimir.config";
    }

    @Override
    public void judge(ProgramConfig config, Context context, Consumer<Finding> findings) {
        if (!config.is("mimir")) {
            return;
        }
        if (config.monolithic()) {
            RINGS.forEach(ring -> replication(config, ring, context, findings));
            paths(config, findings);
        }
        if (config.expands()) {
            config.texts().forEach(field -> bare(config, field, findings));
        }
        buckets(config, findings);
        exemplars(config, context, findings);
    }

    private void replication(ProgramConfig config, String ring, Context context, Consumer<Finding> findings) {
        long factor = config.number(ring, 3).orElse(0L);
        long pods = config.replicas().orElse(Long.MAX_VALUE);
        if (factor > pods && !config.argued(ring.replace('_', '-')) && config.alone(context)) {
            findings.accept(config.error(
                    id(),
                    "wants " + factor + " at " + ring + ", but there is " + pods + " of it: it answers with errors",
                    "write " + ring + ": " + pods));
        }
    }

    private void paths(ProgramConfig config, Consumer<Finding> findings) {
        if (!config.readOnlyRoot() || config.elsewhere()) {
            return;
        }
        PATHS.forEach((field, usual) -> {
            String path = config.field(field).text().orElse(usual);
            if (!path.isEmpty()
                    && !path.startsWith("/")
                    && !config.mounted(path)
                    && !config.varies(field)
                    && !config.argued(field.replace('_', '-'))) {
                findings.accept(config.error(
                        id(),
                        "writes to " + config.shown(path) + " (" + field + "), below a root that is read-only",
                        "write " + field + " as an absolute path on a volume"));
            }
        });
    }

    private void bare(ProgramConfig config, Field field, Consumer<Finding> findings) {
        Matcher bare = BARE.matcher(field.textOrEmpty());
        if (bare.find()) {
            findings.accept(
                    config.error(
                            id(),
                            "has " + config.shown(field, bare.group()) + " at " + field.path()
                                    + ", which Mimir takes for a variable, so it vanishes",
                            "write a variable as ${NAME}; nothing escapes a dollar, so where one is meant do without -config.expand-env"));
        }
    }

    private void buckets(ProgramConfig config, Consumer<Finding> findings) {
        Optional<String> blocks = bucket(config, "blocks_storage");
        Optional<String> rules = bucket(config, "ruler_storage");
        if (blocks.isPresent()
                && blocks.equals(rules)
                && s3(config, "blocks_storage", "endpoint").equals(s3(config, "ruler_storage", "endpoint"))
                && config.runs("ruler")
                && config.field("blocks_storage.storage_prefix").empty()
                && config.field("ruler_storage.storage_prefix").empty()) {
            findings.accept(config.error(
                    id(),
                    "keeps blocks and rules in one bucket, " + config.shown(blocks.get())
                            + ", without a prefix: one takes the other's for its own",
                    "give them buckets of their own, or blocks_storage.storage_prefix"));
        }
    }

    private static Optional<String> bucket(ProgramConfig config, String storage) {
        String backend = config.field(storage + ".backend")
                .text()
                .or(() -> config.field("common.storage.backend").text())
                .orElse("filesystem");
        return backend.equals("s3") ? s3(config, storage, "bucket_name") : Optional.empty();
    }

    private static Optional<String> s3(ProgramConfig config, String storage, String key) {
        return config.field(storage + ".s3." + key)
                .text()
                .or(() -> config.field("common.storage.s3." + key).text());
    }

    private void exemplars(ProgramConfig config, Context context, Consumer<Finding> findings) {
        String most = "limits.max_global_exemplars_per_user";
        if (config.number(most, 0).equals(Optional.of(0L))
                && !config.argued("max-global-exemplars-per-user")
                && sent(config.workload().identity().namespace(), context)) {
            findings.accept(config.warning(
                    id(),
                    "takes no exemplars, which a Prometheus sends: they are dropped",
                    "write " + most + ", such as 100000"));
        }
    }

    /** Whether a Prometheus sends some to that namespace, straight to a Mimir or to what stands before it. */
    private static boolean sent(String namespace, Context context) {
        return context.graph().all("monitoring.coreos.com", "Prometheus").stream()
                .anyMatch(prometheus -> Field.of(prometheus).get("spec").get("remoteWrite").items().stream()
                        .filter(remote -> remote.get("sendExemplars").isTrue())
                        .map(remote -> remote.get("url").textOrEmpty())
                        .filter(url -> url.endsWith("/api/v1/push"))
                        .flatMap(url ->
                                ServiceAddress.of(url, prometheus.identity().namespace(), context).stream())
                        .anyMatch(to -> to.service().identity().namespace().equals(namespace)));
    }
}
