package dev.hearth.argocd;

import com.google.common.collect.ComparisonChain;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.Optional;

/**
 * One thing that a project allows.
 *
 * @param scope what sort of thing
 * @param group the API group of a kind; empty for the core group, and for what is no kind
 * @param name a kind, a namespace, or the URL of a source
 */
record Right(Scope scope, String group, String name) implements Comparable<Right> {

    enum Scope {
        CLUSTER_KIND("cluster-kind"),
        KIND("kind"),
        NAMESPACE("namespace"),
        SOURCE("source");

        private final String word;

        Scope(String word) {
            this.word = word;
        }
    }

    private static final String ANY = "*";

    static Right clusterKind(String group, String kind) {
        return new Right(Scope.CLUSTER_KIND, group, kind);
    }

    static Right kind(String group, String kind) {
        return new Right(Scope.KIND, group, kind);
    }

    static Right namespace(String name) {
        return new Right(Scope.NAMESPACE, "", name);
    }

    static Right source(String url) {
        return new Right(Scope.SOURCE, "", url);
    }

    static ImmutableSet<Right> anyKind() {
        return ImmutableSet.of(clusterKind(ANY, ANY), kind(ANY, ANY));
    }

    /** What must be allowed for that object to be applied. */
    static ImmutableSet<Right> of(Manifest manifest) {
        String group = manifest.identity().group();
        return manifest.namespace()
                .map(namespace -> ImmutableSet.of(kind(group, manifest.kind()), namespace(namespace)))
                .orElseGet(() -> ImmutableSet.of(clusterKind(group, manifest.kind())));
    }

    /**
     * The kinds that Kubernetes' controllers and known operators make for an object of that kind. Argo CD shows of an
     * application's objects, and of their logs, only what its project allows, and nothing below what it does not. It
     * gives no one a right more: who may make a Deployment may make its pods.
     */
    static ImmutableSet<Right> madeFor(String group, String kind) {
        Right pod = kind("", "Pod");
        return switch (group + "/" + kind) {
            case "apps/Deployment" -> ImmutableSet.of(kind("apps", "ReplicaSet"), pod);
            case "apps/StatefulSet" -> ImmutableSet.of(kind("apps", "ControllerRevision"), pod);
            case "apps/DaemonSet" -> ImmutableSet.of(kind("apps", "ControllerRevision"), pod);
            case "apps/ReplicaSet", "batch/Job" -> ImmutableSet.of(pod);
            case "batch/CronJob" -> ImmutableSet.of(kind("batch", "Job"), pod);
            case "monitoring.coreos.com/Prometheus", "monitoring.coreos.com/Alertmanager" ->
                ImmutableSet.of(kind("apps", "StatefulSet"), kind("apps", "ControllerRevision"), pod);
            default -> ImmutableSet.of();
        };
    }

    /** The rights that a written project gives. */
    static ImmutableSortedSet<Right> read(Manifest project) {
        ImmutableSortedSet.Builder<Right> rights = ImmutableSortedSet.naturalOrder();
        Mapping spec = project.spec();
        kinds(spec, "clusterResourceWhitelist", Scope.CLUSTER_KIND, rights);
        kinds(spec, "namespaceResourceWhitelist", Scope.KIND, rights);
        spec.sequence("destinations")
                .mappings()
                .forEach(destination ->
                        destination.text("namespace").ifPresent(namespace -> rights.add(namespace(namespace))));
        spec.sequence("sourceRepos").strings().forEach(url -> rights.add(source(url)));
        return rights.build();
    }

    private static void kinds(Mapping spec, String field, Scope scope, ImmutableSortedSet.Builder<Right> rights) {
        spec.sequence(field)
                .mappings()
                .forEach(item -> item.text("kind")
                        .ifPresent(kind ->
                                rights.add(new Right(scope, item.text("group").orElse(""), kind))));
    }

    /** The written form, such as {@code kind:apps/Deployment}, {@code kind:ConfigMap} or {@code namespace:minio}. */
    @Override
    public String toString() {
        return scope.word + ":" + (group.isEmpty() ? "" : group + "/") + name;
    }

    /** The right that this is the written form of. */
    static Optional<Right> parse(String text) {
        for (Scope scope : Scope.values()) {
            if (text.startsWith(scope.word + ":")) {
                String rest = text.substring(scope.word.length() + 1);
                int slash = rest.indexOf('/');
                boolean grouped = slash >= 0 && (scope == Scope.CLUSTER_KIND || scope == Scope.KIND);
                return Optional.of(
                        grouped
                                ? new Right(scope, rest.substring(0, slash), rest.substring(slash + 1))
                                : new Right(scope, "", rest));
            }
        }
        return Optional.empty();
    }

    @Override
    public int compareTo(Right other) {
        return ComparisonChain.start()
                .compare(scope, other.scope)
                .compare(group, other.group)
                .compare(name, other.name)
                .result();
    }
}
