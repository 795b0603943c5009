package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.List;
import java.util.Optional;

/** What the API server refuses of how a Job runs, by itself or in the template of a CronJob. */
final class JobSpecs {

    private static final ImmutableList<String> COUNTS = ImmutableList.of(
            "parallelism",
            "completions",
            "activeDeadlineSeconds",
            "backoffLimit",
            "ttlSecondsAfterFinished",
            "backoffLimitPerIndex",
            "maxFailedIndexes");
    private static final String INDEXED = "Indexed";
    private static final ImmutableSet<String> MODES = ImmutableSet.of("NonIndexed", INDEXED);
    private static final String FAILED = "Failed";
    private static final ImmutableSet<String> REPLACEMENT = ImmutableSet.of(FAILED, "TerminatingOrFailed");
    private static final String NEVER = "Never";
    private static final String ON_FAILURE = "OnFailure";
    private static final int MANY = 100_000;
    private static final int MOST_BESIDE_MANY = 10_000;
    private static final int LONGEST_MANAGER = 63;

    private JobSpecs() {}

    static boolean indexed(Field spec) {
        return spec.get("completionMode").textOrEmpty().equals(INDEXED);
    }

    /**
     * Tells every fault.
     *
     * @param completions with its default, if there is one
     */
    static void validate(Field spec, Optional<Long> completions, Faults faults) {
        new Checked(spec, completions, faults).all();
    }

    /** One specification. */
    private record Checked(Field spec, Optional<Long> completions, Faults faults) {

        void all() {
            COUNTS.forEach(count -> faults.atLeast(spec.get(count), 0));
            if (spec.get("maxFailedIndexes").present()
                    && !spec.get("backoffLimitPerIndex").present()) {
                faults.required(spec.get("backoffLimitPerIndex"), "must be there where there is maxFailedIndexes");
            }
            manager();
            mode();
            if (spec.get("podFailurePolicy").present()) {
                PodFailurePolicies.validate(spec, faults);
            }
            if (spec.get("successPolicy").present()) {
                success();
            }
            replacement();
            PodTemplates.validate(spec.get("template"), faults);
            restart();
        }

        private void manager() {
            Field manager = spec.get("managedBy");
            if (manager.present()) {
                faults.requiredForm(manager, Syntax::prefixedPath);
                faults.atMostBytes(manager, LONGEST_MANAGER);
            }
        }

        private void mode() {
            Field mode = spec.get("completionMode");
            faults.oneOf(mode, MODES);
            if (indexed(spec)) {
                indexes();
            } else if (!mode.present() || mode.textOrEmpty().equals("NonIndexed")) {
                for (String field : List.of("backoffLimitPerIndex", "maxFailedIndexes")) {
                    if (spec.get(field).present()) {
                        faults.invalid(spec.get(field), "must not be there but for the completion mode Indexed");
                    }
                }
            }
        }

        private void indexes() {
            Field failed = spec.get("maxFailedIndexes");
            if (completions.isEmpty()) {
                faults.required(spec.get("completions"), "must be there for the completion mode Indexed");
            }
            atMost("parallelism", MANY);
            completions.ifPresent(all -> atMost("maxFailedIndexes", all));
            atMost("maxFailedIndexes", MANY);
            if (completions.orElse(0L) > MANY
                    && spec.get("backoffLimitPerIndex").present()) {
                if (!failed.present()) {
                    faults.required(failed, "must be there where there are more than " + MANY + " completions");
                }
                atMost("parallelism", MOST_BESIDE_MANY);
                atMost("maxFailedIndexes", MOST_BESIDE_MANY);
            }
        }

        private void atMost(String field, long most) {
            if (spec.get(field).number().orElse(0L) > most) {
                faults.invalid(spec.get(field), "must be " + most + " or less");
            }
        }

        private void success() {
            if (indexed(spec)) {
                SuccessPolicies.validate(spec.get("successPolicy"), completions.orElse(Long.MAX_VALUE), faults);
            } else {
                faults.invalid(spec.get("successPolicy"), "must not be there but for the completion mode Indexed");
            }
        }

        private void replacement() {
            boolean failing = spec.get("podFailurePolicy").present();
            faults.oneOf(spec.get("podReplacementPolicy"), failing ? ImmutableSet.of(FAILED) : REPLACEMENT);
        }

        private void restart() {
            Field pod = spec.get("template").get("spec");
            Field policy = pod.get("restartPolicy");
            switch (PodSpecs.restartPolicy(pod)) {
                case "Always" -> faults.required(policy, "must be OnFailure or Never");
                case ON_FAILURE -> {
                    if (spec.get("podFailurePolicy").present()) {
                        faults.invalid(policy, "must be Never where there is a podFailurePolicy");
                    }
                }
                case NEVER -> {}
                default -> faults.unsupported(policy, List.of(ON_FAILURE, NEVER));
            }
        }
    }
}
