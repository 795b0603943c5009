package dev.hearth.graph;

import static com.google.common.collect.ImmutableListMultimap.toImmutableListMultimap;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All objects of a tree, and what they may refer to although the tree does not hold it.
 *
 * <p>What is elsewhere is described by ordinary objects, as {@code kubectl get -o yaml} gives them; a part of one is enough.
 * They are looked up like those of the tree, but are nobody's to check.
 */
public final class Graph {

    private final ImmutableList<Manifest> objects;
    private final ImmutableListMultimap<String, Manifest> byKind;
    private final ImmutableListMultimap<String, Manifest> elsewhereByKind;
    private final Map<Identity, Manifest> byIdentity;

    private Graph(ImmutableList<Manifest> objects, Collection<Manifest> elsewhere) {
        this.objects = objects;
        this.byKind = Multimaps.index(objects, object -> key(object.identity().group(), object.kind()));
        this.byIdentity = new HashMap<>();
        objects.forEach(object -> byIdentity.putIfAbsent(object.identity(), object));
        this.elsewhereByKind = elsewhere.stream()
                .filter(object -> byIdentity.putIfAbsent(object.identity(), object) == null)
                .collect(toImmutableListMultimap(
                        object -> key(object.identity().group(), object.kind()), object -> object));
    }

    /** Those objects, among others that are not to be checked. */
    public static Graph of(Collection<Manifest> objects, Collection<Manifest> elsewhere) {
        return new Graph(ImmutableList.copyOf(objects), elsewhere);
    }

    private static String key(String group, String kind) {
        return group + "/" + kind;
    }

    /** The objects of the tree, in their order. */
    public ImmutableList<Manifest> objects() {
        return objects;
    }

    /** The objects of the tree of that kind, whatever their version. */
    public ImmutableList<Manifest> all(String group, String kind) {
        return byKind.get(key(group, kind));
    }

    /** The objects of that kind in the tree, then those elsewhere that the tree does not have. */
    public ImmutableList<Manifest> known(String group, String kind) {
        return ImmutableList.<Manifest>builder()
                .addAll(all(group, kind))
                .addAll(elsewhereByKind.get(key(group, kind)))
                .build();
    }

    /** The object of that identity, in the tree or elsewhere. */
    public Optional<Manifest> find(Identity identity) {
        return Optional.ofNullable(byIdentity.get(identity));
    }

    /** The object of that kind and name; an empty namespace for what has none. */
    public Optional<Manifest> find(String group, String kind, String namespace, String name) {
        return find(new Identity(group, kind, namespace, name));
    }
}
