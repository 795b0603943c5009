package dev.hearth.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.checks.Checks;
import dev.hearth.checks.RuleCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RulePagesTest {

    /** As the ids of findings stand in the code: a family, a point, words with dashes. */
    private static final Pattern ID =
            Pattern.compile("\"((?:accept|api|argo|chart|check|image|kustomize|link|model|monitor|name|net|place|pod"
                    + "|rbac|route|scale|schema|secret|storage|tree)\\.[a-z]+(?:-[a-z]+)*)\"");

    @Test
    void every_id_of_a_finding_has_a_page() throws IOException {
        Set<String> ids = new TreeSet<>(Checks.ids());
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            for (Path file : files.filter(RulePagesTest::source).toList()) {
                Matcher id = ID.matcher(Files.readString(file));
                while (id.find()) {
                    ids.add(id.group(1));
                }
            }
        }

        assertThat(ids).hasSizeGreaterThan(150);
        assertThat(RuleCatalog.pages().keySet()).containsAll(ids);
    }

    private static boolean source(Path file) {
        String path = file.toString().replace('\\', '/');
        return path.endsWith(".java") && path.contains("/src/main/java/dev/hearth/");
    }
}
