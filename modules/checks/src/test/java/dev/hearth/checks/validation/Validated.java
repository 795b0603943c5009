package dev.hearth.checks.validation;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.Checks;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.util.Collection;

/** What the rules say that repeat the API server. */
final class Validated {

    private Validated() {}

    static ImmutableList<Finding> findings(String kubernetes, Collection<Manifest> objects) {
        return Checks.of(KubernetesVersion.parse(kubernetes))
                .only(Checks.ids().stream()
                        .filter(id -> id.startsWith("schema."))
                        .toList())
                .check(objects)
                .findings();
    }

    /** Of each finding the reason and the field: {@code invalid metadata.name}. */
    static ImmutableList<String> faults(String kubernetes, Collection<Manifest> objects) {
        return findings(kubernetes, objects).stream()
                .map(finding -> finding.rule().substring("schema.".length()) + " " + finding.path())
                .collect(toImmutableList());
    }

    static ImmutableList<String> faults(String yaml) {
        return faults("1.35", Yaml.read(yaml, "test.yaml"));
    }
}
