package dev.hearth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    private static final String GOOD =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b}\ndata: {k: v}\n";
    private static final String NAMELESS = "apiVersion: v1\nkind: ConfigMap\nmetadata: {namespace: b}\n";

    @TempDir
    Path folder;

    private record Run(int code, String out, String err) {}

    private static Run run(String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                false,
                false);
        int code = Main.run(console, Map.of(), arguments);
        console.out().flush();
        return new Run(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    @BeforeEach
    void files() throws IOException {
        Files.writeString(folder.resolve("good.yaml"), GOOD);
        Files.writeString(folder.resolve("nameless.yaml"), NAMELESS);
        Files.writeString(folder.resolve("values.yaml"), "a: b\n");
    }

    @Test
    void a_clean_object_is_clean() {
        assertThat(run(GOOD, "check", "-")).isEqualTo(new Run(0, "1 file, 1 object: nothing found\n", ""));
    }

    @Test
    void a_folder_with_findings_ends_in_one() {
        Run run = run("", "check", folder.toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("error schema.required  ConfigMap without a name  metadata.name\n  " + folder
                        + "/nameless.yaml:3")
                .endsWith("3 files, 1 object: 1 error; 1 file with other things\n");
    }

    @Test
    void jsonl_judges_each_file_by_itself() {
        Run run = run("", "check", "--format", "jsonl", folder.toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(Splitter.on('\n').omitEmptyStrings().splitToList(run.out().replace(folder + "/", "")))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("{\"file\":\"good.yaml\",\"verdict\":\"accept\""),
                        line -> assertThat(line).startsWith("{\"file\":\"nameless.yaml\",\"verdict\":\"reject\""),
                        line -> assertThat(line).startsWith("{\"file\":\"values.yaml\",\"verdict\":\"skip\""));
    }

    @Test
    void output_goes_to_a_file_when_asked() throws IOException {
        Path file = folder.resolve("hearth.sarif");

        assertThat(run(GOOD, "check", "-", "--format", "SARIF", "--output", file.toString()))
                .isEqualTo(new Run(0, "", ""));
        assertThat(Files.readString(file)).contains("\"version\": \"2.1.0\"");
    }

    @Test
    void fail_on_decides_from_which_severity_on_the_run_fails() {
        String unused = GOOD.replace("namespace: b", "namespace: b, annotations: {hearth.dev/accept.link.service: x}");

        assertThat(run(unused, "check", "-").code()).isZero();
        assertThat(run(unused, "check", "-", "--fail-on", "warning").code()).isEqualTo(1);
        assertThat(run(unused, "check", "-", "--fail-on", "warning", "--rules", "schema")
                        .code())
                .isZero();
    }

    @Test
    void colours_are_written_when_asked() {
        assertThat(run(NAMELESS, "check", "-", "--color", "always").out()).startsWith("\u001b[1;31merror");
    }

    @Test
    void wrong_use_says_what_is_right() {
        assertThat(run("", "chek")).isEqualTo(new Run(2, "", """
                        hearth: Unmatched argument at index 0: 'chek'
                        Did you mean: hearth check or hearth schemas or hearth help?
                        See hearth --help.
                        """));
        assertThat(run("", "check", "-", "--rules", "nothing").err())
                .startsWith("hearth: --rules: there is no rule or family 'nothing'; families are ");
        assertThat(run("", "check", "-", "--kubernetes", "1.2").code()).isEqualTo(2);
        assertThat(run("", "check", "-", "--pod-security", "strict"))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "hearth: --pod-security: 'strict' is no level; there are privileged, baseline and restricted\n"));
        assertThat(run("", "check").code()).isEqualTo(2);
        assertThat(run("", "check", "-", "--format", "xml").code()).isEqualTo(2);
    }

    @Test
    void a_path_that_is_not_there_is_the_environment() {
        assertThat(run("", "check", "/no/such/file"))
                .isEqualTo(new Run(3, "", "hearth: there is no file or folder /no/such/file\n"));
    }

    @Test
    void help_and_version_are_answered() {
        assertThat(run("", "--help").out()).contains("Examples:", "check", "rules", "schemas", "convert", "render");
        assertThat(run("", "check", "--help").out()).contains("--pod-security", "hearth.dev/accept.<rule>");
        assertThat(run("", "help", "check").out()).contains("--pod-security");
        assertThat(run("", "--version").out()).startsWith("hearth ");
        assertThat(run("").out()).contains("Usage: hearth");
    }

    @Test
    void rules_are_listed_and_shown() {
        assertThat(run("", "rules").out()).contains("link.service", "schema.yaml", "accept.unused");
        assertThat(run("", "rules", "link").out()).contains("link.service").doesNotContain("accept.");
        assertThat(run("", "rules", "link.service").out())
                .startsWith("link.service: ")
                .contains("broken\n", "mended\n");
        assertThat(run("", "rules", "link.service", "--format", "markdown").out())
                .startsWith("# link.service\n");
        assertThat(run("", "rules", "nothing").code()).isEqualTo(2);
    }

    @Test
    void convert_shows_what_the_reader_makes_of_a_file() {
        assertThat(run("a: on\nb: 0x10\n", "convert", "-", "--to", "json").out())
                .isEqualTo("{\n  \"a\": true,\n  \"b\": 16\n}\n");
        assertThat(run("{\"a\": \"on\"}", "convert", "-", "--to", "yaml").out()).isEqualTo("a: \"on\"\n");
        assertThat(run("a: [", "convert", "-", "--to", "yaml").code()).isEqualTo(1);
        assertThat(run("", "convert", "/no/such/file", "--to", "yaml"))
                .isEqualTo(new Run(3, "", "hearth: there is no file /no/such/file\n"));
    }

    @Test
    void completion_knows_the_commands() {
        assertThat(run("", "completion", "bash").out()).contains("--preinstalled", "function _complete_hearth");
        assertThat(run("", "completion", "zsh").out()).startsWith("autoload -U +X compinit && compinit\n");
    }

    @Test
    void crds_and_preinstalled_objects_are_known_and_not_checked() throws IOException {
        Path installed = Files.writeString(folder.resolve("installed.yaml"), """
                apiVersion: v1
                kind: Service
                metadata: {name: web, namespace: shop}
                spec: {ports: [{port: 80}]}
                """);
        String ingress = """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: web, namespace: shop}
                spec:
                  defaultBackend: {service: {name: web, port: {number: 80}}}
                """;

        assertThat(run(ingress, "check", "-", "--complete", "--rules", "link.service")
                        .code())
                .isEqualTo(1);
        assertThat(run(
                                ingress,
                                "check",
                                "-",
                                "--complete",
                                "--rules",
                                "link.service",
                                "--preinstalled",
                                installed.toString())
                        .out())
                .isEqualTo("1 file, 1 object: nothing found\n");
    }

    @Test
    void schemas_are_listed_with_their_origin() {
        assertThat(run("", "schemas", "list").out()).contains("kubernetes", "v1.35");
    }

    @Test
    void a_definition_that_is_not_there_is_wrong_use() {
        Run run = run(
                "",
                "verify",
                "--class-path",
                folder.toString(),
                "--definition",
                "org.example.Home",
                "--root",
                folder.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("there is no such class in the class path");
        assertThat(run("", "render", "--class-path", "/no/such", "--definition", "a.B")
                        .err())
                .isEqualTo("hearth: --class-path: there is no file or folder /no/such\n");
    }

    @Test
    void nothing_more_is_written_once_the_reader_is_gone() {
        PrintStream gone = new PrintStream(
                new java.io.OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                },
                false,
                UTF_8);
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]), gone, new PrintStream(err, true, UTF_8), false, false);

        assertThat(Main.run(console, Map.of(), "check", folder.toString(), "--format", "jsonl"))
                .isLessThan(2);
        assertThat(err.toString(UTF_8)).isEmpty();
    }
}
