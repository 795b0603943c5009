package dev.hearth.checks.alerting;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Rule;

/** The rules about alerts and who is told of them. */
public final class AlertingRules {

    private AlertingRules() {}

    /** All of them, in no order that matters. */
    public static ImmutableList<Rule> all() {
        return ImmutableList.of(
                new AlertmanagerSecrets(),
                new AlertmanagerConfigs(),
                new NamespacedRoutes(),
                new VolumeAlerts(),
                new DoubledAlerts());
    }
}
