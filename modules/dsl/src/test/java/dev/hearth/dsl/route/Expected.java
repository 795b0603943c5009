package dev.hearth.dsl.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whole texts that are expected, as files beside the tests. {@code -Dhearth.expected=write} writes what is there now, to be
 * read before it is committed.
 */
final class Expected {

    private static final Path FOLDER = Path.of("src/test/resources/dev/hearth/dsl/route");

    private Expected() {}

    static void same(String file, String actual) {
        same(FOLDER.resolve(file), actual);
    }

    static void same(Path file, String actual) {
        try {
            if ("write".equals(System.getProperty("hearth.expected"))) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, actual);
            }
            assertThat(actual).as("as in %s", file).isEqualTo(Files.readString(file, UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
