package dev.hearth.checks.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hearth.manifest.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldFileTest {

    private static List<HeldFile> files(String object) {
        return HeldFile.of(Yaml.read(object, "object.yaml").get(0));
    }

    @Test
    void the_text_of_a_secret_is_read_out_of_its_encoding_and_what_is_in_clear_has_the_last_word() {
        assertThat(files("""
                apiVersion: v1
                kind: Secret
                metadata: {name: app}
                data: {a.yaml: b25l, b.yaml: b25l}
                stringData: {b.yaml: two}
                """))
                .extracting(HeldFile::path, HeldFile::text, HeldFile::secret)
                .containsExactly(tuple("a.yaml", "one", true), tuple("b.yaml", "two", true));
    }

    @Test
    void the_text_of_a_config_map_stands_there_as_it_is() {
        assertThat(files("{apiVersion: v1, kind: ConfigMap, metadata: {name: app}, data: {a.yaml: b25l}}"))
                .extracting(HeldFile::text, HeldFile::secret)
                .containsExactly(tuple("b25l", false));
    }

    @Test
    void what_sops_encrypted_is_no_text_in_whichever_field_it_stands() {
        String encrypted = "ENC[AES256_GCM,data:c2VjcmV0,iv:aXY=,tag:dGFn,type:str]";

        assertThat(files("""
                apiVersion: v1
                kind: Secret
                metadata: {name: app}
                data: {a.yaml: "ENCRYPTED"}
                stringData: {b.yaml: "ENCRYPTED", c.yaml: ""}
                """.replace("ENCRYPTED", encrypted)))
                .extracting(HeldFile::path)
                .containsExactly("c.yaml");
    }

    @Test
    void a_template_is_whole_where_the_cluster_fills_nothing_in() {
        assertThat(files("""
                apiVersion: bitnami.com/v1alpha1
                kind: SealedSecret
                metadata: {name: app}
                spec: {template: {data: {a.yaml: plain, b.yaml: "x: {{ .password }}"}}}
                """))
                .extracting(HeldFile::path, HeldFile::whole)
                .containsExactly(tuple("a.yaml", true), tuple("b.yaml", false));
    }
}
