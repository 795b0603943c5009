package dev.hearth.manifest;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class YamlReaderTest {

    static Stream<String> faults() {
        return Stream.of(
                "a:\n\tb: 1\n",
                "a: \tb\n\tc: 1",
                "a: [1, 2\nb: 3\n",
                "a: \"x\nb: 1\n",
                "a: 'x\n",
                "a: b: c\n",
                "- a\nb: 1\n",
                "a: 1\n b: 2\n",
                "a: *x\n",
                "a: &x\n- *x\n",
                "a: @x\n",
                "a: `x`\n",
                "a: {{ .Values.x }}\n",
                "a: %x\n",
                "a: |3\n x\n",
                "a: \"\\q\"\n",
                "a: \"\\uD800\"\n",
                "a: !Ref x\n",
                "a: !!binary /w==\n",
                "a: !!int x\n",
                "? [a]\n: b\n",
                "{a: 1, a: 2}",
                "a: 1\nb: 2\na: 3\n",
                "a: \0",
                "a: \u0001",
                "a: \u2028b",
                "a: \uFEFFb",
                "a: \uD800",
                "a\n---b: 1\nc",
                "%YAML 2.0\n---\na: 1",
                "<<: 1",
                "b: 1\n<<: {b: 2}",
                "}",
                "]",
                "a: 1\n...\nb",
                "a: |\n\tx\n",
                "a:\n  - b\n c: 1\n",
                "a: \"\\U00110000\"",
                "&a a: 1\n*a : 2\n",
                "a: !<tag:yaml.org,2002:omap> {}",
                "key with: colon: x");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void prints(String text) {
        try {
            System.out.println(Yaml.documents(text, "f.yaml").stream()
                            .map(d -> Json.write(d.root()))
                            .toList() + "   <-  " + Json.write(new Text(text)));
        } catch (YamlException e) {
            System.out.println(e.getMessage() + "   <-  " + Json.write(new Text(text)));
        }
    }
}
