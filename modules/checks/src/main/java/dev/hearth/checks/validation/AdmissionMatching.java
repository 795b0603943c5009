package dev.hearth.checks.validation;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import dev.hearth.schemas.cel.CelLanguage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which requests an admission webhook or policy is asked about: rules, selectors, conditions.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/">Dynamic
 *     admission control</a>
 */
final class AdmissionMatching {

    static final ImmutableSet<String> MATCH_POLICIES = ImmutableSet.of("Equivalent", "Exact");
    private static final ImmutableSet<String> OPERATIONS =
            ImmutableSet.of("*", "CONNECT", "CREATE", "DELETE", "UPDATE");
    private static final ImmutableSet<String> MUTABLE = ImmutableSet.of("*", "CONNECT", "CREATE", "UPDATE");
    private static final ImmutableSet<String> SCOPES = ImmutableSet.of("*", "Cluster", "Namespaced");
    private static final int MOST_CONDITIONS = 64;

    private AdmissionMatching() {}

    /** The {@code matchConstraints} of a policy, or the {@code matchResources} of its binding. */
    static void resources(Field matching, Faults faults) {
        faults.oneOf(matching.get("matchPolicy"), MATCH_POLICIES);
        Selectors.labels(matching.get("namespaceSelector"), faults);
        Selectors.labels(matching.get("objectSelector"), faults);
        for (String rules : List.of("resourceRules", "excludeResourceRules")) {
            matching.get(rules).items().forEach(rule -> namedRule(rule, faults));
        }
    }

    /** A policy that changes objects is not asked about those that go. */
    static void mutable(Field matching, Faults faults) {
        Field rules = matching.get("resourceRules");
        for (Field rule : rules.items()) {
            if (!MUTABLE.containsAll(rule.get("operations").texts())) {
                faults.unsupported(rules.get("operations"), MUTABLE);
            }
        }
    }

    private static void namedRule(Field rule, Faults faults) {
        Set<String> names = new HashSet<>();
        for (Field name : rule.get("resourceNames").items()) {
            faults.form(name, Syntax::pathSegment);
            if (!names.add(name.textOrEmpty())) {
                faults.duplicate(name);
            }
        }
        rule(rule, faults);
    }

    static void rule(Field rule, Faults faults) {
        someOrAll(rule.get("operations"), faults);
        rule.get("operations").items().forEach(operation -> faults.among(operation, OPERATIONS));
        someOrAll(rule.get("apiGroups"), faults);
        Field versions = rule.get("apiVersions");
        someOrAll(versions, faults);
        for (Field version : versions.items()) {
            if (version.empty()) {
                faults.required(version);
            }
        }
        resources(rule.get("resources"), rule.get("resources").texts(), faults);
        faults.oneOf(rule.get("scope"), SCOPES);
    }

    private static void someOrAll(Field list, Faults faults) {
        if (list.empty()) {
            faults.required(list);
        } else if (list.items().size() > 1 && list.texts().contains("*")) {
            faults.invalid(list, "must have nothing beside '*'");
        }
    }

    private static void resources(Field list, List<String> resources, Faults faults) {
        if (list.empty()) {
            faults.required(list);
        }
        Set<String> allBelow = new HashSet<>();
        Set<String> allAbove = new HashSet<>();
        for (Field item : list.items()) {
            resource(item, allBelow, allAbove, faults);
        }
        if (resources.size() > 1 && resources.contains("*/*")) {
            faults.invalid(list, "must have nothing beside '*/*'");
        }
        if (resources.contains("*") && lastPlain(resources)) {
            faults.invalid(list, "must have no resource beside '*', but only subresources");
        }
    }

    /** The API server only remembers the last of those without a subresource. */
    private static boolean lastPlain(List<String> resources) {
        boolean plain = false;
        for (String resource : resources) {
            if (!resource.isEmpty() && resource.indexOf('/') < 0) {
                plain = !resource.equals("*");
            }
        }
        return plain;
    }

    private static void resource(Field item, Set<String> allBelow, Set<String> allAbove, Faults faults) {
        String text = item.textOrEmpty();
        int slash = text.indexOf('/');
        if (text.isEmpty()) {
            faults.required(item);
        }
        if (slash < 0) {
            return;
        }
        String resource = text.substring(0, slash);
        String below = text.substring(slash + 1);
        if (allBelow.contains(resource)) {
            faults.invalid(item, "must not stand beside '" + resource + "/*'");
        }
        if (allAbove.contains(below)) {
            faults.invalid(item, "must not stand beside '*/" + below + "'");
        }
        if (below.equals("*")) {
            allBelow.add(resource);
        }
        if (resource.equals("*")) {
            allAbove.add(below);
        }
    }

    static void conditions(Field conditions, CelLanguage language, Faults faults) {
        if (conditions.items().size() > MOST_CONDITIONS) {
            faults.tooMany(conditions, MOST_CONDITIONS);
        }
        Set<String> names = new HashSet<>();
        for (Field condition : conditions.items()) {
            expression(condition.get("expression"), language, faults);
            Field name = condition.get("name");
            faults.requiredForm(name, Syntax::labelKey);
            if (!name.empty() && !names.add(name.textOrEmpty())) {
                faults.duplicate(name);
            }
        }
    }

    /** An expression must be there, and be one. */
    static void expression(Field expression, CelLanguage language, Faults faults) {
        if (CharMatcher.whitespace().matchesAllOf(expression.textOrEmpty())) {
            faults.required(expression);
        } else {
            faults.expression(expression, language);
        }
    }
}
