package dev.hearth.cli;

import dev.hearth.cli.Failures.WrongUse;
import dev.hearth.manifest.YamlException;
import dev.hearth.pipeline.ExitCode;
import dev.hearth.secrets.SealException;
import dev.hearth.tree.TreeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * How the commands that handle values fail: what is typed, read or thrown may hold a value, so nothing of it is repeated but
 * places and names.
 */
final class Discretion {

    private static final Set<String> COMMANDS = Set.of("seal", "unseal", "secrets");

    private Discretion() {}

    static boolean covers(CommandLine command) {
        return COMMANDS.contains(command.getCommandName());
    }

    /** Runs a command; what it throws becomes words without any value, and an exit code. */
    static int run(Console console, Callable<ExitCode> command) {
        try {
            return command.call().number();
        } catch (WrongUse wrong) {
            return say(console, String.valueOf(wrong.getMessage()), ExitCode.WRONG_USE);
        } catch (SealException wrong) {
            return say(console, String.valueOf(wrong.getMessage()), ExitCode.FINDINGS);
        } catch (YamlException broken) {
            // Its words may quote the text.
            return say(
                    console,
                    broken.position()
                            + ": this cannot be read as YAML or JSON; what is wrong is not shown, for it may hold a"
                            + " value",
                    ExitCode.FINDINGS);
        } catch (TreeException failed) {
            return say(console, String.valueOf(failed.getMessage()), ExitCode.ENVIRONMENT);
        } catch (IOException | UncheckedIOException failed) {
            return say(console, Failures.reason(failed), ExitCode.ENVIRONMENT);
        } catch (Exception unexpected) {
            return unexpected(console, unexpected);
        }
    }

    private static int say(Console console, String message, ExitCode code) {
        console.out().flush();
        console.err().println("hearth: " + message);
        return code.number();
    }

    /** Where it happened, without the message of what was thrown. */
    private static int unexpected(Console console, Throwable thrown) {
        say(console, "this should not happen; tell its authors of the lines below", ExitCode.ENVIRONMENT);
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            console.err().println(at.getClass().getName() + " (its message may hold a value and is not shown)");
            for (StackTraceElement frame : at.getStackTrace()) {
                console.err().println("\tat " + frame);
            }
        }
        return ExitCode.ENVIRONMENT.number();
    }

    static int wrongUse(Console console, ParameterException wrong, List<String> given) {
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        say(console, words(wrong, given, command), ExitCode.WRONG_USE);
        console.err().println("See " + command + " --help.");
        return ExitCode.WRONG_USE.number();
    }

    private static String words(ParameterException wrong, List<String> given, String command) {
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            return argument(unmatched, given) + " is none that " + command + " knows";
        }
        if (wrong instanceof OverwrittenOptionException) {
            return option(wrong) + " may be given once";
        }
        if (wrong instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            return "missing: "
                    + String.join(
                            ", ",
                            missing.getMissing().stream()
                                    .map(spec -> spec.paramLabel().isEmpty() || spec.isPositional()
                                            ? spec.paramLabel()
                                            : names(spec))
                                    .toList());
        }
        return option(wrong) + " lacks its value, or has one that is none";
    }

    private static String argument(UnmatchedArgumentException unmatched, List<String> given) {
        int at = unmatched.getUnmatched().isEmpty()
                ? -1
                : given.indexOf(unmatched.getUnmatched().get(0));
        // The first word is the command itself.
        return at < 0 ? "an argument" : "argument " + at;
    }

    private static String option(ParameterException wrong) {
        return wrong.getArgSpec() == null ? "an option" : names(wrong.getArgSpec());
    }

    private static String names(CommandLine.Model.ArgSpec spec) {
        return spec instanceof CommandLine.Model.OptionSpec option
                ? "option " + option.longestName()
                : "parameter " + spec.paramLabel();
    }
}
