package dev.hearth.checks.hold;

import static java.util.Objects.requireNonNull;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule as the API server holds it: a ValidatingAdmissionPolicy and its binding. It asks no webhook and no parameters, so
 * nothing has to run for it.
 *
 * @param rule the rule
 * @param message what whoever breaks it is told, in one line
 * @param action {@code Deny}, {@code Warn} or {@code Audit}
 * @param label the label of the namespaces in which it holds
 * @param spared what it leaves alone
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/">Validating
 *     admission policy</a>
 */
public record AdmissionPolicy(Held rule, String message, String action, String label, ImmutableList<Spared> spared) {

    private static final String API = "admissionregistration.k8s.io/v1";
    private static final ImmutableSet<String> ACTIONS = ImmutableSet.of("Audit", "Deny", "Warn");

    /**
     * The API server itself, which writes its own roles at each start, and the controller that gathers roles into others. A
     * refusal would keep a server from starting or a role from what it has been given elsewhere.
     */
    private static final ImmutableSet<String> KEEPERS =
            ImmutableSet.of("system:apiserver", "system:serviceaccount:kube-system:clusterrole-aggregation-controller");

    public AdmissionPolicy {
        requireNonNull(rule, "rule");
        requireNonNull(label, "label");
        requireNonNull(spared, "spared");
        if (!ACTIONS.contains(action)) {
            throw new IllegalArgumentException("a policy's action is one of " + ACTIONS + ", but was " + action);
        }
        if (CharMatcher.anyOf("\r\n").matchesAnyOf(message) || message.isBlank()) {
            throw new IllegalArgumentException("a policy's message is one line, but was '" + message + "'");
        }
    }

    /** The name of both objects. */
    public String name() {
        return rule.id() + ".hearth.dev";
    }

    /** The policy, and what puts it into force. */
    public ImmutableList<Manifest> objects() {
        return ImmutableList.of(policy(), binding());
    }

    private Manifest policy() {
        Mapping.Builder spec = Mapping.builder()
                // An expression cannot be out of reach as a webhook can; that one fails means that it was not
                // understood.
                .put("failurePolicy", action.equals("Deny") ? "Fail" : "Ignore")
                .put(
                        "matchConstraints",
                        Mapping.of("resourceRules", rule.target().resourceRules()))
                .put("matchConditions", Sequence.of(conditions()));
        if (rule.target() == Target.PODS) {
            spec.put(
                    "variables",
                    Sequence.of(List.of(Mapping.builder()
                            .put("name", Scope.POD)
                            .put("expression", Target.podOf(Scope.OBJECT))
                            .build())));
        }
        spec.put(
                "validations",
                Sequence.of(List.of(Mapping.builder()
                        .put("expression", rule.broken().not().cel())
                        .put("message", message)
                        .put("reason", "Forbidden")
                        .build())));
        return object("ValidatingAdmissionPolicy", spec.build());
    }

    private List<Mapping> conditions() {
        List<Mapping> all = new ArrayList<>();
        all.add(condition("changed", "oldObject == null || " + rule.target().changed()));
        if (rule.target().ofTheCluster()) {
            all.add(condition("by-others", "!(" + "request.userInfo.username in " + Term.literals(KEEPERS) + ")"));
        }
        if (!spared.isEmpty()) {
            all.add(condition(
                    "not-spared",
                    Condition.anyOf(spared.stream().map(Spared::condition).toList())
                            .not()
                            .cel()));
        }
        return all;
    }

    private static Mapping condition(String name, String expression) {
        return Mapping.builder().put("name", name).put("expression", expression).build();
    }

    private Manifest binding() {
        Mapping.Builder spec = Mapping.builder().put("policyName", name());
        spec.put("validationActions", Sequence.of(List.of(Node.text(action))));
        spec.put(
                "matchResources",
                Mapping.of(
                        "namespaceSelector",
                        Mapping.of(
                                "matchLabels",
                                Mapping.builder().put(label, "true").build())));
        return object("ValidatingAdmissionPolicyBinding", spec.build());
    }

    private Manifest object(String kind, Mapping spec) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", API)
                .put("kind", kind)
                .put("metadata", Mapping.of("name", Node.text(name())))
                .put("spec", spec)
                .build());
    }
}
