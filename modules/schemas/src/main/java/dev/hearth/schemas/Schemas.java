package dev.hearth.schemas;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The kinds that a cluster knows: those of its Kubernetes version, well-known custom resources, and what its own
 * CustomResourceDefinitions say, which come first.
 *
 * <pre>{@code
 * Schemas schemas = Schemas.of(KubernetesVersion.parse("1.35")).with(definitions);
 * schemas.kind("apps/v1", "Deployment").map(kind -> kind.decode(object));
 * }</pre>
 */
public final class Schemas {

    private final KubernetesVersion version;
    private final ImmutableList<Manifest> definitions;
    private final Map<String, Optional<KindSchema>> kinds = new ConcurrentHashMap<>();

    private Schemas(KubernetesVersion version, ImmutableList<Manifest> definitions) {
        this.version = version;
        this.definitions = definitions;
    }

    /** The kinds of that version, and the custom resources that Hearth knows. Nothing is loaded before it is asked for. */
    public static Schemas of(KubernetesVersion version) {
        return new Schemas(requireNonNull(version, "version"), ImmutableList.of());
    }

    /** A copy that knows the kinds of those CustomResourceDefinitions too, before what it knows already. */
    public Schemas with(Collection<Manifest> more) {
        return new Schemas(
                version,
                ImmutableList.<Manifest>builder()
                        .addAll(more)
                        .addAll(definitions)
                        .build());
    }

    /** The version of Kubernetes. */
    public KubernetesVersion version() {
        return version;
    }

    /** That version of that kind; empty where it is not known. */
    public Optional<KindSchema> kind(String apiVersion, String kind) {
        return kinds.computeIfAbsent(apiVersion + " " + kind, key -> find(apiVersion, kind));
    }

    private Optional<KindSchema> find(String apiVersion, String kind) {
        SchemaFile file = BuiltInData.kubernetes(version);
        return file.kind(apiVersion, kind)
                .map(entry -> new KnownKind(entry.namespaced(), file.structure(entry.definition())));
    }

    /** Whether every kind of that API group is known, so that one which is not is a mistake. */
    public boolean covers(String group) {
        return false;
    }
}
