package dev.hearth.checks.alerting;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.container.HeldFile;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An alert that a Prometheus or a Loki raises.
 *
 * @param source what holds it: a PrometheusRule, or a ConfigMap with a file of rules
 * @param path where it stands there
 * @param name its name
 * @param expression when it is raised
 * @param namespaces which namespaces its own labels and those of its group say, if any
 * @param meantForNobody whether it only shows that alerting works, as its severity says
 */
record Alert(
        Manifest source,
        FieldPath path,
        String name,
        String expression,
        ImmutableList<String> namespaces,
        boolean meantForNobody) {

    /** The alerts of a tree, in order. */
    static ImmutableList<Alert> all(Context context) {
        ImmutableList.Builder<Alert> all = ImmutableList.builder();
        for (Manifest rule : context.graph().all(OperatedAlertmanager.GROUP, "PrometheusRule")) {
            in(rule, Field.of(rule).get("spec"), Optional.empty()).forEach(all::add);
        }
        for (Manifest map : context.graph().all("", "ConfigMap")) {
            HeldFile.of(map).stream()
                    .filter(file -> file.mentions("groups", "alert", "expr"))
                    .forEach(file -> file.yaml()
                            .filter(root -> !root.has("apiVersion"))
                            .ifPresent(root -> in(map, Field.of(root), Optional.of(file.place()))
                                    .forEach(all::add)));
        }
        return all.build();
    }

    private static Stream<Alert> in(Manifest source, Field root, Optional<FieldPath> file) {
        return root.get("groups").items().stream()
                .flatMap(group -> group.get("rules").items().stream()
                        .filter(rule -> !rule.get("alert").empty())
                        .map(rule -> new Alert(
                                source,
                                file.orElseGet(() -> rule.get("expr").path()),
                                rule.get("alert").textOrEmpty(),
                                rule.get("expr").textOrEmpty(),
                                namespaces(rule, group),
                                rule.get("labels").get("severity").textOrEmpty().equals("none"))));
    }

    private static ImmutableList<String> namespaces(Field rule, Field group) {
        return Stream.of(rule, group)
                .map(said -> said.get("labels").get("namespace"))
                .filter(Field::present)
                .map(Field::textOrEmpty)
                .collect(ImmutableList.toImmutableList());
    }

    /** Whether the alerts that are raised have no label {@code namespace} for certain. */
    boolean lacksNamespace() {
        return namespaces.isEmpty()
                && Query.parse(expression)
                        .filter(query -> query.lacks("namespace"))
                        .isPresent();
    }

    /** Whether it says of itself that it is of another namespace. */
    boolean elsewhere(String namespace) {
        return !namespaces.isEmpty()
                && namespaces.stream().noneMatch(label -> label.equals(namespace) || label.contains("{{"));
    }

    /** Whether a server may give alerts labels that nobody sees in the rule. */
    static boolean relabelled(Context context) {
        return Stream.of("Prometheus", "ThanosRuler")
                .flatMap(kind -> context.graph().known(OperatedAlertmanager.GROUP, kind).stream())
                .map(server -> Field.of(server).get("spec"))
                .anyMatch(spec -> List.of(
                                        "enforcedNamespaceLabel",
                                        "additionalAlertRelabelConfigs",
                                        "alertRelabelConfigs",
                                        "alertRelabelConfigFile")
                                .stream()
                                .anyMatch(name -> spec.get(name).present())
                        || spec.get("externalLabels").get("namespace").present()
                        || spec.get("labels").get("namespace").present());
    }
}
