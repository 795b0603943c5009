package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;

/** What the API server refuses of a Namespace: finalizers of its spec that are unknown. */
final class NamespaceValidator implements Validator {

    private static final ImmutableSet<String> STANDARD = ImmutableSet.of("kubernetes", "orphan", "foregroundDeletion");

    @Override
    public void validate(Field namespace, Faults faults) {
        Field finalizers = namespace.get("spec").get("finalizers");
        for (Field finalizer : finalizers.items()) {
            String name = finalizer.textOrEmpty();
            boolean formed = faults.form(finalizers, name, Syntax::labelKey);
            if (formed && name.indexOf('/') < 0 && !STANDARD.contains(name)) {
                faults.invalid(
                        finalizers, "must be " + String.join(", ", STANDARD) + " or have a DNS name and '/' first");
            }
        }
    }
}
