package dev.hearth.checks.links;

import dev.hearth.checks.Checks;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Yaml;
import java.util.List;

/** What the rules about references say of YAML, one line a finding. */
final class LinkCheck {

    private LinkCheck() {}

    /** Of objects that are all there is, besides what is elsewhere. */
    static List<String> complete(String yaml, String... elsewhere) {
        return said(checks(elsewhere).complete(), yaml);
    }

    /** Of objects that others may be beside. */
    static List<String> folder(String yaml, String... elsewhere) {
        return said(checks(elsewhere), yaml);
    }

    private static Checks checks(String... elsewhere) {
        return Checks.of(KubernetesVersion.parse("1.35"))
                .elsewhere(Yaml.read(String.join("\n---\n", elsewhere), "elsewhere.yaml"));
    }

    private static List<String> said(Checks checks, String yaml) {
        return checks.check(Yaml.read(yaml, "tree.yaml")).findings().stream()
                .filter(finding ->
                        LinkRules.all().stream().anyMatch(rule -> rule.ids().contains(finding.rule())))
                .map(LinkCheck::line)
                .toList();
    }

    private static String line(Finding finding) {
        return finding.severity().word() + " " + finding.rule() + " " + finding.path() + ": " + finding.message();
    }
}
