package dev.hearth.secrets;

import static dev.hearth.secrets.Vault.TODAY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dsl.SealScope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsFolderTest {

    private static final String PATH = "secrets/home";
    private static final SealedFile PHOTOS =
            SealedFile.of("media", "photos", "Opaque", SealScope.STRICT).with("api-key", "AgB1");
    private static final SealedFile RELAY = SealedFile.of("mail", "relay.example.org", "Opaque", SealScope.CLUSTER_WIDE)
            .with("password", "AgB2");

    private static final Vault OLD = Vault.from(TODAY.minusDays(30));
    private static final Vault NEW = Vault.from(TODAY);

    private static SecretsFolder folder(Object... namesAndFiles) {
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < namesAndFiles.length; i += 2) {
            Object file = namesAndFiles[i + 1];
            files.put(
                    (String) namesAndFiles[i],
                    file instanceof SealedFile sealed ? sealed.bytes() : ((String) file).getBytes(UTF_8));
        }
        return SecretsFolder.of(PATH, files);
    }

    @Test
    void a_sealed_secret_is_at_the_path_of_its_namespace_and_name() {
        SecretsFolder folder = SecretsFolder.empty(PATH).with(PHOTOS).with(RELAY);

        assertThat(folder.files().keySet()).containsExactly("mail/relay.example.org.yaml", "media/photos.yaml");
        assertThat(folder.sealed("media", "photos").orElseThrow().values()).isEqualTo(PHOTOS.values());
        assertThat(folder.sealed("media", "music")).isEmpty();
        assertThat(folder.sealed()).extracting(SealedFile::name).containsExactly("relay.example.org", "photos");
        assertThat(folder.place("media", "photos")).isEqualTo("secrets/home/media/photos.yaml");
    }

    @Test
    void a_later_file_takes_the_place_of_an_earlier_one_and_the_others_keep_their_bytes() {
        SecretsFolder before = SecretsFolder.empty(PATH).with(PHOTOS).with(RELAY);

        SecretsFolder after = before.with(PHOTOS.with("api-key", "AgB3"));

        assertThat(after.sealed("media", "photos").orElseThrow().values()).isEqualTo(Map.of("api-key", "AgB3"));
        assertThat(before.sealed("media", "photos").orElseThrow().values()).isEqualTo(Map.of("api-key", "AgB1"));
        assertThat(after.files().get("mail/relay.example.org.yaml"))
                .isSameAs(before.files().get("mail/relay.example.org.yaml"));
    }

    @Test
    void a_file_that_says_another_name_than_its_path_is_told_with_both() {
        SecretsFolder folder = folder("web/photos.yaml", PHOTOS);

        assertThatThrownBy(() -> folder.sealed("web", "photos"))
                .isInstanceOf(SealException.class)
                .hasMessage(
                        "secrets/home/web/photos.yaml should be the SealedSecret web/photos by its path, but says it is"
                                + " media/photos, and what is sealed may open under one name only; move it to the path of its name, or"
                                + " seal its values anew");
        assertThatThrownBy(folder::sealed).isInstanceOf(SealException.class);
    }

    @Test
    void a_file_without_a_namespace_is_told() {
        String text = new String(PHOTOS.bytes(), UTF_8).replace("  namespace: media\n", "");

        assertThatThrownBy(() -> folder("media/photos.yaml", text).sealed("media", "photos"))
                .isInstanceOf(SealException.class)
                .hasMessageContaining("but says it is photos without a namespace, and");
    }

    @Test
    void a_file_that_is_no_sealed_secret_is_told_with_its_path() {
        String secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: photos, namespace: media}\n";

        assertThatThrownBy(() -> folder("media/photos.yaml", secret).sealed("media", "photos"))
                .isInstanceOf(SealException.class)
                .hasMessageStartingWith("secrets/home/media/photos.yaml holds a Secret, not a SealedSecret");
    }

    @ParameterizedTest
    @CsvSource({"Media/photos.yaml", "media/Photos.yaml", "media/.yaml", "a.b/photos.yaml"})
    void a_path_that_names_no_secret_is_told(String path) {
        assertThatThrownBy(() -> folder(path, PHOTOS).sealed())
                .isInstanceOf(SealException.class)
                .hasMessageStartingWith("secrets/home/" + path + " is no place for a SealedSecret: na")
                .hasMessageEndingWith("; it belongs at <namespace>/<name>.yaml");
    }

    @Test
    void files_of_sops_are_told_apart_and_given_byte_for_byte() {
        SecretsFolder folder =
                folder("media/photos.yaml", PHOTOS, "media/music.sops.yaml", "sops: \r\n", ".sops.yaml", "");

        assertThat(folder.sops("media", "music").orElseThrow()).isEqualTo("sops: \r\n".getBytes(UTF_8));
        assertThat(folder.sops("media", "photos")).isEmpty();
        assertThat(folder.sealed("media", "music.sops")).isEmpty();
        assertThat(folder.sealedPaths()).containsExactly("media/photos.yaml");
        assertThat(folder.sopsPaths()).containsExactly("media/music.sops.yaml");
    }

    @Test
    void a_sealed_secret_whose_path_would_be_one_of_sops_is_refused() {
        SealedFile file = SealedFile.of("media", "photos.sops", "Opaque", SealScope.STRICT);

        assertThatThrownBy(() -> SecretsFolder.empty(PATH).with(file))
                .isInstanceOf(SealException.class)
                .hasMessage(
                        "SealedSecret media/photos.sops cannot be kept in secrets/home: media/photos.sops.yaml would be a"
                                + " file of SOPS; give it another name");
    }

    @Test
    void certificates_are_kept_once_and_the_newest_first_whatever_came_first() {
        SecretsFolder folder = SecretsFolder.empty(PATH).with(NEW.certificate()).with(OLD.certificate());

        assertThat(folder.certificates()).containsExactly(NEW.certificate(), OLD.certificate());
        assertThat(new String(folder.files().get("sealing.pem"), UTF_8))
                .isEqualTo(NEW.certificate().pem() + OLD.certificate().pem());
        assertThat(folder.with(OLD.certificate())).isSameAs(folder);
        assertThat(SecretsFolder.empty(PATH).certificates()).isEmpty();
    }

    @Test
    void certificates_that_somebody_put_in_another_order_are_read_with_the_newest_first() {
        String pem = "the old one\n" + OLD.certificate().pem() + "the new one\n"
                + NEW.certificate().pem() + OLD.certificate().pem();

        assertThat(folder("sealing.pem", pem).certificates()).isEqualTo(List.of(NEW.certificate(), OLD.certificate()));
        assertThatThrownBy(() -> folder("sealing.pem", "").certificates())
                .isInstanceOf(SealException.class)
                .hasMessageStartingWith("secrets/home/sealing.pem ");
    }

    @Test
    void a_ledger_is_kept_with_what_git_has_to_know_to_merge_it() {
        Ledger ledger = Ledger.empty()
                .with(
                        new Ledger.Place("media", "photos", "api-key"),
                        Ledger.Entry.of(
                                SealScope.STRICT, NEW.certificate().fingerprint(), TODAY, "AgB1", Optional.empty()));

        SecretsFolder folder = SecretsFolder.empty(PATH).with(ledger);

        assertThat(folder.ledger()).isEqualTo(ledger);
        assertThat(new String(folder.files().get(".gitattributes"), UTF_8)).isEqualTo("* -text\n/ledger merge=union\n");
        assertThat(folder(".gitattributes", "* text\n").with(ledger).files().get(".gitattributes"))
                .isEqualTo("* text\n".getBytes(UTF_8));
        assertThat(SecretsFolder.empty(PATH).ledger()).isEqualTo(Ledger.empty());
    }

    @Test
    void of_two_lines_that_a_merge_left_of_one_place_that_of_the_value_in_its_file_counts() {
        Ledger ours = Ledger.empty()
                .with(
                        new Ledger.Place("media", "photos", "api-key"),
                        Ledger.Entry.of(
                                SealScope.STRICT, OLD.certificate().fingerprint(), TODAY, "AgB1", Optional.empty()));
        Ledger theirs = Ledger.empty()
                .with(
                        new Ledger.Place("media", "photos", "api-key"),
                        Ledger.Entry.of(
                                SealScope.STRICT,
                                NEW.certificate().fingerprint(),
                                TODAY.plusDays(1),
                                "AgB9",
                                Optional.empty()));

        assertThat(folder("media/photos.yaml", PHOTOS, "ledger", ours.text() + theirs.text())
                        .ledger())
                .isEqualTo(ours);
        assertThat(folder("media/photos.yaml", PHOTOS, "ledger", theirs.text() + ours.text())
                        .ledger())
                .isEqualTo(ours);
        assertThat(folder("ledger", ours.text() + theirs.text()).ledger()).isEqualTo(theirs);
    }

    @Test
    void a_ledger_that_cannot_be_read_is_told_with_its_path() {
        assertThatThrownBy(() -> folder("ledger", "<<<<<<< HEAD\n").ledger())
                .hasMessageStartingWith("secrets/home/ledger line 1 is the mark of a merge conflict");
        assertThatThrownBy(() -> SecretsFolder.of(PATH, Map.of("ledger", new byte[] {(byte) 0xff}))
                        .ledger())
                .isInstanceOf(SealException.class)
                .hasMessage("secrets/home/ledger is no text in UTF-8; bring back the file that Git has");
    }
}
