package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.hearth.checks.rule.Field;
import dev.hearth.graph.Selector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the API server refuses of a Job: what its specification says, and the selector, which it makes itself unless told not to.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/">Jobs</a>
 * @see JobSpecs
 */
final class JobValidator implements Validator {

    private static final ImmutableList<String> UID_LABELS =
            ImmutableList.of("controller-uid", "batch.kubernetes.io/controller-uid");
    private static final ImmutableList<String> NAME_LABELS =
            ImmutableList.of("job-name", "batch.kubernetes.io/job-name");
    /** Stands for the UID that the Job will have; nobody can write it beforehand. */
    private static final String UID = "\u0000";

    @Override
    public void validate(Field job, Faults faults) {
        Field spec = job.get("spec");
        boolean neither =
                !spec.get("completions").present() && !spec.get("parallelism").present();
        Optional<Long> completions =
                neither ? Optional.of(1L) : spec.get("completions").number();
        if (spec.get("manualSelector").isTrue()) {
            manual(spec, faults);
        } else {
            generated(job, spec, faults);
        }
        JobSpecs.validate(spec, completions, faults);
        Field name = job.get("metadata").get("name");
        if (JobSpecs.indexed(spec) && completions.orElse(0L) > 0 && !name.empty()) {
            String longest = name.textOrEmpty() + "-" + (completions.get() - 1);
            if (Syntax.label(longest).isPresent()) {
                faults.invalid(name, "must be so short that " + longest + " is an RFC 1123 label");
            }
        }
    }

    private static void manual(Field spec, Faults faults) {
        Field selector = spec.get("selector");
        if (!selector.present()) {
            faults.required(selector, "must be there where manualSelector is true");
        }
        WorkloadSelectors.lenient(spec, faults);
    }

    private static void generated(Field job, Field spec, Faults faults) {
        Field labels = spec.get("template").get("metadata").get("labels");
        Map<String, String> made = new LinkedHashMap<>(WorkloadSelectors.labelsOf(spec));
        ImmutableMap.Builder<String, String> expected = ImmutableMap.builder();
        UID_LABELS.forEach(label -> expected.put(label, UID));
        NAME_LABELS.forEach(
                label -> expected.put(label, job.get("metadata").get("name").textOrEmpty()));
        expected.buildOrThrow().forEach((label, value) -> {
            if (!made.computeIfAbsent(label, absent -> value).equals(value)) {
                faults.invalid(labels.get(label), "must not be there; the API server writes it");
            }
        });
        Field selector = spec.get("selector");
        Selectors.labels(selector, faults);
        boolean other = !UID.equals(made.get(UID_LABELS.get(1)));
        Selector selected = Selector.of(selector.mapping());
        boolean unfit = selector.present() && !selected.isEmpty() && WorkloadSelectors.readable(selector, faults);
        if (unfit && !selected.matches(expected.buildOrThrow())) {
            faults.invalid(selector, "must not be there; the API server writes it");
        }
        if (other || (unfit && !selected.matches(made))) {
            WorkloadSelectors.mismatch(spec, faults);
        }
    }
}
