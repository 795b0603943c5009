package dev.hearth.cli;

import dev.hearth.pipeline.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into words and an exit code. */
final class Failures {

    private Failures() {}

    /** The command was asked for wrongly; the message says what is right. */
    static class WrongUse extends RuntimeException {

        private static final long serialVersionUID = 1L;

        WrongUse(String message) {
            super(message);
        }
    }

    static int wrongUse(Console console, ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        console.err().println("hearth: " + words(wrong));
        UnmatchedArgumentException.printSuggestions(wrong, console.err());
        console.err().println("See " + command.getCommandSpec().qualifiedName() + " --help.");
        return ExitCode.WRONG_USE.number();
    }

    /** Of what nobody knows, only the first word is repeated: it is a mistyped command, and values may follow. */
    private static String words(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched
                && unmatched.getUnmatched().size() > 1) {
            return "Unmatched argument: '" + unmatched.getUnmatched().get(0) + "'";
        }
        return String.valueOf(wrong.getMessage());
    }

    static int say(Console console, Exception thrown) {
        console.out().flush();
        if (thrown instanceof WrongUse || thrown instanceof IllegalArgumentException) {
            console.err().println("hearth: " + thrown.getMessage());
            return ExitCode.WRONG_USE.number();
        }
        if (thrown instanceof IOException || thrown instanceof UncheckedIOException) {
            console.err().println("hearth: " + reason(thrown));
            return ExitCode.ENVIRONMENT.number();
        }
        console.err().println("hearth: this should not happen; tell its authors of the lines below");
        thrown.printStackTrace(console.err());
        return ExitCode.ENVIRONMENT.number();
    }

    static String reason(Exception thrown) {
        Throwable cause =
                thrown instanceof UncheckedIOException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof NoSuchFileException gone) {
            return "there is no file " + gone.getFile();
        }
        if (cause instanceof AccessDeniedException denied) {
            return "no right to read or write " + denied.getFile();
        }
        if (cause instanceof FileSystemException failed) {
            return failed.getFile() + ": " + failed.getReason();
        }
        return String.valueOf(cause.getMessage());
    }
}
