package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.function.Consumer;

/** What programs are told by the files they read, judged program by program. */
final class ConfiguredPrograms implements ObjectRule {

    private static final ImmutableList<Judge> JUDGES = ImmutableList.of(
            new Variables(),
            new Endpoints(),
            new Keys(),
            new LokiConfig(),
            new MimirConfig(),
            new TempoConfig(),
            new PyroscopeConfig());

    /** Looks at one configuration; it has no state. */
    interface Judge {

        String id();

        void judge(ProgramConfig config, Context context, Consumer<Finding> findings);
    }

    @Override
    public ImmutableSet<String> ids() {
        return JUDGES.stream().map(Judge::id).collect(ImmutableSet.toImmutableSet());
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        for (ProgramConfig config : ProgramConfig.of(object, context)) {
            JUDGES.forEach(judge -> judge.judge(config, context, findings));
        }
    }
}
