package dev.hearth.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.argocd.Previous;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Patch;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.judges.Program;
import dev.hearth.secrets.SecretsFolder;
import dev.hearth.tree.TreeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real sops says of the files of a tree. */
class SopsTreeTest {

    private static final String SECRET = """
            apiVersion: v1
            kind: Secret
            metadata:
                name: login # a comment, "quotes" and 'quotes'
                namespace: shop
            type: kubernetes.io/basic-auth
            stringData:
                username: me
                password: correct-horse
            """;

    private static final Credential LOGIN = Credential.named("login")
            .type("kubernetes.io/basic-auth")
            .asked("username", "User")
            .asked("password", "Password")
            .from(Credential.sops());

    @TempDir
    private Path folder;

    private record Shop() implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(Workload.deployment("shop")
                    .image(Image.parse("ghcr.io/example/shop:1.2.3"))
                    .runAs(1000, 1000)
                    .mount(LOGIN, "/run/secrets/login"));
        }
    }

    private static Cluster cluster() {
        return Cluster.named("home")
                .repository("https://git.home.arpa/me/home.git", "main")
                .layer("shops", new Shop());
    }

    private static Rendering rendered(Cluster cluster, byte[] file) {
        SecretsFolder secrets = SecretsFolder.of("secrets/home", Map.of("shop/login.sops.yaml", file));
        return Stages.of(Previous.none(), secrets, Optional.empty()).run(cluster, Progress.NONE);
    }

    private static byte[] file(Rendering rendering) {
        return rendering.files().stream()
                .filter(file -> file.source().equals("Secret shop/login"))
                .map(TreeFile::content)
                .findFirst()
                .orElseThrow()
                .bytes();
    }

    private Program sops(String text) throws IOException {
        Program keygen = Judges.require("age-keygen").in(folder);
        Program sops = Judges.require("sops").in(folder);
        Path key = folder.resolve("age.txt");
        Outcome made = keygen.run("-o", key.toString());
        assertThat(made.exitCode()).as(made.stderr()).isZero();
        String recipient = keygen.run("-y", key.toString()).stdout().strip();
        Files.writeString(folder.resolve("login.yaml"), text);
        Outcome encrypted = sops.run(
                "encrypt", "--in-place", "--encrypted-regex", "^(data|stringData)$", "--age", recipient, "login.yaml");
        assertThat(encrypted.exitCode()).as(encrypted.stderr()).isZero();
        return sops;
    }

    /** The file of the key is named by an environment variable. */
    private Outcome decrypt(Program sops, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("tree.yaml"), bytes);
        return Judges.require("env")
                .in(folder)
                .run("SOPS_AGE_KEY_FILE=age.txt", sops.file().toString(), "decrypt", file.toString());
    }

    private static List<Finding> errors(Rendering rendering) {
        return rendering.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .toList();
    }

    @Test
    void the_tree_has_the_file_byte_for_byte_and_sops_decrypts_it() throws IOException {
        Program sops = sops(SECRET);
        byte[] encrypted = Files.readAllBytes(folder.resolve("login.yaml"));

        Rendering rendering = rendered(cluster(), encrypted);

        assertThat(errors(rendering)).isEmpty();
        assertThat(rendering.findings()).extracting(Finding::rule).contains("secret.sops-plugin");
        assertThat(file(rendering)).isEqualTo(encrypted);
        Outcome decrypted = decrypt(sops, file(rendering));
        assertThat(decrypted.exitCode()).as(decrypted.stderr()).isZero();
        assertThat(decrypted.stdout()).isEqualTo(SECRET);
    }

    @Test
    void sops_refuses_the_file_when_anything_of_it_is_changed() throws IOException {
        Program sops = sops(SECRET);
        String encrypted =
                new String(file(rendered(cluster(), Files.readAllBytes(folder.resolve("login.yaml")))), UTF_8);

        for (String changed : List.of(
                encrypted.replace("type: kubernetes.io/basic-auth", "type: Opaque"),
                encrypted.replace("    namespace: shop", "    namespace: shop\n    annotations: {a: b}"),
                encrypted.replaceFirst("password: ENC\\[AES256_GCM,data:.", "password: ENC[AES256_GCM,data:~"))) {
            assertThat(changed).isNotEqualTo(encrypted);
            assertThat(decrypt(sops, changed.getBytes(UTF_8)).exitCode())
                    .as(changed)
                    .isNotZero();
        }
    }

    @Test
    void a_patch_of_it_is_an_error() throws IOException {
        sops(SECRET);
        Cluster patched = cluster()
                .patch(Patch.of("Secret", "login", secret -> secret.withAnnotation("a", "b"))
                        .in("shop"));

        assertThat(errors(rendered(patched, Files.readAllBytes(folder.resolve("login.yaml")))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo("model.patch");
                    assertThat(finding.subject()).isEqualTo("Secret shop/login");
                });
    }

    @Test
    void a_value_that_sops_left_in_clear_stops_the_render() throws IOException {
        sops(SECRET);
        String half = Files.readString(folder.resolve("login.yaml"))
                .replaceFirst("password: ENC.*", "password: correct-horse");

        Rendering rendering = rendered(cluster(), half.getBytes(UTF_8));

        assertThat(errors(rendering)).extracting(Finding::rule).containsExactly("secret.clear");
        assertThat(rendering.findings().toString()).doesNotContain("correct-horse");
    }

    @Test
    void pods_start_anew_when_the_file_changes() throws IOException {
        Program sops = sops(SECRET);
        byte[] first = Files.readAllBytes(folder.resolve("login.yaml"));
        Outcome edited = Judges.require("env")
                .in(folder)
                .run("SOPS_AGE_KEY_FILE=age.txt", sops.file().toString(), "rotate", "--in-place", "login.yaml");
        assertThat(edited.exitCode()).as(edited.stderr()).isZero();

        Rendering before = rendered(cluster(), first);
        Rendering after = rendered(cluster(), Files.readAllBytes(folder.resolve("login.yaml")));

        assertThat(checksums(before)).hasSize(1).isEqualTo(checksums(rendered(cluster(), first)));
        assertThat(checksums(after)).hasSize(1).isNotEqualTo(checksums(before));
    }

    private static List<String> checksums(Rendering rendering) {
        return rendering.objects().stream()
                .filter(object -> object.kind().equals("Deployment"))
                .map(object -> object.spec().mapping("template").mapping("metadata").mapping("annotations"))
                .flatMap(annotations -> annotations.fields().entrySet().stream())
                .filter(annotation -> annotation.getKey().contains("login"))
                .map(Object::toString)
                .toList();
    }
}
