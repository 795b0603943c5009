package dev.hearth.checks.programs;

import dev.hearth.checks.Checks;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Yaml;
import java.util.List;
import java.util.stream.Stream;

/** A tree with one program in it, changed word by word, and what is found about it. */
record ProgramTree(String yaml) {

    /** A copy with other words in the place of those, which must be there. */
    ProgramTree with(String words, String others) {
        if (!yaml.contains(words)) {
            throw new IllegalArgumentException("not in the tree: " + words);
        }
        return new ProgramTree(yaml.replace(words, others));
    }

    /** A copy with one more object. */
    ProgramTree and(String object) {
        return new ProgramTree(yaml + "\n---\n" + object);
    }

    /** What those rules find, by the words of the findings. */
    List<String> found(String... rules) {
        return findings(rules)
                .map(finding -> finding.severity().word() + " " + finding.rule() + " " + finding.message())
                .toList();
    }

    /** What those rules advise. */
    List<String> hints(String... rules) {
        return findings(rules).map(Finding::toString).toList();
    }

    private Stream<Finding> findings(String... rules) {
        return Checks.of(KubernetesVersion.parse("1.35")).check(Yaml.read(yaml, "tree.yaml")).findings().stream()
                .filter(finding -> List.of(rules).contains(finding.rule()));
    }
}
