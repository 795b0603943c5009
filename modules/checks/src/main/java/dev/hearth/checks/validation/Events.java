package dev.hearth.checks.validation;

import com.google.common.base.Utf8;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.List;

/**
 * What the API server asks of Events of {@code events.k8s.io}, which are stricter than those of the core.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/">Event</a>
 */
final class Events {

    private static final ImmutableSet<String> HOMES = ImmutableSet.of("default", "kube-system");
    private static final ImmutableSet<String> TYPES = ImmutableSet.of("Normal", "Warning");
    private static final int LONGEST = 128;
    private static final int LONGEST_NOTE = 1024;

    private Events() {}

    static void event(Field object, Faults faults) {
        Field time = object.get("eventTime");
        if (!time.present()) {
            faults.required(time);
            about(object, faults);
        } else {
            timed(object, faults);
        }
        Field series = object.get("series");
        if (series.present()) {
            if (series.get("count").number().orElse(0L) < 2) {
                faults.invalid(series.get("count"), "must be 2 or more");
            }
            if (!series.get("lastObservedTime").present()) {
                faults.required(series.get("lastObservedTime"));
            }
        }
        if (!TYPES.contains(object.get("type").textOrEmpty())) {
            faults.invalid(object.get("type"), "must be Normal or Warning");
        }
        old(object, faults);
    }

    private static void about(Field object, Faults faults) {
        String own = object.get("metadata", "namespace").textOrEmpty();
        Field its = object.get("regarding", "namespace");
        boolean good = its.empty()
                ? own.isEmpty() || own.equals("default")
                : own.isEmpty() || own.equals(its.textOrEmpty());
        if (!good) {
            faults.invalid(its, "must be the namespace of the Event");
        }
    }

    private static void timed(Field object, Faults faults) {
        String own = object.get("metadata", "namespace").textOrEmpty();
        Field its = object.get("regarding", "namespace");
        if (its.empty() && !own.isEmpty() && !HOMES.contains(own)) {
            faults.invalid(its, "must be the namespace of the Event");
        }
        faults.requiredForm(object.get("reportingController"), Syntax::labelKey);
        for (String field : List.of("reportingInstance", "action", "reason")) {
            required(object.get(field), faults);
        }
        atMost(object.get("note"), LONGEST_NOTE, faults);
    }

    private static void required(Field field, Faults faults) {
        if (field.empty()) {
            faults.required(field);
        }
        atMost(field, LONGEST, faults);
    }

    private static void atMost(Field field, int most, Faults faults) {
        if (Utf8.encodedLength(field.textOrEmpty()) > most) {
            faults.invalid(field, "must have at most " + most + " bytes");
        }
    }

    /** What only Events of the core may still have. */
    private static void old(Field object, Faults faults) {
        for (String field : List.of("deprecatedFirstTimestamp", "deprecatedLastTimestamp")) {
            if (object.get(field).present()) {
                faults.invalid(object.get(field), "must not be there");
            }
        }
        if (object.get("deprecatedCount").number().orElse(0L) != 0) {
            faults.invalid(object.get("deprecatedCount"), "must not be there");
        }
        Field source = object.get("deprecatedSource");
        if (!source.get("component").empty() || !source.get("host").empty()) {
            faults.invalid(source, "must not be there");
        }
    }
}
