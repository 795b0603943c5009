package dev.hearth.checks.validation;

import dev.hearth.checks.rule.Field;
import dev.hearth.graph.Selector;
import dev.hearth.manifest.Manifest;
import dev.hearth.schemas.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether a workload selects the pods that it makes. */
final class WorkloadSelectors {

    private WorkloadSelectors() {}

    /**
     * Tells every fault of a selector that must be there and not be empty. Says whether it can be read, for otherwise the
     * API server does not look at the template.
     */
    static boolean strict(Field spec, Faults faults) {
        Field selector = spec.get("selector");
        if (!selector.present()) {
            faults.required(selector, "must say which pods belong to it");
            mismatch(spec, faults);
            return true;
        }
        if (!readable(selector, faults)) {
            Selectors.labels(selector, faults);
            faults.invalid(selector, "must be a selector of labels");
            return false;
        }
        Selector labels = Selector.of(selector.mapping());
        if (labels.isEmpty()) {
            faults.invalid(selector, "must not be empty");
        } else if (!labels.matches(labelsOf(spec))) {
            mismatch(spec, faults);
        }
        return true;
    }

    /** Tells every fault of a selector that is judged leniently, as that of a DaemonSet and of a Job. */
    static void lenient(Field spec, Faults faults) {
        Field selector = spec.get("selector");
        Selectors.labels(selector, faults);
        boolean matches = selector.present() && Selector.of(selector.mapping()).matches(labelsOf(spec));
        if (!matches && readable(selector, faults)) {
            mismatch(spec, faults);
        }
    }

    /** Whether it is a selector at all. */
    static boolean readable(Field selector, Faults faults) {
        List<Fault> broken = new ArrayList<>();
        Selectors.labels(selector, new Faults(faults.version(), broken::add));
        return broken.isEmpty();
    }

    static Map<String, String> labelsOf(Field spec) {
        return Manifest.strings(
                spec.get("template").get("metadata").get("labels").mapping());
    }

    static void mismatch(Field spec, Faults faults) {
        faults.invalid(spec.get("template").get("metadata").get("labels"), "must hold what the selector asks for");
    }
}
