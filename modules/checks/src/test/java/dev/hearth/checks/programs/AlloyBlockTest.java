package dev.hearth.checks.programs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.checks.programs.AlloyToken.Sort;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of Alloy's language is what Alloy's own parser reads. */
class AlloyBlockTest {

    /** All that the language has, laid out as nobody should. */
    private static final String ODD = """
            // a { comment " that opens much
            /* one more
               } */
            logging { level = "info" }
            loki.source.kubernetes "pods" {
              targets = array.concat(
                discovery.kubernetes.pods.targets,
                [{"__address__" = "a:1", other = `raw " } \\`},],
              ) // to the end
              forward_to=[ loki.write.a.receiver , /* inside */ loki.write.b.receiver ]
              clustering{
                enabled=true
              }
            }

            declare "many" {
              argument "one" { }
              prometheus.scrape "two" {
                targets = argument.one.value
                scrape_interval = "1" +
                  "0s"
                ok = !(1 <= 2.5e3 && .5 != 3) || x.y[0]["k"] == null
                client {
                  password = sys.env("A") + "\\"}\\u00e4{\\\\"
                }
              }
            }
            export = { a = 1, "b c" = { d = [], }, }
            """;

    private static final Pattern BEGIN = Pattern.compile("(\\t*)([a-z_.]+)( \"([a-z]*)\")? \\{ ?(\\}|.* \\})?");

    private static Outcome judge(String text, String... arguments) {
        Outcome outcome = Judges.require("alloy-syntax").run(List.of(arguments), text.getBytes(UTF_8));
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        return outcome;
    }

    private static List<String> names(AlloyBlock block, int depth) {
        List<String> names = new ArrayList<>();
        for (AlloyBlock inner : block.blocks()) {
            names.add(depth + " " + inner.name() + " " + inner.label());
            names.addAll(names(inner, depth + 1));
        }
        return names;
    }

    @Test
    void the_layout_makes_no_difference() {
        AlloyBlock read = AlloyBlock.read(ODD).orElseThrow();

        assertThat(AlloyBlock.read(judge(ODD).stdout())).contains(read);
        assertThat(AlloyBlock.read(ODD.replace("\n", "\r\n"))).contains(read);
        assertThat(AlloyBlock.read("\ufeff" + ODD)).contains(read);
    }

    @Test
    void the_blocks_are_those_of_the_formatter() {
        List<String> lines = judge(ODD).stdout().lines().toList();

        List<String> begun = new ArrayList<>();
        for (String line : lines) {
            Matcher begin = BEGIN.matcher(line);
            if (begin.matches() && !line.contains(" = {")) {
                String label = begin.group(4) == null ? "" : begin.group(4);
                begun.add(begin.group(1).length() + " " + begin.group(2) + " " + label);
            }
        }
        assertThat(begun).hasSize(7);
        assertThat(names(AlloyBlock.read(ODD).orElseThrow(), 0)).isEqualTo(begun);
    }

    @Test
    void the_strings_are_those_of_the_parser() {
        Mapping meant = (Mapping) Json.read("{\"all\":" + judge(ODD, "strings").stdout() + "}", "strings");
        List<String> plain = meant.sequence("all").strings().stream()
                .filter(text -> !text.contains("ä") && !text.contains("\\"))
                .toList();

        List<String> read = AlloyBlock.read(ODD)
                .orElseThrow()
                .deep()
                .flatMap(AlloyBlockTest::strings)
                .toList();
        assertThat(plain).contains("a:1", "info", "0s", "A");
        assertThat(read).containsAll(plain);
    }

    private static Stream<String> strings(AlloyBlock block) {
        return block.attributes().values().stream()
                .flatMap(List::stream)
                .filter(token -> token.sort() == Sort.STRING)
                .map(AlloyToken::text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a {",
                "a }",
                "a = ",
                "a = [1",
                "a = (1]]\n)",
                "a \"b {\n}",
                "a 'b' {\n}",
                "a = 1 b = 2",
                "a = 1\na = 2",
                "a.b = 1",
                "a { b = 1",
                "/* never ends",
                "a = `never ends",
                "a = \"x\ny\"",
                "apiVersion: v1",
                "a = #",
            })
    void what_cannot_be_read_is_nothing(String text) {
        assertThat(AlloyBlock.read(text)).isEmpty();
    }

    @Test
    void an_empty_text_is_a_file_without_blocks() {
        assertThat(AlloyBlock.read("\n// nothing\n").orElseThrow().blocks()).isEmpty();
    }

    @Test
    void what_is_long_or_deep_is_read_or_refused() {
        assertThat(AlloyBlock.read("a {" + " ".repeat(50_000) + "}")).isPresent();
        assertThat(AlloyBlock.read("/**/".repeat(50_000))).isPresent();
        assertThat(AlloyBlock.read("a {\n".repeat(20_000) + "}\n".repeat(20_000)))
                .isEmpty();
    }
}
