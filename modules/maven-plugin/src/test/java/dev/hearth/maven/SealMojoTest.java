package dev.hearth.maven;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dsl.Credential.KeyKind;
import dev.hearth.secrets.Plain;
import dev.hearth.secrets.Values;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealMojoTest {

    private static final String SEALED = SealedCluster.class.getName();
    private static final String FILE = "secrets/sample/shop/login.yaml";

    @TempDir
    private Path root;

    private final List<String> said = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    /** Keeps the lines. */
    private final class Lines extends SystemStreamLog {

        @Override
        public void info(CharSequence line) {
            said.add("info " + line);
        }

        @Override
        public void warn(CharSequence line) {
            said.add("warning " + line);
        }

        @Override
        public void error(CharSequence line) {
            said.add("error " + line);
        }
    }

    private <M extends ClusterMojo> M mojo(M mojo) {
        said.clear();
        mojo.definition = SEALED;
        mojo.root = root.toFile();
        mojo.project = new MavenProject() {
            @Override
            public List<String> getRuntimeClasspathElements() {
                return Arrays.asList(System.getProperty("java.class.path", "").split(File.pathSeparator));
            }
        };
        mojo.setLog(new Lines());
        return mojo;
    }

    private SealMojo seal(String... answer) {
        SealMojo mojo = mojo(new SealMojo());
        mojo.markKey = root.resolve("config/hearth/ledger.key").toFile();
        mojo.person((place, what) -> {
            asked.add(place + ": " + what);
            return Arrays.stream(answer).findFirst().map(text -> text.getBytes(UTF_8));
        });
        return mojo;
    }

    private SealMojo certified(SealMojo mojo) throws Exception {
        Values values = Values.of(new SecureRandom());
        Plain key = values.privateKey(KeyKind.RSA);
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Path certificate = root.resolve("sealing.pem");
        Files.write(
                certificate,
                values.selfSigned(key, List.of("sealing"), today, 30).bytes());
        mojo.certificate = certificate.toFile();
        return mojo;
    }

    private String text(String file) throws Exception {
        return Files.readString(root.resolve(file));
    }

    @Test
    void what_a_cluster_lacks_is_made_or_asked_for_and_sealed_and_never_shown() throws Exception {
        certified(seal("opensesame")).execute();

        assertThat(text(FILE)).contains("kind: SealedSecret", "    password: Ag", "    token: Ag");
        assertThat(asked).containsExactly("login/token: the token of the provider");
        assertThat(said).anyMatch(line -> line.startsWith("info login: sealed password"));
        assertThat(said).noneMatch(line -> line.contains("opensesame"));
        assertThat(text("secrets/sample/ledger")).contains("value shop/login/token ", " mark=");
    }

    @Test
    void what_is_sealed_already_is_left_alone_and_nobody_is_asked_again() throws Exception {
        certified(seal("opensesame")).execute();
        String before = text(FILE);
        asked.clear();

        seal().execute();

        assertThat(text(FILE)).isEqualTo(before);
        assertThat(asked).isEmpty();
    }

    @Test
    void every_value_is_replaced_where_that_is_asked_for() throws Exception {
        certified(seal("opensesame")).execute();
        String before = text(FILE);

        SealMojo again = seal("sesameopen");
        again.replace = "true";
        again.only = "login";
        again.execute();

        assertThat(asked).hasSize(2);
        List<String> lines = text(FILE).lines().toList();
        assertThat(lines)
                .filteredOn(line -> line.contains(": Ag"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(before).doesNotContain(line));
    }

    @Test
    void a_value_that_nobody_knows_fails_the_build() {
        assertThatThrownBy(() -> certified(seal()).execute())
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("seal failed for " + SEALED + "; what is wrong stands above");
        assertThat(said).anyMatch(line -> line.startsWith("error login: nobody said what is to be sealed for token"));
    }

    @Test
    void a_folder_without_a_certificate_says_what_to_give() {
        assertThatThrownBy(() -> seal().execute()).isInstanceOf(MojoFailureException.class);

        assertThat(said).anyMatch(line -> line.contains("-Dhearth.certificate"));
    }

    @Test
    void the_key_of_this_machine_is_made_once_for_its_owner_alone() throws Exception {
        certified(seal("opensesame")).execute();
        Path key = root.resolve("config/hearth/ledger.key");
        String before = Files.readString(key);

        seal().execute();

        assertThat(before).matches("[0-9a-f]{64}\n");
        assertThat(Files.readString(key)).isEqualTo(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void a_key_that_cannot_be_made_is_a_warning() throws Exception {
        SealMojo mojo = certified(seal("opensesame"));
        Files.writeString(root.resolve("file"), "");
        mojo.markKey = root.resolve("file/ledger.key").toFile();

        mojo.execute();

        assertThat(said).anyMatch(line -> line.startsWith("warning the key " + root.resolve("file/ledger.key")));
        assertThat(text("secrets/sample/ledger"))
                .contains("value shop/login/token ")
                .doesNotContain("mark=");
    }

    @Test
    void the_key_lies_where_the_user_keeps_configuration() {
        assertThat(MarkKeyFile.standard(Map.of("XDG_CONFIG_HOME", "/etc/me", "HOME", "/home/me")))
                .isEqualTo(Path.of("/etc/me/hearth/ledger.key"));
        assertThat(MarkKeyFile.standard(Map.of("HOME", "/home/me")))
                .isEqualTo(Path.of("/home/me/.config/hearth/ledger.key"));
    }

    @Test
    void what_is_sealed_is_listed_without_its_values() throws Exception {
        certified(seal("opensesame")).execute();

        mojo(new SecretsMojo()).execute();

        assertThat(said).anyMatch(line -> line.startsWith("info ") && line.contains("login"));
        assertThat(said).noneMatch(line -> line.contains("opensesame") || line.contains(": Ag"));
    }
}
