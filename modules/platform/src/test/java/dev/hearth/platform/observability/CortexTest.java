package dev.hearth.platform.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Sets;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Text;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.data.Bucket;
import dev.hearth.platform.data.Minio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far the configuration of a Mimir is one of Cortex: what is said of its keys is so. */
class CortexTest {

    private static final Mapping RENDERED = Cortex.configuration(
            SmallCluster.of(Minio.named("minio"), Mimir.named("mimir", new Bucket("minio", "mimir-blocks"))));

    @TempDir
    private Path folder;

    private String refusal(Mapping configuration) throws IOException {
        Outcome outcome = Cortex.read(folder, configuration);
        return outcome.exitCode() == 0 ? "" : outcome.stderr();
    }

    @Test
    void every_key_that_is_rendered_is_in_one_list_and_no_list_has_more() {
        Set<String> listed = Sets.union(Sets.union(Cortex.SHARED, Cortex.RENAMED.keySet()), Cortex.LACKING);

        assertThat(Cortex.leaves(RENDERED)).containsOnlyKeys(listed);
        assertThat(listed).hasSize(Cortex.SHARED.size() + Cortex.RENAMED.size() + Cortex.LACKING.size());
    }

    @Test
    void a_key_that_is_in_no_list_is_told() {
        Mapping more = Cortex.with(RENDERED, "limits.max_label_names_per_series", new Text("30"));

        assertThatThrownBy(() -> Cortex.translated(more))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("limits.max_label_names_per_series is in none of the lists");
    }

    @Test
    void cortex_reads_the_translation_and_refuses_each_key_that_is_said_to_be_unknown_to_it() throws IOException {
        assertThat(refusal(Cortex.completed(Cortex.translated(RENDERED)))).isEmpty();
        for (Map.Entry<String, Node> leaf : Cortex.leaves(RENDERED).entrySet()) {
            Mapping alone = Cortex.with(Mapping.empty(), leaf.getKey(), leaf.getValue());
            if (!Cortex.SHARED.contains(leaf.getKey())) {
                assertThat(refusal(alone)).as(leaf.getKey()).contains("not found in type");
            }
        }
    }
}
