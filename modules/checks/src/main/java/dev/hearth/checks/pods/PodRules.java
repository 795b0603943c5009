package dev.hearth.checks.pods;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Rule;

/** The rules about pods. */
public final class PodRules {

    private PodRules() {}

    /** All of them, in no order that matters. */
    public static ImmutableList<Rule> all() {
        return ImmutableList.of(
                new PodSecurity(),
                new NamespaceLabels(),
                new Resources(),
                new Probes(),
                new ProbeTargets(),
                new Images(),
                new ImageDigests(),
                new HostAccess(),
                new Hardening(),
                new Tokens(),
                new Lifecycles(),
                new Scaling(),
                new Budgets(),
                new Rollouts(),
                new Claims(),
                new Backups());
    }
}
