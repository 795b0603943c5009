package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsCommandTest {

    @TempDir
    Path world;

    @Test
    void what_is_sealed_is_listed_for_people_and_programs() throws IOException {
        String folder = world.resolve("secrets").toString();
        SealingPair pair = SealingPair.in(world, "sealing", SealingPair.today().minusDays(2), 3650);
        Shell shell = Shell.at(Map.of("HOME", world.toString()));
        shell.run(
                "seal",
                "--folder",
                folder,
                "--cert",
                pair.certificate().toString(),
                "--namespace",
                "a",
                "--name",
                "b",
                "--scope",
                "cluster-wide",
                "k=random:32");

        Mapping list = (Mapping) Json.read(
                shell.run("secrets", "--folder", folder, "--format", "json").out(), "list");

        Mapping certificate = list.sequence("certificates").mappings().get(0);
        assertThat(certificate.fields().keySet()).containsExactly("fingerprint", "from", "until", "state", "proven");
        assertThat(certificate.text("state")).contains("newest");
        Mapping value = list.sequence("values").mappings().get(0);
        assertThat(value.with("certificate", dev.hearth.manifest.Null.NULL))
                .isEqualTo(Json.read(
                        "{\"namespace\":\"a\",\"name\":\"b\",\"key\":\"k\",\"scope\":\"cluster-wide\",\"certificate\":null,"
                                + "\"state\":\"newest\",\"sealed\":\"" + SealingPair.today()
                                + "\",\"age\":0,\"ledger\":\"known\",\"proven\":null}",
                        "expected"));
        assertThat(value.text("certificate")).isEqualTo(certificate.text("fingerprint"));
        String ledger = Files.readString(Path.of(folder, "ledger"));
        Files.writeString(Path.of(folder, "ledger"), ledger.replaceAll("text=sha256:.{8}", "text=sha256:00000000"));
        assertThat(shell.run("secrets", "--folder", folder).out())
                .startsWith(
                        "VALUE  SCOPE         CERTIFICATE  AGE  BACKUP\na/b/k  cluster-wide  unknown      ?    not proven  changed\n");
    }

    @Test
    void an_empty_folder_says_so_and_no_folder_is_the_environment() throws IOException {
        Shell shell = Shell.at(Map.of());
        Path folder = Files.createDirectory(world.resolve("secrets"));

        assertThat(shell.run("secrets", "--folder", folder.toString()).out())
                .isEqualTo("nothing is sealed in " + folder + "\n\n");
        assertThat(shell.run("secrets", "--folder", world.resolve("none").toString())
                        .code())
                .isEqualTo(3);
    }
}
