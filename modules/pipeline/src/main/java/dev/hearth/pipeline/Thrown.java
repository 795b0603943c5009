package dev.hearth.pipeline;

import dev.hearth.findings.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What user code threw, in words and with the line it came from, so that nobody has to read a stack trace. */
final class Thrown {

    private static final int MOST_CAUSES = 5;

    private Thrown() {}

    /** The exception and its causes: {@code IllegalStateException: no file (NoSuchFileException: a.yaml)}. */
    static String text(Throwable thrown) {
        List<String> causes = new ArrayList<>();
        for (Throwable cause = thrown.getCause();
                cause != null && causes.size() < MOST_CAUSES;
                cause = cause.getCause()) {
            causes.add(one(cause));
        }
        return one(thrown) + (causes.isEmpty() ? "" : " (" + String.join("; ", causes) + ")");
    }

    private static String one(Throwable thrown) {
        String message = thrown.getMessage();
        String type = thrown.getClass().getSimpleName();
        return message == null || message.isBlank() ? type : type + ": " + message;
    }

    /** The nearest line of a wanted class, or else of one that is neither the JDK's nor the language's. */
    static Optional<Place> place(Throwable thrown, Predicate<String> wanted) {
        StackTraceElement[] frames = thrown.getStackTrace();
        return first(frames, wanted).or(() -> first(frames, Thrown::foreign));
    }

    private static Optional<Place> first(StackTraceElement[] frames, Predicate<String> wanted) {
        for (StackTraceElement frame : frames) {
            if (frame.getClassName().equals(Hearth.class.getName())) {
                // What called this language is not where the fault is.
                return Optional.empty();
            }
            if (wanted.test(frame.getClassName())) {
                String file = frame.getFileName() == null ? frame.getClassName() : frame.getFileName();
                return Optional.of(new Place(file, Math.max(frame.getLineNumber(), 0)));
            }
        }
        return Optional.empty();
    }

    private static boolean foreign(String type) {
        return !type.startsWith("java.")
                && !type.startsWith("jdk.")
                && !type.startsWith("com.google.common.")
                && !type.startsWith("dev.hearth.dsl.")
                && !type.startsWith("dev.hearth.manifest.")
                && !type.startsWith("dev.hearth.pipeline.");
    }
}
