package dev.hearth.cli;

import dev.hearth.cli.Failures.WrongUse;
import dev.hearth.pipeline.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the pipeline of a class path does with the secrets of a cluster. */
final class SecretsPipeline {

    private static final Class<?>[] TYPES = {
        String.class,
        String.class,
        ClassLoader.class,
        Path.class,
        Map.class,
        BiFunction.class,
        Consumer.class,
        Consumer.class,
        Consumer.class
    };

    private SecretsPipeline() {}

    static void required(String classPath, List<String> definitions, String option) {
        if (classPath.isEmpty() || definitions.isEmpty()) {
            throw new WrongUse(option + " needs --class-path PATH and --definition CLASS");
        }
    }

    /** The worst of the runs, one a definition. */
    static ExitCode run(
            Desk desk,
            String goal,
            String classPath,
            List<String> definitions,
            Path root,
            Map<String, String> options,
            BiFunction<String, String, byte @Nullable []> answers)
            throws IOException {
        AtomicReference<@Nullable RuntimeException> failed = new AtomicReference<>();
        BiFunction<String, String, byte @Nullable []> heard = (key, what) -> {
            try {
                return answers.apply(key, what);
            } catch (WrongUse | UncheckedIOException thrown) {
                failed.set(thrown);
                throw thrown;
            }
        };
        Consumer<String> out = desk::say;
        Consumer<String> warn = desk::warn;
        Consumer<String> err = desk.console().err()::println;
        int worst = 0;
        try (ClassPath path = ClassPath.of(classPath)) {
            for (String definition : definitions) {
                worst = Math.max(worst, path.call(goal + " of " + definition, "secrets", TYPES, loader -> new Object[] {
                    goal, definition, loader, root.toAbsolutePath().normalize(), options, heard, out, warn, err
                }));
            }
        } catch (IllegalStateException thrown) {
            RuntimeException own = failed.get();
            throw own == null ? thrown : own;
        }
        int number = worst;
        return Stream.of(ExitCode.values())
                .filter(code -> code.number() == number)
                .findFirst()
                .orElse(ExitCode.ENVIRONMENT);
    }
}
