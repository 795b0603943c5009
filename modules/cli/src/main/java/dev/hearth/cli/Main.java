package dev.hearth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;

/** {@code hearth}: checks manifests and renders clusters. */
public final class Main {

    private Main() {}

    /** The entry. */
    public static void main(String[] arguments) {
        // A library asks for a logger that nobody brings; that is no news to whoever checks manifests.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        Map<String, String> environment = System.getenv();
        boolean terminal = Terminal.present(environment);
        PrintStream out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16), false, UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
        int code = run(
                new Console(
                        System.in,
                        out,
                        err,
                        terminal,
                        terminal && Terminal.colours(environment),
                        Person.atTerminal(terminal)),
                environment,
                arguments);
        out.flush();
        System.exit(code);
    }

    /** One run of the command line; gives the exit code. */
    static int run(Console console, Map<String, String> environment, String... arguments) {
        CommandLine hearth = new CommandLine(root());
        // Reading all commands takes longer than a small check: only the one that is asked for is read.
        Map<String, Function<Console, Object>> commands = Commands.all(environment);
        Optional<String> asked =
                Stream.of(arguments).findFirst().filter(name -> commands.containsKey(name) && !name.equals("help"));
        commands.forEach((name, command) -> {
            if (asked.isEmpty() || asked.get().equals(name)) {
                hearth.addSubcommand(name, command.apply(console));
            }
        });
        Commands.finish(hearth);
        return hearth.setOut(new PrintWriter(console.out(), true, UTF_8))
                .setErr(new PrintWriter(console.err(), true, UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(console.colours() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(100)
                .setExecutionExceptionHandler((thrown, line, parsed) -> Failures.say(console, thrown))
                .setParameterExceptionHandler((wrong, given) -> Discretion.covers(wrong.getCommandLine())
                        ? Discretion.wrongUse(console, wrong, List.of(given))
                        : Failures.wrongUse(console, wrong))
                .execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    }

    /** The command without those below it. */
    static Object root() {
        return new Root();
    }

    @Command(
            name = "hearth",
            versionProvider = Version.class,
            mixinStandardHelpOptions = true,
            description = "Says before the commit what the API server would say after it.",
            synopsisSubcommandLabel = "COMMAND",
            footer = {
                "",
                "Examples:",
                "  hearth check manifests                    all YAML and JSON in a folder",
                "  kustomize build . | hearth check -        what another program renders",
                "  hearth rules link.service                 what a rule is about",
                "  hearth seal --namespace shop --name db password=password:32",
                "                                            a password that nobody ever sees",
                "  hearth help check                         more of a command",
                "",
                "Exit codes: 0 clean, 1 findings, 2 wrong use, 3 the environment failed."
            })
    private static final class Root {}

    /** The version of the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"hearth " + (version == null ? "(development)" : version)};
        }
    }
}
