package dev.hearth.checks.pods;

import dev.hearth.checks.rule.Field;
import java.util.function.Consumer;

/**
 * One control of the Pod Security Standards, at every level and in every version.
 *
 * @param id the id of its findings
 * @param check what it looks at
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security Standards</a>
 */
record Control(String id, Check check) {

    /** Says everything in a pod that a policy does not admit. */
    @FunctionalInterface
    interface Check {
        void check(PodFields pod, SecurityPolicy policy, Consumer<Violation> violations);
    }

    /**
     * Something that a policy does not admit.
     *
     * @param field where it stands, or where what is missing would stand
     * @param message what is wrong, without the policy
     * @param hint what to do
     */
    record Violation(Field field, String message, String hint) {}
}
