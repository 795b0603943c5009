package dev.hearth.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.PodSecurityStandard;
import dev.hearth.checks.rule.PodSecurityStandard.Level;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RuleCatalogTest {

    private static final Path FOLDER = Path.of("src/main/resources/dev/hearth/checks/rules");

    static Stream<RulePage> examples() {
        return RuleCatalog.pages().values().stream()
                .filter(page -> page.example().isPresent());
    }

    private static ImmutableList<Finding> found(RulePage page, String yaml) {
        RulePage.Example example = page.example().orElseThrow();
        KubernetesVersion version = KubernetesVersion.parse(example.kubernetes());
        Checks checks = Checks.of(version).elsewhere(Yaml.read(example.preinstalled(), "preinstalled.yaml"));
        if (example.complete()) {
            checks = checks.complete();
        }
        if (!example.podSecurity().isEmpty()) {
            checks = checks.podSecurity(
                    new PodSecurityStandard(Level.valueOf(example.podSecurity().toUpperCase(Locale.ROOT)), version));
        }
        return checks.check(Yaml.read(yaml, page.id() + ".yaml")).findings();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void the_broken_example_is_found_and_the_mended_one_is_not(RulePage page) {
        assertThat(found(page, page.example().orElseThrow().broken()))
                .filteredOn(finding -> finding.rule().equals(page.id()))
                .isNotEmpty()
                .allSatisfy(finding ->
                        assertThat(finding.severity()).as(finding.toString()).isGreaterThanOrEqualTo(page.severity()));
        assertThat(found(page, page.example().orElseThrow().mended()))
                .filteredOn(finding -> finding.rule().equals(page.id()))
                .isEmpty();
    }

    @Test
    void the_index_names_every_page() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<String> pages = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - ".yaml".length()))
                    .sorted()
                    .toList();

            assertThat(Files.readAllLines(FOLDER.resolve("index.txt"))).isEqualTo(pages);
        }
    }
}
