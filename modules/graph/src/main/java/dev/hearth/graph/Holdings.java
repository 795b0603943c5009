package dev.hearth.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Kinds;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What there is to refer to, by name and namespace. */
final class Holdings {

    private static final Pattern LAST_NUMBER = Pattern.compile("\\d+$");

    private record Name(String group, String kind, String name) {}

    /** One bringer of an object, and the keys or ports that the object has by it; empty where they are not told. */
    private record Holding(Manifest by, Optional<ImmutableSet<String>> parts) {}

    private final Map<Name, Map<String, List<Holding>>> held = new HashMap<>();
    private final Set<String> unknown = new HashSet<>();
    private final Set<String> inhabited = new HashSet<>();
    private boolean charts;

    Holdings(ImmutableList<Manifest> objects, ImmutableList<Manifest> elsewhere, Set<String> unknownContents) {
        unknown.addAll(unknownContents);
        objects.forEach(object -> {
            add(object.identity(), new Holding(object, parts(object)));
            Products.of(object, product -> add(product.object(), new Holding(object, product.parts())));
            inhabited.add(object.identity().namespace());
            Charts.of(object).ifPresent(namespace -> {
                charts = true;
                unknown.add(namespace);
            });
        });
        elsewhere.forEach(object -> {
            add(object.identity(), new Holding(object, parts(object)));
            Products.of(object, product -> add(product.object(), new Holding(object, product.parts())));
        });
    }

    private void add(Identity object, Holding holding) {
        held.computeIfAbsent(new Name(object.group(), object.kind(), object.name()), name -> new TreeMap<>())
                .computeIfAbsent(object.namespace(), namespace -> new ArrayList<>(1))
                .add(holding);
    }

    /** The keys or ports of an object. What has none at all is filled by a program, or said in part. */
    private static Optional<ImmutableSet<String>> parts(Manifest object) {
        if (!object.identity().group().isEmpty()) {
            return Optional.empty();
        }
        return switch (object.kind()) {
            case "ConfigMap" -> keys(object, "binaryData");
            case "Secret" -> secretKeys(object);
            case "Service" -> ports(object);
            default -> Optional.empty();
        };
    }

    private static Optional<ImmutableSet<String>> secretKeys(Manifest secret) {
        boolean filled = secret.root().text("type").orElse("").equals("kubernetes.io/service-account-token");
        return filled ? Optional.empty() : keys(secret, "stringData");
    }

    private static Optional<ImmutableSet<String>> keys(Manifest object, String more) {
        ImmutableSet<String> keys = ImmutableSet.<String>builder()
                .addAll(object.root().mapping("data").fields().keySet())
                .addAll(object.root().mapping(more).fields().keySet())
                .build();
        return Optional.of(keys).filter(some -> !some.isEmpty());
    }

    private static Optional<ImmutableSet<String>> ports(Manifest service) {
        if (service.spec().text("type").orElse("").equals("ExternalName")) {
            return Optional.empty();
        }
        ImmutableSet.Builder<String> ports = ImmutableSet.builder();
        for (Mapping port : service.spec().sequence("ports").mappings()) {
            port.text("name").ifPresent(ports::add);
            port.number("port").ifPresent(number -> ports.add(number.toString()));
        }
        return Optional.of(ports.build()).filter(some -> !some.isEmpty());
    }

    /** Where that object would be found: its own namespace, none, every one, or any where it says none. */
    private List<Holding> found(Identity object) {
        List<Holding> found = new ArrayList<>();
        collect(object, object.name(), found);
        if (object.kind().equals("PersistentVolumeClaim")) {
            collect(object, LAST_NUMBER.matcher(object.name()).replaceFirst("#"), found);
        }
        return found;
    }

    private void collect(Identity object, String name, List<Holding> found) {
        Map<String, List<Holding>> spaces = held.get(new Name(object.group(), object.kind(), name));
        if (spaces == null) {
            return;
        }
        if (object.namespace().isEmpty() || Kinds.clusterScoped(object.group(), object.kind())) {
            spaces.values().forEach(found::addAll);
        } else {
            found.addAll(spaces.getOrDefault(object.namespace(), List.of()));
            found.addAll(spaces.getOrDefault("", List.of()));
        }
    }

    Standing standing(Identity object) {
        if (BuiltIns.has(object) || !found(object).isEmpty()) {
            return Standing.THERE;
        }
        if (object.name().contains("$")
                || object.name().contains("{{")
                || object.namespace().contains("$")) {
            return Standing.PERHAPS;
        }
        return !Kinds.clusterScoped(object.group(), object.kind()) && unknown(object.namespace())
                ? Standing.PERHAPS
                : Standing.ABSENT;
    }

    /** The keys or ports of that object; empty where one who brings it does not tell them, or nobody does. */
    Optional<ImmutableSortedSet<String>> parts(Identity object) {
        List<Holding> found = found(object);
        if (found.isEmpty()
                || found.stream().anyMatch(holding -> holding.parts().isEmpty())) {
            return Optional.empty();
        }
        ImmutableSortedSet.Builder<String> parts = ImmutableSortedSet.naturalOrder();
        found.forEach(holding -> holding.parts().ifPresent(parts::addAll));
        return Optional.of(parts.build());
    }

    /** Those that bring that object: itself, or what makes it. */
    ImmutableSet<Manifest> bringers(Identity object) {
        return found(object).stream().map(Holding::by).collect(ImmutableSet.toImmutableSet());
    }

    /** The namespaces that have an object of that kind and name. */
    ImmutableSortedSet<String> namespaces(Identity object) {
        Map<String, List<Holding>> spaces =
                held.getOrDefault(new Name(object.group(), object.kind(), object.name()), Map.of());
        return spaces.keySet().stream()
                .filter(namespace -> !namespace.isEmpty())
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
    }

    boolean unknown(String namespace) {
        return BuiltIns.fills(namespace)
                || unknown.contains(namespace)
                || unknown.contains("")
                || (namespace.isEmpty() && !unknown.isEmpty());
    }

    boolean inhabited(String namespace) {
        return inhabited.contains(namespace) || inhabited.contains("");
    }

    boolean charts() {
        return charts;
    }
}
