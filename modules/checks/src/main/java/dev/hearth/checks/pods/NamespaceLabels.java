package dev.hearth.checks.pods;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.pods.SecurityLabels.Mode;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code pod.security-labels}: the Pod Security labels of a Namespace are ones that admission knows. */
final class NamespaceLabels implements ObjectRule {

    private static final String ID = "pod.security-labels";

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        if (!PodFields.kind(object).equals("/Namespace")) {
            return;
        }
        for (Field label : Field.of(object).get("metadata").get("labels").fields()) {
            if (label.name().startsWith(SecurityLabels.PREFIX)) {
                label.text().flatMap(value -> fault(object, label, value)).ifPresent(findings);
            }
        }
    }

    private static Optional<Finding> fault(Manifest namespace, Field label, String value) {
        for (Mode mode : Mode.values()) {
            if (label.name().equals(mode.level())) {
                return SecurityLabels.level(value).isPresent()
                        ? Optional.empty()
                        : Optional.of(
                                Finding.error(ID, namespace.identity(), "'" + value + "' is no Pod Security level")
                                        .at(label.path())
                                        .hint("write privileged, baseline or restricted"));
            }
            if (label.name().equals(mode.version())) {
                return value.equals("latest") || SecurityLabels.version(value).isPresent()
                        ? Optional.empty()
                        : Optional.of(
                                Finding.error(ID, namespace.identity(), "'" + value + "' is no version of Pod Security")
                                        .at(label.path())
                                        .hint("write it like v1.35, or latest"));
            }
        }
        return Optional.of(
                Finding.warning(ID, namespace.identity(), "admission does not know the label " + label.name())
                        .at(label.path())
                        .hint("the labels are enforce, warn and audit, and the same with -version"));
    }
}
