package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;

/**
 * What the API server refuses of an Event: of the old core group, where its time is given, and of its own group always.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/">Event</a>
 */
final class EventValidator implements Validator {

    private static final int LONGEST = 128;
    private static final int LONGEST_NOTE = 1024;
    private static final String DEFAULT_NAMESPACE = "default";
    private static final ImmutableSet<String> OWN_NAMESPACES = ImmutableSet.of(DEFAULT_NAMESPACE, "kube-system");

    @Override
    public void validate(Field event, Faults faults) {
        boolean old = event.get("apiVersion").textOrEmpty().equals("v1");
        Checked checked = new Checked(event, old, faults);
        checked.always();
        if (!old) {
            checked.strictly();
        }
    }

    /** One Event. */
    private record Checked(Field event, boolean old, Faults faults) {

        private String namespace() {
            String given = event.get("metadata").get("namespace").textOrEmpty();
            return given.isEmpty() ? DEFAULT_NAMESPACE : given;
        }

        void always() {
            Field about = event.get(old ? "involvedObject" : "regarding").get("namespace");
            Field told = event.get("involvedObject").get("namespace");
            if (event.get("eventTime").present()) {
                if (about.empty() && !OWN_NAMESPACES.contains(namespace())) {
                    faults.invalid(told, "must be that of the Event");
                }
                timed();
            } else if (about.empty()
                    ? !namespace().equals(DEFAULT_NAMESPACE)
                    : !about.textOrEmpty().equals(namespace())) {
                faults.invalid(told, "must be that of the Event");
            }
        }

        private void timed() {
            faults.form(event.get("eventTime"), Names::microTime);
            Field controller = event.get(old ? "reportingComponent" : "reportingController");
            if (controller.empty()) {
                faults.required(controller);
            }
            faults.form(controller, Syntax::labelKey);
            filled(event.get("reportingInstance"), LONGEST);
            filled(event.get("action"), LONGEST);
            filled(event.get("reason"), LONGEST);
            Field message = event.get("message");
            if (DataSize.ofText(event.get(old ? "message" : "note")) > LONGEST_NOTE) {
                faults.invalid(message, "must have at most " + LONGEST_NOTE + " bytes");
            }
        }

        private void filled(Field field, int most) {
            if (field.empty()) {
                faults.required(field);
            }
            if (DataSize.ofText(field) > most) {
                faults.invalid(field, "must have at most " + most + " bytes");
            }
        }

        void strictly() {
            Field series = event.get("series");
            if (series.present()) {
                faults.atLeast(series.get("count"), 2);
                if (series.get("lastObservedTime").empty()) {
                    faults.required(series.get("lastObservedTime"));
                }
            }
            if (event.get("eventTime").empty()) {
                faults.required(event.get("eventTime"));
            }
            if (!ImmutableSet.of("Normal", "Warning").contains(event.get("type").textOrEmpty())) {
                faults.invalid(event.get("type"), "must be Normal or Warning");
            }
            unset("deprecatedFirstTimestamp", "firstTimestamp");
            unset("deprecatedLastTimestamp", "lastTimestamp");
            if (event.get("deprecatedCount").number().orElse(0L) != 0) {
                faults.invalid(event.get("count"), "must not be set");
            }
            Field source = event.get("deprecatedSource");
            if (!source.get("component").empty() || !source.get("host").empty()) {
                faults.invalid(event.get("source"), "must not be set");
            }
        }

        private void unset(String field, String told) {
            if (!event.get(field).empty()) {
                faults.invalid(event.get(told), "must not be set");
            }
        }
    }
}
