package dev.hearth.checks.alerting;

import dev.hearth.checks.Checks;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Yaml;
import java.util.List;

/** What the rules about alerts say of YAML, one line a finding. */
final class AlertingCheck {

    private AlertingCheck() {}

    /** Of objects that others may be beside. */
    static List<String> of(String yaml) {
        return of(Checks.of(KubernetesVersion.parse("1.35")), yaml);
    }

    /** Of objects that are all there is. */
    static List<String> complete(String yaml) {
        return of(Checks.of(KubernetesVersion.parse("1.35")).complete(), yaml);
    }

    static List<String> of(Checks checks, String yaml) {
        return checks.check(Yaml.read(yaml, "tree.yaml")).findings().stream()
                .filter(finding ->
                        AlertingRules.all().stream().anyMatch(rule -> rule.ids().contains(finding.rule())))
                .map(AlertingCheck::line)
                .toList();
    }

    private static String line(Finding finding) {
        return finding.severity().word() + " " + finding.rule() + " " + finding.path() + ": " + finding.message();
    }
}
