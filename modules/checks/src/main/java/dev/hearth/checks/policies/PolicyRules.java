package dev.hearth.checks.policies;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Rule;

/** The rules about access rights, API versions, addresses and Argo CD. */
public final class PolicyRules {

    private PolicyRules() {}

    /** All of them, in no order that matters. */
    public static ImmutableList<Rule> all() {
        return ImmutableList.of(
                new AccessRights(),
                new Bindings(),
                new ApiVersions(),
                new UnknownKinds(),
                new ArgoSettings(),
                new ArgoApplications(),
                new Addresses(),
                new IngressAnnotations(),
                new PolicyPorts(),
                new Isolation());
    }
}
