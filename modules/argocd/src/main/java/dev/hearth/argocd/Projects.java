package dev.hearth.argocd;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import dev.hearth.dsl.Cluster;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The AppProjects, one for each layer and each derived part: each allows just what its applications use, and what they
 * no longer use since the last time that changed.
 */
final class Projects {

    /** Before the first band, for an Application must find its project. */
    static final int WAVE = -110;

    /** Keeps a project until no application is in it. */
    static final String FINALIZER = "resources-finalizer.argocd.argoproj.io";

    /**
     * What a project allows only so that the last objects of it can be removed; so that a render that changes nothing
     * writes the same file, it must be known from the file itself.
     */
    private static final String RETIRED = "hearth.dev/retired";

    private static final Splitter WORDS = Splitter.on(' ').omitEmptyStrings();

    private final Cluster cluster;
    private final Previous previous;

    Projects(Cluster cluster, Previous previous) {
        this.cluster = cluster;
        this.previous = previous;
    }

    static String name(String cluster, String layer) {
        return cluster + "-" + layer;
    }

    /** The projects by the name of their file. */
    ImmutableSortedMap<String, Manifest> of(List<App> apps) {
        Map<String, TreeSet<Right>> needs = new TreeMap<>();
        apps.forEach(app ->
                needs.computeIfAbsent(app.layer(), layer -> new TreeSet<>()).addAll(app.needs()));
        ImmutableSortedMap.Builder<String, Manifest> projects = ImmutableSortedMap.naturalOrder();
        needs.forEach((layer, rights) -> projects.put(layer, project(layer, ImmutableSortedSet.copyOf(rights))));
        return projects.build();
    }

    private Manifest project(String layer, ImmutableSortedSet<Right> needs) {
        String name = name(cluster.name(), layer);
        ImmutableSortedSet<Right> retired =
                previous.project(name).map(old -> retired(old, needs)).orElse(ImmutableSortedSet.of());
        return manifest(name, "Cluster " + cluster.name() + ": " + layer, Optional.of(WAVE), needs, retired);
    }

    private static ImmutableSortedSet<Right> retired(Manifest old, ImmutableSortedSet<Right> needs) {
        ImmutableSet<Right> retiredBefore = WORDS.splitToStream(
                        old.annotations().getOrDefault(RETIRED, ""))
                .flatMap(word -> Right.parse(word).stream())
                .collect(ImmutableSet.toImmutableSet());
        ImmutableSortedSet<Right> neededBefore =
                ImmutableSortedSet.copyOf(Sets.difference(Right.read(old), retiredBefore));
        return neededBefore.equals(needs)
                ? ImmutableSortedSet.copyOf(retiredBefore)
                : ImmutableSortedSet.copyOf(Sets.difference(neededBefore, needs));
    }

    /** An AppProject that allows just that. */
    static Manifest manifest(
            String name,
            String description,
            Optional<Integer> wave,
            ImmutableSortedSet<Right> needs,
            ImmutableSortedSet<Right> retired) {
        Mapping.Builder annotations = Mapping.builder();
        wave.ifPresent(number -> annotations.put(SyncOptions.WAVE, Integer.toString(number)));
        if (!retired.isEmpty()) {
            annotations.put(RETIRED, retired.stream().map(Right::toString).collect(Collectors.joining(" ")));
        }
        ImmutableSortedSet<Right> allowed = ImmutableSortedSet.copyOf(Sets.union(needs, retired));
        Sequence kinds = kinds(allowed, Right.Scope.KIND);
        Mapping.Builder spec = Mapping.builder()
                .put("description", description)
                .put("sourceRepos", Node.texts(names(allowed, Right.Scope.SOURCE)))
                .put(
                        "destinations",
                        Sequence.of(names(allowed, Right.Scope.NAMESPACE).stream()
                                .map(namespace -> Mapping.builder()
                                        .put("namespace", namespace)
                                        .put("server", ArgoCd.IN_CLUSTER)
                                        .build())
                                .toList()))
                .putUnlessEmpty("clusterResourceWhitelist", kinds(allowed, Right.Scope.CLUSTER_KIND));
        if (kinds.isEmpty()) {
            // A project that lists none would allow every kind that lives in a namespace.
            spec.put("namespaceResourceBlacklist", Node.list(kind("*", "*")));
        } else {
            spec.put("namespaceResourceWhitelist", kinds);
        }
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "argoproj.io/v1alpha1")
                .put("kind", "AppProject")
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", name)
                                .put("namespace", ArgoCd.NAMESPACE)
                                .putUnlessEmpty("annotations", annotations.build())
                                .put("finalizers", Node.texts(FINALIZER))
                                .build())
                .put("spec", spec.build())
                .build());
    }

    private static List<String> names(ImmutableSortedSet<Right> rights, Right.Scope scope) {
        return rights.stream()
                .filter(right -> right.scope() == scope)
                .map(Right::name)
                .toList();
    }

    private static Sequence kinds(ImmutableSortedSet<Right> rights, Right.Scope scope) {
        return Sequence.of(rights.stream()
                .filter(right -> right.scope() == scope)
                .map(right -> kind(right.group(), right.name()))
                .toList());
    }

    private static Mapping kind(String group, String kind) {
        return Mapping.builder().put("group", group).put("kind", kind).build();
    }
}
