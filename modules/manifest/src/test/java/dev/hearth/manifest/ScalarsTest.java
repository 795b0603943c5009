package dev.hearth.manifest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain scalars mean what they mean to kubectl. */
class ScalarsTest {

    private static final String HEAD = """
            apiVersion: example.org/v1
            kind: Scalars
            metadata:
              name: scalars
              annotations: {}
            """;

    private static Node read(String scalar) {
        return Yaml.documents("a: " + scalar + "\n", "a.yaml")
                .get(0)
                .mapping()
                .fields()
                .values()
                .asList()
                .get(0);
    }

    private static String key(String scalar) {
        Mapping read = Yaml.documents(scalar + ": a\n", "a.yaml").get(0).mapping();
        return read.fields().keySet().asList().get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"})
    void words_that_are_true(String word) {
        assertThat(read(word)).isEqualTo(Bool.TRUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE"})
    void words_that_are_false(String word) {
        assertThat(read(word)).isEqualTo(Bool.FALSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~", "null", "Null", "NULL"})
    void words_that_are_null(String word) {
        assertThat(read(word)).isEqualTo(Null.NULL);
    }

    @ParameterizedTest
    @CsvSource({
        "0777, 511",
        "0o17, 15",
        "0x1F, 31",
        "-0x1F, -31",
        "0b11, 3",
        "1_000, 1000",
        "+1, 1",
        "08, 8",
        "1.50, 1.5",
        ".5, 0.5",
        "1e3, 1000",
        "-0, 0",
        "18446744073709551615, 18446744073709551615",
        "123456789012345678901234567890, 123456789012345678901234567890",
        "1e-400, 0"
    })
    void numbers_in_every_notation(String scalar, BigDecimal number) {
        assertThat(read(scalar)).isEqualTo(new Numeral(number));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-01-01",
                "2024-01-01T00:00:00Z",
                "12:30:45",
                "=",
                "tRue",
                "nan",
                "1e400",
                "0o8",
                "1.2.3",
                "1m",
                "_1",
                "0x"
            })
    void dates_times_and_what_only_looks_like_a_number_are_texts(String scalar) {
        assertThat(read(scalar)).isEqualTo(new Text(scalar));
    }

    @ParameterizedTest
    @ValueSource(strings = {".inf", "-.inf", "+.INF", ".Inf", ".nan", ".NaN"})
    void numbers_that_json_cannot_hold_are_refused(String scalar) {
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> read(scalar))
                .withMessage("a.yaml:1:4: the number " + scalar
                        + " has no form in JSON, so no object can hold it; quote it to mean a text");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "01, 1",
        "0x10, 16",
        "true, true",
        "y, true",
        "off, false",
        "1.50, 1.5",
        "2024-01-01, 2024-01-01"
    })
    void keys_become_texts(String scalar, String key) {
        assertThat(key(scalar)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "~", "1e30", "1.23456789", "18446744073709551615"})
    void keys_without_a_certain_text_are_refused(String scalar) {
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> key(scalar))
                .withMessageContaining("quote the key");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void kubectl_reads_plain_scalars_the_same(long seed) throws Exception {
        StringBuilder yaml = new StringBuilder(HEAD).append("values:\n");
        Map<String, Object> expected = new LinkedHashMap<>();
        for (String scalar : scalars(new Random(seed))) {
            Node node = Scalars.resolve(scalar);
            if (node != null) {
                yaml.append("- ").append(scalar).append('\n');
                expected.put(scalar, plain(node));
            }
        }

        assertThat(differences(expected, values(yaml.toString()))).isEmpty();
        assertThat(differences(
                        expected,
                        Yaml.documents(yaml.toString(), "a.yaml")
                                .get(0)
                                .mapping()
                                .sequence("values")
                                .items()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void kubectl_reads_plain_keys_the_same(long seed) throws Exception {
        StringBuilder yaml = new StringBuilder(HEAD).append("values:\n");
        Map<String, Object> expected = new LinkedHashMap<>();
        for (String scalar : scalars(new Random(seed))) {
            Node node = Scalars.resolve(scalar);
            if (node != null && Scalars.key(node, scalar).isPresent()) {
                yaml.append("- ").append(scalar).append(": 1\n");
                expected.put(scalar, Scalars.key(node, scalar).get());
            }
        }

        List<Object> keys = new ArrayList<>();
        values(yaml.toString())
                .forEach(item -> keys.add(((Map<?, ?>) item).keySet().iterator().next()));
        assertThat(differences(expected, keys)).isEmpty();
    }

    private static List<String> differences(Map<String, Object> expected, List<?> actual) {
        assertThat(actual).hasSameSizeAs(expected.keySet());
        List<String> differences = new ArrayList<>();
        Iterator<?> others = actual.iterator();
        expected.forEach((scalar, value) -> {
            Object other = plain(others.next());
            if (!value.equals(other)) {
                differences.add(scalar + " is " + value + " here, " + other + " there");
            }
        });
        return differences;
    }

    @Test
    void kubectl_refuses_what_json_cannot_hold() throws Exception {
        assertThat(Reader.KUBECTL.accepts(HEAD + "a: .inf\n")).isFalse();
        assertThat(Reader.KUBECTL.accepts(HEAD + "a: .nan\n")).isFalse();
        assertThat(Reader.KUBECTL.accepts(HEAD + "~: 1\n")).isFalse();
    }

    private static List<?> values(String yaml) throws Exception {
        return requireNonNull((List<?>) Reader.KUBECTL.read(yaml).get("values"));
    }

    /** Texts that can stand plain in a list: known ones, and random ones that resemble numbers. */
    private static Set<String> scalars(Random random) {
        Set<String> scalars = new LinkedHashSet<>();
        Texts.known().stream().filter(ScalarsTest::canBePlain).forEach(scalars::add);
        String alphabet = "0123456789012345670101__++--..eeExXoObBaAfFinNsyY:TZ";
        while (scalars.size() < 12_000) {
            StringBuilder out = new StringBuilder();
            for (int left = 1 + random.nextInt(8); left > 0; left--) {
                out.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            if (canBePlain(out.toString())) {
                scalars.add(out.toString());
            }
        }
        return scalars;
    }

    private static boolean canBePlain(String text) {
        return text.matches("[A-Za-z0-9_+./~=<(-][A-Za-z0-9_+./~=<(): -]*")
                && !text.matches("(?s).*(: |:$| $| #).*")
                && !text.matches("-|- .*|---.*|\\.\\.\\..*")
                && !text.equals("<<")
                && text.length() < 500;
    }

    private static Object plain(@Nullable Object read) {
        if (read instanceof Numeral numeral) {
            return numeral.value().doubleValue() + 0.0;
        }
        if (read instanceof Text text) {
            return text.value();
        }
        if (read instanceof Bool bool) {
            return bool.value();
        }
        if (read instanceof Number number) {
            return number.doubleValue() + 0.0;
        }
        return read == null || read == Null.NULL ? "(null)" : read;
    }
}
