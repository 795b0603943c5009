package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the API server refuses of a StatefulSet.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/">StatefulSets</a>
 */
final class StatefulSetValidator implements Validator {

    private static final ImmutableSet<String> RETENTION = ImmutableSet.of("Retain", "Delete");
    private static final String CLAIMS = "volumeClaimTemplates";

    @Override
    public void validate(Field set, Faults faults) {
        Field spec = set.get("spec");
        management(spec.get("podManagementPolicy"), faults);
        strategy(spec.get("updateStrategy"), faults);
        for (String when : List.of("whenDeleted", "whenScaled")) {
            Field policy = spec.get("persistentVolumeClaimRetentionPolicy").get(when);
            if (!policy.empty()) {
                faults.oneOf(policy, RETENTION);
            }
        }
        spec.get(CLAIMS).items().forEach(claim -> VolumeClaims.spec(claim.get("spec"), faults));
        faults.atLeast(spec.get("replicas"), 0);
        faults.atLeast(spec.get("minReadySeconds"), 0);
        faults.atLeast(spec.get("ordinals").get("start"), 0);
        faults.optionalForm(spec.get("serviceName"), Syntax::label);
        if (WorkloadSelectors.strict(spec, faults)) {
            PodTemplates.lasting(asMade(set).get("spec").get("template"), faults);
        }
    }

    private static void management(Field policy, Faults faults) {
        if (!policy.empty() && !ImmutableSet.of("OrderedReady", "Parallel").contains(policy.textOrEmpty())) {
            faults.invalid(policy, "must be OrderedReady or Parallel");
        }
    }

    private static void strategy(Field strategy, Faults faults) {
        Field rolling = strategy.get("rollingUpdate");
        switch (strategy.get("type").textOrEmpty()) {
            case "OnDelete" -> {
                if (rolling.present()) {
                    faults.invalid(rolling, "must not be there for the strategy OnDelete");
                }
            }
            case "", "RollingUpdate" -> faults.atLeast(rolling.get("partition"), 0);
            default -> faults.invalid(strategy, "must be RollingUpdate or OnDelete");
        }
    }

    /** The set with the template that its pods come from: it names them itself, and gives them volumes for the claims. */
    private static Field asMade(Field set) {
        Mapping root = set.mapping();
        Mapping spec = root.mapping("spec");
        Mapping template = spec.mapping("template");
        Mapping pod = template.mapping("spec");
        if (pod.isEmpty()) {
            return set;
        }
        Mapping made = pod.without("subdomain").without("hostname");
        if (!spec.sequence(CLAIMS).isEmpty()) {
            made = made.with("volumes", volumes(pod.sequence("volumes"), spec.sequence(CLAIMS)));
        }
        return Field.of(root.with("spec", spec.with("template", template.with("spec", made))));
    }

    private static Sequence volumes(Sequence own, Sequence claims) {
        Map<String, Node> claimed = new LinkedHashMap<>();
        for (Mapping claim : claims.mappings()) {
            String name = claim.mapping("metadata").text("name").orElse("");
            claimed.put(
                    name,
                    Mapping.builder()
                            .put("name", name)
                            .put(
                                    "persistentVolumeClaim",
                                    Mapping.builder().put("claimName", name).build())
                            .build());
        }
        List<Node> volumes = new ArrayList<>();
        for (Node volume : own) {
            String name =
                    volume instanceof Mapping mapping ? mapping.text("name").orElse("") : "";
            if (!claimed.containsKey(name)) {
                volumes.add(volume);
            }
        }
        volumes.addAll(claimed.values());
        return Sequence.of(volumes);
    }
}
