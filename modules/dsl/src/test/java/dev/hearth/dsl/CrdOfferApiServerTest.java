package dev.hearth.dsl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Snapshots;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real API server says to definitions made from classes, and to objects of them. */
class CrdOfferApiServerTest {

    @AutoClose
    private static ApiServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        server = ApiServer.start();
        CrdOffer offer = CrdOffer.of("photos", CrdOfferTest.Album.class, CrdOfferTest.Frame.class);
        for (Manifest definition : ((CrdOffer.Vendored) offer.source()).definitions()) {
            Files.writeString(folder.resolve(definition.name() + ".yaml"), Yaml.write(definition.root()));
        }
        assertThat(server.applyDefinitions(folder))
                .containsExactly("albums.photos.home.arpa", "frames.photos.home.arpa");
        assertThat(server.createNamespace("photos", Map.of()).message()).isEmpty();
    }

    private static Verdict verdict(Mapping object) {
        return server.dryRunApply(
                "photos.home.arpa/v1",
                "Album",
                "photos",
                "summer",
                Json.write(object).getBytes(UTF_8));
    }

    private static Mapping summer() {
        return Snapshots.of(CrdOfferTest.summer()).inNamespace("photos").root();
    }

    @Test
    void an_object_of_an_own_class_is_accepted() {
        assertThat(verdict(summer()).message()).isEmpty();
    }

    @Test
    void what_the_annotations_say_is_kept() {
        Mapping spec = summer().mapping("spec");

        assertThat(verdict(summer().with("spec", spec.without("title"))).message())
                .contains("spec.title: Required value");
        assertThat(verdict(summer().without("spec")).message()).contains("spec: Required value");
    }
}
