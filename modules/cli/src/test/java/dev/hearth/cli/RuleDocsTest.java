package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.checks.Checks;
import dev.hearth.checks.RuleCatalog;
import dev.hearth.report.RulePages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RuleDocsTest {

    private static final Path FOLDER = Path.of("../../docs/rules");

    @Test
    void the_pages_in_the_documentation_are_those_of_the_rules() throws IOException {
        Map<String, String> written = new TreeMap<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                written.put(file.getFileName().toString(), Files.readString(file));
            }
        }

        assertThat(written)
                .as("java -jar modules/cli/target/hearth.jar rules --write docs/rules")
                .isEqualTo(RulePages.folder(RuleCatalog.pages().values()));
    }

    @Test
    void acceptances_and_texts_that_cannot_be_read_have_pages() {
        assertThat(Checks.ids()).contains("accept.reason", "accept.unknown", "accept.unused", "schema.yaml");
        assertThat(RuleCatalog.pages()).containsKeys("accept.reason", "accept.unknown", "accept.unused", "schema.yaml");
    }
}
