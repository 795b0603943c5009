package dev.hearth.checks.programs;

import dev.hearth.checks.container.Environment;
import dev.hearth.checks.rule.Context;
import dev.hearth.findings.Finding;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code config.variable}: a variable that a configuration names is in the environment of whoever reads it. Otherwise it becomes an
 * empty text, and the configuration is still valid.
 */
final class Variables implements ConfiguredPrograms.Judge {

    /** What has a default behind a colon needs no variable, and a doubled dollar begins none. */
    private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    @Override
    public String id() {
        return "config.variable";
    }

    @Override
    public void judge(ProgramConfig config, Context context, Consumer<Finding> findings) {
        if (!config.expands()) {
            return;
        }
        Environment environment = config.container().environment();
        Set<String> missing = new TreeSet<>();
        config.texts().forEach(field -> {
            Matcher names = VARIABLE.matcher(field.textOrEmpty());
            while (names.find()) {
                if (environment.misses(names.group(1))) {
                    // What looks like a variable may be a part of a password.
                    missing.add(config.file().secret() ? "a variable at " + field.path() : names.group(1));
                }
            }
        });
        if (!missing.isEmpty()) {
            findings.accept(config.error(
                    id(),
                    "names " + String.join(", ", missing) + ", which "
                            + config.container()
                            + " has not in its environment: it reads an empty text",
                    "give the container that variable, or correct the name"));
        }
    }
}
