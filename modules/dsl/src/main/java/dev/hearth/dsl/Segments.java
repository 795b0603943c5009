package dev.hearth.dsl;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Parts of a cluster that are held apart, such as production, development and management: each has layers of its own, and what
 * pods of one may open of another must be declared as a crossing.
 *
 * <pre>{@code
 * cluster.segments(Segments.none()
 *     .segment("production", "data", "applications")
 *     .segment("management", "access", "gitops", "observability")
 *     .crossing("management", "production", "routes lead to applications, and metrics are scraped"))
 * }</pre>
 *
 * <p>Network policies allow declared flows alone, whatever segments there are; a crossing allows none. It says that flows which
 * components declare may go that way, so that a component which is added to one segment and uses another is noticed. The label
 * {@value #LABEL} of a namespace tells people and other tools.
 *
 * @param layers the segment of each layer, by the layer's name
 * @param crossings the ways across
 */
public record Segments(ImmutableSortedMap<String, String> layers, ImmutableList<Crossing> crossings) {

    /** The label of namespaces. */
    public static final String LABEL = "hearth.dev/segment";

    /**
     * A way across: pods of the one may open those of the other.
     *
     * @param from the segment of who opens
     * @param to the segment of who is opened
     * @param reason why
     */
    public record Crossing(String from, String to, String reason) {

        public Crossing {
            if (from.equals(to)) {
                throw new IllegalArgumentException(
                        "a crossing goes to another segment, but was from " + from + " to it");
            }
            if (reason.isBlank()) {
                throw new IllegalArgumentException("the crossing from " + from + " to " + to + " needs a reason");
            }
        }
    }

    public Segments {
        for (Crossing crossing : crossings) {
            mustHave(layers, crossing.from());
            mustHave(layers, crossing.to());
        }
    }

    private static void mustHave(SortedMap<String, String> layers, String segment) {
        if (!layers.containsValue(segment)) {
            throw new IllegalArgumentException("there is no segment '" + segment + "'; there are "
                    + layers.values().stream().distinct().sorted().toList() + ". Add it with segment(...)");
        }
    }

    /** A cluster in one piece. */
    public static Segments none() {
        return new Segments(ImmutableSortedMap.of(), ImmutableList.of());
    }

    /**
     * A copy with a segment of that name that has those layers.
     *
     * @throws IllegalArgumentException where another segment has one of them
     */
    public Segments segment(String name, String layer, String... more) {
        Names.label("segment", name);
        SortedMap<String, String> all = new TreeMap<>(layers);
        put(all, name, layer);
        for (String next : more) {
            put(all, name, next);
        }
        return new Segments(ImmutableSortedMap.copyOf(all), crossings);
    }

    private static void put(SortedMap<String, String> all, String name, String layer) {
        String other = all.putIfAbsent(Names.label("layer", layer), name);
        if (other != null && !other.equals(name)) {
            throw new IllegalArgumentException(
                    "layer " + layer + " is in segment " + other + " already, so it cannot be in " + name);
        }
    }

    /** A copy in which pods of the one segment may open those of the other, and why. */
    public Segments crossing(String from, String to, String reason) {
        return new Segments(
                layers,
                ImmutableList.<Crossing>builder()
                        .addAll(crossings)
                        .add(new Crossing(from, to, reason))
                        .build());
    }

    /** Whether pods of the one segment may open those of the other. */
    public boolean allow(String from, String to) {
        return from.equals(to)
                || crossings.stream()
                        .anyMatch(crossing ->
                                crossing.from().equals(from) && crossing.to().equals(to));
    }

    /** The segment of a layer. */
    public Optional<String> ofLayer(String layer) {
        return Optional.ofNullable(layers.get(layer));
    }

    /** The segments of the components that have objects in a namespace, each once; more than one where they share it. */
    public List<String> of(Expansion expansion, String namespace) {
        if (layers.isEmpty()) {
            return List.of();
        }
        List<String> homes =
                ofComponents(expansion, component -> component.namespace().equals(namespace));
        // What others put into a component's own namespace does not move it to their segment.
        return homes.isEmpty()
                ? ofComponents(expansion, component -> has(expansion, component.name(), namespace))
                : homes;
    }

    private List<String> ofComponents(Expansion expansion, Predicate<Component> which) {
        return expansion.cluster().layers().stream()
                .filter(layer ->
                        layer.members().stream().map(Layer.Member::component).anyMatch(which))
                .flatMap(layer -> ofLayer(layer.name()).stream())
                .distinct()
                .toList();
    }

    /** Whether it has something there; a right there is nothing of its own. */
    private static boolean has(Expansion expansion, String component, String namespace) {
        return expansion.manifests().stream()
                .filter(manifest -> !manifest.identity().group().equals("rbac.authorization.k8s.io"))
                .anyMatch(manifest -> manifest.owner().equals(Optional.of(component))
                        && manifest.namespace().equals(Optional.of(namespace)));
    }
}
