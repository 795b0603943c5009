package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableMap;
import dev.hearth.checks.rule.Context;
import dev.hearth.findings.Finding;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code pyroscope.config}: what Pyroscope takes without a word, and then loses.
 *
 * @see <a href="https://grafana.com/docs/pyroscope/latest/configure-server/reference-configuration-parameters/">Configuration of
 *     Pyroscope</a>
 */
final class PyroscopeConfig implements ConfiguredPrograms.Judge {

    private static final ImmutableMap<String, String> INDEX = ImmutableMap.of(
            "metastore.data_dir", "./data/v2/metastore/data", "metastore.raft.dir", "./data/v2/metastore/raft");
    private static final long WEEK = 7 * 24;
    private static final Pattern TIME = Pattern.compile("([0-9]+)(h|d|w)");
    private static final ImmutableMap<String, Long> HOURS = ImmutableMap.of("h", 1L, "d", 24L, "w", WEEK);

    @Override
    public String id() {
        return "pyroscope.config";
    }

    @Override
    public void judge(ProgramConfig config, Context context, Consumer<Finding> findings) {
        if (!config.is("pyroscope")) {
            return;
        }
        if (config.monolithic() && config.replicas().orElse(1L) > 1) {
            findings.accept(config.error(
                    id(),
                    "runs " + config.replicas().orElse(1L)
                            + " times with all its parts in each, but each has an index of its own",
                    "run one, or its parts by themselves"));
        }
        if (config.field("architecture_storage").textOrEmpty().equals("v2") && config.runs("metastore")) {
            for (Map.Entry<String, String> path : INDEX.entrySet()) {
                String folder = config.field(path.getKey()).text().orElseGet(path::getValue);
                if (!config.kept(folder)
                        && !config.varies(path.getKey())
                        && (folder.startsWith("/") || !config.elsewhere())) {
                    findings.accept(config.error(
                            id(),
                            "keeps the index of all profiles in " + folder + " (" + path.getKey()
                                    + "), which goes with its pod: then what is in the bucket cannot be found any more",
                            "write " + path.getKey() + " as an absolute path on a claim"));
                }
            }
        }
        Optional<Long> kept = hours(config.field("limits.retention_period").textOrEmpty());
        long seen =
                hours(config.field("limits.max_query_lookback").textOrEmpty()).orElse(WEEK);
        if (kept.isPresent() && seen != 0 && kept.get() > seen) {
            findings.accept(config.warning(
                    id(),
                    "keeps profiles for " + kept.get() + " hours, but nobody may ask for what is older than " + seen,
                    "write limits.max_query_lookback as long as limits.retention_period"));
        }
    }

    private static Optional<Long> hours(String time) {
        Matcher parts = TIME.matcher(time);
        return parts.matches()
                ? Optional.of(Long.parseLong(parts.group(1)) * HOURS.getOrDefault(parts.group(2), 1L))
                : Optional.empty();
    }
}
