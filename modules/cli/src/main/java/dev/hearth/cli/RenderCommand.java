package dev.hearth.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hearth render}: makes the disk hold what a definition renders. */
@Command(
        name = "render",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Renders a cluster that is defined in Java to its tree. Writes only what differs; where there are errors it touches"
                    + " no file.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  hearth render --class-path target/classes:target/dependency/* --definition org.example.Home"
        })
final class RenderCommand extends ClusterCommand {

    @Option(names = "--overwrite", description = "replace files that were edited by hand, and foreign ones in the way")
    boolean overwrite;

    RenderCommand(Console console) {
        super(console);
    }

    @Override
    String goal() {
        return "render";
    }

    @Override
    Map<String, String> options() {
        return Map.of("overwrite", Boolean.toString(overwrite));
    }
}
