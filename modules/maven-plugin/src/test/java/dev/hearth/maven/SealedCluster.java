package dev.hearth.maven;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterDefinition;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.workload.Workload;

/** A cluster whose one credential is sealed, for tests. */
public final class SealedCluster implements ClusterDefinition {

    private static final Credential LOGIN =
            Credential.named("login").password("password", 20).asked("token", "the token of the provider");

    private record Shop() implements Component {
        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(Workload.deployment("shop")
                    .image(Image.of("registry.example.org/shop", "1.0.0"))
                    .mount(LOGIN, "/run/secrets/login"));
        }
    }

    @Override
    public Cluster define() {
        return Cluster.named("sample")
                .repository("https://git.example.org/me/home.git", "main")
                .credentials(Credential.sealed())
                .layer("all", new Shop());
    }
}
