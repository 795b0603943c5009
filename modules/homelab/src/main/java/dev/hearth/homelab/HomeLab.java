package dev.hearth.homelab;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterDefinition;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Site;

/** The home cluster. */
public final class HomeLab implements ClusterDefinition {

    @Override
    public Cluster define() {
        return Cluster.named("home")
                .domain("home.arpa")
                .kubernetes("1.35")
                .site(Site.microk8s().node("rack", "192.168.10.11").node("shelf", "192.168.10.12"))
                .repository("https://git.home.arpa/me/home.git", "main")
                .layer("system", new Quotas());
    }

    /** Bounds what pods that state nothing may take. */
    private record Quotas() implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.none().yaml("""
                    apiVersion: v1
                    kind: LimitRange
                    metadata:
                      name: defaults
                    spec:
                      limits:
                        - type: Container
                          default:
                            memory: 256Mi
                          defaultRequest:
                            cpu: 50m
                            memory: 64Mi
                    """);
        }
    }
}
