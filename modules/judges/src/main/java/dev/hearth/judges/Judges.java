package dev.hearth.judges;

import java.util.Optional;

/**
 * Finds the programs that {@code .ci/judges} installs.
 *
 * <pre>{@code
 * Outcome outcome = Judges.require("promtool").run(List.of("check", "rules"), rules);
 * assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
 * }</pre>
 *
 * <p>A program is looked for in {@code $HEARTH_JUDGES/bin} (by default {@code $XDG_CACHE_HOME/hearth/judges/bin}, else
 * {@code ~/.cache/hearth/judges/bin}), then on the {@code PATH}.
 */
public final class Judges {

    private static final Installation INSTALLATION =
            Installation.from(System.getenv(), System.getProperty("user.home", ""));

    private Judges() {}

    /** The program, or nothing if it is not installed. */
    public static Optional<Program> find(String name) {
        return INSTALLATION.find(name);
    }

    /**
     * The program.
     *
     * @throws org.opentest4j.TestAbortedException if it is not installed: the test is skipped
     * @throws AssertionError if it is not installed and the environment variable HEARTH_JUDGES_REQUIRED is {@code true}:
     *     the test fails
     */
    public static Program require(String name) {
        return INSTALLATION.require(name);
    }
}
