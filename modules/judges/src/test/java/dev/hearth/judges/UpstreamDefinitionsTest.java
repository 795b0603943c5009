package dev.hearth.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Definitions as upstream publishes them, kept beside the project where they are at hand. */
class UpstreamDefinitionsTest {

    private static final Path DEFINITIONS = Path.of("../../../shared/crds");

    @Test
    void all_are_taken_and_served() {
        assumeThat(Files.isDirectory(DEFINITIONS))
                .as("definitions at %s", DEFINITIONS)
                .isTrue();
        try (ApiServer server = ApiServer.start()) {
            List<String> names = server.applyDefinitions(DEFINITIONS);

            assertThat(names)
                    .contains("certificates.cert-manager.io", "applications.argoproj.io", "sealedsecrets.bitnami.com")
                    .hasSizeGreaterThan(100);
        }
    }
}
