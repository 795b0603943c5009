package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.findings.Finding;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * {@code tempo.config}: what Tempo takes without a word, and then cannot work with.
 *
 * @see <a href="https://grafana.com/docs/tempo/latest/configuration/">Configuration of Tempo</a>
 */
final class TempoConfig implements ConfiguredPrograms.Judge {

    /** Where times are those of Prometheus, which knows days. */
    private static final Pattern PROMETHEUS = Pattern.compile("^overrides|remote_write");

    private static final String DATA = "/var/tempo";
    private static final ImmutableList<String> PROTOCOLS = ImmutableList.of("grpc", "http");

    @Override
    public String id() {
        return "tempo.config";
    }

    @Override
    public void judge(ProgramConfig config, Context context, Consumer<Finding> findings) {
        if (!config.is("tempo")) {
            return;
        }
        if (config.monolithic() && !config.before(3, 0) && config.replicas().orElse(1L) > 1) {
            findings.accept(config.error(
                    id(),
                    "runs " + config.replicas().orElse(1L)
                            + " times with all its parts in each, but they know nothing of each other",
                    "run one, or its parts by themselves"));
        }
        if (config.monolithic() && !config.before(3, 0) && config.readOnlyRoot() && !config.mounted(DATA)) {
            findings.accept(config.error(
                    id(),
                    "has no volume at " + DATA + ", to which Tempo writes whatever its configuration says",
                    "mount a volume at " + DATA));
        }
        Field otlp = config.field("distributor.receivers.otlp.protocols");
        for (String protocol : PROTOCOLS) {
            Field receiver = otlp.get(protocol);
            String endpoint = receiver.get("endpoint").text().orElse("localhost");
            boolean named = otlp.mapping().has(protocol);
            if (named && !config.before(2, 7) && (endpoint.startsWith("localhost") || endpoint.startsWith("127."))) {
                findings.accept(config.error(
                        id(),
                        "takes traces by " + protocol + " from its own pod alone: " + receiver.path()
                                + " has no endpoint for others",
                        "write endpoint: 0.0.0.0:" + (protocol.equals("grpc") ? 4317 : 4318)));
            }
        }
        config.scalars((Field field, String text) -> {
            if (text.matches("[0-9]+d")
                    && !PROMETHEUS.matcher(field.path().toString()).find()
                    && field.name().matches(".*(retention|duration|period|interval|window)")) {
                findings.accept(config.error(
                        id(),
                        "has " + text + " at " + field.path() + ", but knows no days",
                        "write hours, such as 336h"));
            }
        });
    }
}
