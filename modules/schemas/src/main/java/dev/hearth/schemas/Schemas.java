package dev.hearth.schemas;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSetMultimap;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The kinds that a cluster knows: those of its Kubernetes version, well-known custom resources, and what its own
 * CustomResourceDefinitions say, which come first.
 *
 * <pre>{@code
 * Schemas schemas = Schemas.of(KubernetesVersion.parse("1.35")).with(definitions);
 * schemas.kind("apps/v1", "Deployment").map(kind -> kind.decode(object));
 * }</pre>
 *
 * <p>Nothing is loaded before it is asked for. Safe for use by many threads.
 */
public final class Schemas {

    private final KubernetesVersion version;
    private final Definitions definitions;
    private final Optional<SchemaFile> pulled;
    private final Map<String, Optional<KindSchema>> kinds = new ConcurrentHashMap<>();

    private Schemas(KubernetesVersion version, Definitions definitions, Optional<SchemaFile> pulled) {
        this.version = requireNonNull(version, "version");
        this.definitions = definitions;
        this.pulled = pulled;
    }

    /** The kinds of that version, or of the nearest one that there is data of, and the custom resources that Hearth knows. */
    public static Schemas of(KubernetesVersion version) {
        return new Schemas(version, Definitions.none(), Optional.empty());
    }

    /** Where the schemas come from that Hearth brings. */
    public static ImmutableList<Source> builtIn() {
        return BuiltInData.sources();
    }

    /**
     * A copy that knows the kinds of the CustomResourceDefinitions among those objects too, before all others. Of two for one
     * kind the later one counts.
     */
    public Schemas with(Collection<Manifest> more) {
        return new Schemas(version, definitions.with(more), pulled);
    }

    /**
     * A copy that takes what it knows of Kubernetes from a file that {@link SchemaPull} made of a running cluster, and that
     * cluster's custom resources before those that Hearth brings.
     *
     * @throws IllegalArgumentException where it is no such file
     */
    public Schemas withPulled(byte[] file) {
        return new Schemas(
                version, definitions, Optional.of(SchemaFile.read(file, version.minor(), "the pulled file")));
    }

    /** The version of Kubernetes. */
    public KubernetesVersion version() {
        return version;
    }

    /** The version of Kubernetes whose kinds are really known: {@link #version()}, or the nearest one. */
    public KubernetesVersion dataVersion() {
        return pulled.isPresent() ? version : BuiltInData.nearest(version);
    }

    /** That version of that kind; empty where it is not known. */
    public Optional<KindSchema> kind(String apiVersion, String kind) {
        String key = apiVersion + ' ' + kind;
        Optional<KindSchema> known = kinds.get(key);
        return known == null ? kinds.computeIfAbsent(key, absent -> find(apiVersion, kind)) : known;
    }

    private Optional<KindSchema> find(String apiVersion, String kind) {
        String group = Identity.groupOf(apiVersion);
        if (definitions.define(group, kind)) {
            return definitions.of(group, kind).stream()
                    .filter(definition -> definition.entry().apiVersion().equals(apiVersion))
                    .map(definition -> (KindSchema) new CustomKind(
                            definition.entry().namespaced(),
                            () -> Compact.custom(definition.schema()),
                            this::metadata,
                            version.minor(),
                            Expressions.reader()))
                    .findFirst();
        }
        return files(group)
                .flatMap(file -> file.kind(apiVersion, kind).map(entry -> kind(file, entry)).stream())
                .findFirst();
    }

    private KindSchema kind(SchemaFile file, KindEntry entry) {
        return entry.custom()
                ? new CustomKind(
                        entry.namespaced(),
                        () -> file.source(entry.definition()),
                        this::metadata,
                        version.minor(),
                        Expressions.reader())
                : new KnownKind(entry.namespaced(), file.structure(entry.definition()));
    }

    private Structure metadata() {
        return kubernetes().structure(Published.OBJECT_META);
    }

    private SchemaFile kubernetes() {
        return pulled.orElseGet(() -> BuiltInData.kubernetes(version));
    }

    private Stream<SchemaFile> files(String group) {
        return Stream.concat(Stream.of(kubernetes()), BuiltInData.custom(group).stream());
    }

    /**
     * Whether every kind of that API group is known, so that one which is not is a mistake: the groups of Kubernetes itself,
     * and those of the definitions at hand.
     */
    public boolean covers(String group) {
        return Removed.isGroup(group)
                || kubernetes().kinds().keySet().stream().map(Identity::groupOf).anyMatch(group::equals)
                || definitions
                        .all()
                        .anyMatch(definition -> definition.entry().group().equals(group));
    }

    /** The kinds that are known of an API group, by {@code apiVersion}. */
    public ImmutableSetMultimap<String, String> kinds(String group) {
        ImmutableSetMultimap.Builder<String, String> kinds = ImmutableSetMultimap.<String, String>builder()
                .orderKeysBy(ApiVersions.PRIORITY)
                .orderValuesBy(Comparator.naturalOrder());
        entries(group).forEach(entry -> kinds.put(entry.apiVersion(), entry.kind()));
        return kinds.build();
    }

    private Stream<KindEntry> entries(String group) {
        return Stream.concat(
                definitions
                        .all()
                        .map(Definitions.Definition::entry)
                        .filter(entry -> entry.group().equals(group)),
                files(group)
                        .flatMap(file -> file.kinds().values().stream())
                        .flatMap(entries -> entries.values().stream())
                        .filter(entry -> entry.group().equals(group) && !definitions.define(group, entry.kind())));
    }

    /** The kinds of Kubernetes itself and of the definitions at hand. */
    Stream<KindEntry> all() {
        return Stream.concat(
                kubernetes().kinds().values().stream().flatMap(entries -> entries.values().stream()),
                definitions.all().map(Definitions.Definition::entry));
    }

    /** What to say of a kind that is not known, for example that another version of it is. */
    public String unknown(String apiVersion, String kind) {
        return UnknownKind.message(apiVersion, kind, this);
    }
}
