package dev.hearth.importer;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.Bytes;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingTest {

    private static final String GOOD = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: v\n";

    private static Imported read(String text) {
        return Reading.of(text, "a.yaml");
    }

    private static List<String> findings(String text) {
        return read(text).findings().stream()
                .map(finding -> finding.rule() + " " + finding.path() + " "
                        + finding.place()
                                .map(place -> place.line() + ":" + place.column())
                                .orElse(""))
                .toList();
    }

    private static List<String> names(Imported file) {
        return file.objects().stream().map(Manifest::toString).toList();
    }

    @Test
    void objects_of_all_documents_are_read_with_their_lines() {
        Imported file = read(GOOD + "---\n" + GOOD.replace("name: a", "name: b"));

        assertThat(names(file)).containsExactly("ConfigMap a", "ConfigMap b");
        assertThat(file.objects().get(1).position(dev.hearth.manifest.FieldPath.of("metadata", "name")))
                .hasToString("Optional[a.yaml:11:3]");
        assertThat(file.findings()).isEmpty();
        assertThat(file.skipped()).isEmpty();
    }

    @Test
    void a_broken_document_does_not_hide_the_others() {
        Imported file = read(GOOD + "---\nfoo: [\n---\n" + GOOD.replace("name: a", "name: b"));

        assertThat(names(file)).containsExactly("ConfigMap a", "ConfigMap b");
        assertThat(file.findings()).extracting(Finding::rule).containsExactly("schema.yaml");
        assertThat(file.findings().get(0).place().orElseThrow().line()).isEqualTo(9);
    }

    @Test
    void lists_are_replaced_by_their_items() {
        assertThat(names(read(
                        "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret, metadata: {name: s}}\n")))
                .containsExactly("Secret s");
    }

    @Test
    void json_is_read_one_object_after_the_other() {
        assertThat(names(read("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"a}\\\"\"}}\n"
                        + "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\n\t\"metadata\":{\"name\":\"b\"}}")))
                .containsExactly("Pod a}\"", "Pod b");
    }

    @Test
    void every_encoding_of_yaml_is_read() {
        for (Charset charset : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
            byte[] bytes = ("\uFEFF" + GOOD.replace("\n", "\r\n")).getBytes(charset);

            assertThat(names(Reading.of(bytes, "a.yaml"))).as(charset.name()).containsExactly("ConfigMap a");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # text                                                        | finding
            kind: Deployment; metadata: {name: a}; spec: {}               | schema.required apiVersion 1:1
            apiVersion: apps/v1; metadata: {name: a}; spec: {}            | schema.required kind 1:1
            apiVersion: v1; kind: Pod                                     | schema.required metadata.name 1:1
            apiVersion: v1; kind: Pod; metadata: {name: ''}               | schema.required metadata.name 3:12
            apiVersion: v1; kind: Pod; metadata: {name: 3}                | schema.type metadata.name 3:12
            apiVersion: v1; kind: Pod; metadata: hello                    | schema.type metadata 3:1
            apiVersion: v1; kind: Pod; metadata: {generateName: a-}       | schema.required metadata.name 3:1
            apiVersion: 1; kind: Pod; metadata: {name: a}; spec: {}       | schema.type apiVersion 1:1
            apiVersion: v1; kind: Pod; metadata: {name: "a                | schema.yaml  3:20
            """)
    void an_object_that_lacks_what_all_have_is_a_finding(String text, String finding) {
        assertThat(findings(text.replace("; ", "\n"))).containsExactly(finding);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            values.yaml           | replicas: 3                                          | values of a chart
            prod-values.yaml      | replicas: 3                                          | values of a chart
            Chart.yaml            | apiVersion: v2; name: a; version: 1.0.0              | the description of a chart
            kustomization.yaml    | resources: [a.yaml]                                  | a kustomization, which kustomize reads
            docker-compose.yml    | services: {a: {image: b}}                            | a Compose file
            ci.yaml               | on: push; jobs: {}                                   | a workflow of GitHub Actions
            a.json                | {"$schema": "x"}                                     | a JSON schema
            patch.yaml            | [{op: add, path: /a}]                                | a JSON patch
            a.yaml                | hello                                                | a text without fields
            a.yaml                | a: b                                                 | it has no apiVersion and kind
            a.yaml                | # nothing                                            | it is empty
            a.yaml                | apiVersion: v1; kind: Config; clusters: []           | a kubeconfig, which kubectl reads
            a.yaml                | apiVersion: kind.x-k8s.io/v1alpha4; kind: Cluster    | Cluster is read by kind, not by the API server
            """)
    void what_is_no_object_is_told_apart(String name, String text, String reason) {
        assertThat(Reading.of(text.replace("; ", "\n"), "folder/" + name))
                .isEqualTo(Imported.skipped("folder/" + name, reason));
    }

    @Test
    void a_template_must_be_rendered_first() {
        String template =
                "{{- if .Values.on }}\napiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n{{- end }}\n";

        assertThat(read(template).skipped()).contains("a template that must be rendered first");
        assertThat(read("apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}-x\n")
                        .nothing())
                .isTrue();
    }

    @Test
    void an_object_whose_name_is_to_be_filled_in_is_a_template() {
        assertThat(read(GOOD.replace("name: a", "name: ${APP}")).skipped())
                .contains("a template: ${APP} is filled in by somebody else");
        assertThat(read(GOOD.replace("name: a", "name: a\n  namespace: \"${NAMESPACE:=default}\""))
                        .skipped())
                .contains("a template: ${NAMESPACE:=default} is filled in by somebody else");
        assertThat(read(GOOD.replace("k: v", "k: ${APP}")).skipped()).isEmpty();
        assertThat(read(GOOD.replace("name: a", "name: $a")).skipped()).isEmpty();
    }

    @Test
    void a_file_with_the_tags_of_another_program_is_none_of_ours() {
        assertThat(read("sonarr:\n  base: !env_var URL\n").findings()).isEmpty();
        assertThat(read("sonarr:\n  base: !env_var URL\n").skipped()).contains("it has no apiVersion and kind");
        assertThat(findings(GOOD.replace("k: v", "k: !env_var URL"))).hasSize(1);
    }

    @Test
    void braces_in_a_block_of_text_make_no_template() {
        assertThat(findings(
                        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: |\n    {{ $x }}\n  b: [\n"))
                .containsExactly("schema.yaml  8:1");
    }

    @Test
    void what_would_take_all_memory_or_all_stack_is_refused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level < 12; level++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(level, level, ("*a" + (level - 1) + ", ").repeat(10)));
        }

        assertThat(findings(bomb.toString())).hasSize(1);
        assertThat(findings("a: " + "[".repeat(100_000))).hasSize(1);
        assertThat(findings("a: " + "{a: ".repeat(100_000))).hasSize(1);
        assertThat(findings("a: &a\n  b: *a\n")).containsExactly("schema.yaml  2:6");
    }

    @Test
    void bytes_that_are_no_text_are_a_finding() {
        Imported file = Reading.of(Bytes.concat(GOOD.getBytes(UTF_8), new byte[] {(byte) 0xFF, 0}), "a.yaml");

        assertThat(file.findings()).hasToString("""
                [error schema.yaml  file a.yaml
                  a.yaml:7  byte 0xFF is no UTF-8
                  hint: save the file as UTF-8, without a byte order mark]""");
        assertThat(file.skipped()).isEqualTo(Optional.empty());
    }
}
