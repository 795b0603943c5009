package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.List;

/** What the API server refuses of the metrics by which pods are scaled: one source each, of the type that is named. */
final class MetricSources {

    /** In the order in which the API server looks for them. */
    private static final ImmutableMap<String, String> FIELDS = ImmutableMap.of(
            "Object", "object",
            "External", "external",
            "Pods", "pods",
            "Resource", "resource",
            "ContainerResource", "containerResource");

    private static final ImmutableSet<String> TARGETS = ImmutableSet.of("Utilization", "Value", "AverageValue");

    private MetricSources() {}

    static void validate(Field metric, Faults faults) {
        Field type = metric.get("type");
        if (type.empty()) {
            faults.required(type);
        }
        if (!FIELDS.containsKey(type.textOrEmpty())) {
            faults.unsupported(type, FIELDS.keySet());
        }
        List<Field> given =
                FIELDS.values().stream().map(metric::get).filter(Field::present).toList();
        if (!given.isEmpty()) {
            new Source(given.get(0), faults).all();
        }
        String named = FIELDS.getOrDefault(type.textOrEmpty(), "");
        if (!named.isEmpty() && !metric.get(named).present()) {
            faults.required(metric.get(named), "must be there for the type " + type.textOrEmpty());
        }
        for (Field other : given) {
            if (given.size() > 1 && !other.name().equals(named)) {
                faults.forbidden(other, "a metric has one source only");
            }
        }
    }

    /** One source. */
    private record Source(Field source, Faults faults) {

        void all() {
            switch (source.name()) {
                case "object" -> {
                    HorizontalPodAutoscalerValidator.target(source.get("describedObject"), true, faults);
                    metric();
                    oneOf("averageValue", "value");
                }
                case "external" -> {
                    metric();
                    oneOf("averageValue", "value");
                    notBoth("value", "averageValue");
                }
                case "pods" -> {
                    metric();
                    oneOf("averageValue", "averageValue");
                }
                case "containerResource" -> {
                    faults.requiredForm(source.get("name"), ResourceNames::ofContainer);
                    faults.requiredForm(source.get("container"), Syntax::label);
                    utilization();
                }
                default -> {
                    if (source.get("name").empty()) {
                        faults.required(source.get("name"));
                    }
                    utilization();
                }
            }
            target();
        }

        private void metric() {
            faults.requiredForm(source.get("metric").get("name"), Syntax::pathSegment);
        }

        private Field target(String field) {
            return source.get("target").get(field);
        }

        private void utilization() {
            oneOf("averageUtilization", "averageValue");
            notBoth("averageValue", "averageUtilization");
        }

        private void oneOf(String told, String other) {
            if (!target(told).present() && !target(other).present()) {
                faults.required(target(told), "must be there" + (told.equals(other) ? "" : ", or " + other));
            }
        }

        private void notBoth(String told, String other) {
            if (target(told).present() && target(other).present()) {
                faults.forbidden(target(told), "must not be there beside " + other);
            }
        }

        private void target() {
            Field type = target("type");
            if (type.empty()) {
                faults.required(type);
            }
            if (!TARGETS.contains(type.textOrEmpty())) {
                faults.invalid(type, "must be one of " + String.join(", ", TARGETS));
            }
            for (String amount : List.of("value", "averageValue")) {
                if (target(amount).present()) {
                    Amounts.positive(target(amount), faults);
                }
            }
            Field utilization = target("averageUtilization");
            if (utilization.present()) {
                faults.atLeast(utilization, 1);
            }
        }
    }
}
