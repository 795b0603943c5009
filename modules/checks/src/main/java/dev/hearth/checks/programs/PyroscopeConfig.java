package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableMap;
import dev.hearth.checks.rule.Context;
import dev.hearth.findings.Finding;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code pyroscope.config}: what Pyroscope takes without a word, and then loses.
 *
 * @see <a href="https://grafana.com/docs/pyroscope/latest/configure-server/reference-configuration-parameters/">Configuration of
 *     Pyroscope</a>
 */
final class PyroscopeConfig implements ConfiguredPrograms.Judge {

    private static final ImmutableMap<String, String> INDEX = ImmutableMap.of(
            "metastore.data_dir", "./data/v2/metastore/data", "metastore.raft.dir", "./data/v2/metastore/raft");
    private static final String RETENTION = "limits.retention_period";
    private static final String QUERIES = "limits.max_query_lookback";
    private static final Duration LOOKBACK = Duration.ofDays(7);
    private static final Duration KEPT = Duration.ofDays(31);

    @Override
    public String id() {
        return "pyroscope.config";
    }

    @Override
    public void judge(ProgramConfig config, Context context, Consumer<Finding> findings) {
        if (!config.is("pyroscope")) {
            return;
        }
        if (segmented(config)) {
            once(config, findings);
            index(config, findings);
        }
        seen(config, findings);
    }

    /** Whether it keeps profiles as version 2 does: it says so, or is of that version and says nothing else. */
    private static boolean segmented(ProgramConfig config) {
        String said = "architecture_storage";
        if (config.varies(said) || config.argued("architecture.storage")) {
            return false;
        }
        return config.field(said)
                .text()
                .map(storage -> storage.equals("v2") || storage.equals("v1-v2-dual"))
                .orElseGet(() -> config.since(2, 0));
    }

    private void once(ProgramConfig config, Consumer<Finding> findings) {
        if (config.monolithic() && config.replicas().orElse(1L) > 1) {
            findings.accept(config.error(
                    id(),
                    "runs " + config.replicas().orElse(1L)
                            + " times with all its parts in each, but each has an index of its own",
                    "run one, or its parts by themselves"));
        }
    }

    private void index(ProgramConfig config, Consumer<Finding> findings) {
        if (!config.runs("metastore") || passing(config)) {
            return;
        }
        for (Map.Entry<String, String> path : INDEX.entrySet()) {
            String folder = config.field(path.getKey()).text().orElseGet(path::getValue);
            if (!config.kept(folder)
                    && !config.varies(path.getKey())
                    && !config.argued(path.getKey().replace('_', '-'))
                    && (folder.startsWith("/") || !config.elsewhere())) {
                findings.accept(config.error(
                        id(),
                        "keeps the index of all profiles in " + config.shown(folder) + " (" + path.getKey()
                                + "), which goes with its pod: then what is in the bucket cannot be found any more",
                        "write " + path.getKey() + " as an absolute path on a claim"));
            }
        }
    }

    /** Whether nothing at all is meant to stay, as in a trial: nobody asked for its index, and its profiles go with the pod too. */
    private static boolean passing(ProgramConfig config) {
        return !config.field("architecture_storage").present()
                && config.field("storage")
                        .get("backend")
                        .text()
                        .orElse("filesystem")
                        .equals("filesystem")
                && !config.container().mounts().keeps();
    }

    private void seen(ProgramConfig config, Consumer<Finding> findings) {
        if (config.varies(RETENTION)
                || config.varies(QUERIES)
                || config.argued("retention-period")
                || config.argued("max-query-lookback")) {
            return;
        }
        // Nothing was deleted before 2.2 unless told so.
        Optional<Duration> usual = Optional.of(KEPT).filter(time -> config.since(2, 2) && segmented(config));
        Optional<Duration> kept =
                config.field(RETENTION).present() ? config.scalar(RETENTION).flatMap(Times::parse) : usual;
        Duration seen = config.scalar(QUERIES).flatMap(Times::parse).orElse(LOOKBACK);
        if (kept.isPresent() && !seen.isZero() && kept.get().compareTo(seen) > 0) {
            String told = config.field(RETENTION).present() ? "" : ", as it does unless told otherwise";
            findings.accept(config.warning(
                    id(),
                    "keeps profiles for " + config.shown(Times.shown(kept.get())) + told
                            + ", but nobody may ask for what is older than "
                            + config.shown(Times.shown(seen)),
                    "write limits.retention_period, and limits.max_query_lookback as long"));
        }
    }
}
