package dev.hearth.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken text is refused in words, never by another exception; what is read is written and read again the same. */
class MutatedYamlTest {

    private static final List<String> TEXTS = List.of(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: a # comment
              labels: {a: b, "c": 'd'}
            data:
              x: |
                line
                 two

                three
              y: >-
                folded
                text
              z: "quo\\ted \\u00e9
                over"
            list:
            - a
            - b: 1
              c: [1, 2.5, {x: y}]
            -
              - q
              - 'it''s'
            ? k
            : v
            """, """
            a: &x
              b: 1
              c: [1, 2]
            d: *x
            e:
              <<: *x
              b: 2
            f: !!str 12
            g: plain text
              continued here
            ---
            h: http://x.y/z?a=b#c
            i: a:b
            j: -1
            """, "{\n\t\"a\": 1,\n\t\"b\": [true, null, \"x\\ny\", 1.5e3],\n  \"c\": {\"d\": {}, \"e\": []}\n}\n");

    private static final List<String> PARTS = List.of(
            " ",
            "  ",
            "\n",
            "\t",
            ":",
            ": ",
            "- ",
            "-",
            "#",
            " #",
            "{",
            "}",
            "[",
            "]",
            ",",
            "\"",
            "'",
            "|",
            "|-",
            ">",
            "&a ",
            "*a",
            "*x",
            "!",
            "!!str ",
            "!!int ",
            "!<",
            "%",
            "%YAML 1.1\n",
            "%TAG ! x\n",
            "@",
            "`",
            "?",
            "? ",
            "<<: ",
            "---\n",
            "...\n",
            "\\",
            "\\x",
            "\\U00110000",
            "a",
            "1",
            "true",
            "~",
            "=",
            "\r",
            "\0",
            "\uFEFF",
            "😀",
            "\uD83D",
            "\u0085",
            "0x",
            "_",
            ".",
            "|9",
            "|0",
            ">+1",
            "\n\n\n",
            "9999999999999999999999e99999999999");

    private static String mutated(Random random) {
        StringBuilder text = new StringBuilder(TEXTS.get(random.nextInt(TEXTS.size())));
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            int from = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), from + random.nextInt(20));
            switch (random.nextInt(5)) {
                case 0 -> text.insert(from, PARTS.get(random.nextInt(PARTS.size())));
                case 1 -> text.delete(from, Math.min(text.length(), from + 1));
                case 2 -> text.replace(from, to, PARTS.get(random.nextInt(PARTS.size())));
                case 3 -> text.insert(random.nextInt(text.length() + 1), text.substring(from, to));
                default -> text.setLength(from);
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void is_read_or_refused_but_never_crashes(long seed) {
        Random random = new Random(seed);
        int read = 0;
        for (int count = 0; count < 10_000; count++) {
            String text = mutated(random);
            try {
                for (Document document : Yaml.documents(text, "f")) {
                    StringBuilder out = new StringBuilder();
                    new YamlWriter(out).document(document.root());
                    Document again = Yaml.documents(out.toString(), "f").get(0);
                    assertThat(again.root()).as(text).isEqualTo(document.root());
                    read++;
                }
            } catch (YamlException e) {
                assertThat(e).hasMessageMatching("(?s)f:[0-9]+:[0-9]+: .+; .+");
            }
        }
        assertThat(read).isGreaterThan(1000);
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void bytes_of_any_kind_are_read_or_refused(long seed) {
        Random random = new Random(seed);
        for (int count = 0; count < 5_000; count++) {
            byte[] bytes = mutated(random).getBytes(UTF_8);
            for (int left = random.nextInt(3); left > 0 && bytes.length > 0; left--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(Yaml.documents(Yaml.decode(bytes, "f"), "f")).isNotNull();
            } catch (YamlException e) {
                assertThat(e).hasMessageMatching("(?s)f:[0-9]+:[0-9]+: .+; .+");
            }
        }
    }
}
