package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import dev.hearth.schemas.cel.CelLanguage;
import java.util.HashSet;
import java.util.Set;

/**
 * What the API server asks of the configurations of admission webhooks.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/">Dynamic
 *     admission control</a>
 */
final class Webhooks {

    static final ImmutableSet<String> FAILURE_POLICIES = ImmutableSet.of("Fail", "Ignore");
    static final ImmutableSet<String> REINVOCATION = ImmutableSet.of("IfNeeded", "Never");
    private static final ImmutableSet<String> SIDE_EFFECTS = ImmutableSet.of("None", "NoneOnDryRun");

    private Webhooks() {}

    /** Those that check and those that change have the same rules but for one field. */
    static void configuration(Field object, Faults faults) {
        Set<String> names = new HashSet<>();
        for (Field webhook : object.get("webhooks").items()) {
            webhook(webhook, faults);
            Field name = webhook.get("name");
            if (!name.empty() && !names.add(name.textOrEmpty())) {
                faults.duplicate(name);
            }
        }
    }

    private static void webhook(Field webhook, Faults faults) {
        faults.requiredForm(webhook.get("name"), Names::fullyQualified);
        webhook.get("rules").items().forEach(rule -> AdmissionMatching.rule(rule, faults));
        faults.oneOf(webhook.get("failurePolicy"), FAILURE_POLICIES);
        faults.oneOf(webhook.get("matchPolicy"), AdmissionMatching.MATCH_POLICIES);
        faults.oneOf(webhook.get("reinvocationPolicy"), REINVOCATION);
        Field sideEffects = webhook.get("sideEffects");
        if (sideEffects.present()) {
            faults.oneOf(sideEffects, SIDE_EFFECTS);
        } else {
            faults.required(sideEffects, "must be there: None or NoneOnDryRun");
        }
        if (webhook.get("timeoutSeconds").present()) {
            faults.within(webhook.get("timeoutSeconds"), 1, 30);
        }
        Selectors.labels(webhook.get("namespaceSelector"), faults);
        Selectors.labels(webhook.get("objectSelector"), faults);
        WebhookClient.config(webhook.get("clientConfig"), faults);
        WebhookClient.reviewVersions(webhook.get("admissionReviewVersions"), faults);
        AdmissionMatching.conditions(webhook.get("matchConditions"), CelLanguage.WEBHOOK, faults);
    }
}
