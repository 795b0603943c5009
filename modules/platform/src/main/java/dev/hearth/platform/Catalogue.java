package dev.hearth.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.io.Resources;
import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Part;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The one list of images, charts and definitions that ready components use unless told otherwise: {@code catalogue.yaml}
 * beside this class, which update bots read too.
 *
 * <pre>{@code
 * private static final Image IMAGE = Catalogue.image("grafana");
 *
 * Manifests.of(server, Catalogue.supported("metrics-server"))
 *     ... Workload.deployment(name).image(Catalogue.image("metrics-server", cluster.kubernetes()))
 * }</pre>
 */
public final class Catalogue {

    private static final Supplier<Catalogue> OWN =
            Suppliers.memoize(() -> parse(resource("catalogue.yaml"), "catalogue.yaml"));

    private final ImmutableSortedMap<String, ImmutableList<Release<Image>>> images;
    private final ImmutableSortedMap<String, ImmutableList<Release<Chart>>> charts;
    private final ImmutableSortedMap<String, CrdOffer.Git> definitions;

    private Catalogue(
            ImmutableSortedMap<String, ImmutableList<Release<Image>>> images,
            ImmutableSortedMap<String, ImmutableList<Release<Chart>>> charts,
            ImmutableSortedMap<String, CrdOffer.Git> definitions) {
        this.images = images;
        this.charts = charts;
        this.definitions = definitions;
    }

    /**
     * A chart by its version.
     *
     * @param repository the URL of its repository
     * @param name its name
     * @param version its exact version
     */
    public record Chart(String repository, String name, String version) {}

    /**
     * What is used with some versions of Kubernetes.
     *
     * @param what what is used
     * @param kubernetes with which; all, where nobody has said
     */
    record Release<T>(T what, Minors kubernetes) {}

    private static String resource(String name) {
        try {
            return Resources.toString(Resources.getResource(Catalogue.class, name), UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Catalogue own() {
        return OWN.get();
    }

    static Catalogue parse(String text, String file) {
        Mapping root = Yaml.documents(text, file).get(0).mapping();
        return new Catalogue(
                entries(root.mapping("images"), Catalogue::readImage),
                root.sequence("dependencies").mappings().stream()
                        .collect(ImmutableSortedMap.toImmutableSortedMap(
                                String::compareTo,
                                chart -> text(chart, "name"),
                                chart -> ImmutableList.of(release(readChart(chart), chart)))),
                root.mapping("definitions").fields().entrySet().stream()
                        .collect(ImmutableSortedMap.toImmutableSortedMap(
                                String::compareTo,
                                Map.Entry::getKey,
                                set -> readDefinitions((Mapping) set.getValue()))));
    }

    private static <T> ImmutableSortedMap<String, ImmutableList<Release<T>>> entries(
            Mapping from, Function<Mapping, T> read) {
        return from.fields().entrySet().stream()
                .collect(ImmutableSortedMap.toImmutableSortedMap(
                        String::compareTo,
                        Map.Entry::getKey,
                        entry -> releases(entry.getValue()).stream()
                                .map(release -> release(read.apply(release), release))
                                .collect(ImmutableList.toImmutableList())));
    }

    private static ImmutableList<Mapping> releases(Node entry) {
        return entry instanceof Sequence several
                ? ImmutableList.copyOf(several.mappings())
                : ImmutableList.of((Mapping) entry);
    }

    private static <T> Release<T> release(T what, Mapping entry) {
        return new Release<>(what, entry.text("kubernetes").map(Minors::parse).orElse(Minors.ALL));
    }

    private static Image readImage(Mapping entry) {
        Mapping image = entry.mapping("image");
        return Image.parse(text(image, "repository") + ":" + text(image, "tag"));
    }

    private static Chart readChart(Mapping entry) {
        return new Chart(text(entry, "repository"), text(entry, "name"), text(entry, "version"));
    }

    private static CrdOffer.Git readDefinitions(Mapping entry) {
        return new CrdOffer.Git(
                text(entry, "repository"), text(entry, "commit"), text(entry, "version"), text(entry, "path"));
    }

    private static String text(Mapping entry, String field) {
        return entry.text(field)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the entry " + entry + " has no text in " + field + "; quote it where it looks like a number"));
    }

    /**
     * The image of that name; of several, the one for the newest versions of Kubernetes.
     *
     * @throws IllegalArgumentException where the catalogue has none of that name
     */
    public static Image image(String name) {
        return known(own().images, "image", name).get(0).what();
    }

    /**
     * The image of that name for that version of Kubernetes; where upstream supports none, the one for the newest.
     *
     * @throws IllegalArgumentException where the catalogue has none of that name
     */
    public static Image image(String name, KubernetesVersion kubernetes) {
        return own().imageFor(name, kubernetes);
    }

    Image imageFor(String name, KubernetesVersion kubernetes) {
        ImmutableList<Release<Image>> releases = known(images, "image", name);
        return releases.stream()
                .filter(release -> release.kubernetes().has(kubernetes))
                .findFirst()
                .orElse(releases.get(0))
                .what();
    }

    /**
     * The chart of that name.
     *
     * @throws IllegalArgumentException where the catalogue has none of that name
     */
    public static Chart chart(String name) {
        return known(own().charts, "chart", name).get(0).what();
    }

    /**
     * The definitions of that name, in upstream's repository.
     *
     * @throws IllegalArgumentException where the catalogue has none of that name
     */
    public static CrdOffer.Git definitions(String name) {
        return known(own().definitions, "set of definitions", name);
    }

    /**
     * Tells where upstream supports none of the images or charts of that name with the cluster's version of Kubernetes ({@code
     * model.kubernetes}).
     *
     * @throws IllegalArgumentException where the catalogue has none of that name
     */
    public static Part supported(String name) {
        return own().supportedPart(name);
    }

    Part supportedPart(String name) {
        requireNonNull(name, "name");
        ImmutableList<? extends Release<?>> releases =
                charts.containsKey(name) ? known(charts, "chart", name) : known(images, "image", name);
        return scope -> {
            KubernetesVersion kubernetes = scope.cluster().kubernetes();
            if (releases.stream().noneMatch(release -> release.kubernetes().has(kubernetes))) {
                scope.finding(
                        Finding.warning(
                                        "model.kubernetes",
                                        "component " + scope.component(),
                                        "upstream supports " + name + " with Kubernetes "
                                                + releases.stream()
                                                        .map(release -> release.kubernetes()
                                                                .toString())
                                                        .collect(Collectors.joining(", "))
                                                + ", but the cluster has " + kubernetes)
                                .hint(
                                        "name a release that upstream supports there, or accept model.kubernetes with the reason"));
            }
        };
    }

    private static <T> T known(ImmutableSortedMap<String, T> all, String what, String name) {
        T found = all.get(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    "the catalogue has no " + what + " named '" + name + "'; it has " + all.keySet());
        }
        return found;
    }

    /** All images, by name. */
    ImmutableSortedMap<String, ImmutableList<Release<Image>>> images() {
        return images;
    }
}
