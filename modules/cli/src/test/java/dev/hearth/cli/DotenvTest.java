package dev.hearth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.secrets.SealException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotenvTest {

    private static Map<String, String> read(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        Dotenv.read(text.getBytes(UTF_8), "file")
                .forEach((name, value) -> values.put(name, new String(value.bytes(), UTF_8)));
        return values;
    }

    @Test
    void lines_are_names_and_values() {
        assertThat(read("A=1\nB_2=two\nexport C=three\nexport=four\n"))
                .isEqualTo(new LinkedHashMap<>(Map.of("A", "1", "B_2", "two", "C", "three", "export", "four")));
    }

    @Test
    void comments_and_empty_lines_do_not_count() {
        assertThat(read("\uFEFF# a\n\n  # b\r\nA=1 # c\nB=2#3\nC= # empty\nD=#empty"))
                .isEqualTo(Map.of("A", "1", "B", "2#3", "C", "", "D", ""));
    }

    @Test
    void blanks_around_a_value_do_not_count_and_those_within_do() {
        assertThat(read("A =  a b\t \r\nB= x\ty ")).isEqualTo(Map.of("A", "a b", "B", "x\ty"));
    }

    @Test
    void nothing_is_expanded() {
        assertThat(read("A=$HOME ${B} `c` $(d) \\n it's\nB=\"$A ${A}\"\nC='$A \\n'"))
                .isEqualTo(Map.of("A", "$HOME ${B} `c` $(d) \\n it's", "B", "$A ${A}", "C", "$A \\n"));
    }

    @Test
    void quotes_keep_blanks_line_ends_and_hashes() {
        assertThat(read("A=' a\n# b '\nB=\"x\ny\" # c\nC=''\nD=\"\"\n"))
                .isEqualTo(Map.of("A", " a\n# b ", "B", "x\ny", "C", "", "D", ""));
    }

    @Test
    void double_quotes_know_escapes() {
        assertThat(read("A=\"a\\nb\\r\\t\\\"\\\\\\$\"")).isEqualTo(Map.of("A", "a\nb\r\t\"\\$"));
    }

    @Test
    void values_are_bytes() {
        byte[] line = {'A', '=', (byte) 0xFF, 0, (byte) 0xFE, '\n'};

        assertThat(Dotenv.read(line, "file").get("A"))
                .satisfies(value -> assertThat(value.bytes()).containsExactly(0xFF, 0, 0xFE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                hunter2                  | file:2: no NAME=value
                A hunter2                | file:2: no NAME=value
                2hunter=1                | file:2: no NAME=value
                A='hunter2               | file:2: the quote that opens here is not closed
                A="hunter2               | file:2: the quote that opens here is not closed
                A="hunter2\\q"           | file:2: a backslash within double quotes stands before none of
                A='x'hunter2             | file:2: something stands behind the closing quote
                ONE=hunter2              | file:2: this name is there a second time
                """)
    void faults_name_the_line_and_not_what_is_in_it(String line, String message) {
        assertThatThrownBy(() -> read("ONE=1\n" + line.replace("\\\\", "\\") + "\n"))
                .isInstanceOf(SealException.class)
                .hasMessageStartingWith(message)
                .message()
                .doesNotContain("hunter2");
    }
}
