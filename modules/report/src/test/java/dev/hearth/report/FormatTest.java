package dev.hearth.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.CheckReport;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Place;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Position;
import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class FormatTest {

    private static final Identity WEB = new Identity("apps", "Deployment", "shop", "web");

    private static final Finding ERROR = Finding.error(
                    "schema.required", WEB, "it must be there: 100%, <b> | now\nor never")
            .writtenIn("apps/v1")
            .at(FieldPath.of("spec", "selector"))
            .from(Place.of(new Position("shop/web, 1.yaml", 4, 3)))
            .hint("add it");

    private static final Finding WARNING = Finding.warning("link.service", "component grafana", "no such service")
            .from(new Place("Home.java", 7));

    private static final Report REPORT = new Report(
            ImmutableList.of("shop/clean.yaml", "shop/web, 1.yaml", "values.yaml"),
            3,
            ImmutableList.of(ERROR, WARNING),
            ImmutableList.of(new CheckReport.Accepted(
                    Finding.error("link.secret", WEB, "no such Secret").from(new Place("shop/clean.yaml", 2)),
                    "made by hand")),
            ImmutableList.of(new Report.Skipped("values.yaml", "values of a chart")));

    @Test
    void text_is_read_from_the_first_line_to_the_last() {
        assertThat(Format.TEXT.write(REPORT)).isEqualTo("""
                warning link.service  component grafana
                  Home.java:7  no such service

                error schema.required  Deployment shop/web  spec.selector
                  shop/web, 1.yaml:4  it must be there: 100%, <b> | now
                or never
                  hint: add it

                accepted link.secret  Deployment shop/web
                  shop/clean.yaml:2  no such Secret
                  reason: made by hand

                3 files, 3 objects: 1 error, 1 warning; 1 accepted; 1 file with other things
                """);
    }

    @Test
    void text_has_colours_where_asked_and_never_what_a_manifest_smuggles_in() {
        Report smuggled = new Report(
                ImmutableList.of(),
                0,
                ImmutableList.of(Finding.error("a.b", "x", "\u001b[31mred")),
                ImmutableList.of(),
                ImmutableList.of());

        assertThat(Format.colourful(REPORT)).contains("\u001b[1;31merror\u001b[0m");
        assertThat(Format.TEXT.write(smuggled)).contains("\uFFFD[31mred").doesNotContain("\u001b");
    }

    @Test
    void text_holds_no_command_that_a_manifest_smuggles_in() {
        Report smuggled = new Report(
                ImmutableList.of(),
                0,
                ImmutableList.of(Finding.error("a.b", "x\n::error::subject", "is wrong\n ::error::message")),
                ImmutableList.of(),
                ImmutableList.of());

        assertThat(Format.TEXT.write(smuggled).lines().map(String::strip))
                .noneMatch(line -> line.startsWith("::"))
                .anyMatch(line -> line.endsWith("::error::message"));
    }

    @Test
    void json_has_the_fields_that_programs_count_on() {
        assertThat(Format.JSON.write(REPORT)).startsWith("""
                {
                  "objects": 3,
                  "findings": [
                    {
                      "rule": "schema.required",
                      "severity": "error",
                      "object": {
                        "apiVersion": "apps/v1",
                        "kind": "Deployment",
                        "namespace": "shop",
                        "name": "web"
                      },
                      "subject": "Deployment shop/web",
                      "path": "spec.selector",
                      "file": "shop/web, 1.yaml",
                      "line": 4,
                      "column": 3,
                      "source": null,
                      "message": "it must be there: 100%, <b> | now\\nor never",
                      "hint": "add it"
                    },
                    {
                      "rule": "link.service",
                      "severity": "warning",
                      "object": null,
                      "subject": "component grafana",
                      "path": "",
                      "file": null,
                      "line": null,
                      "column": null,
                      "source": "Home.java:7",
                      "message": "no such service",
                      "hint": null
                    }
                  ],
                """);
    }

    @Test
    void a_line_of_jsonl_has_the_verdict_of_the_api_server() {
        Report clean = new Report(
                ImmutableList.of("a.yaml"), 1, ImmutableList.of(WARNING), ImmutableList.of(), ImmutableList.of());
        Report skipped = new Report(
                ImmutableList.of("values.yaml"), 0, ImmutableList.of(), ImmutableList.of(), REPORT.skipped());

        assertThat(REPORT.verdict()).isEqualTo(Verdict.REJECT);
        assertThat(Format.JSONL.write(clean)).startsWith("{\"file\":\"a.yaml\",\"verdict\":\"accept\",\"objects\":1,");
        assertThat(Format.JSONL.write(skipped))
                .isEqualTo("{\"file\":\"values.yaml\",\"verdict\":\"skip\","
                        + "\"reason\":\"values of a chart\",\"objects\":0,\"findings\":[],\"accepted\":[]}\n");
    }

    @Test
    void what_the_server_does_not_look_at_is_no_reason_to_reject() {
        Finding link = Finding.error("link.service", WEB, "no such service");
        Finding schema = Finding.error("schema.type", WEB, "no number");
        Report linked =
                new Report(ImmutableList.of("a"), 1, ImmutableList.of(link), ImmutableList.of(), ImmutableList.of());
        Report accepted = new Report(
                ImmutableList.of("a"),
                1,
                ImmutableList.of(),
                ImmutableList.of(new CheckReport.Accepted(schema, "so what")),
                ImmutableList.of());

        assertThat(linked.verdict()).isEqualTo(Verdict.ACCEPT);
        assertThat(accepted.verdict()).isEqualTo(Verdict.REJECT);
    }

    @Test
    void github_gets_annotations_with_everything_escaped() {
        assertThat(Format.GITHUB.write(REPORT)).isEqualTo("""
                ::warning file=Home.java,line=7,title=link.service%3A component grafana::no such service
                ::error file=shop/web%2C 1.yaml,line=4,col=3,title=schema.required%3A Deployment shop/web::spec.selector: it must \
                be there: 100%25, <b> | now%0Aor never%0Ahint: add it
                ::notice file=shop/clean.yaml,line=2,title=link.secret%3A Deployment shop/web::accepted: made by hand%0Ano such \
                Secret
                3 files, 3 objects: 1 error, 1 warning; 1 accepted; 1 file with other things
                """);
    }

    @Test
    void markdown_keeps_its_table_whatever_a_message_holds() {
        assertThat(Format.MARKDOWN.write(REPORT))
                .contains(
                        "| error | schema.required | Deployment shop/web | shop/web, 1.yaml:4 | `spec.selector`: it must be there: 100%,"
                                + " &lt;b&gt; \\| now or never<br>add it |\n");
    }

    @Test
    void junit_has_a_suite_a_file_and_a_failure_a_finding() throws Exception {
        Document xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(Format.JUNIT.write(REPORT))));

        assertThat(xml.getElementsByTagName("testsuite").getLength()).isEqualTo(4);
        assertThat(xml.getElementsByTagName("failure").getLength()).isEqualTo(2);
        assertThat(xml.getElementsByTagName("testcase").getLength()).isEqualTo(4);
    }

    @Test
    void sarif_has_rules_results_and_places() {
        Mapping log = (Mapping) Json.read(Format.SARIF.write(REPORT), "log");
        Mapping run = log.sequence("runs").mappings().get(0);
        Mapping result = run.sequence("results").mappings().get(0);
        Mapping location = result.sequence("locations").mappings().get(0).mapping("physicalLocation");

        assertThat(log.text("version")).contains("2.1.0");
        assertThat(run.mapping("tool").mapping("driver").sequence("rules").mappings())
                .extracting(rule -> rule.text("id").orElseThrow())
                .containsExactly("link.secret", "link.service", "schema.required");
        assertThat(result.text("ruleId")).contains("schema.required");
        assertThat(result.number("ruleIndex")).contains(2L);
        assertThat(result.text("level")).contains("error");
        assertThat(location.mapping("artifactLocation").text("uri")).contains("shop/web,%201.yaml");
        assertThat(Json.write(location.mapping("region"))).isEqualTo("{\"startLine\":4,\"startColumn\":3}");
        assertThat(run.sequence("results")
                        .mappings()
                        .get(2)
                        .sequence("suppressions")
                        .mappings())
                .containsExactly(Mapping.builder()
                        .put("kind", "inSource")
                        .put("justification", "made by hand")
                        .build());
    }
}
