package dev.hearth.pipeline;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.MadeInCluster;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.workload.Volume;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MadeInClusterTest {

    @TempDir
    private Path root;

    private record Shop() implements Component {

        @Override
        public String name() {
            return "shop";
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(Workload.deployment("shop")
                    .image(Image.of("registry.example.org/shop", "1"))
                    .requests(cpu("10m"), memory("16Mi"))
                    .limits(memory("16Mi"))
                    .mount(Volume.existingConfig("trust", "authorities"), "/trust"));
        }
    }

    private record Keeper(String where) implements Component {

        @Override
        public String name() {
            return "keeper";
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(scope -> scope.fact(MadeInCluster.configMap(where, "authorities", "ca.crt")));
        }
    }

    private Outcome render(Component... components) {
        Cluster cluster = Cluster.named("home")
                .repository("https://git.home.arpa/me/home.git", "main")
                .layer("all", components);
        return Hearth.render(Request.of(Definition.of(cluster), root));
    }

    @Test
    void a_config_map_that_a_component_makes_in_the_cluster_may_be_mounted() {
        assertThat(render(new Shop(), new Keeper("shop")).findings())
                .extracting(Finding::rule)
                .doesNotContain("link.config");
    }

    @Test
    void one_that_it_makes_elsewhere_is_missing() {
        assertThat(render(new Shop()).findings()).extracting(Finding::rule).contains("link.config");
        assertThat(render(new Shop(), new Keeper("office")).findings())
                .extracting(Finding::rule)
                .contains("link.config");
    }
}
