package dev.hearth.platform.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.Outcome;
import dev.hearth.judges.Program;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Prometheus' own judgement of rules, and of when they fire. */
final class ThreatAlerts {

    private ThreatAlerts() {}

    /** Holds that the rules pass those tests; what is before the list of tests is written here. */
    static void hold(Program promtool, Path folder, Manifest rules, String tests) throws IOException {
        Outcome lint = promtool.run(List.of("check", "rules", "--lint=all", "--lint-fatal"), Yaml.bytes(rules.spec()));
        assertThat(lint.exitCode()).as(lint.stdout() + lint.stderr()).isZero();
        Files.write(folder.resolve("rules.yaml"), Yaml.bytes(rules.spec()));
        Files.write(
                folder.resolve("tests.yaml"),
                ("rule_files: [rules.yaml]\nevaluation_interval: 1m\ntests:\n" + tests).getBytes(UTF_8));
        Outcome outcome = promtool.in(folder).run("test", "rules", "tests.yaml");
        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
    }
}
