package dev.hearth.checks.validation;

import com.google.common.base.CharMatcher;
import com.google.common.base.Utf8;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import dev.hearth.schemas.cel.CelLanguage;
import dev.hearth.schemas.cel.CelValues;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the API server asks of admission policies and their bindings.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/">Validating
 *     admission policy</a>
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/">Mutating admission
 *     policy</a>
 */
final class AdmissionPolicies {

    private static final ImmutableSet<String> ACTIONS = ImmutableSet.of("Audit", "Deny", "Warn");
    private static final ImmutableSet<String> NOT_FOUND = ImmutableSet.of("Deny", "Allow");
    private static final ImmutableSet<String> REASONS =
            ImmutableSet.of("Forbidden", "Invalid", "RequestEntityTooLarge");
    private static final ImmutableSet<String> PATCHES = ImmutableSet.of("ApplyConfiguration", "JSONPatch");
    private static final CharMatcher SPACES = CharMatcher.whitespace();
    private static final CharMatcher LINE_ENDS = CharMatcher.anyOf("\r\n");
    private static final int MOST_ANNOTATIONS = 20;
    private static final int LONGEST_VALUE = 5 * 1024;

    private AdmissionPolicies() {}

    static void validating(Field object, Faults faults) {
        Field spec = object.get("spec");
        policy(spec, faults);
        Field validations = spec.get("validations");
        Field annotations = spec.get("auditAnnotations");
        if (validations.empty() && annotations.empty()) {
            faults.required(validations, "must have validations or auditAnnotations");
            faults.required(annotations, "must have validations or auditAnnotations");
            return;
        }
        validations.items().forEach(validation -> validation(validation, faults));
        annotations(annotations, object.get("metadata", "name").textOrEmpty(), faults);
    }

    static void mutating(Field object, Faults faults) {
        Field spec = object.get("spec");
        policy(spec, faults);
        AdmissionMatching.mutable(spec.get("matchConstraints"), faults);
        Field mutations = spec.get("mutations");
        if (mutations.empty()) {
            faults.required(mutations);
        }
        mutations.items().forEach(mutation -> mutation(mutation, faults));
        faults.requiredOneOf(spec.get("reinvocationPolicy"), Webhooks.REINVOCATION);
    }

    private static void policy(Field spec, Faults faults) {
        faults.oneOf(spec.get("failurePolicy"), Webhooks.FAILURE_POLICIES);
        if (spec.get("paramKind").present()) {
            paramKind(spec.get("paramKind"), faults);
        }
        Field constraints = spec.get("matchConstraints");
        if (constraints.present()) {
            AdmissionMatching.resources(constraints, faults);
            if (constraints.get("resourceRules").empty()) {
                faults.required(constraints.get("resourceRules"));
            }
        } else {
            faults.required(constraints);
        }
        AdmissionMatching.conditions(spec.get("matchConditions"), CelLanguage.ADMISSION, faults);
        spec.get("variables").items().forEach(variable -> variable(variable, faults));
        declared(spec, faults);
    }

    /** Expressions name variables that are declared, and a variable those before it. */
    private static void declared(Field spec, Faults faults) {
        Set<String> names = new LinkedHashSet<>();
        for (Field variable : spec.get("variables").items()) {
            known(variable.get("expression"), CelLanguage.ADMISSION_VALUE, names, faults);
            names.add(variable.get("name").textOrEmpty());
        }
        for (Field validation : spec.get("validations").items()) {
            known(validation.get("expression"), CelLanguage.ADMISSION, names, faults);
            known(validation.get("messageExpression"), CelLanguage.ADMISSION_TEXT, names, faults);
        }
        for (Field annotation : spec.get("auditAnnotations").items()) {
            known(annotation.get("valueExpression"), CelLanguage.ADMISSION_TEXT, names, faults);
        }
    }

    private static void known(Field expression, CelLanguage language, Set<String> names, Faults faults) {
        if (!expression.textOrEmpty().contains("variables")) {
            return;
        }
        language.variables(expression.textOrEmpty()).stream()
                .filter(name -> !names.contains(name))
                .findFirst()
                .ifPresent(name -> faults.invalid(
                        expression,
                        "names the variable " + name + "; before it are "
                                + (names.isEmpty() ? "none" : String.join(", ", names))));
    }

    private static void paramKind(Field kind, Faults faults) {
        Field apiVersion = kind.get("apiVersion");
        if (apiVersion.empty()) {
            faults.required(apiVersion);
        } else if (!readable(apiVersion.textOrEmpty())) {
            faults.invalid(apiVersion, "must be a group, '/' and a version, or a version alone");
        }
        faults.requiredForm(kind.get("kind"), Names::kind);
    }

    private static boolean readable(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return Syntax.service(apiVersion.substring(slash + 1)).isEmpty()
                && (slash <= 0
                        || Syntax.subdomain(apiVersion.substring(0, slash)).isEmpty());
    }

    private static void variable(Field variable, Faults faults) {
        Field name = variable.get("name");
        if (blank(name)) {
            faults.required(name);
        } else if (Syntax.identifier(name.textOrEmpty()).isPresent()
                || CelValues.RESERVED.contains(name.textOrEmpty())) {
            faults.invalid(name, "must be letters, digits and '_', without a digit first, and no word of CEL itself");
        }
        AdmissionMatching.expression(variable.get("expression"), CelLanguage.ADMISSION_VALUE, faults);
    }

    private static void validation(Field validation, Faults faults) {
        AdmissionMatching.expression(validation.get("expression"), CelLanguage.ADMISSION, faults);
        Field expression = validation.get("messageExpression");
        Field message = validation.get("message");
        if (!expression.empty() && blank(expression)) {
            faults.invalid(expression, "must not be blank");
        } else {
            faults.expression(expression, CelLanguage.ADMISSION_TEXT);
        }
        if (!message.empty() && blank(message)) {
            faults.invalid(message, "must not be blank");
        } else if (LINE_ENDS.matchesAnyOf(SPACES.trimFrom(message.textOrEmpty()))) {
            faults.invalid(message, "must be one line");
        }
        faults.oneOf(validation.get("reason"), REASONS);
    }

    private static void annotations(Field annotations, String policy, Faults faults) {
        if (annotations.items().size() > MOST_ANNOTATIONS) {
            faults.invalid(annotations, "must have no more than " + MOST_ANNOTATIONS + " items");
        }
        Set<String> keys = new HashSet<>();
        for (Field annotation : annotations.items()) {
            Field key = annotation.get("key");
            faults.form(key, policy + "/" + key.textOrEmpty(), Syntax::labelKey);
            if (!keys.add(key.textOrEmpty())) {
                faults.duplicate(key);
            }
            Field value = annotation.get("valueExpression");
            String trimmed = SPACES.trimFrom(value.textOrEmpty());
            if (trimmed.isEmpty()) {
                faults.required(value);
            } else if (Utf8.encodedLength(trimmed) > LONGEST_VALUE) {
                faults.required(value, "must have at most " + LONGEST_VALUE + " bytes");
            } else {
                faults.expression(value, CelLanguage.ADMISSION_TEXT);
            }
        }
    }

    private static void mutation(Field mutation, Faults faults) {
        Field type = mutation.get("patchType");
        if (!faults.requiredOneOf(type, PATCHES)) {
            return;
        }
        boolean json = type.textOrEmpty().equals("JSONPatch");
        Field own = mutation.get(json ? "jsonPatch" : "applyConfiguration");
        Field other = mutation.get(json ? "applyConfiguration" : "jsonPatch");
        if (own.present()) {
            Field expression = own.get("expression");
            if (blank(expression)) { // what it makes are objects of types that only the server knows
                faults.required(expression);
            }
        } else {
            faults.required(own);
        }
        if (other.present()) {
            faults.invalid(other, "must not stand beside patchType " + type.textOrEmpty());
        }
    }

    static void validatingBinding(Field object, Faults faults) {
        Field spec = object.get("spec");
        binding(spec, faults);
        Field actions = spec.get("validationActions");
        Set<String> seen = new HashSet<>();
        for (Field action : actions.items()) {
            faults.among(action, ACTIONS);
            if (!seen.add(action.textOrEmpty())) {
                faults.duplicate(action);
            }
        }
        if (seen.contains("Deny") && seen.contains("Warn")) {
            faults.invalid(actions, "must not have both Deny and Warn");
        }
        if (seen.isEmpty()) {
            faults.required(actions);
        }
    }

    static void mutatingBinding(Field object, Faults faults) {
        Field spec = object.get("spec");
        binding(spec, faults);
        AdmissionMatching.mutable(spec.get("matchResources"), faults);
    }

    private static void binding(Field spec, Faults faults) {
        faults.requiredForm(spec.get("policyName"), Syntax::subdomain);
        if (spec.get("paramRef").present()) {
            paramRef(spec.get("paramRef"), faults);
        }
        AdmissionMatching.resources(spec.get("matchResources"), faults);
    }

    private static void paramRef(Field reference, Faults faults) {
        Field name = reference.get("name");
        Field selector = reference.get("selector");
        faults.optionalForm(name, Syntax::pathSegment);
        Selectors.labels(selector, faults);
        if (!name.empty() && selector.present()) {
            faults.forbidden(name, "stands alone, without a selector");
            faults.forbidden(selector, "stands alone, without a name");
        }
        if (name.empty() && !selector.present()) {
            faults.required(reference, "must have a name or a selector");
        }
        faults.requiredOneOf(reference.get("parameterNotFoundAction"), NOT_FOUND);
    }

    private static boolean blank(Field field) {
        return SPACES.matchesAllOf(field.textOrEmpty());
    }
}
