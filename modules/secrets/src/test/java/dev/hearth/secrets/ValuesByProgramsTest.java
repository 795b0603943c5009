package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.Credential.KeyKind;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs make of the values that are made here. */
class ValuesByProgramsTest {

    private final Values values = Values.of(new SecureRandom());

    @TempDir
    Path folder;

    private static Plain plain(String text) {
        return Plain.of(text.getBytes(UTF_8));
    }

    private static String text(Plain plain) {
        return new String(plain.bytes(), UTF_8);
    }

    private Path file(String name, Plain value) {
        try {
            Path file = Files.write(folder.resolve(name), value.bytes());
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return file;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Outcome run(String program, Object... arguments) {
        return Judges.require(program)
                .in(folder)
                .run(List.of(arguments).stream().map(Object::toString).toList(), new byte[0]);
    }

    private String said(String program, Object... arguments) {
        Outcome outcome = run(program, arguments);
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        return outcome.stdout();
    }

    @Test
    void openssl_takes_private_keys_and_gives_the_same_public_halves() {
        for (KeyKind kind : List.of(KeyKind.RSA, KeyKind.ED25519)) {
            Plain key = values.privateKey(kind);
            Path file = file("key.pem", key);

            assertThat(said("openssl", "pkey", "-in", file, "-pubout")).isEqualTo(text(values.publicKey(key, kind)));
        }
        assertThat(said("openssl", "pkey", "-in", file("rsa.pem", values.privateKey(KeyKind.RSA)), "-check", "-noout"))
                .contains("Key is valid");
    }

    @Test
    void openssl_makes_keys_whose_public_halves_are_found() {
        Path rsa = folder.resolve("rsa.pem");
        said("openssl", "genpkey", "-algorithm", "RSA", "-out", rsa);
        Path ed25519 = folder.resolve("ed25519.pem");
        said("openssl", "genpkey", "-algorithm", "ED25519", "-out", ed25519);

        assertThat(text(values.publicKey(read(rsa), KeyKind.RSA)))
                .isEqualTo(said("openssl", "pkey", "-in", rsa, "-pubout"));
        assertThat(text(values.publicKey(read(ed25519), KeyKind.ED25519)))
                .isEqualTo(said("openssl", "pkey", "-in", ed25519, "-pubout"));
    }

    private static Plain read(Path file) {
        try {
            return Plain.of(Files.readAllBytes(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void openssl_verifies_a_certificate_for_its_hosts_and_no_others() {
        Plain key = values.privateKey(KeyKind.RSA);
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Path certificate = file(
                "tls.crt",
                values.selfSigned(
                        key, List.of("photos.example.org", "*.home.arpa", "10.0.0.7", "2001:db8::7"), today, 30));

        assertThat(said("openssl", "verify", "-purpose", "sslserver", "-CAfile", certificate, certificate))
                .contains("OK");
        assertThat(said("openssl", "x509", "-in", certificate, "-noout", "-checkhost", "photos.example.org"))
                .contains("does match");
        assertThat(said("openssl", "x509", "-in", certificate, "-noout", "-checkhost", "music.home.arpa"))
                .contains("does match");
        assertThat(run("openssl", "x509", "-in", certificate, "-noout", "-checkhost", "music.example.org")
                        .stdout())
                .contains("does NOT match");
        for (String address : List.of("10.0.0.7", "2001:db8::7")) {
            assertThat(said("openssl", "x509", "-in", certificate, "-noout", "-checkip", address))
                    .contains("does match");
        }
        assertThat(said("openssl", "x509", "-in", certificate, "-noout", "-pubkey"))
                .isEqualTo(text(values.publicKey(key, KeyKind.RSA)));
    }

    @Test
    void ssh_keygen_takes_a_private_key_and_gives_the_same_public_half() {
        Plain key = values.privateKey(KeyKind.SSH);

        assertThat(said("ssh-keygen", "-y", "-f", file("id", key))).isEqualTo(text(values.publicKey(key, KeyKind.SSH)));
    }

    @Test
    void ssh_keygen_makes_keys_whose_public_halves_are_found() throws IOException {
        Path key = folder.resolve("id");
        said("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "me@here", "-f", key);

        String line = Files.readString(folder.resolve("id.pub"));
        assertThat(text(values.publicKey(read(key), KeyKind.SSH)))
                .isEqualTo(line.substring(0, line.indexOf(" me@here")) + "\n");
    }

    @Test
    void kubectl_makes_the_same_docker_configuration() {
        String password = "s3\"cr<e>t\\&é";
        String made = said(
                "kubectl",
                "create",
                "secret",
                "docker-registry",
                "pull",
                "--docker-server=registry.example.org",
                "--docker-username=robot$ci",
                "--docker-password=" + password,
                "--dry-run=client",
                "--output=jsonpath={.data.\\.dockerconfigjson}");

        assertThat(text(values.dockerConfig("registry.example.org", "robot$ci", plain(password))))
                .isEqualTo(new String(Base64.getDecoder().decode(made), UTF_8));
    }

    @Test
    void nginx_lets_the_right_password_in_and_no_other() throws Exception {
        Judges.require("nginx");
        file("users", values.passwordFile("admin", plain("correct höæ:rse")));
        Files.writeString(folder.resolve("index.html"), "inside\n");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(folder.resolve("users"), PosixFilePermissions.fromString("rw-r--r--"));
        int port = freePort();
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), """
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                events {}
                http {
                  access_log off;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  server {
                    listen 127.0.0.1:%2$d;
                    root %1$s;
                    auth_basic "home";
                    auth_basic_user_file %1$s/users;
                  }
                }
                """.formatted(folder, port));
        said("nginx", "-p", folder, "-e", folder.resolve("error.log"), "-c", configuration);
        try {
            assertThat(status(port, "admin", "correct höæ:rse")).isEqualTo(200);
            assertThat(status(port, "admin", "correct horse")).isEqualTo(401);
            assertThat(status(port, "root", "correct höæ:rse")).isEqualTo(401);
        } finally {
            said("nginx", "-p", folder, "-e", folder.resolve("error.log"), "-c", configuration, "-s", "stop");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static int status(int port, String user, String password) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/index.html"))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8)))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
