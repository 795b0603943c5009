package dev.hearth.graph;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableListMultimap.toImmutableListMultimap;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Multimaps;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All objects of a tree, and what they may refer to although the tree does not hold it.
 *
 * <p>What is elsewhere is described by ordinary objects, as {@code kubectl get -o yaml} gives them; a part of one is enough.
 * They are looked up like those of the tree, but are nobody's to check. A ConfigMap or Secret among them without data has
 * any key, a Service without ports any port, and everything may be in a Namespace that bears the annotation
 * {@code hearth.dev/contents: unknown}.
 *
 * <pre>{@code
 * graph.references(deployment).stream()
 *     .filter(reference -> graph.standing(reference.to()) == Standing.ABSENT)
 *     .forEach(this::say);
 * }</pre>
 *
 * <p>Objects without a namespace, in a tree that is applied by {@code kubectl -n} or gets its namespace from a
 * kustomization, may be in any: they are together, and refer to and are found from every namespace.
 */
public final class Graph {

    private final ImmutableList<Manifest> objects;
    private final ImmutableListMultimap<String, Manifest> byKind;
    private final ImmutableListMultimap<String, Manifest> elsewhereByKind;
    private final ImmutableList<Manifest> elsewhere;
    private final Map<Identity, Manifest> byIdentity;
    private final Lazy<IdentityHashMap<Manifest, ImmutableList<Reference>>> references;
    private final Lazy<ImmutableListMultimap<Name, Reference>> referrers;
    private final Lazy<Holdings> holdings;
    private final Lazy<Pods> pods;
    private final Map<String, Labelled<Manifest>> labelled = new ConcurrentHashMap<>();

    private record Name(String group, String kind, String name) {}

    private Graph(ImmutableList<Manifest> objects, Collection<Manifest> elsewhere) {
        this.objects = objects;
        this.byKind = Multimaps.index(objects, object -> key(object.identity().group(), object.kind()));
        this.byIdentity = new HashMap<>();
        objects.forEach(object -> byIdentity.putIfAbsent(object.identity(), object));
        ImmutableSet<String> unknown = Stream.concat(objects.stream(), elsewhere.stream())
                .filter(Graph::unknown)
                .map(Manifest::name)
                .collect(ImmutableSet.toImmutableSet());
        this.elsewhere = Stream.concat(elsewhere.stream(), Stream.of(BuiltIns.API_SERVER))
                .filter(object -> byIdentity.putIfAbsent(object.identity(), object) == null)
                .collect(toImmutableList());
        this.elsewhereByKind = this.elsewhere.stream()
                .collect(toImmutableListMultimap(
                        object -> key(object.identity().group(), object.kind()), object -> object));
        this.references = new Lazy<>(this::search);
        this.referrers = new Lazy<>(() -> Multimaps.index(references(), reference -> name(reference.to())));
        this.holdings = new Lazy<>(() -> new Holdings(this.objects, this.elsewhere, unknown));
        this.pods = new Lazy<>(() -> new Pods(this.objects, this.elsewhere));
    }

    /** Those objects, among others that are not to be checked. */
    public static Graph of(Collection<Manifest> objects, Collection<Manifest> elsewhere) {
        return new Graph(ImmutableList.copyOf(objects), elsewhere);
    }

    private static boolean unknown(Manifest object) {
        return object.kind().equals("Namespace")
                && "unknown".equals(object.annotations().get("hearth.dev/contents"));
    }

    private static String key(String group, String kind) {
        return group + "/" + kind;
    }

    private static Name name(Identity object) {
        return new Name(object.group(), object.kind(), object.name());
    }

    private IdentityHashMap<Manifest, ImmutableList<Reference>> search() {
        IdentityHashMap<Manifest, ImmutableList<Reference>> found = new IdentityHashMap<>();
        objects.forEach(object -> found.put(object, ReferenceSearch.in(object)));
        return found;
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

    /** All references of the tree, object by object in their order. */
    public ImmutableList<Reference> references() {
        return objects.stream().flatMap(object -> references(object).stream()).collect(toImmutableList());
    }

    /** What that object of the tree refers to. */
    public ImmutableList<Reference> references(Manifest from) {
        return references.get().getOrDefault(from, ImmutableList.of());
    }

    /** What of the tree refers to that object. */
    public ImmutableList<Reference> referrers(Identity to) {
        return referrers.get().get(name(to)).stream()
                .filter(reference -> reference.to().namespace().equals(to.namespace())
                        || reference.to().namespace().isEmpty()
                        || to.namespace().isEmpty())
                .collect(toImmutableList());
    }

    /** Whether that object is there for those who refer to it. */
    public Standing standing(Identity object) {
        return holdings.get().standing(object);
    }

    /**
     * The keys of that ConfigMap or Secret, or the names and numbers of that Service's ports, sorted; empty where they are not
     * all known, because nobody tells them or a program fills them.
     */
    public Optional<ImmutableSortedSet<String>> parts(Identity object) {
        return holdings.get().parts(object);
    }

    /** The objects that bring that one: itself, and those whose controllers make it. */
    public ImmutableSet<Manifest> bringers(Identity object) {
        return holdings.get().bringers(object);
    }

    /** The namespaces that have an object of that kind and name, sorted. */
    public ImmutableSortedSet<String> namespacesWith(Identity object) {
        return holdings.get().namespaces(object);
    }

    /** Whether something may be in that namespace that nobody here knows of. */
    public boolean unknownContents(String namespace) {
        return holdings.get().unknown(namespace);
    }

    /** Whether the tree has objects in that namespace. */
    public boolean inhabited(String namespace) {
        return holdings.get().inhabited(namespace);
    }

    /** Whether something in the tree brings objects that nobody sees, as an installed chart does. */
    public boolean bringsCharts() {
        return holdings.get().charts();
    }

    /**
     * The objects of that kind, in the tree or elsewhere, that are in that namespace or in none and are selected by their own
     * labels. Without a namespace, those of all.
     */
    public Stream<Manifest> selected(String group, String kind, String namespace, Selector selector) {
        if (namespace.isEmpty()) {
            return labelled.computeIfAbsent(key(group, kind) + " anywhere", key -> labelled(group, kind, object -> ""))
                    .selected("", selector);
        }
        Labelled<Manifest> those = labelled.computeIfAbsent(
                key(group, kind),
                key -> labelled(group, kind, object -> object.identity().namespace()));
        return Stream.concat(those.selected(namespace, selector), those.selected("", selector));
    }

    private Labelled<Manifest> labelled(String group, String kind, Function<Manifest, String> namespace) {
        return new Labelled<>(known(group, kind), namespace, Manifest::labels);
    }

    /** The pods that the objects make. */
    public Pods pods() {
        return pods.get();
    }
}
