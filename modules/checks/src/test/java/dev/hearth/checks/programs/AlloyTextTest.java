package dev.hearth.checks.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.checks.programs.AlloyText.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlloyTextTest {

    @Test
    void blocks_are_read_with_what_is_in_them() {
        String text = """
                // loki.write "no" { }
                logging { level = "info" }
                /* loki.write "neither" {
                } */
                loki.write "store" {
                  endpoint {
                    url       = "http://loki:3100/push?a={}" // not "this"
                    headers   = {
                      "X-Scope-OrgID" = "home", // whose
                    }
                    tenant_id = sys.env("TENANT")
                  }
                  external_labels = {}
                }
                raw.text "of_more" { value = `a } "
                b` }
                """;

        assertThat(AlloyText.blocks(text)).extracting(Block::name).containsExactly("logging", "loki.write", "raw.text");
        Block write = AlloyText.blocks(text).get(1);
        assertThat(write.label()).isEqualTo("store");
        assertThat(write.blocks("endpoint")).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.literal("url")).contains("http://loki:3100/push?a={}");
            assertThat(endpoint.literal("tenant_id")).isEmpty();
            assertThat(endpoint.attributes().get("headers")).contains("\"X-Scope-OrgID\" = \"home\"");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"loki.write \"a\" {", "a = \"b", "loki.write \"a\" { } }", "?", "a b c", "/* a"})
    void nothing_is_read_where_something_is_not_understood(String text) {
        assertThat(AlloyText.blocks(text)).isEmpty();
    }
}
