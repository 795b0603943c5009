package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.function.Consumer;

/** What a Grafana is told by its object and by the files it reads, judged question by question. */
final class GrafanaRules implements ObjectRule {

    static final String CONFIG = "grafana.config";
    static final String DASHBOARD = "grafana.dashboard";

    private static final ImmutableList<Judge> JUDGES = ImmutableList.of(
            new GrafanaPlugins(),
            new GrafanaDatabase(),
            new GrafanaVariables(),
            new GrafanaDataSources(),
            new GrafanaDashboards());

    /** Looks at one Grafana; it has no state. */
    interface Judge {
        void judge(GrafanaServer grafana, Context context, Consumer<Finding> findings);
    }

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(CONFIG, DASHBOARD);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        for (GrafanaServer grafana : GrafanaServer.of(object, context)) {
            JUDGES.forEach(judge -> judge.judge(grafana, context, findings));
        }
    }
}
