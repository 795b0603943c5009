package dev.hearth.homelab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.Cluster;
import dev.hearth.platform.data.Minio;
import dev.hearth.testing.ClusterAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlatformPageTest {

    private static final Path PAGE = PlatformPage.TOP.resolve("docs/platform.md");
    private static final Path COMPONENTS =
            PlatformPage.TOP.resolve("modules/platform/src/main/java/dev/hearth/platform");

    @Test
    void the_page_on_the_platform_is_what_the_home_cluster_renders() throws IOException {
        String page = PlatformPage.of(new HomeLab().define());

        if (Boolean.getBoolean(ClusterAssert.ACCEPT)) {
            Files.write(PAGE, page.getBytes(UTF_8));
        }
        assertThat(page)
                .as("%s; -D%s=true writes it anew", PAGE, ClusterAssert.ACCEPT)
                .isEqualTo(new String(Files.readAllBytes(PAGE), UTF_8).replace("\r\n", "\n"));
    }

    @Test
    void what_nothing_answers_shows_as_missing() {
        Cluster poorer = new HomeLab().define().without("cert-manager");

        assertThat(new Requirements(PlatformPage.render(poorer)).rows("""
                        - {section: "2.1", asks: "cert-manager", classes: [CertManager]}
                        - {section: "2.4", asks: "MinIO", classes: [Minio]}
                        - {section: "4.2", asks: "both", classes: [Minio, CertManager], all: true}
                        - {section: "3.2", asks: "minio 9000", services: ["minio/minio:9000"]}
                        - {section: "3.2", asks: "minio 9001", services: ["minio/minio:9001"]}
                        - {section: "3.1", asks: "minio", hosts: [minio.home.arpa]}
                        - {section: "3.1", asks: "photos", hosts: [photos.home.arpa]}
                        """))
                .containsExactly(
                        "| 2.1 | cert-manager | **missing** |",
                        "| 2.4 | MinIO | [minio](#minio) |",
                        "| 4.2 | both | **missing** |",
                        "| 3.2 | minio 9000 | Service minio/minio of minio |",
                        "| 3.2 | minio 9001 | **missing** |",
                        "| 3.1 | minio | Ingress minio/minio-console of minio |",
                        "| 3.1 | photos | **missing** |");
    }

    @Test
    void a_component_is_on_the_page_with_what_it_renders() {
        Cluster photos = new HomeLab().define().layer("photos", Minio.named("films"));

        assertThat(PlatformPage.of(photos)).contains("## Layer photos\n\n### films\n", "| films | ");
    }

    @Test
    void every_note_is_on_a_class_of_the_platform() throws IOException {
        TreeSet<String> classes;
        try (Stream<Path> files = Files.walk(COMPONENTS)) {
            classes = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        assertThat(classes).containsAll(PlatformPage.noted());
    }
}
