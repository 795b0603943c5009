package dev.hearth.testing;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterDefinition;
import dev.hearth.manifest.Manifest;
import dev.hearth.pipeline.Definition;

/**
 * Where assertions about clusters and their objects begin.
 *
 * <pre>{@code
 * @Test
 * void the_home_cluster_is_sound() {
 *     assertThatCluster(new HomeLab())
 *         .rendersWithoutFindings()
 *         .matchesTree(Path.of(""));
 * }
 *
 * @Test
 * void grafana_runs_once() {
 *     assertThatCluster(new HomeLab())
 *         .object("Deployment", "grafana").hasField("spec.replicas", 1);
 * }
 * }</pre>
 */
public final class HearthAssertions {

    private HearthAssertions() {}

    /** Renders that cluster, with nothing on any disk. */
    public static ClusterAssert assertThatCluster(Cluster cluster) {
        return new ClusterAssert(Definition.of(cluster));
    }

    /**
     * Renders what that object defines, with nothing on any disk.
     *
     * @throws IllegalArgumentException where it defines none; the message says why
     */
    public static ClusterAssert assertThatCluster(ClusterDefinition definition) {
        return new ClusterAssert(Definition.of(definition));
    }

    /** Looks at one object. */
    public static ManifestAssert assertThatObject(Manifest object) {
        return new ManifestAssert(object);
    }
}
