package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the API server asks of the fields by which a pod chooses its node.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/">Assigning Pods to Nodes</a>
 * @see <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/">Pod Topology Spread
 *     Constraints</a>
 */
final class Scheduling {

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
    private static final ImmutableList<String> ACTIONS = ImmutableList.of("DoNotSchedule", "ScheduleAnyway");
    private static final ImmutableList<String> INCLUSIONS = ImmutableList.of("Honor", "Ignore");

    private Scheduling() {}

    static void validate(PodScope scope) {
        Field spec = scope.spec();
        Faults faults = scope.faults();
        Metadata.labels(spec.get("nodeSelector"), faults);
        nodeAffinity(spec.get("affinity").get("nodeAffinity"), faults);
        podAffinity(scope, spec.get("affinity").get("podAffinity"));
        podAffinity(scope, spec.get("affinity").get("podAntiAffinity"));
        spread(scope, spec.get("topologySpreadConstraints"));
        Selectors.tolerations(spec.get("tolerations"), faults);
        gates(scope);
    }

    private static void nodeAffinity(Field affinity, Faults faults) {
        if (affinity.get(REQUIRED).present()) {
            Selectors.nodes(affinity.get(REQUIRED), faults);
        }
        Selectors.preferredNodes(affinity.get(PREFERRED), faults);
    }

    private static void podAffinity(PodScope scope, Field affinity) {
        for (Field term : affinity.get(REQUIRED).items()) {
            podTerm(scope, term);
        }
        for (Field term : affinity.get(PREFERRED).items()) {
            scope.faults().within(term.get("weight"), 1, 100);
            podTerm(scope, term.get("podAffinityTerm"));
        }
    }

    private static void podTerm(PodScope scope, Field term) {
        Faults faults = scope.faults();
        Selectors.labels(term.get("labelSelector"), faults);
        Selectors.labels(term.get("namespaceSelector"), faults);
        for (Field namespace : term.get("namespaces").items()) {
            faults.form(term.get("namespace"), namespace.textOrEmpty(), Syntax::label);
        }
        labelKeys(scope, term);
        faults.requiredForm(term.get("topologyKey"), Syntax::labelKey);
        if (term.get("topologyKey").empty()) {
            faults.form(term.get("topologyKey"), Syntax::labelKey);
        }
    }

    /** The keys whose values are taken from the pod itself. */
    private static void labelKeys(PodScope scope, Field term) {
        Faults faults = scope.faults();
        Field selector = term.get("labelSelector");
        Field match = term.get("matchLabelKeys");
        Field mismatch = term.get("mismatchLabelKeys");
        for (Field keys : ImmutableList.of(match, mismatch)) {
            if (!keys.empty() && !selector.present()) {
                faults.forbidden(keys, "there is no labelSelector to add to");
            } else {
                keys.items().forEach(key -> faults.form(key, Syntax::labelKey));
            }
        }
        if (selector.present()) {
            selectedTwice(scope, term, selector);
        }
        Set<String> both = ImmutableSet.copyOf(mismatch.texts());
        for (Field key : match.items()) {
            if (both.contains(key.textOrEmpty())) {
                faults.invalid(key, "must not be in both matchLabelKeys and mismatchLabelKeys");
            }
        }
    }

    /** In a pod, unlike in a template, the keys have become expressions of the selector by now. */
    private static void selectedTwice(PodScope scope, Field term, Field selector) {
        List<String> keys = term.get("matchLabelKeys").texts();
        Set<String> seen =
                new HashSet<>(selector.get("matchLabels").mapping().fields().keySet());
        for (Field expression : selector.get("matchExpressions").items()) {
            String key = expression.get("key").textOrEmpty();
            if (!seen.add(key) && keys.contains(key)) {
                twice(scope, term, keys.lastIndexOf(key));
            }
        }
        if (scope.template()) {
            return;
        }
        Set<String> labels =
                scope.pod().get("metadata", "labels").mapping().fields().keySet();
        for (String key : keys) {
            if (labels.contains(key) && !seen.add(key)) {
                twice(scope, term, keys.lastIndexOf(key));
            }
        }
    }

    private static void twice(PodScope scope, Field term, int index) {
        scope.faults().invalid(term.item(index), "must not have a key in both matchLabelKeys and labelSelector");
    }

    private static void spread(PodScope scope, Field constraints) {
        Faults faults = scope.faults();
        List<Field> items = constraints.items();
        Set<List<String>> later = new HashSet<>();
        for (Field constraint : ImmutableList.copyOf(items).reverse()) {
            faults.atLeast(constraint.get("maxSkew"), 1);
            faults.present(constraint.get("topologyKey"));
            Field action = constraint.get("whenUnsatisfiable");
            if (!ACTIONS.contains(action.textOrEmpty())) {
                faults.unsupported(action, ACTIONS);
            }
            if (!later.add(List.of(constraint.get("topologyKey").textOrEmpty(), action.textOrEmpty()))) {
                faults.duplicate(constraint.get("{topologyKey, whenUnsatisfiable}"));
            }
            domains(constraint, faults);
            faults.oneOf(constraint.get("nodeAffinityPolicy"), INCLUSIONS);
            faults.oneOf(constraint.get("nodeTaintsPolicy"), INCLUSIONS);
            spreadKeys(scope, constraint);
            Selectors.labels(constraint.get("labelSelector"), faults);
        }
    }

    private static void domains(Field constraint, Faults faults) {
        Field domains = constraint.get("minDomains");
        if (!domains.present()) {
            return;
        }
        faults.atLeast(domains, 1);
        if (!constraint.get("whenUnsatisfiable").textOrEmpty().equals("DoNotSchedule")) {
            faults.invalid(domains, "must not be there unless whenUnsatisfiable is DoNotSchedule");
        }
    }

    /** Until 1.33 the keys were not put into the selector, and none of them could be in it. */
    private static void spreadKeys(PodScope scope, Field constraint) {
        if (scope.faults().version().atLeast(34)) {
            labelKeys(scope, constraint);
            return;
        }
        Field keys = constraint.get("matchLabelKeys");
        Field selector = constraint.get("labelSelector");
        if (!keys.empty() && !selector.present()) {
            scope.faults().forbidden(keys, "there is no labelSelector to add to");
        }
        Set<String> selected =
                new HashSet<>(selector.get("matchLabels").mapping().fields().keySet());
        selector.get("matchExpressions")
                .items()
                .forEach(expression -> selected.add(expression.get("key").textOrEmpty()));
        for (Field key : keys.items()) {
            scope.faults().form(key, Syntax::labelKey);
            if (selected.contains(key.textOrEmpty())) {
                scope.faults().invalid(key, "must not be in both matchLabelKeys and labelSelector");
            }
        }
    }

    private static void gates(PodScope scope) {
        Faults faults = scope.faults();
        for (Field gate : scope.spec().get("readinessGates").items()) {
            faults.form(gate.get("conditionType"), Syntax::labelKey);
        }
        Set<String> names = new HashSet<>();
        Field gates = scope.spec().get("schedulingGates");
        for (Field gate : gates.items()) {
            String name = gate.get("name").textOrEmpty();
            faults.form(gate, name, Syntax::labelKey);
            if (!names.add(name)) {
                faults.duplicate(gate);
            }
        }
        if (!scope.template() && !gates.empty() && !scope.spec().get("nodeName").empty()) {
            faults.forbidden(scope.spec().get("nodeName"), "the pod has gates that hold it back");
        }
    }
}
