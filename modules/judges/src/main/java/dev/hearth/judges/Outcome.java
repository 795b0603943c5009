package dev.hearth.judges;

import static java.util.Objects.requireNonNull;

/**
 * What a program said.
 *
 * @param exitCode 0 usually means that it found nothing wrong
 * @param stdout its standard output, read as UTF-8
 * @param stderr its standard error, read as UTF-8
 */
public record Outcome(int exitCode, String stdout, String stderr) {

    public Outcome {
        requireNonNull(stdout, "stdout");
        requireNonNull(stderr, "stderr");
    }
}
