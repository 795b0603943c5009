package dev.hearth.checks.pods;

import static com.google.common.collect.ImmutableSet.toImmutableSet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.pods.Control.Violation;
import dev.hearth.checks.pods.SecurityLabels.Mode;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * {@code pod.security-...}: every pod keeps the Pod Security Standard of its namespace, control by control. A pod that a
 * workload makes would be refused as the workload's own one: the workload would stand there without pods.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security Standards</a>
 */
final class PodSecurity implements ObjectRule {

    static final ImmutableList<Control> CONTROLS = ImmutableList.<Control>builder()
            .addAll(HostControls.ALL)
            .addAll(ProfileControls.ALL)
            .addAll(PrivilegeControls.ALL)
            .build();

    @Override
    public ImmutableSet<String> ids() {
        return CONTROLS.stream().map(Control::id).collect(toImmutableSet());
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        PodFields.of(object).ifPresent(pod -> {
            if (context.podSecurity().isPresent()) {
                SecurityPolicy policy = SecurityPolicy.of(context.podSecurity().orElseThrow());
                judge(
                        pod,
                        policy,
                        (control, violation) -> findings.accept(said(
                                Finding::error,
                                pod,
                                control,
                                violation,
                                "; Pod Security " + policy + " refuses that")));
            } else {
                context.graph()
                        .find("", "Namespace", "", PodFields.namespace(object))
                        .ifPresent(namespace -> judge(pod, namespace, context, findings));
            }
        });
    }

    private static void judge(PodFields pod, Manifest namespace, Context context, Consumer<Finding> findings) {
        Set<String> said = new HashSet<>();
        for (Mode mode : Mode.values()) {
            Optional<SecurityPolicy> asked = SecurityLabels.policy(namespace, mode, context.version());
            asked.ifPresent(policy -> judge(pod, policy, (control, violation) -> {
                FieldPath path = violation.field().path();
                if (said.add(control.id() + " " + path)) {
                    findings.accept(finding(mode, pod, control, violation, policy, namespace.name()));
                }
            }));
        }
    }

    /** Tells everything in a pod that a policy does not admit. */
    static void judge(PodFields pod, SecurityPolicy policy, Told told) {
        if (!policy.open()) {
            for (Control control : CONTROLS) {
                control.check().check(pod, policy, violation -> told.accept(control, violation));
            }
        }
    }

    private static Finding finding(
            Mode mode, PodFields pod, Control control, Violation violation, SecurityPolicy policy, String namespace) {
        String policies = "; Pod Security " + policy;
        String asks = policies + ", of which Namespace " + namespace + " only ";
        return switch (mode) {
            case ENFORCE ->
                said(
                        Finding::error,
                        pod,
                        control,
                        violation,
                        policies + " refuses that, as Namespace " + namespace + " asks");
            case WARN -> said(Finding::warning, pod, control, violation, asks + "warns, forbids that");
            case AUDIT -> said(Finding::info, pod, control, violation, asks + "keeps a record, forbids that");
        };
    }

    private static Finding said(As severity, PodFields pod, Control control, Violation violation, String by) {
        return severity.make(control.id(), pod.object().identity(), violation.message() + by)
                .at(violation.field().path())
                .hint(violation.hint());
    }

    /** How bad. */
    @FunctionalInterface
    private interface As {
        Finding make(String rule, Identity object, String message);
    }

    /** Told a control and what breaks it. */
    @FunctionalInterface
    interface Told {
        void accept(Control control, Violation violation);
    }
}
