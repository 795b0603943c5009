package dev.hearth.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class YamlTest {

    @Test
    void writes_what_a_person_would_write() {
        Mapping deployment = Mapping.builder()
                .put("apiVersion", "apps/v1")
                .put("kind", "Deployment")
                .put("metadata", Mapping.of("labels", Mapping.of("app.kubernetes.io/name", Node.text("web"))))
                .put(
                        "spec",
                        Mapping.builder()
                                .put("replicas", 2)
                                .put("paused", false)
                                .put("ratio", new Numeral(new BigDecimal("1.5")))
                                .put("image", "ghcr.io/example/web:1.4.2@sha256:0a")
                                .put("version", "1.4")
                                .put("args", Node.texts("--storage.path=/data", "-v", "yes", "50m"))
                                .put("emptyDir", Mapping.empty())
                                .put("none", Sequence.empty())
                                .put("nothing", Null.NULL)
                                .put("script", "#!/bin/sh\n\tif true; then \n  echo hi\n")
                                .put(
                                        "containers",
                                        Node.list(
                                                Mapping.builder()
                                                        .put("name", "a")
                                                        .put("ports", Node.list(Mapping.of("port", Node.number(80))))
                                                        .build(),
                                                Node.list(Node.texts("x"), Node.texts())))
                                .build())
                .build();

        assertThat(Yaml.write(deployment)).isEqualTo("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata:
                          labels:
                            app.kubernetes.io/name: web
                        spec:
                          replicas: 2
                          paused: false
                          ratio: 1.5
                          image: ghcr.io/example/web:1.4.2@sha256:0a
                          version: "1.4"
                          args:
                          - --storage.path=/data
                          - "-v"
                          - "yes"
                          - 50m
                          emptyDir: {}
                          none: []
                          nothing: null
                          script: |
                            #!/bin/sh
                            \tif true; then\s
                              echo hi
                          containers:
                          - name: a
                            ports:
                            - port: 80
                          - - - x
                            - []
                        """);
        assertThat(Yaml.documents(Yaml.write(deployment), "x").get(0).root()).isEqualTo(deployment);
    }

    @Test
    void text_of_several_lines_is_a_block_that_a_person_can_read() {
        Mapping texts = Mapping.builder()
                .put("ended", "a\nb\n")
                .put("open", "a\nb")
                .put("more", "a\n\n\n")
                .put("leading", "\n\na\n")
                .put("indented", "  a\nb\n")
                .put("tabbed", "\ta\n\t\tb\n")
                .put("spaces", "a  \n   \nb \n")
                .put("returns", "a\r\nb\r\n")
                .put("separated", "a\u2028\nb")
                .put("blank", "\n \n")
                .put("line", "a: b # c")
                .put("quotes", "say \"a\\b\"")
                .build();

        assertThat(Yaml.write(texts)).isEqualTo("""
                        ended: |
                          a
                          b
                        open: |-
                          a
                          b
                        more: |+
                          a


                        leading: |


                          a
                        indented: |2
                            a
                          b
                        tabbed: |2
                          \ta
                          \t\tb
                        spaces: |
                          a \s
                            \s
                          b\s
                        returns: "a\\r\\nb\\r\\n"
                        separated: "a\\u2028\\nb"
                        blank: "\\n \\n"
                        line: "a: b # c"
                        quotes: "say \\"a\\\\b\\""
                        """);
    }

    @Test
    void writes_several_documents_lists_and_a_comment() {
        Mapping one = Mapping.of("a", Node.number(1));

        assertThat(Yaml.write(List.of(one, Mapping.empty(), Node.texts("b"), Node.text("c\nd"))))
                .isEqualTo("a: 1\n---\n{}\n---\n- b\n---\n\"c\\nd\"\n");
        assertThat(Yaml.write("Made by a program.\n\nDo not edit.", one))
                .isEqualTo("# Made by a program.\n#\n# Do not edit.\na: 1\n");
        assertThat(new String(Yaml.bytes(Mapping.of("a", Node.text("ü😀"))), UTF_8))
                .isEqualTo("a: \"ü😀\"\n");
    }

    @Test
    void refuses_what_cannot_be_written() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Yaml.write(Mapping.of("a", Node.text("x\uD800y"))))
                .withMessage(
                        "half of a surrogate pair, \\ud800 at index 1, is no character and cannot be written as UTF-8;"
                                + " remove it from the text");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Yaml.write(Mapping.of("a", new Numeral(new BigDecimal("1E+400")))))
                .withMessage("a number must be within what a double can hold, but was 1E+400; write it as a text");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Yaml.write("a\rb", Mapping.empty()))
                .withMessage("a comment must be of printable characters, but was \"a\rb\"; remove the others");
    }
}
