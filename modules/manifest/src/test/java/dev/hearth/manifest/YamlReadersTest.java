package dev.hearth.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the writer writes is read alike by everyone. */
class YamlReadersTest {

    private static final int RANDOM_TEXTS = 2000;

    /** All known texts and as many random ones, as values, items, nested items and keys. */
    private static Mapping document(long seed) {
        return document(seed, 20_000);
    }

    private static Mapping document(long seed, int longestKey) {
        Random random = new Random(seed);
        Set<String> texts = new LinkedHashSet<>(Texts.known());
        while (texts.size() < Texts.known().size() + RANDOM_TEXTS) {
            texts.add(Texts.random(random));
        }
        Mapping.Builder values = Mapping.builder();
        Mapping.Builder keys = Mapping.builder();
        List<Node> items = new ArrayList<>();
        int index = 0;
        for (String text : texts) {
            values.put("k" + index, text);
            String key = text.length() > longestKey ? "long " + index : text;
            keys.put(key, index % 3 == 0 ? Node.list(Node.text(text)) : Node.number(index));
            items.add(Node.text(text));
            items.add(Mapping.of("k", Node.text(text)));
            items.add(Node.list(Node.list(Node.text(text)), Mapping.of("a", Mapping.of(key, Node.text(text)))));
            index++;
        }
        return Mapping.builder()
                .put("apiVersion", "example.org/v1")
                .put("kind", "Texts")
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", "texts")
                                // kubectl adds it where it is absent.
                                .put("annotations", Mapping.empty())
                                .build())
                .put("values", values.build())
                .put("keys", keys.build())
                .put("list", Sequence.of(items))
                .put("numbers", numbers(random))
                .put("empty", Mapping.empty())
                .put("none", Sequence.empty())
                .put("nothing", Null.NULL)
                .put("flags", Node.list(Bool.TRUE, Bool.FALSE))
                .build();
    }

    private static Sequence numbers(Random random) {
        List<Node> numbers = new ArrayList<>();
        for (String number : List.of(
                "0",
                "0.0",
                "0E+3",
                "0E-9",
                "1",
                "-1",
                "1.0",
                "1.50",
                "-0.5",
                "100",
                "1E+2",
                "1E+3",
                "1E+20",
                "1E+21",
                "1.5E+300",
                "1E-7",
                "1E-8",
                "-2.5E-300",
                "123456.789",
                "9007199254740991",
                "-9007199254740991",
                "1E+300",
                "0.1",
                "1234567890123456E+5",
                "0.000000123")) {
            numbers.add(new Numeral(new BigDecimal(number)));
        }
        for (int count = 0; count < 500; count++) {
            numbers.add(Node.number(random.nextInt()));
            numbers.add(new Numeral(new BigDecimal(Double.toString(random.nextGaussian()))));
            numbers.add(new Numeral(new BigDecimal(random.nextInt()).scaleByPowerOfTen(random.nextInt(60) - 30)));
        }
        return Sequence.of(numbers);
    }

    /** The node as plain Java values; numbers as the double that JSON readers make of them. */
    private static Object plain(Node node) {
        if (node instanceof Mapping mapping) {
            Map<String, Object> out = new LinkedHashMap<>();
            mapping.fields().forEach((name, value) -> out.put(name, plain(value)));
            return out;
        }
        if (node instanceof Sequence sequence) {
            return sequence.items().stream().map(YamlReadersTest::plain).toList();
        }
        if (node instanceof Text text) {
            return text.value();
        }
        if (node instanceof Numeral numeral) {
            return numeral.value().doubleValue();
        }
        return node instanceof Bool bool ? bool.value() : "(null)";
    }

    private static Object plain(Object read) {
        if (read instanceof Map<?, ?> mapping) {
            Map<Object, Object> out = new LinkedHashMap<>();
            mapping.forEach((name, value) -> out.put(name, plain(value)));
            return out;
        }
        if (read instanceof List<?> list) {
            return list.stream().map(YamlReadersTest::plain).toList();
        }
        if (read instanceof Number number) {
            return number.doubleValue() + 0.0;
        }
        return read == null ? "(null)" : read;
    }

    private static void expectSame(Object read, Mapping written) {
        Map<?, ?> actual = (Map<?, ?>) plain(read);
        Map<?, ?> expected = (Map<?, ?>) plain((Node) written);
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        for (Map.Entry<?, ?> field : expected.entrySet()) {
            Object other = actual.get(field.getKey());
            if (field.getValue() instanceof Map<?, ?> map && other instanceof Map<?, ?> others) {
                // One by one, because the difference of two huge maps is no message.
                map.forEach((key, value) ->
                        assertThat(others.get(key)).as("at %s", key).isEqualTo(value));
                assertThat(others).hasSameSizeAs(map);
            } else if (field.getValue() instanceof List<?> list && other instanceof List<?> others) {
                assertThat(others).hasSameSizeAs(list);
                for (int index = 0; index < list.size(); index++) {
                    assertThat(others.get(index)).as("item %d", index).isEqualTo(list.get(index));
                }
            } else {
                assertThat(other).isEqualTo(field.getValue());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void what_is_written_is_read_back_the_same(long seed) {
        Mapping written = document(seed);

        String yaml = Yaml.write(written);

        assertThat(Yaml.documents(yaml, "texts.yaml")).hasSize(1);
        assertThat(Yaml.documents(yaml, "texts.yaml").get(0).root()).isEqualTo(written);
        assertThat(Yaml.write(Yaml.documents(yaml, "texts.yaml").get(0).mapping()))
                .isEqualTo(yaml);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void a_reader_of_yaml_1_2_reads_the_same(long seed) {
        Mapping written = document(seed);
        String yaml = Yaml.write(written);
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(Integer.MAX_VALUE)
                .setBufferSize(yaml.length() + 2)
                .build();

        expectSame(new Load(settings).loadFromString(yaml), written);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void a_reader_of_yaml_1_1_reads_the_same(long seed) {
        Mapping written = document(seed);
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);

        Object read = new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).load(Yaml.write(written));

        expectSame(read, written);
    }

    @ParameterizedTest
    @EnumSource
    void the_real_readers_read_the_same(Reader reader) throws Exception {
        for (long seed = 31; seed < 34; seed++) {
            Mapping written = document(seed);

            expectSame(reader.read(Yaml.write(written)), written);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_real_readers_read_the_json_the_same(Reader reader) throws Exception {
        Mapping written = document(41, 500);

        expectSame(reader.read(Json.write(written)), written);
    }
}
