package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import com.google.common.math.DoubleMath;
import dev.hearth.checks.rule.Field;
import java.util.List;

/**
 * What the API server asks of FlowSchemas and PriorityLevelConfigurations.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/cluster-administration/flow-control/">API priority and fairness</a>
 */
final class FlowControl {

    private static final ImmutableSet<String> DISTINGUISHERS = ImmutableSet.of("ByNamespace", "ByUser");
    private static final ImmutableSet<String> VERBS = ImmutableSet.of(
            "create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch");
    private static final ImmutableSet<String> SUBJECTS = ImmutableSet.of("Group", "ServiceAccount", "User");
    private static final ImmutableSet<String> TYPES = ImmutableSet.of("Exempt", "Limited");
    private static final ImmutableSet<String> RESPONSES = ImmutableSet.of("Queue", "Reject");
    private static final String EXEMPT = "exempt";
    private static final int MOST_PRECEDENCE = 10000;
    private static final int MOST_QUEUES = 10_000_000;
    private static final int DEFAULT_QUEUES = 64;
    private static final int DEFAULT_HAND = 8;
    private static final int MOST_ENTROPY = 60;

    private FlowControl() {}

    static void flowSchema(Field object, Faults faults) {
        Field spec = object.get("spec");
        Field precedence = spec.get("matchingPrecedence");
        if (precedence.number().orElse(0L) != 0) {
            faults.within(precedence, 1, MOST_PRECEDENCE);
        }
        if (precedence.number().orElse(0L) == 1 && !named(object, EXEMPT)) {
            faults.invalid(precedence, "must be more than 1, which is for 'exempt' alone");
        }
        if (spec.get("distinguisherMethod").present()) {
            faults.among(spec.get("distinguisherMethod", "type"), DISTINGUISHERS);
        }
        faults.requiredForm(spec.get("priorityLevelConfiguration", "name"), Syntax::subdomain);
        spec.get("rules").items().forEach(rule -> rule(rule, faults));
    }

    private static boolean named(Field object, String name) {
        return object.get("metadata", "name").textOrEmpty().equals(name);
    }

    private static void rule(Field rule, Faults faults) {
        if (rule.get("subjects").empty()) {
            faults.required(rule.get("subjects"));
        }
        rule.get("subjects").items().forEach(subject -> subject(subject, faults));
        if (rule.get("resourceRules").empty() && rule.get("nonResourceRules").empty()) {
            faults.required(rule, "must have resourceRules or nonResourceRules");
        }
        rule.get("resourceRules").items().forEach(resources -> resources(resources, faults));
        rule.get("nonResourceRules").items().forEach(urls -> urls(urls, faults));
    }

    private static void subject(Field subject, Faults faults) {
        Field kind = subject.get("kind");
        if (!faults.among(kind, SUBJECTS)) {
            return;
        }
        String own = field(kind.textOrEmpty());
        for (String field : List.of("user", "group", "serviceAccount")) {
            if (!field.equals(own) && subject.get(field).present()) {
                faults.forbidden(subject.get(field), "does not belong to a subject of kind " + kind.textOrEmpty());
            }
        }
        Field detail = subject.get(own);
        if (!detail.present()) {
            faults.required(detail);
        } else if (own.equals("serviceAccount")) {
            account(detail, faults);
        } else if (detail.get("name").empty()) {
            faults.required(detail.get("name"));
        }
    }

    private static String field(String kind) {
        return switch (kind) {
            case "User" -> "user";
            case "Group" -> "group";
            default -> "serviceAccount";
        };
    }

    private static void account(Field account, Faults faults) {
        Field name = account.get("name");
        if (!name.textOrEmpty().equals("*")) {
            faults.requiredForm(name, Syntax::subdomain);
        }
        faults.requiredForm(account.get("namespace"), Syntax::label);
    }

    private static void resources(Field rule, Faults faults) {
        verbs(rule.get("verbs"), faults);
        someOrAll(rule.get("apiGroups"), faults);
        someOrAll(rule.get("resources"), faults);
        Field namespaces = rule.get("namespaces");
        if (namespaces.empty() && !rule.get("clusterScope").isTrue()) {
            faults.required(namespaces, "must be there where clusterScope is not true");
        } else if (!all(namespaces, faults)) {
            namespaces.items().forEach(namespace -> faults.form(namespace, Syntax::label));
        }
    }

    private static void urls(Field rule, Faults faults) {
        verbs(rule.get("verbs"), faults);
        Field urls = rule.get("nonResourceURLs");
        if (urls.empty()) {
            faults.required(urls);
        } else if (!all(urls, faults)) {
            urls.items().forEach(url -> url(url, faults));
        }
    }

    private static void url(Field field, Faults faults) {
        String url = field.textOrEmpty();
        int star = url.indexOf('*');
        boolean good = url.equals("/")
                || (url.startsWith("/")
                        && url.indexOf(' ') < 0
                        && !url.contains("//")
                        && (star < 0 || (star == url.length() - 1 && url.endsWith("/*"))));
        if (!good) {
            faults.invalid(field, "must begin with '/' and have no blank, no '//', and '*' only as its last segment");
        }
    }

    private static void verbs(Field verbs, Faults faults) {
        if (verbs.empty()) {
            faults.required(verbs);
        } else if (!all(verbs, faults) && !VERBS.containsAll(verbs.texts())) {
            faults.unsupported(verbs, VERBS);
        }
    }

    private static void someOrAll(Field list, Faults faults) {
        if (list.empty()) {
            faults.required(list);
        } else {
            all(list, faults);
        }
    }

    /** Whether a star is among them, which then must be alone. */
    private static boolean all(Field list, Faults faults) {
        boolean all = list.texts().contains("*");
        if (all && list.items().size() > 1) {
            faults.invalid(list, "must have nothing beside '*'");
        }
        return all;
    }

    static void priorityLevel(Field object, Faults faults) {
        Field spec = object.get("spec");
        Field type = spec.get("type");
        if (named(object, EXEMPT) && type.empty()) {
            return; // Every cluster has that level, and keeps the type it has.
        }
        if (named(object, EXEMPT) != type.textOrEmpty().equals("Exempt")) {
            faults.invalid(type, "must be Exempt for the level named 'exempt', and for no other");
        }
        Field limited = spec.get("limited");
        Field exempt = spec.get("exempt");
        switch (type.textOrEmpty()) {
            case "Exempt" -> {
                forbidden(limited, faults);
                shares(exempt, faults);
            }
            case "Limited" -> {
                forbidden(exempt, faults);
                limited(limited, faults);
            }
            default -> faults.unsupported(type, TYPES);
        }
    }

    private static void forbidden(Field field, Faults faults) {
        if (field.present()) {
            faults.forbidden(field, "does not belong to this type");
        }
    }

    private static void shares(Field settings, Faults faults) {
        faults.atLeast(settings.get("nominalConcurrencyShares"), 0);
        faults.within(settings.get("lendablePercent"), 0, 100);
    }

    private static void limited(Field limited, Faults faults) {
        if (!limited.present()) {
            faults.required(limited);
            return;
        }
        shares(limited, faults);
        faults.atLeast(limited.get("borrowingLimitPercent"), 0);
        Field response = limited.get("limitResponse");
        Field queuing = response.get("queuing");
        switch (response.get("type").textOrEmpty()) {
            case "Reject" -> forbidden(queuing, faults);
            case "Queue" -> queuing(queuing, faults);
            default -> faults.unsupported(response.get("type"), RESPONSES);
        }
    }

    private static void queuing(Field queuing, Faults faults) {
        if (!queuing.present()) {
            faults.required(queuing);
            return;
        }
        faults.atLeast(queuing.get("queueLengthLimit"), 0);
        long queues = orElse(queuing.get("queues"), DEFAULT_QUEUES);
        long hand = orElse(queuing.get("handSize"), DEFAULT_HAND);
        faults.within(queuing.get("queues"), 0, MOST_QUEUES);
        if (hand <= 0 || hand > queues) {
            faults.invalid(queuing.get("handSize"), "must be between 1 and the number of queues");
        } else if (Math.ceil(DoubleMath.log2((double) queues) * (double) hand) > MOST_ENTROPY) {
            faults.invalid(queuing.get("handSize"), "must be smaller for so many queues");
        }
    }

    /** Nought is what the API server takes for nothing there. */
    private static long orElse(Field field, long absent) {
        return field.number().filter(number -> number != 0).orElse(absent);
    }
}
