package dev.hearth.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.hash.Hashing;
import com.google.common.io.Resources;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.RepositoryFiles;
import dev.hearth.dsl.VendoredChart;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChartsTest {

    private record Shop(VendoredChart chart) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(chart);
        }
    }

    private static Expansion derived(Optional<ChartInflater> inflater) throws IOException {
        byte[] archive = Resources.toByteArray(Resources.getResource("archives/gnu.tgz"));
        VendoredChart chart = VendoredChart.of("https://charts.example.org", "long", "1.0.0")
                .digest("sha256:" + Hashing.sha256().hashBytes(archive));
        return Expansion.of(Cluster.named("home").layer("applications", new Shop(chart)))
                .derive(new Charts(RepositoryFiles.of(Map.of("charts/long-1.0.0.tgz", archive)), () -> inflater));
    }

    @Test
    void nothing_to_render_with_is_an_error_that_names_the_dependency() throws IOException {
        assertThat(derived(Optional.empty()).findings())
                .extracting(Finding::rule, finding -> finding.hint().orElse(""))
                .containsExactly(
                        tuple("chart.inflater", "add the dependency dev.hearth:hearth-helm-native in scope runtime"));
    }

    @Test
    void nothing_is_loaded_where_there_are_no_charts() {
        AtomicInteger loaded = new AtomicInteger();

        Expansion.of(Cluster.named("home")).derive(new Charts(RepositoryFiles.none(), () -> {
            loaded.incrementAndGet();
            return Optional.empty();
        }));

        assertThat(loaded).hasValue(0);
    }

    @Test
    void what_cannot_be_read_is_told_with_its_template() throws IOException {
        Expansion expansion = derived(Optional.of(chart -> "---\n# Source: long/templates/a.yaml\nkind: [\n"));

        assertThat(expansion.findings())
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.toString()).contains("chart.output").contains("long/templates/a.yaml"));
    }

    @Test
    void a_line_of_a_finding_is_one_of_what_the_template_makes() throws IOException {
        Expansion expansion = derived(Optional.of(chart -> """
                ---
                # Source: long/templates/a.yaml
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: a}
                ---
                # Source: long/templates/b.yaml
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: b}
                """));

        assertThat(expansion.manifests())
                .extracting(
                        Manifest::name,
                        object -> object.position(FieldPath.of("metadata", "name"))
                                .orElseThrow()
                                .toString())
                .containsExactly(
                        tuple("a", "chart long-1.0.0 long/templates/a.yaml:3:12"),
                        tuple("b", "chart long-1.0.0 long/templates/b.yaml:3:12"));
    }

    @Test
    void a_chart_that_makes_other_objects_each_time_is_refused() throws IOException {
        AtomicInteger times = new AtomicInteger();
        Expansion expansion = derived(Optional.of(
                chart -> "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: drawn-" + times.incrementAndGet() + "}\n"));

        assertThat(expansion.findings())
                .extracting(Finding::rule, Finding::message)
                .containsExactly(
                        tuple("chart.random", "rendered twice, it is not the same: it makes other objects each time"));
        assertThat(expansion.manifests()).isEmpty();
    }
}
