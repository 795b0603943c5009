package dev.hearth.maven;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterDefinition;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Manifests;

/** A cluster of one component, for tests. */
public final class SampleCluster implements ClusterDefinition {

    private record Settings() implements Component {
        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.none().yaml("""
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: settings}
                    data: {a: b}
                    """);
        }
    }

    @Override
    public Cluster define() {
        return Cluster.named("sample")
                .repository("https://git.example.org/me/home.git", "main")
                .layer("all", new Settings());
    }
}
