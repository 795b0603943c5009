package arpa.home.photos;

import static dev.hearth.dsl.Units.gib;
import static dev.hearth.testing.HearthAssertions.assertThatCluster;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dsl.Cluster;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PhotosTest {

    private static Cluster with(Photos photos) {
        return Cluster.named("test")
                .domain("example.org")
                .kubernetes("1.35")
                .site(Home.site())
                .repository("https://git.example.org/test.git", "main")
                .layer("applications", photos);
    }

    @Test
    void the_home_cluster_renders_without_findings_and_the_same_twice() {
        assertThatCluster(new Home()).rendersWithoutFindings().rendersTheSameTwice();
    }

    /** Run with -Dhearth.accept=true after a change that is meant, and look at the difference. */
    @Test
    void all_that_it_renders_is_as_expected() {
        assertThatCluster(with(Photos.at("photos"))).matchesTree(Path.of("src/test/trees/photos"));
    }

    @Test
    void it_asks_for_the_disk_it_was_given() {
        assertThatCluster(with(Photos.at("photos").storage(gib(7))))
                .object("StatefulSet", "photos")
                .hasField("spec.volumeClaimTemplates[0].spec.resources.requests.storage", "7Gi");
    }

    @Test
    void its_settings_are_a_file_that_it_reads() {
        assertThatCluster(with(Photos.at("photos").picturesPerPage(12)))
                .object("ConfigMap", "photos")
                .hasField("data[photos.yaml]", """
                        port: 8080
                        directory: /pictures
                        page: 12
                        """);
    }

    @Test
    void an_album_is_an_object_of_its_own_kind() {
        assertThatCluster(with(Photos.at("photos")
                        .album("summer", new AlbumSpec("Summer", "2026/summer", Sorting.NEWEST_FIRST))))
                .object("Album", "summer")
                .isYaml("""
                        apiVersion: photos.home.arpa/v1
                        kind: Album
                        metadata:
                          name: summer
                          namespace: photos
                        spec:
                          title: Summer
                          folder: 2026/summer
                          sorting: newest-first
                        """);
    }

    @Test
    void it_may_read_albums_and_nothing_else() {
        assertThatCluster(with(Photos.at("photos")))
                .object("Role", "photos")
                .hasField("rules[0].resources[0]", "albums")
                .hasField("rules[0].verbs[0]", "get")
                .hasNoField("rules[1]");
    }

    @Test
    void a_page_without_pictures_is_refused() {
        assertThatThrownBy(() -> Photos.at("photos").picturesPerPage(0))
                .hasMessage("photos shows 1 to 500 pictures on a page, but was 0");
    }
}
