package dev.hearth.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code hearth}: checks manifests and renders clusters. */
@Command(name = "hearth", description = "Says before the commit what the API server would say after it.")
public final class Main {

    /** The entry. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
