package dev.hearth.helm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.Resources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The archives were made by GNU tar, with a path of more than 100 characters. */
class ArchiveTest {

    private static byte[] archive(String format) throws IOException {
        return Resources.toByteArray(Resources.getResource("archives/" + format + ".tgz"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnu", "pax", "ustar"})
    void long_names_are_read_in_every_format(String format) throws IOException {
        Map<String, byte[]> files = Archive.read(archive(format));

        String template = "templates/" + "a".repeat(60) + "/" + "b".repeat(90) + ".yaml";
        assertThat(files.keySet()).containsExactly("Chart.yaml", template);
        assertThat(new String(files.get(template), UTF_8)).isEqualTo("kind: ConfigMap\n");
    }

    @Test
    void an_archive_that_breaks_off_is_refused() throws IOException {
        byte[] whole = archive("gnu");

        assertThatThrownBy(() -> Archive.read(Arrays.copyOf(whole, whole.length / 2)))
                .isInstanceOf(ChartException.class)
                .hasMessageContaining("it is no archive of a chart");
    }

    @Test
    void an_archive_of_something_else_is_refused() throws IOException {
        ByteArrayOutputStream zeros = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(zeros)) {
            zip.write(new byte[2048]);
        }

        assertThatThrownBy(() -> Archive.read(zeros.toByteArray()))
                .isInstanceOf(ChartException.class)
                .hasMessageContaining("no folder with a Chart.yaml");
    }
}
