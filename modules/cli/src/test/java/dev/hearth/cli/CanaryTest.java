package dev.hearth.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.cli.Shell.Run;
import dev.hearth.dsl.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values in clear come in by every way there is; nothing of them comes out, of no command and in no form. */
class CanaryTest {

    private static final String CANARY = "c4nary/+?&%s$' ~fliegt";
    private static final List<String> FORMATS =
            List.of("text", "json", "jsonl", "sarif", "junit", "markdown", "github");

    private static SealingPair pair;

    @TempDir
    static Path keys;

    /** What the commands may read and write; nothing in clear lies in it. */
    @TempDir
    Path world;

    /** Where the values lie. */
    @TempDir
    Path vault;

    private Path folder;
    private Shell shell;
    private Set<Path> before;

    private final List<Run> runs = new ArrayList<>();

    @BeforeAll
    static void certificate() throws IOException {
        pair = SealingPair.in(keys, "sealing", SealingPair.today().minusDays(2), 3650);
    }

    @BeforeEach
    void place() throws IOException {
        folder = world.resolve("secrets");
        shell = Shell.at(Map.of("HOME", world.toString(), "CANARY", CANARY));
        before = temporary();
    }

    private static Set<Path> temporary() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return new TreeSet<>(files.toList());
        }
    }

    private Run run(Shell at, String... arguments) {
        Run run = at.run(arguments);
        runs.add(run);
        return run;
    }

    private Run seal(Shell at, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "seal",
                "--folder",
                folder.toString(),
                "--cert",
                pair.certificate().toString(),
                "--namespace",
                "a",
                "--name",
                "b"));
        all.addAll(List.of(more));
        return run(at, all.toArray(String[]::new));
    }

    private Path planted(String name, String text) throws IOException {
        return Files.writeString(vault.resolve(name), text);
    }

    private String secret() {
        return "apiVersion: v1\nkind: Secret\nmetadata: {name: b, namespace: a}\ndata:\n  k: "
                + Base64.getEncoder().encodeToString(CANARY.getBytes(UTF_8)) + "\nstringData:\n  l: \"" + CANARY
                + "\"\n";
    }

    @Test
    void every_way_in_leads_into_a_seal_and_nowhere_else() throws IOException {
        Path file = planted("file", CANARY);
        Path env = planted("env", "K=\"" + CANARY.replace("$", "\\$") + "\"\nL='x'\n");
        Path clear = planted("clear.yaml", secret());
        List<Run> good = List.of(
                seal(shell.input(CANARY), "stdin=-"),
                seal(shell, "file=@" + file),
                seal(shell, "env=env:CANARY", "--from-env", "CANARY,x=CANARY"),
                seal(shell.answers(CANARY, CANARY), "asked=?"),
                seal(shell, "--dotenv", env.toString()),
                seal(shell.input(Files.readString(env)), "--again", "--dotenv", "-"),
                seal(shell, "--from-secret", clear.toString()),
                seal(shell.input(secret()), "--again", "--from-secret", "-"),
                seal(shell, "htpasswd=htpasswd:admin=env:CANARY"),
                run(
                        shell,
                        "seal",
                        "--cert",
                        pair.certificate().toString(),
                        "--namespace",
                        "a",
                        "--name",
                        "p",
                        "--stdout",
                        "--docker",
                        "r,u=env:CANARY"),
                run(
                        shell,
                        "seal",
                        "--cert",
                        pair.certificate().toString(),
                        "--namespace",
                        "a",
                        "--name",
                        "p",
                        "--raw",
                        "k=env:CANARY"),
                run(
                        shell,
                        "seal",
                        "--cert",
                        pair.certificate().toString(),
                        "--namespace",
                        "a",
                        "--name",
                        "p",
                        "--into",
                        world.resolve("p.json").toString(),
                        "k=env:CANARY"),
                run(
                        shell,
                        "seal",
                        "--re-encrypt",
                        "--again",
                        "--key",
                        pair.key().toString(),
                        "--folder",
                        folder.toString()),
                run(shell, "unseal", "--check", "--key", pair.key().toString(), "--folder", folder.toString()),
                run(shell, "secrets", "--folder", folder.toString()),
                run(shell, "secrets", "--folder", folder.toString(), "--format", "json"));

        assertThat(good).allSatisfy(run -> assertThat(run.code()).as(run.err()).isZero());
        assertThat(shell.run(
                                "unseal",
                                "--key",
                                pair.key().toString(),
                                folder.resolve("a/b.yaml").toString(),
                                "asked")
                        .out())
                .isEqualTo(CANARY);
    }

    @Test
    void runs_that_fail_say_nothing_of_the_value() throws IOException {
        Path expired = SealingPair.in(vault, "expired", SealingPair.today().minusDays(400), 30)
                .certificate();
        Path broken = planted("broken.env", "A=1\nB='" + CANARY + "\nC " + CANARY + "\n");
        Path escape = planted("escape.env", "A=\"\\q" + CANARY + "\"\n");
        Path yaml = planted("broken.yaml", secret() + "  m: {" + CANARY + ": *" + CANARY + "\n");
        Path base64 = planted(
                "base64.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: b}\ndata: {k: \"" + CANARY + "\"}\n");
        Path number = planted(
                "number.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: b}\ndata: {k: [\"" + CANARY + "\"]}\n");
        Path other = planted(
                "other.yaml", "apiVersion: v1\nkind: \"" + CANARY + "\"\nmetadata: {name: \"" + CANARY + "\"}\n");
        Path locked = Files.createDirectory(world.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-x------"));
        Path full = Files.writeString(world.resolve("full"), "");
        String certificate = pair.certificate().toString();

        List<Run> failed = List.of(
                seal(shell, "k=" + CANARY),
                seal(shell, CANARY),
                seal(shell, "--from-env", "k=" + CANARY),
                seal(shell, "--from-env", CANARY),
                seal(shell, "k=env:" + CANARY),
                seal(shell, "k=@" + CANARY),
                seal(shell, "k=public:" + CANARY),
                seal(shell, "k=htpasswd:u=" + CANARY),
                seal(shell, "--docker", "r,u=" + CANARY),
                seal(shell, "--" + CANARY + "=x"),
                seal(shell, "--value", CANARY),
                seal(shell, "--scope", CANARY, "k=random:32"),
                seal(shell, "--all", "--value", "a/k=" + CANARY),
                run(
                        shell,
                        "seal",
                        "--all",
                        "--class-path",
                        world.toString(),
                        "--definition",
                        "a.B",
                        "--value",
                        "a/k=" + CANARY),
                run(
                        shell,
                        "seal",
                        "--namespace",
                        CANARY,
                        "--name",
                        "b",
                        "--stdout",
                        "--cert",
                        certificate,
                        "k=random:32"),
                run(shell, "sael", "k=" + CANARY),
                run(shell, "secrets", CANARY),
                seal(shell.answers(CANARY, "other"), "k=?"),
                seal(shell, "--dotenv", broken.toString()),
                seal(shell, "--dotenv", escape.toString()),
                seal(shell, "--from-secret", yaml.toString()),
                seal(shell, "--from-secret", base64.toString()),
                seal(shell, "--from-secret", number.toString()),
                seal(shell, "--from-secret", other.toString()),
                run(
                        shell,
                        "seal",
                        "--from-secret",
                        planted("c.yaml", secret()).toString(),
                        "--stdout",
                        "--cert",
                        expired.toString()),
                run(
                        shell,
                        "seal",
                        "--from-secret",
                        planted("c.yaml", secret()).toString(),
                        "--stdout",
                        "--cert",
                        pair.key().toString()),
                run(
                        shell,
                        "seal",
                        "--from-secret",
                        planted("c.yaml", secret()).toString(),
                        "--stdout",
                        "--cert",
                        planted("no.pem", CANARY).toString()),
                run(
                        shell.input(CANARY),
                        "seal",
                        "--namespace",
                        "a",
                        "--name",
                        "b",
                        "--cert",
                        certificate,
                        "--folder",
                        full.resolve("x").toString(),
                        "k=-"),
                run(
                        shell,
                        "seal",
                        "--namespace",
                        "a",
                        "--name",
                        "b",
                        "--cert",
                        certificate,
                        "--into",
                        planted("clear.yaml", secret()).toString(),
                        "k=env:CANARY"),
                run(
                        shell,
                        "unseal",
                        "--key",
                        pair.key().toString(),
                        planted("d.yaml", secret()).toString()),
                run(
                        shell,
                        "unseal",
                        "--key",
                        planted("key", CANARY).toString(),
                        planted("d.yaml", secret()).toString()),
                run(shell, "convert", planted("e.yaml", secret()).toString(), "--to", "json"),
                run(shell, "convert", yaml.toString(), "--to", "json"));

        assertThat(failed)
                .allSatisfy(run -> assertThat(run.code()).as(run.all()).isNotZero());
        assertThat(failed).allSatisfy(run -> assertThat(run.err()).doesNotContain("this should not happen"));
        assertThat(runs).hasSize(failed.size());
    }

    @Test
    void a_check_over_secrets_in_clear_says_where_they_are_and_not_what() throws IOException {
        Path manifests = Files.createDirectory(vault.resolve("manifests"));
        Files.writeString(manifests.resolve("clear.yaml"), secret());
        Files.writeString(
                manifests.resolve("list.yaml"),
                "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata: {name: c, namespace: a}\n"
                        + "  stringData: {k: \"" + CANARY + "\"}\n");
        Files.writeString(
                manifests.resolve("wrong.yaml"),
                "apiVersion: v1\nkind: Secret\nmetadata: {name: d, namespace: a}\ndata: {k: \"" + CANARY + "\", l: [\""
                        + CANARY + "\"]}\ntype: kubernetes.io/tls\n");

        for (String format : FORMATS) {
            Run run = run(shell, "check", manifests.toString(), "--format", format);
            assertThat(run.code()).as(run.all()).isLessThan(3);
            run(
                    shell,
                    "check",
                    manifests.toString(),
                    "--format",
                    format,
                    "--output",
                    world.resolve(format).toString());
        }
        run(shell.input(secret()), "check", "-", "--complete", "--pod-security", "restricted");
    }

    @Test
    void help_never_shows_the_environment() {
        for (String command : List.of("seal", "unseal", "secrets", "convert", "check")) {
            assertThat(run(shell, command, "--help").code()).isZero();
            run(shell, "help", command);
        }
        run(shell, "completion", "bash");
    }

    @AfterEach
    void nothing_comes_out() throws IOException {
        for (Run run : runs) {
            silent(run.all(), "a run: " + run.all());
        }
        Set<Path> more = temporary();
        more.removeAll(before);
        more.add(world);
        for (Path made : more) {
            if (made.equals(vault)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(made)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    silent(new String(Files.readAllBytes(file), ISO_8859_1), file.toString());
                }
            }
        }
    }

    private static void silent(String text, String what) {
        for (String form : forms(CANARY)) {
            assertThat(text).as(what).doesNotContain(form);
        }
    }

    /** The value as it could be written; in base64 as it looks at each of the three places where it can begin. */
    private static List<String> forms(String value) {
        byte[] bytes = value.getBytes(UTF_8);
        List<String> forms = new ArrayList<>(List.of(
                value,
                new String(bytes, ISO_8859_1),
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                Template.encoded(value),
                Template.encoded(value).toLowerCase(Locale.ROOT),
                value.substring(0, 8)));
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[shift + bytes.length];
            System.arraycopy(bytes, 0, shifted, shift, bytes.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            forms.add(encoded.substring(shift == 0 ? 0 : shift + 1, encoded.length() - 2));
            forms.add(forms.get(forms.size() - 1).replace('+', '-').replace('/', '_'));
        }
        return forms;
    }
}
