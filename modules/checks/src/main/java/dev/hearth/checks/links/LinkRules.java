package dev.hearth.checks.links;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Rule;

/** The rules about what objects refer to. */
public final class LinkRules {

    private LinkRules() {}

    /** All of them, in no order that matters. */
    public static ImmutableList<Rule> all() {
        return ImmutableList.of(
                new DuplicateObjects(),
                new MissingObjects(),
                new MissingNamespaces(),
                new WorkloadSelectors(),
                new TargetPorts(),
                new SelectedPods(),
                new Autoscalers(),
                new CertificateHosts(),
                new RouteParents(),
                new Grants(),
                new MonitoredServices(),
                new SelectedMonitors(),
                new KeyCollisions(),
                new ApplicationOverlaps(),
                new SharedObjects(),
                new Waves());
    }
}
