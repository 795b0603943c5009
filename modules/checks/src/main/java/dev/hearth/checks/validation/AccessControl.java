package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;

/**
 * What the API server asks of roles and their bindings.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/">Using RBAC authorization</a>
 */
final class AccessControl {

    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final ImmutableSet<String> GROUPS = ImmutableSet.of(GROUP);
    private static final ImmutableSet<String> NO_GROUP = ImmutableSet.of("");
    private static final ImmutableSet<String> ROLES = ImmutableSet.of("Role", "ClusterRole");
    private static final ImmutableSet<String> CLUSTER_ROLES = ImmutableSet.of("ClusterRole");
    private static final ImmutableSet<String> SUBJECTS = ImmutableSet.of("ServiceAccount", "User", "Group");

    private AccessControl() {}

    static void role(Field object, Faults faults) {
        object.get("rules").items().forEach(rule -> rule(rule, true, faults));
    }

    static void clusterRole(Field object, Faults faults) {
        object.get("rules").items().forEach(rule -> rule(rule, false, faults));
        if (object.get("aggregationRule").present()) {
            Field selectors = object.get("aggregationRule", "clusterRoleSelectors");
            if (selectors.empty()) {
                faults.required(selectors);
            }
            selectors.items().forEach(selector -> Selectors.labels(selector, faults));
        }
    }

    private static void rule(Field rule, boolean namespaced, Faults faults) {
        if (rule.get("verbs").empty()) {
            faults.required(rule.get("verbs"));
        }
        Field urls = rule.get("nonResourceURLs");
        if (!urls.empty()) {
            if (namespaced) {
                faults.invalid(urls, "must only stand in a ClusterRole");
            }
            if (!rule.get("apiGroups").empty()
                    || !rule.get("resources").empty()
                    || !rule.get("resourceNames").empty()) {
                faults.invalid(urls, "must not stand beside resources; write two rules");
            }
            return;
        }
        if (rule.get("apiGroups").empty()) {
            faults.required(rule.get("apiGroups"), "must be there; the core group is \"\"");
        }
        if (rule.get("resources").empty()) {
            faults.required(rule.get("resources"));
        }
    }

    static void roleBinding(Field object, Faults faults) {
        roleRef(object.get("roleRef"), ROLES, faults);
        object.get("subjects").items().forEach(subject -> subject(subject, true, faults));
    }

    static void clusterRoleBinding(Field object, Faults faults) {
        roleRef(object.get("roleRef"), CLUSTER_ROLES, faults);
        object.get("subjects").items().forEach(subject -> subject(subject, false, faults));
    }

    /** No group is the group of roles. */
    private static void roleRef(Field reference, ImmutableSet<String> kinds, Faults faults) {
        group(reference.get("apiGroup"), faults);
        faults.among(reference.get("kind"), kinds);
        faults.requiredForm(reference.get("name"), Syntax::pathSegment);
    }

    private static void subject(Field subject, boolean namespaced, Faults faults) {
        Field name = subject.get("name");
        if (name.empty()) {
            faults.required(name);
        }
        switch (subject.get("kind").textOrEmpty()) {
            case "ServiceAccount" -> {
                faults.optionalForm(name, Syntax::subdomain);
                faults.oneOf(subject.get("apiGroup"), NO_GROUP);
                if (!namespaced && subject.get("namespace").empty()) {
                    faults.required(subject.get("namespace"));
                }
            }
            case "User", "Group" -> group(subject.get("apiGroup"), faults);
            default -> faults.unsupported(subject.get("kind"), SUBJECTS);
        }
    }

    private static void group(Field group, Faults faults) {
        if (!group.empty()) {
            faults.oneOf(group, GROUPS);
        }
    }
}
