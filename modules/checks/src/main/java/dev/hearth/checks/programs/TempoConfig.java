package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.findings.Finding;
import java.util.function.Consumer;

/**
 * {@code tempo.config}: what Tempo takes without a word, and then cannot work with.
 *
 * @see <a href="https://grafana.com/docs/tempo/latest/configuration/">Configuration of Tempo</a>
 */
final class TempoConfig implements ConfiguredPrograms.Judge {

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
        if (config.monolithic() && config.replicas() > 1) {
            findings.accept(config.error(
                    id(),
                    "runs " + config.replicas()
                            + " times with all its parts in each, but they know nothing of each other",
                    "run one, or its parts by themselves"));
        }
        if (config.monolithic() && config.readOnlyRoot() && !config.mounted(DATA)) {
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
            if (named && (endpoint.startsWith("localhost") || endpoint.startsWith("127."))) {
                findings.accept(config.error(
                        id(),
                        "takes traces by " + protocol + " from its own pod alone: " + receiver.path()
                                + " has no endpoint for others",
                        "write endpoint: 0.0.0.0:" + (protocol.equals("grpc") ? 4317 : 4318)));
            }
        }
        config.scalars((Field field, String text) -> {
            if (text.matches("[0-9]+d") && field.name().matches(".*(retention|duration|period|interval|window)")) {
                findings.accept(config.error(
                        id(),
                        "has " + text + " at " + field.path() + ", but knows no days",
                        "write hours, such as 336h"));
            }
        });
    }
}
