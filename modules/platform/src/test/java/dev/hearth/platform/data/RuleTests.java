package dev.hearth.platform.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prometheus' own tests of rules. */
final class RuleTests {

    private RuleTests() {}

    /** What promtool has against the rules, which the tests call {@code rules.yaml}; empty for nothing. */
    static String run(String rules, String tests) {
        try {
            Path folder = Files.createTempDirectory("rules");
            Path rulesFile = folder.resolve("rules.yaml");
            Path testsFile = folder.resolve("tests.yaml");
            try {
                Files.write(rulesFile, rules.getBytes(UTF_8));
                Files.write(testsFile, tests.getBytes(UTF_8));
                Outcome outcome = Judges.require("promtool").in(folder).run("test", "rules", "tests.yaml");
                return outcome.exitCode() == 0 ? "" : outcome.stdout() + outcome.stderr();
            } finally {
                Files.deleteIfExists(rulesFile);
                Files.deleteIfExists(testsFile);
                Files.deleteIfExists(folder);
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
