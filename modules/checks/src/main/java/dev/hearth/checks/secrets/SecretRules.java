package dev.hearth.checks.secrets;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Rule;

/** The rules about secrets: in clear, sealed, and taken from a store. */
public final class SecretRules {

    private SecretRules() {}

    /** All of them, in no order that matters. */
    public static ImmutableList<Rule> all() {
        return ImmutableList.of(new NoClearSecrets(), new SecretValues(), new SealedSecrets(), new ExternalSecrets());
    }
}
