package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.manifest.Mapping;

/**
 * A Helm chart that Argo CD renders itself: the component's Application points at it, with these values. What the chart
 * makes is not in the tree, so nothing can check it here.
 *
 * @param repository the URL of the chart repository; for an OCI registry without {@code oci://}
 * @param chart the name of the chart
 * @param version the exact version
 * @param release the name of the release
 * @param values the values, over the chart's own
 * @param kinds what it makes, such as {@code apps/Deployment} or {@code ConfigMap}, so that its project allows just
 *     that; empty where nobody has said
 * @param namespaces where it makes objects besides the component's own namespace
 */
public record RemoteChart(
        String repository,
        String chart,
        String version,
        String release,
        Data values,
        ImmutableSortedSet<String> kinds,
        ImmutableSortedSet<String> namespaces)
        implements Part {

    /** A chart of which nobody has said what it makes. */
    public RemoteChart(String repository, String chart, String version, String release, Data values) {
        this(repository, chart, version, release, values, ImmutableSortedSet.of(), ImmutableSortedSet.of());
    }

    public RemoteChart {
        requireNonNull(kinds, "kinds");
        namespaces.forEach(namespace -> Names.label("namespace", namespace));
        requireNonNull(repository, "repository");
        requireNonNull(chart, "chart");
        requireNonNull(version, "version");
        Names.label("release", release);
        requireNonNull(values, "values");
    }

    /**
     * A copy that says what the chart makes with these values: {@code apps/Deployment}, {@code ConfigMap}. The list comes
     * from {@code helm template}.
     *
     * @throws IllegalArgumentException where a kind has another form
     */
    public RemoteChart makes(String... groupsAndKinds) {
        for (String kind : groupsAndKinds) {
            if (!kind.matches("([a-z0-9.-]+/)?[A-Z][A-Za-z0-9]*")) {
                throw new IllegalArgumentException("chart " + chart + " makes '" + kind
                        + "', which is no kind; write the API group and the kind, such as apps/Deployment, or the kind"
                        + " alone for the core group, such as ConfigMap");
            }
        }
        return new RemoteChart(
                repository,
                chart,
                version,
                release,
                values,
                ImmutableSortedSet.<String>naturalOrder()
                        .addAll(kinds)
                        .add(groupsAndKinds)
                        .build(),
                namespaces);
    }

    /** A copy that says in which further namespaces the chart makes objects. */
    public RemoteChart alsoIn(String... others) {
        return new RemoteChart(
                repository,
                chart,
                version,
                release,
                values,
                kinds,
                ImmutableSortedSet.<String>naturalOrder()
                        .addAll(namespaces)
                        .add(others)
                        .build());
    }

    @Override
    public void expand(Scope scope) {
        scope.fact(new Resolved(this, (Mapping) scope.node(values)));
    }

    /** The chart with its values as they are in this cluster. */
    public record Resolved(RemoteChart chart, Mapping values) {}
}
