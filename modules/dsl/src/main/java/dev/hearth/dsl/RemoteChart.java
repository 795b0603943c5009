package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

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
 */
public record RemoteChart(String repository, String chart, String version, String release, Data values)
        implements Part {

    public RemoteChart {
        requireNonNull(repository, "repository");
        requireNonNull(chart, "chart");
        requireNonNull(version, "version");
        Names.label("release", release);
        requireNonNull(values, "values");
    }

    @Override
    public void expand(Scope scope) {
        scope.fact(new Resolved(this, (Mapping) scope.node(values)));
    }

    /** The chart with its values as they are in this cluster. */
    public record Resolved(RemoteChart chart, Mapping values) {}
}
