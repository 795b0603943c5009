package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.findings.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code tempo.config}: what Tempo takes without a word, and then cannot work with.
 *
 * @see <a href="https://grafana.com/docs/tempo/latest/configuration/">Configuration of Tempo</a>
 */
final class TempoConfig implements ConfiguredPrograms.Judge {

    /** Where times are those of Prometheus, which knows days. */
    private static final Pattern PROMETHEUS = Pattern.compile("^overrides|remote_write");

    private static final String DATA = "/var/tempo";
    private static final String BACKEND = "storage.trace.backend";
    private static final ImmutableList<String> PROTOCOLS = ImmutableList.of("grpc", "http");

    /** Where spans wait until they are in the bucket, and where unless said otherwise: since 3.0 and before. */
    private static final ImmutableMap<String, String> LOG =
            ImmutableMap.of("live_store.wal.path", "/var/tempo/live-store/traces");

    private static final ImmutableMap<String, String> OLD_LOG =
            ImmutableMap.of("storage.trace.wal.path", "/var/tempo/wal");

    @Override
    public String id() {
        return "tempo.config";
    }

    @Override
    public void judge(ProgramConfig config, Context context, Consumer<Finding> findings) {
        if (!config.is("tempo")) {
            return;
        }
        if (config.monolithic() && config.since(3, 0) && config.replicas().orElse(1L) > 1) {
            findings.accept(config.error(
                    id(),
                    "runs " + config.replicas().orElse(1L)
                            + " times with all its parts in each, but they know nothing of each other",
                    "run one, or its parts by themselves"));
        }
        volume(config, findings);
        receivers(config, findings);
        config.texts().forEach(field -> {
            String text = field.textOrEmpty();
            if (text.matches("[0-9]+[dwy]")
                    && !PROMETHEUS.matcher(field.path().toString()).find()
                    && field.name().matches(".*(retention|duration|period|interval|window)")) {
                findings.accept(config.error(
                        id(),
                        "has " + config.shown(text) + " at " + field.path() + ", but knows no days, weeks or years",
                        "write hours, such as 336h"));
            }
        });
    }

    private void volume(ProgramConfig config, Consumer<Finding> findings) {
        if (!config.monolithic()) {
            return;
        }
        if (config.since(3, 0) && config.readOnlyRoot() && !config.mounted(DATA)) {
            findings.accept(config.error(
                    id(),
                    "has no volume at " + DATA + ", to which Tempo writes whatever its configuration says",
                    "mount a volume at " + DATA));
        } else if (config.container().mounts().keeps()) {
            List<String> lost = lost(config, config.since(3, 0) ? LOG : OLD_LOG);
            if (!lost.isEmpty()) {
                findings.accept(config.warning(
                        id(),
                        "has a volume that is kept, but keeps beside it, so that it goes with the pod, what is at "
                                + String.join(", ", lost),
                        "mount the volume at " + DATA + ", or write these paths on it"));
            }
        }
    }

    /** Where it writes to the disk of the container itself; what lies on a volume was put there by somebody. */
    private static List<String> lost(ProgramConfig config, Map<String, String> paths) {
        List<String> lost = paths.entrySet().stream()
                .filter(path -> !config.varies(path.getKey())
                        && !config.argued(path.getKey().replace('_', '-')))
                .filter(path ->
                        beside(config, config.field(path.getKey()).text().orElseGet(path::getValue)))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(ArrayList::new));
        String blocks = "storage.trace.local.path";
        if (config.field(BACKEND).textOrEmpty().equals("local")
                && !config.varies(blocks)
                && beside(config, config.field(blocks).textOrEmpty())) {
            lost.add(blocks);
        }
        return lost;
    }

    private static boolean beside(ProgramConfig config, String path) {
        return path.startsWith("/") && !config.mounted(path);
    }

    private void receivers(ProgramConfig config, Consumer<Finding> findings) {
        Field otlp = config.field("distributor.receivers.otlp.protocols");
        for (String protocol : PROTOCOLS) {
            Field receiver = otlp.get(protocol);
            String endpoint = receiver.get("endpoint").text().orElse("localhost");
            boolean named = otlp.mapping().has(protocol);
            if (named
                    && config.since(2, 7)
                    && !config.container().accompanied()
                    && (endpoint.startsWith("localhost") || endpoint.startsWith("127."))) {
                findings.accept(config.error(
                        id(),
                        "takes traces by " + protocol + " from its own pod alone: " + receiver.path()
                                + " has no endpoint for others",
                        "write endpoint: 0.0.0.0:" + (protocol.equals("grpc") ? 4317 : 4318)));
            }
        }
    }
}
