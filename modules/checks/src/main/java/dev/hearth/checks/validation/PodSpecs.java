package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.HashSet;
import java.util.Set;

/**
 * What the API server asks of a pod, by itself or in a template.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/">Pod</a>
 */
final class PodSpecs {

    private static final ImmutableList<String> RESTART = ImmutableList.of("Always", "OnFailure", "Never");
    private static final ImmutableList<String> DNS =
            ImmutableList.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
    private static final ImmutableList<String> PREEMPTION = ImmutableList.of("PreemptLowerPriority", "Never");
    private static final ImmutableList<String> SYSTEMS = ImmutableList.of("linux", "windows");

    private static final ImmutableMap<String, Integer> SYSTEM_PRIORITIES =
            ImmutableMap.of("system-cluster-critical", 2_000_000_000, "system-node-critical", 2_000_001_000);

    private PodSpecs() {}

    /**
     * Tells every fault of a pod, but those of its metadata that every object may have.
     *
     * @param pod what has the {@code metadata} and the {@code spec}
     * @param template whether it is only the template of pods
     */
    static void validate(Field pod, boolean template, Faults faults) {
        PodScope scope = new PodScope(pod, template, faults);
        Field spec = scope.spec();
        PodAnnotations.validate(scope);
        ImmutableSet<String> claims = claims(spec, faults);
        Volumes volumes = Volumes.validate(scope);
        Containers.validate(scope, volumes, claims);
        PodResources.validate(scope);
        SecurityContexts.validate(scope);
        PodNetwork.validate(scope);
        Scheduling.validate(scope);
        behaviour(spec, faults);
        references(spec, faults);
        if (!template) {
            priority(spec, faults);
        }
        system(scope);
        if (!spec.get(PodScope.EPHEMERAL_CONTAINERS).empty()) {
            faults.forbidden(spec.get(PodScope.EPHEMERAL_CONTAINERS), "only a running pod can be given them");
        }
    }

    /** When the containers start anew, with the default. */
    static String restartPolicy(Field spec) {
        String policy = spec.get("restartPolicy").textOrEmpty();
        return policy.isEmpty() ? "Always" : policy;
    }

    private static void behaviour(Field spec, Faults faults) {
        Field restart = spec.get("restartPolicy");
        Field dns = spec.get("dnsPolicy");
        if (!restart.empty()) {
            faults.oneOf(restart, RESTART);
        }
        if (!dns.empty()) {
            faults.oneOf(dns, DNS);
        }
        if (spec.get("preemptionPolicy").present()) {
            faults.requiredOneOf(spec.get("preemptionPolicy"), PREEMPTION);
        }
        if (spec.get("activeDeadlineSeconds").present()) {
            faults.within(spec.get("activeDeadlineSeconds"), 1, Integer.MAX_VALUE);
        }
    }

    private static void references(Field spec, Faults faults) {
        account(spec, faults);
        faults.optionalForm(spec.get("nodeName"), Syntax::subdomain);
        faults.optionalForm(spec.get("priorityClassName"), Syntax::subdomain);
        if (spec.get("runtimeClassName").present()) {
            faults.form(spec.get("runtimeClassName"), Syntax::subdomain);
        }
    }

    /** Admission computes the priority from the class, and takes no other; few clusters have a default class. */
    private static void priority(Field spec, Faults faults) {
        String name = spec.get("priorityClassName").textOrEmpty();
        long computed = SYSTEM_PRIORITIES.getOrDefault(name, 0);
        if (!name.isEmpty() && computed == 0) {
            return;
        }
        if (spec.get("priority").number().filter(one -> one != computed).isPresent()) {
            faults.forbidden(spec.get("priority"), "it comes from the priorityClassName");
        }
        if (spec.get("preemptionPolicy").textOrEmpty().equals("Never")) {
            faults.forbidden(spec.get("preemptionPolicy"), "it comes from the priorityClassName");
        }
    }

    /** The account has an older name, which counts where the newer one is not there. */
    private static void account(Field spec, Faults faults) {
        Field name = spec.get("serviceAccountName");
        Field older = spec.get("serviceAccount");
        if (!faults.optionalForm(name, Syntax::subdomain) || !name.empty() || older.empty()) {
            return;
        }
        faults.form(name, older.textOrEmpty(), Syntax::subdomain);
    }

    private static void system(PodScope scope) {
        Field os = scope.spec().get("os");
        if (!os.present()) {
            return;
        }
        if (scope.faults().present(os.get("name"))) {
            if (SYSTEMS.contains(scope.os())) {
                OperatingSystems.validate(scope);
            } else {
                scope.faults().unsupported(os, SYSTEMS);
            }
        }
    }

    private static ImmutableSet<String> claims(Field spec, Faults faults) {
        Set<String> names = new HashSet<>();
        if (!faults.version().atLeast(Resources.CLAIMS)) {
            return ImmutableSet.of();
        }
        for (Field claim : spec.get("resourceClaims").items()) {
            Field name = claim.get("name");
            if (faults.present(name)) {
                if (!names.add(name.textOrEmpty())) {
                    faults.duplicate(name);
                } else {
                    faults.form(name, Syntax::label);
                }
            }
            claimSource(claim, faults);
        }
        return ImmutableSet.copyOf(names);
    }

    private static void claimSource(Field claim, Faults faults) {
        Field byName = claim.get("resourceClaimName");
        Field byTemplate = claim.get("resourceClaimTemplateName");
        if (byName.present() == byTemplate.present()) {
            faults.invalid(claim, "must have one of resourceClaimName and resourceClaimTemplateName");
        }
        for (Field source : ImmutableList.of(byName, byTemplate)) {
            if (source.present()) {
                faults.form(source, Syntax::subdomain);
            }
        }
    }
}
