package dev.hearth.cli;

import java.io.Console;
import java.util.Map;

/** Whether a person looks at what is written. */
final class Terminal {

    private Terminal() {}

    @SuppressWarnings("SystemConsoleNull") // both ways of saying it are asked
    static boolean present(Map<String, String> environment) {
        Console console = System.console();
        if (console == null || environment.getOrDefault("TERM", "").equals("dumb")) {
            return false;
        }
        try {
            // From Java 22 on there is a console even where there is no terminal.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException older) {
            return true;
        }
    }

    /** See <a href="https://no-color.org/">no-color.org</a>. */
    static boolean colours(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty();
    }
}
