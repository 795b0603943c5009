package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Rule;

/** The rules about the configuration of programs. */
public final class ProgramRules {

    private ProgramRules() {}

    /** All of them, in no order that matters. */
    public static ImmutableList<Rule> all() {
        return ImmutableList.<Rule>builder()
                .add(new ConfiguredPrograms())
                .add(new OperatedServers())
                .add(new Gossip())
                .add(new Tenants())
                .add(new GrafanaRules())
                .add(new AlloyRules())
                .build();
    }
}
