package dev.hearth.checks.validation;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the API server asks of CustomResourceDefinitions, but for what their expressions say. What it looks at under another
 * name, because all versions have it alike, is named here as it is written.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/">CustomResourceDefinition</a>
 */
final class Definitions {

    private static final ImmutableSet<String> SCOPES = ImmutableSet.of("Cluster", "Namespaced");
    private static final ImmutableSet<String> STRATEGIES = ImmutableSet.of("None", "Webhook");
    private static final String APPROVED = "api-approved.kubernetes.io";
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^/?#\\s]+.*");

    private Definitions() {}

    static void definition(Field object, Faults faults) {
        Field spec = object.get("spec");
        Field group = spec.get("group");
        Field name = object.get("metadata", "name");
        String required = spec.get("names", "plural").textOrEmpty() + "." + group.textOrEmpty();
        if (!name.textOrEmpty().equals(required)) {
            faults.invalid(name, "must be the plural of its names and its group: " + required);
        }
        if (faults.requiredForm(group, Syntax::subdomain) && group.textOrEmpty().indexOf('.') < 0) {
            faults.invalid(group, "must be a domain with at least one dot");
        }
        faults.requiredOneOf(spec.get("scope"), SCOPES);
        if (spec.get("preserveUnknownFields").isTrue()) {
            faults.invalid(
                    spec.get("preserveUnknownFields"),
                    "must not be true; write x-kubernetes-preserve-unknown-fields in the schema");
        }
        versions(spec.get("versions"), faults);
        names(spec.get("names"), faults);
        conversion(spec.get("conversion"), faults);
        approval(object, group.textOrEmpty(), faults);
    }

    private static void versions(Field versions, Faults faults) {
        List<Field> items = versions.items();
        boolean alike = items.stream()
                        .map(version -> version.get("schema").node())
                        .distinct()
                        .count()
                == 1;
        boolean anyStatus = items.stream().anyMatch(Definitions::hasStatus);
        Set<String> names = new HashSet<>();
        int stored = 0;
        for (int index = 0; index < items.size(); index++) {
            Field version = items.get(index);
            stored += version.get("storage").isTrue() ? 1 : 0;
            if (!names.add(version.get("name").textOrEmpty())) {
                faults.invalid(versions, "must not have two versions of one name");
            }
            faults.form(version.get("name"), Syntax::service);
            DefinitionVersions.version(version, faults);
            if (!version.get("schema", "openAPIV3Schema").present()) {
                faults.required(version.get("schema", "openAPIV3Schema"));
            } else if (!alike || index == 0) {
                boolean status = alike ? anyStatus : hasStatus(version);
                RootSchemas.root(version.get("schema", "openAPIV3Schema"), status, faults);
            }
        }
        if (stored != 1) {
            faults.invalid(versions, "must have exactly one version with storage: true");
        }
    }

    private static boolean hasStatus(Field version) {
        return version.get("subresources", "status").present();
    }

    private static void names(Field names, Faults faults) {
        Field kind = names.get("kind");
        Field listKind = names.get("listKind");
        faults.requiredForm(names.get("plural"), Syntax::service);
        faults.optionalForm(names.get("singular"), Syntax::service);
        if (faults.requiredForm(kind, Names::kind) && names.get("singular").empty()) {
            faults.form(names.get("singular"), Ascii.toLowerCase(kind.textOrEmpty()), Syntax::service);
        }
        if (listKind.empty()) {
            longEnough(listKind, kind.textOrEmpty(), faults);
        } else {
            faults.form(listKind, Names::kind);
            if (listKind.textOrEmpty().equals(kind.textOrEmpty())) {
                faults.invalid(listKind, "must not be the same as kind");
            }
        }
        for (String list : List.of("shortNames", "categories")) {
            names.get(list).items().forEach(item -> faults.form(item, Syntax::service));
        }
    }

    /** The kind of lists is by default the kind with List behind it. */
    private static void longEnough(Field listKind, String kind, Faults faults) {
        if (!kind.isEmpty()) {
            faults.form(listKind, kind + "List", Names::kind);
        }
    }

    private static void conversion(Field conversion, Faults faults) {
        if (!conversion.present()) {
            return;
        }
        faults.requiredOneOf(conversion.get("strategy"), STRATEGIES);
        Field client = conversion.get("webhook", "clientConfig");
        Field versions = conversion.get("webhook", "conversionReviewVersions");
        if (conversion.get("strategy").textOrEmpty().equals("Webhook")) {
            if (client.present()) {
                WebhookClient.config(client, faults);
            } else {
                faults.required(client);
            }
            WebhookClient.reviewVersions(versions, faults);
            return;
        }
        if (client.present()) {
            faults.forbidden(client, "belongs to the strategy Webhook");
        }
        if (!versions.empty()) {
            faults.forbidden(versions, "belongs to the strategy Webhook");
        }
    }

    /** Groups of the Kubernetes community need a word on who approved them. */
    private static void approval(Field object, String group, Faults faults) {
        String dotted = "." + group;
        if (!dotted.endsWith(".k8s.io") && !dotted.endsWith(".kubernetes.io")) {
            return;
        }
        Field annotation = object.get("metadata", "annotations", APPROVED);
        String text = annotation.textOrEmpty();
        if (text.isEmpty()) {
            faults.required(annotation, "groups of k8s.io and kubernetes.io need the annotation " + APPROVED);
        } else if (!text.startsWith("unapproved") && !URL.matcher(text).matches()) {
            faults.invalid(annotation, "must be the URL of the approval, or begin with 'unapproved'");
        }
    }
}
