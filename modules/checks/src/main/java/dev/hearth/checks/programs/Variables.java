package dev.hearth.checks.programs;

import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.findings.Finding;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code config.variable}: a variable that a configuration names is in the environment of whoever reads it. Otherwise it becomes an
 * empty text, and the configuration is still valid.
 */
final class Variables implements ConfiguredPrograms.Judge {

    /** What has a default behind a colon needs no variable, and a doubled dollar begins none. */
    private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    /** What every container has, besides the Services of its namespace. */
    private static final Pattern GIVEN =
            Pattern.compile("HOSTNAME|HOME|PATH|KUBERNETES_.*|.*_SERVICE_HOST|.*_SERVICE_PORT(_.*)?|.*_PORT_[0-9]+_.*");

    @Override
    public String id() {
        return "config.variable";
    }

    @Override
    public void judge(ProgramConfig config, Context context, Consumer<Finding> findings) {
        if (!config.expands() || config.container().get("envFrom").present()) {
            return;
        }
        Set<String> given = config.container().get("env").items().stream()
                .map(variable -> variable.get("name").textOrEmpty())
                .collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        config.scalars((Field field, String text) -> {
            Matcher names = VARIABLE.matcher(text);
            while (names.find()) {
                if (!given.contains(names.group(1))
                        && !GIVEN.matcher(names.group(1)).matches()) {
                    missing.add(names.group(1));
                }
            }
        });
        if (!missing.isEmpty()) {
            findings.accept(config.error(
                    id(),
                    "names " + (config.file().secret() ? "variables" : String.join(", ", missing))
                            + ", which container "
                            + config.container().get("name").textOrEmpty() + " of " + config.workload()
                            + " has not in its environment: it reads an empty text",
                    "give the container that variable, or correct the name"));
        }
    }
}
