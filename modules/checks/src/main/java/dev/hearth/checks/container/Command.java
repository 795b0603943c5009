package dev.hearth.checks.container;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Field;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a container runs, and with which arguments.
 *
 * @param program the last part of the name of its image, without tag and digest: {@code loki}
 * @param arguments all that it is started with, {@code command} and {@code args}
 */
public record Command(String program, ImmutableList<String> arguments) {

    static Command of(Field container) {
        String image = container.get("image").textOrEmpty().replaceFirst("@.*", "");
        return new Command(
                image.substring(image.lastIndexOf('/') + 1).replaceFirst(":.*", ""),
                Stream.concat(container.get("command").texts().stream(), container.get("args").texts().stream())
                        .collect(ImmutableList.toImmutableList()));
    }

    /**
     * What an option is told, behind a sign or as the argument that follows.
     *
     * @param name its name without dashes: it may be written with one or with two
     */
    public Optional<String> option(String name) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i).replaceFirst("^--?", "-");
            if (argument.startsWith("-" + name + "=")) {
                return Optional.of(argument.substring(argument.indexOf('=') + 1));
            }
            if (argument.equals("-" + name) && i + 1 < arguments.size()) {
                return Optional.of(arguments.get(i + 1));
            }
        }
        return Optional.empty();
    }
}
