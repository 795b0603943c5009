package dev.hearth.schemas;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes a file of schemas from what a running API server publishes, for {@link Schemas#withPulled(byte[])}.
 *
 * <pre>{@code
 * SchemaPull pull = SchemaPull.of("v1.35.4", "https://192.168.10.11:16443");
 * pull.addDiscovery(get("/api"));                     // both as apidiscovery.k8s.io/v2
 * pull.addDiscovery(get("/apis"));
 * for (String path : SchemaPull.documents(get("/openapi/v3"))) {
 *     pull.addOpenApi(get(path));
 * }
 * pull.addDefinitions(definitions);                   // the items of .../v1/customresourcedefinitions
 * byte[] file = pull.file();
 * }</pre>
 *
 * <p>The documents of custom resources say less than their definitions and are passed over where those are given.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/kubernetes-api/">The Kubernetes API</a>
 */
public final class SchemaPull {

    /** What to ask {@code /api} and {@code /apis} for: one document of all groups. */
    public static final String DISCOVERY_MEDIA_TYPE =
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private final Source source;
    private final Published published = new Published();
    private final Map<String, KindEntry> kinds = new TreeMap<>();
    private Definitions definitions = Definitions.none();

    private SchemaPull(Source source) {
        this.source = source;
    }

    /**
     * Starts one.
     *
     * @param version of the server, {@code v1.35.4} for example
     * @param origin where it was found, for people
     */
    public static SchemaPull of(String version, String origin) {
        return new SchemaPull(
                new Source("kubernetes", requireNonNull(version, "version"), requireNonNull(origin, "origin"), ""));
    }

    /** The paths of the single OpenAPI documents that {@code /openapi/v3} lists, without those that describe no kinds. */
    public static ImmutableList<String> documents(Mapping index) {
        Map<String, String> paths = new LinkedHashMap<>();
        index.mapping("paths").fields().forEach((path, node) -> {
            if (node instanceof Mapping entry && (path.equals("api/v1") || path.matches("apis/[^/]+/[^/]+"))) {
                entry.text("serverRelativeURL").ifPresent(url -> paths.put(path, url));
            }
        });
        return ImmutableList.copyOf(paths.values());
    }

    /** Adds a list of the groups, versions and resources that are served: an {@code APIGroupDiscoveryList}. */
    public SchemaPull addDiscovery(Mapping list) {
        for (Mapping group : list.sequence("items").mappings()) {
            String name = group.mapping("metadata").text("name").orElse("");
            for (Mapping version : group.sequence("versions").mappings()) {
                for (Mapping resource : version.sequence("resources").mappings()) {
                    add(name, version.text("version").orElse(""), resource);
                }
            }
        }
        return this;
    }

    private void add(String group, String version, Mapping resource) {
        Mapping response = resource.mapping("responseKind");
        String kind = response.text("kind").orElse("");
        if (!kind.isEmpty()) {
            boolean namespaced = resource.text("scope").equals(Optional.of("Namespaced"));
            kinds.put(Published.key(group, version, kind), new KindEntry(group, version, kind, namespaced, ""));
        }
    }

    /** Adds the OpenAPI document of a version of a group. */
    public SchemaPull addOpenApi(Mapping document) {
        published.add(document);
        return this;
    }

    /** Adds CustomResourceDefinitions. */
    public SchemaPull addDefinitions(Collection<Manifest> more) {
        definitions = definitions.with(more);
        return this;
    }

    /**
     * The file.
     *
     * @throws IllegalArgumentException where a document is missing that another one needs
     */
    public byte[] file() {
        SchemaWriter writer = new SchemaWriter();
        writer.source(SchemaWriter.EVERY, source);
        Map<String, String> names = published.definitionsByKind();
        published.write(
                writer,
                SchemaWriter.EVERY,
                kinds.values().stream()
                        .filter(kind -> !definitions.define(kind.group(), kind.kind()))
                        .flatMap(kind ->
                                Optional.ofNullable(names.get(Published.key(kind.group(), kind.version(), kind.kind())))
                                        .map(kind::definedBy)
                                        .stream())
                        .collect(toImmutableList()));
        definitions.all().forEach(writer::custom);
        return writer.bytes();
    }
}
