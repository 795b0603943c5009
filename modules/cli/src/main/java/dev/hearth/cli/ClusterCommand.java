package dev.hearth.cli;

import dev.hearth.pipeline.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** What {@code hearth render} and {@code hearth verify} share: a definition class on a class path. */
abstract class ClusterCommand implements Callable<Integer> {

    private static final Class<?>[] TYPES = {
        String.class,
        String.class,
        ClassLoader.class,
        Path.class,
        Map.class,
        Consumer.class,
        Consumer.class,
        Consumer.class
    };

    private final Console console;

    @Option(
            names = "--class-path",
            required = true,
            paramLabel = "PATH",
            description =
                    "folders and jars that hold the definition and what it needs, separated as in java -cp; a folder"
                            + " followed by /* stands for its jars")
    String classPath = "";

    @Option(
            names = "--definition",
            required = true,
            paramLabel = "CLASS",
            description = "the class that defines the cluster; may be given several times")
    List<String> definitions = List.of();

    @Option(
            names = "--root",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "the folder that holds the tree; default: ${DEFAULT-VALUE}")
    Path root = Path.of(".");

    ClusterCommand(Console console) {
        this.console = console;
    }

    abstract String goal();

    Map<String, String> options() {
        return Map.of();
    }

    @Override
    public final Integer call() throws IOException {
        int worst = ExitCode.CLEAN.number();
        try (ClassPath path = ClassPath.of(classPath)) {
            for (String definition : definitions) {
                worst = Math.max(worst, run(definition, path));
            }
        }
        return worst;
    }

    private int run(String definition, ClassPath path) {
        Consumer<String> out = console.out()::println;
        Consumer<String> err = console.err()::println;
        Path tree = root.toAbsolutePath().normalize();
        return path.call(goal() + " of " + definition, "run", TYPES, loader ->
                new Object[] {goal(), definition, loader, tree, options(), out, err, err});
    }
}
