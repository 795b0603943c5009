package dev.hearth.helm;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Renders the templates of a chart as {@code helm template} does: it asks no cluster and no network. Implementations are
 * found by {@link ServiceLoader}.
 */
public interface ChartInflater {

    /**
     * The objects as YAML, in Helm's order.
     *
     * @throws ChartException where Helm refuses; the message is Helm's
     */
    String inflate(Inflation chart);

    /**
     * A chart to render.
     *
     * @param files its files, by their path within the chart; no archives among them
     * @param values its values, as YAML
     * @param release the name of the release
     * @param namespace the namespace of the release
     * @param kubernetes the version of Kubernetes, such as {@code 1.35.0}
     */
    record Inflation(
            ImmutableSortedMap<String, byte[]> files,
            String values,
            String release,
            String namespace,
            String kubernetes) {}

    /** What the class path has; empty where it has none. */
    static Optional<ChartInflater> find() {
        return ServiceLoader.load(ChartInflater.class, ChartInflater.class.getClassLoader())
                .findFirst();
    }
}
