package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.cli.Shell.Run;
import dev.hearth.secrets.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealCommandTest {

    private static SealingPair pair;
    private static SealingPair next;

    @TempDir
    static Path keys;

    @TempDir
    Path world;

    private Path folder;
    private Shell shell;

    @BeforeAll
    static void certificates() throws IOException {
        pair = SealingPair.in(keys, "sealing", SealingPair.today().minusDays(2), 3650);
        next = SealingPair.in(keys, "next", SealingPair.today().minusDays(1), 3650);
    }

    @BeforeEach
    void place() {
        folder = world.resolve("secrets");
        shell = Shell.at(Map.of("HOME", world.resolve("home").toString(), "TOKEN", "from-env"));
    }

    private Run seal(Shell at, String... more) {
        return at.run(arguments(
                List.of("seal", "--folder", folder.toString(), "--namespace", "media", "--name", "photos"), more));
    }

    private Run first(String... more) {
        return seal(shell, arguments(List.of("--cert", pair.certificate().toString()), more));
    }

    private static String[] arguments(List<String> some, String... more) {
        String[] all = some.toArray(new String[some.size() + more.length]);
        System.arraycopy(more, 0, all, some.size(), more.length);
        return all;
    }

    private Path file() {
        return folder.resolve("media/photos.yaml");
    }

    private String opened(String key) {
        Run run = shell.run(
                "unseal", "--key", pair.key().toString(), "--key", next.key().toString(), file().toString(), key);
        assertThat(run.err()).isEmpty();
        return run.out();
    }

    @Test
    void a_value_is_sealed_into_the_folder_and_opens_again() throws IOException {
        Run run = seal(
                shell.input("from stdin"),
                "--cert",
                pair.certificate().toString(),
                "b=-",
                "token=env:TOKEN",
                "c=password:20");

        assertThat(run.out())
                .isEqualTo("sealed     media/photos  b\nsealed     media/photos  token\nsealed     media/photos  c\n");
        assertThat(run.code()).isZero();
        assertThat(opened("b")).isEqualTo("from stdin");
        assertThat(opened("token")).isEqualTo("from-env");
        assertThat(opened("c")).matches("[A-Za-z0-9]{20}");
        assertThat(folder.resolve("sealing.pem")).content().startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(ledger().values().keySet())
                .map(Ledger.Place::toString)
                .containsExactly("media/photos/b", "media/photos/c", "media/photos/token");
    }

    private Ledger ledger() throws IOException {
        return Ledger.read(Files.readString(folder.resolve("ledger")), "ledger");
    }

    @Test
    void an_unchanged_value_keeps_the_bytes_of_its_file() throws IOException {
        first("token=env:TOKEN");
        byte[] sealed = Files.readAllBytes(file());
        byte[] known = Files.readAllBytes(folder.resolve("ledger"));

        Run run = seal(shell, "token=env:TOKEN");

        assertThat(run.out()).isEqualTo("unchanged  media/photos  token\n");
        assertThat(run.err()).isEmpty();
        assertThat(file()).hasBinaryContent(sealed);
        assertThat(folder.resolve("ledger")).hasBinaryContent(known);
    }

    @Test
    void an_unchanged_value_is_sealed_again_when_asked_or_for_another_certificate() throws IOException {
        first("token=env:TOKEN");

        assertThat(seal(shell, "--again", "token=env:TOKEN").out()).startsWith("sealed ");
        assertThat(seal(shell, "token=env:TOKEN").out()).startsWith("unchanged ");
        assertThat(seal(shell, "--cert", next.certificate().toString(), "token=env:TOKEN")
                        .out())
                .startsWith("sealed ");
        assertThat(opened("token")).isEqualTo("from-env");
    }

    @Test
    void without_the_machines_key_a_value_is_sealed_again() {
        first("token=env:TOKEN");

        assertThat(seal(shell, "--mark-key", world.resolve("other").toString(), "token=env:TOKEN")
                        .out())
                .startsWith("sealed ");
    }

    @Test
    void what_is_made_is_made_once() {
        first("a=random:32");
        String made = opened("a");

        assertThat(seal(shell, "a=random:32", "b=random:16").out()).isEqualTo("""
                        kept       media/photos  a  sealed before; --again makes another one
                        sealed     media/photos  b
                        """);
        assertThat(opened("a")).isEqualTo(made).matches("[0-9a-f]{64}");
        seal(shell, "--again", "a=random:32");
        assertThat(opened("a")).isNotEqualTo(made);
    }

    @Test
    void the_machines_key_is_made_once_and_for_its_owner_alone() throws IOException {
        Path key = world.resolve("home/.config/hearth/ledger.key");

        assertThat(first("a=random:32").err()).startsWith("hearth: made " + key + ", ");
        assertThat(seal(shell, "b=random:32").err()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void a_newline_at_the_end_is_warned_of_and_trimmed_when_asked() {
        Run kept = seal(shell.input("secret\n"), "--cert", pair.certificate().toString(), "a=-");
        assertThat(kept.err()).contains("warning: the value of key a ends with a newline and is sealed with it");
        assertThat(opened("a")).isEqualTo("secret\n");

        assertThat(seal(shell.input("secret\n"), "--trim", "a=-").err()).isEmpty();
        assertThat(opened("a")).isEqualTo("secret");
        seal(shell.input("secret\r\n\r\n"), "--trim", "a=-");
        assertThat(opened("a")).isEqualTo("secret\r\n");
    }

    @Test
    void a_person_is_asked_twice() {
        assertThat(seal(shell.answers("né", "né"), "--cert", pair.certificate().toString(), "a=?")
                        .code())
                .isZero();
        assertThat(opened("a")).isEqualTo("né");
        assertThat(seal(shell.answers("one", "two"), "a=?"))
                .satisfies(run -> assertThat(run.err())
                        .isEqualTo("hearth: key a: what was typed first and then is not the same\n"))
                .satisfies(run -> assertThat(run.code()).isEqualTo(2));
        assertThat(seal(shell, "a=?").err()).contains("there is no terminal to ask at");
    }

    @Test
    void keys_and_certificates_belong_together() {
        assertThat(first("id=ssh", "id.pub=public:id", "e=ed25519", "e.pub=public:e")
                        .code())
                .isZero();
        assertThat(opened("id")).startsWith("-----BEGIN OPENSSH PRIVATE KEY-----");
        assertThat(opened("id.pub")).startsWith("ssh-ed25519 ");
        assertThat(opened("e.pub")).startsWith("-----BEGIN PUBLIC KEY-----");
        assertThat(first("x.pub=public:x").err()).contains("key x.pub is made from key x, which must be made");
    }

    @Test
    void a_tls_secret_has_its_type() {
        assertThat(first("--tls", "web.example.org,10.0.0.7").out())
                .isEqualTo("sealed     media/photos  tls.key\nsealed     media/photos  tls.crt\n");
        assertThat(file()).content().contains("type: kubernetes.io/tls");
        assertThat(opened("tls.crt")).startsWith("-----BEGIN CERTIFICATE-----");
    }

    @Test
    void what_is_no_host_is_wrong_use_and_not_repeated() {
        Run ended = first("--tls", "not_a_host");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .endsWith("hearth: --tls takes DNS names, with '*.' before them at most, and IP addresses\n");
    }

    @Test
    void passwords_of_files_come_from_a_source_too() {
        Shell typing = Shell.at(Map.of("HOME", world.toString(), "PW", "open sesame"));

        assertThat(seal(typing, "--cert", pair.certificate().toString(), "auth=htpasswd:admin=env:PW")
                        .code())
                .isZero();
        assertThat(opened("auth")).startsWith("admin:$2y$");
        assertThat(seal(typing, "auth=htpasswd:admin=env:PW").out()).isEqualTo("unchanged  media/photos  auth\n");
        assertThat(seal(typing, "auth=htpasswd:root=env:PW").out()).isEqualTo("sealed     media/photos  auth\n");
        assertThat(typing.run(
                                "seal",
                                "--folder",
                                folder.toString(),
                                "--namespace",
                                "media",
                                "--name",
                                "pull",
                                "--docker",
                                "registry.example.org,robot=env:PW")
                        .code())
                .isZero();
        assertThat(folder.resolve("media/pull.yaml")).content().contains("kubernetes.io/dockerconfigjson");
    }

    @Test
    void a_secret_in_clear_is_taken_with_its_names_type_and_labels() throws IOException {
        Path clear = Files.writeString(world.resolve("clear.yaml"), """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: db
                  namespace: shop
                  labels: {app: shop}
                  annotations: {kubectl.kubernetes.io/last-applied-configuration: hunter2}
                type: kubernetes.io/basic-auth
                data: {username: YWRtaW4=, password: aGlkZGVu}
                stringData: {password: hunter2}
                """);

        Run run = shell.run(
                "seal",
                "--folder",
                folder.toString(),
                "--cert",
                pair.certificate().toString(),
                "--from-secret",
                clear.toString());

        assertThat(run.out()).isEqualTo("sealed     shop/db  username\nsealed     shop/db  password\n");
        assertThat(folder.resolve("shop/db.yaml"))
                .content()
                .contains("type: kubernetes.io/basic-auth", "app: shop")
                .doesNotContain("hunter2", "last-applied");
        assertThat(shell.run(
                                "unseal",
                                "--key",
                                pair.key().toString(),
                                folder.resolve("shop/db.yaml").toString(),
                                "password")
                        .out())
                .isEqualTo("hunter2");
    }

    @Test
    void a_dotenv_file_gives_all_its_variables() throws IOException {
        Path env = Files.writeString(world.resolve("env"), "export A=1\nB='two words'\n");

        assertThat(first("--dotenv", env.toString()).out())
                .isEqualTo("sealed     media/photos  A\nsealed     media/photos  B\n");
        assertThat(opened("B")).isEqualTo("two words");
    }

    @Test
    void another_scope_needs_all_keys() {
        first("a=random:32", "token=env:TOKEN");

        assertThat(seal(shell, "--scope", "cluster-wide", "token=env:TOKEN"))
                .satisfies(run -> assertThat(run.code()).isEqualTo(1))
                .satisfies(run -> assertThat(run.err()).contains("its other keys would not open any more: a;"));
        assertThat(seal(shell, "--scope", "cluster-wide", "--again", "token=env:TOKEN", "a=random:32")
                        .code())
                .isZero();
        assertThat(opened("token")).isEqualTo("from-env");
        assertThat(seal(shell, "b=random:32").code()).isZero();
        assertThat(file()).content().contains("sealedsecrets.bitnami.com/cluster-wide: \"true\"");
    }
}
