package arpa.home.photos;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.mib;
import static dev.hearth.dsl.Units.minutes;

import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.config.Config;
import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.route.Route;
import dev.hearth.dsl.workload.Access;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Workload;
import java.util.ArrayList;
import java.util.List;

/**
 * A photo server of one's own: a workload with a disk, its configuration, metrics with an alert, a route, and albums as
 * custom resources.
 *
 * @param host where it is reached, below the cluster's domain
 * @param storage the size of the disk with the pictures
 * @param picturesPerPage how many are shown at once
 * @param albums what is on show
 */
public record Photos(String host, Bytes storage, int picturesPerPage, List<Album> albums) implements Component {

    /** Your own image. It listens on port 8080, keeps pictures in /pictures and writes to no other place. */
    private static final Image IMAGE = Image.of("registry.home.arpa/photos/server", "1.4.2");

    private static final Port HTTP = Port.http(8080);

    public Photos {
        if (picturesPerPage < 1 || picturesPerPage > 500) {
            throw new IllegalArgumentException("photos shows 1 to 500 pictures on a page, but was " + picturesPerPage);
        }
        albums = List.copyOf(albums);
    }

    /** Without albums: 50 GiB, 60 pictures on a page. */
    public static Photos at(String host) {
        return new Photos(host, gib(50), 60, List.of());
    }

    /** A copy with a disk of that size. */
    public Photos storage(Bytes size) {
        return new Photos(host, size, picturesPerPage, albums);
    }

    /** A copy that shows so many pictures at once, 1 to 500. */
    public Photos picturesPerPage(int count) {
        return new Photos(host, storage, count, albums);
    }

    /** A copy with one more album on show. */
    public Photos album(String name, AlbumSpec spec) {
        List<Album> more = new ArrayList<>(albums);
        more.add(Album.of(name, spec));
        return new Photos(host, storage, picturesPerPage, more);
    }

    @Override
    public Offers offers() {
        return server().offers().and(CrdOffer.of("photos", Album.class));
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        Workload server = server();
        return Manifests.of(
                        server,
                        Route.at(host)
                                .to(server.service(HTTP))
                                .bodySize(mib(64))
                                .open("the albums are shown to everyone at home"),
                        Rules.named("photos")
                                .alert(Alert.named("PhotosDiskAlmostFull")
                                        .expr("photos_disk_free_bytes < 0.1 * photos_disk_size_bytes")
                                        .holding(minutes(15))
                                        .summary("Less than a tenth of the disk with the pictures is free.")))
                .objects(albums.toArray(Album[]::new));
    }

    private Workload server() {
        return Workload.statefulSet("photos")
                .image(IMAGE)
                .port(HTTP)
                .mount(config(), "/etc/photos")
                .volumeClaim("/pictures", storage)
                .readiness(Probe.http(HTTP, "/ready"))
                .liveness(Probe.http(HTTP, "/live"))
                .requests(cpu("50m"), memory("128Mi"))
                .limits(memory("512Mi"))
                .runAs(1000, 1000)
                .access(Access.to("albums").group("photos.home.arpa").verbs("get", "list", "watch"))
                .metrics(HTTP, "/metrics");
    }

    private Config config() {
        return Config.named("photos")
                .yaml(
                        "photos.yaml",
                        Data.map("port", HTTP.number(), "directory", "/pictures", "page", picturesPerPage));
    }
}
