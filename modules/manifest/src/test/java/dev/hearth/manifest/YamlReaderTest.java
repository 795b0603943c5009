package dev.hearth.manifest;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class YamlReaderTest {

    private static final String SERVICE = """
            # a service
            apiVersion: v1
            kind: Service
            metadata:
              name: web
              annotations: {}
            spec:
              ports:
              - name: http
                port: 80
              -
                name: grpc
                port: 81
              clusterIP: null
              unknown: []
            """;

    static final List<Arguments> FAULTS = List.of(
            Arguments.of("a:\n\tb: 1\n", "2:1: a tab stands where YAML wants spaces; replace the tab by spaces"),
            Arguments.of(
                    "a: [1, 2\nb: 3\n",
                    "2:2: in the list [ that begins at f:1:4: expected ',' or ']', but got :; close it or add the comma"),
            Arguments.of("a: \"x\nb: 1\n", "3:1: the text ends within quotes that begin at f:1:4; close the quotes"),
            Arguments.of(
                    "a: b: c\n",
                    "1:5: a colon where no key can stand; quote a value that holds \": \", or correct the indentation"),
            Arguments.of(
                    "a:\n  - b\n c: 1\n",
                    "3:2: this line belongs neither to the list or mapping that begins at f:1:1 nor to one around it;"
                            + " correct the indentation"),
            Arguments.of("a: @x\n", "1:4: a plain text cannot begin with @; put the text in quotes"),
            Arguments.of(
                    "a: {{ .Values.x }}\n",
                    "1:5: a key is a list or a mapping; write the key as a text; quote a value that begins with { or [,"
                            + " and render a template first"),
            Arguments.of(
                    "a: *x\n",
                    "1:4: an alias names no anchor above it in this document; put the anchor before the value meant, or"
                            + " quote a text that begins with *"),
            Arguments.of(
                    "a: &x\n- *x\n",
                    "2:3: an alias stands inside its own anchor: a value that contains itself; write the value out"),
            Arguments.of(
                    "a: !Ref x\n",
                    "1:4: a tag means nothing to Kubernetes, which would drop it without a word; remove the tag, or"
                            + " quote a text that begins with !"),
            Arguments.of(
                    "a: !!binary /w==\n",
                    "1:4: !!binary holds what is no text in UTF-8, and JSON has no bytes; put the base64 into a field that"
                            + " takes base64, such as binaryData, without the tag"),
            Arguments.of(
                    "a: !!int x\n", "1:4: \"x\" is not what its tag !!int says; correct the value or remove the tag"),
            Arguments.of(
                    "a: 1\nb: 2\na: 3\n", "3:1: the key \"a\" is there twice; first at f:1:1; remove one of the two"),
            Arguments.of("{1: a, '1': b}", "1:8: the key \"1\" is there twice; first at f:1:2; remove one of the two"),
            Arguments.of(
                    "a: \"\\uD800\"\n",
                    "1:4: an escape for half of a surrogate pair, which is no character; write the character itself, or"
                            + " \\U with its eight digits"),
            Arguments.of("a: \0", "1:4: a NUL character: the file is binary or UTF-16; save it as UTF-8 text"),
            Arguments.of(
                    "a: b\r\nc: \u0001",
                    "2:4: the control character U+0001 may not stand in YAML; write it as \"\\u0001\" in double quotes, or"
                            + " remove it"),
            Arguments.of(
                    "a: 😀\u2028b",
                    "1:5: the character U+2028 is a line break for YAML 1.1 readers, kubectl among them, and none for"
                            + " others; write it as \"\\u2028\" in double quotes, or remove it"),
            Arguments.of("a: \uFEFFb", "1:4: a byte order mark within the text; remove it"),
            Arguments.of("a: \uD800", "1:4: half of a surrogate pair, U+D800, is no character; remove it"),
            Arguments.of(
                    "%YAML 2.0\n---\na: 1",
                    "1:1: the text behind this place is no YAML (Version{major=2, minor=0}); correct the text"),
            Arguments.of(
                    "<<: 1",
                    "1:1: the merge key << has a number as its value; give it an alias of a mapping, a list of such, or"
                            + " quote it to mean the text <<"),
            Arguments.of(
                    "b: 1\n<<: {b: 2}",
                    "1:1: the key \"b\" stands before a << that has it too; kubectl takes the merged value, other readers"
                            + " this one; put << first"),
            Arguments.of(
                    "[a:, b]",
                    "1:2: \"a:\" is a key without a value for some readers and a text for kubectl; put a space behind the"
                            + " colon, or quote the text"),
            Arguments.of(
                    "[?a, b]",
                    "1:2: a text that begins with ? within braces or brackets is a key for kubectl, and none for others;"
                            + " quote the text"));

    private static Node read(String text) {
        return Yaml.documents(text, "f").get(0).root();
    }

    private static Node json(String text) {
        return Json.read(text, "f");
    }

    @ParameterizedTest
    @FieldSource("FAULTS")
    void says_where_a_text_is_wrong_and_what_to_do(String text, String message) {
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> Yaml.documents(text, "f"))
                .withMessage("f:" + message);
    }

    @Test
    void keeps_unknown_fields_empty_values_nulls_and_order() {
        assertThat(Yaml.write(Yaml.read(SERVICE, "f").get(0).root())).isEqualTo("""
                        apiVersion: v1
                        kind: Service
                        metadata:
                          name: web
                          annotations: {}
                        spec:
                          ports:
                          - name: http
                            port: 80
                          - name: grpc
                            port: 81
                          clusterIP: null
                          unknown: []
                        """);
    }

    @Test
    void knows_where_every_field_stands() {
        Manifest service = Yaml.read(SERVICE, "service.yaml").get(0);
        FieldPath ports = FieldPath.of("spec", "ports");

        assertThat(service.position(FieldPath.root())).hasToString("Optional[service.yaml:2:1]");
        assertThat(service.position(FieldPath.of("kind"))).hasToString("Optional[service.yaml:3:1]");
        assertThat(service.position(ports.index(0))).hasToString("Optional[service.yaml:9:5]");
        assertThat(service.position(ports.index(0).field("port"))).hasToString("Optional[service.yaml:10:5]");
        assertThat(service.position(ports.index(1).field("port"))).hasToString("Optional[service.yaml:13:5]");
        assertThat(service.position(FieldPath.of("spec", "unknown"))).hasToString("Optional[service.yaml:15:3]");
    }

    @Test
    void the_position_of_a_field_that_is_absent_is_that_of_the_nearest_above() {
        Manifest service = Yaml.read(SERVICE, "service.yaml").get(0);

        assertThat(service.position(FieldPath.of("spec", "selector", "app"))).hasToString("Optional[service.yaml:7:1]");
        assertThat(service.position(FieldPath.of("spec", "ports").index(7))).hasToString("Optional[service.yaml:8:3]");
        assertThat(Manifest.of(service.root()).position(FieldPath.root())).isEmpty();
    }

    @Test
    void positions_survive_a_change_and_follow_merged_fields() {
        Manifest service = Yaml.read("""
                        apiVersion: v1
                        kind: Service
                        metadata: &m
                          name: web
                          labels: {a: b}
                        copy:
                          <<: *m
                          name: other
                        """, "f").get(0).withMetadata("namespace", Node.text("x"));

        assertThat(service.root().mapping("copy")).isEqualTo(json("{\"name\": \"other\", \"labels\": {\"a\": \"b\"}}"));
        assertThat(service.position(FieldPath.of("copy", "name"))).hasToString("Optional[f:8:3]");
        assertThat(service.position(FieldPath.of("copy", "labels", "a"))).hasToString("Optional[f:5:12]");
        assertThat(service.position(FieldPath.of("metadata", "name"))).hasToString("Optional[f:4:3]");
    }

    @Test
    void of_several_merged_mappings_the_first_wins_and_own_fields_win_over_all() {
        assertThat(read("<<: [{a: 1, b: 1}, {a: 2, c: 2}]\nc: 3\n")).isEqualTo(json("{\"a\": 1, \"b\": 1, \"c\": 3}"));
        assertThat(read("\"<<\": 1")).isEqualTo(json("{\"<<\": 1}"));
    }

    @Test
    void kubectl_merges_the_same() throws Exception {
        String yaml = """
                apiVersion: example.org/v1
                kind: Merge
                metadata:
                  name: merge
                  annotations: {}
                base: &base {a: 1, b: 1}
                one: {<<: *base, b: 2}
                two:
                  <<: [*base, {b: 3, c: 3}]
                  d: 4
                """;

        assertThat(Json.read(new ObjectMapper().writeValueAsString(Reader.KUBECTL.read(yaml)), "k"))
                .isEqualTo(read(yaml));
    }

    @Test
    void reads_several_documents_and_passes_over_empty_ones() {
        String object = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\n";
        String text =
                "# head\n---\n" + object.formatted("a") + "---\n# nothing\n---\n" + object.formatted("b") + "...\n";

        assertThat(Yaml.read(text, "f")).extracting(Manifest::name).containsExactly("a", "b");
        assertThat(Yaml.read("", "f")).isEmpty();
        assertThat(Yaml.read("# only a comment\n", "f")).isEmpty();
        assertThat(Yaml.read("---\n---\n", "f")).isEmpty();
    }

    @Test
    void reads_json_with_tabs_escapes_and_either_line_end() {
        assertThat(read("{\r\n\t \"a\": [1.5E3, \"\\ud83d\\ude00\\/\"],\r\n\t\"b\": {\"c\": null}\r\n}\r\n"))
                .isEqualTo(json("{\"a\": [1500, \"😀/\"], \"b\": {\"c\": null}}"));
    }

    @Test
    void takes_crlf_cr_and_a_byte_order_mark_as_what_they_are() {
        assertThat(read("\uFEFFa: |\r\n  x\r\n  y\r\nb: c\r\n")).isEqualTo(json("{\"a\": \"x\\ny\\n\", \"b\": \"c\"}"));
        assertThat(read("a: 1\rb: 2\r")).isEqualTo(json("{\"a\": 1, \"b\": 2}"));
    }

    @Test
    void a_list_is_flattened_where_asked() {
        String text = """
                apiVersion: v1
                kind: List
                items:
                - apiVersion: v1
                  kind: ConfigMap
                  metadata: {name: a}
                - apiVersion: v1
                  kind: ConfigMapList
                  items:
                  - apiVersion: v1
                    kind: ConfigMap
                    metadata:
                      name: b
                """;

        List<Manifest> flat = Yaml.readFlat(text, "f");

        assertThat(flat).extracting(Manifest::name).containsExactly("a", "b");
        assertThat(flat.get(1).position(FieldPath.of("metadata", "name"))).hasToString("Optional[f:13:7]");
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> Yaml.read(text, "f"))
                .withMessageStartingWith("f:1:1: a Kubernetes object needs metadata.name");
    }

    @Test
    void a_document_that_is_no_object_is_refused_with_its_place() {
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> Yaml.read("a: 1\n---\n- b\n", "f"))
                .withMessageStartingWith("f:1:1: a Kubernetes object needs apiVersion as a text");
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> Yaml.read("---\n- b\n", "f"))
                .withMessage("f:2:1: a mapping (fields and values) was expected, but the document is a list; write"
                        + " \"name: value\" lines");
    }

    @Test
    void bytes_that_are_no_utf_8_are_refused_with_their_place() {
        assertThat(Yaml.decode("a: ü\n".getBytes(UTF_8), "f")).isEqualTo("a: ü\n");
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> Yaml.decode(new byte[] {'a', '\n', 'b', (byte) 0xFC}, "f"))
                .withMessage("f:2:2: byte 0xFC is no UTF-8; save the file as UTF-8, without a byte order mark");
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> Yaml.documents(Yaml.decode("a: b".getBytes(UTF_16LE), "f"), "f"))
                .withMessage("f:1:2: a NUL character: the file is binary or UTF-16; save it as UTF-8 text");
    }

    @Test
    void aliases_of_aliases_are_bounded() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level < 12; level++) {
            String below = "*a" + (level - 1);
            laughs.append("a%d: &a%d [".formatted(level, level))
                    .append(String.join(", ", Collections.nCopies(10, below)))
                    .append("]\n");
        }

        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> read(laughs.toString()))
                .withMessageContaining("the aliases of this text stand for more than 1000000 nodes");
    }

    @Test
    void aliases_of_long_texts_and_merges_of_merges_are_bounded() {
        String text = "a: &a \"" + "x".repeat(1 << 20) + "\"\nb: [" + "*a, ".repeat(1000) + "]\n";
        StringBuilder merges = new StringBuilder("m0: &m0 {a: x}\n");
        for (int level = 1; level < 40; level++) {
            merges.append("m%d: &m%d {<<: [*m%d, *m%d], k%d: {<<: *m%d}}\n"
                    .formatted(level, level, level - 1, level - 1, level, level - 1));
        }

        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> read(text))
                .withMessageContaining("stand for more than");
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> read(merges.toString()))
                .withMessageContaining("stand for more than");
    }

    @Test
    void nesting_is_bounded_in_braces_in_lines_and_through_aliases() {
        assertThat(read("[".repeat(200) + "]".repeat(200))).isInstanceOf(Sequence.class);
        for (String text : List.of("[".repeat(100_000), "{a: ".repeat(100_000), "- ".repeat(100_000) + "a")) {
            assertThatExceptionOfType(YamlException.class)
                    .isThrownBy(() -> read(text))
                    .withMessageContaining("more than 200 levels of nesting; make the document flatter");
        }
        StringBuilder chain = new StringBuilder("- &a0 [x]\n");
        for (int level = 1; level < 300; level++) {
            chain.append("- &a%d [*a%d]\n".formatted(level, level - 1));
        }
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> read(chain.toString()))
                .withMessageContaining("more than 200 levels of nesting");
    }

    @Test
    void json_that_is_none_is_refused() {
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> json("{\"a\": 1,\n \"a\": 2}"))
                .withMessageStartingWith("f:2:")
                .withMessageContaining("Duplicate");
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> json("1 2"))
                .withMessageContaining("a second value after the first");
        assertThatExceptionOfType(YamlException.class)
                .isThrownBy(() -> json(" "))
                .withMessage("f:1:1: the text is empty; give a JSON value");
    }

    @Test
    void json_is_written_compact_and_pretty() {
        Node node = json("{\"a\": [1, 1.50, \"\\u2028\\u0001\\\"\"], \"b\": {}, \"c\": {\"d\": null}, \"e\": []}");

        assertThat(Json.write(node))
                .isEqualTo("{\"a\":[1,1.50,\"\\u2028\\u0001\\\"\"],\"b\":{},\"c\":{\"d\":null},\"e\":[]}");
        assertThat(Json.pretty(node)).isEqualTo("""
                        {
                          "a": [
                            1,
                            1.50,
                            "\\u2028\\u0001\\""
                          ],
                          "b": {},
                          "c": {
                            "d": null
                          },
                          "e": []
                        }
                        """);
    }
}
