package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the API server refuses of a Node.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/node-v1/">Node</a>
 */
final class NodeValidator implements Validator {

    private static final ImmutableSet<String> EFFECTS = ImmutableSet.of("NoSchedule", "PreferNoSchedule", "NoExecute");

    @Override
    public void validate(Field node, Faults faults) {
        taints(node.get("spec").get("taints"), node.get("metadata").get("taints"), faults);
        ranges(node.get("spec"), faults);
        for (String amounts : List.of("capacity", "allocatable")) {
            node.get("status").get(amounts).fields().forEach(amount -> ResourceNames.amount(amount, faults));
        }
    }

    /** The API server tells of them below the metadata. */
    private static void taints(Field taints, Field told, Faults faults) {
        Set<String> seen = new HashSet<>();
        List<Field> items = taints.items();
        for (int index = 0; index < items.size(); index++) {
            Field taint = items.get(index);
            Field at = told.item(index);
            faults.form(at.get("key"), taint.get("key").textOrEmpty(), Syntax::labelKey);
            faults.form(at.get("value"), taint.get("value").textOrEmpty(), Syntax::labelValue);
            String effect = taint.get("effect").textOrEmpty();
            if (effect.isEmpty()) {
                faults.required(at.get("effect"));
            } else if (!EFFECTS.contains(effect)) {
                faults.unsupported(at.get("effect"), EFFECTS);
            }
            if (!seen.add(effect + taint.get("key").textOrEmpty())) {
                faults.duplicate(at);
            }
        }
    }

    /** The single range counts where it is not the first of the list. */
    private static void ranges(Field spec, Faults faults) {
        Field ranges = spec.get("podCIDRs");
        String own = spec.get("podCIDR").textOrEmpty();
        if (!own.isEmpty() && !ranges.item(0).textOrEmpty().equals(own)) {
            faults.form(ranges.item(0), own, Addresses::cidr);
            return;
        }
        Set<Boolean> families = new HashSet<>();
        boolean single = true;
        for (Field range : ranges.items()) {
            faults.form(range, Addresses::cidr);
            single &= families.add(range.textOrEmpty().indexOf(':') >= 0);
        }
        if (!single) {
            faults.invalid(ranges, "must hold at most one range of each family");
        }
    }
}
