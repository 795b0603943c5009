package dev.hearth.checks.links;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.graph.Selector;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * {@code link.monitor}: where a tree has a Prometheus, one of those it has selects each monitor and each PrometheusRule, by
 * its labels and those of its namespace.
 */
final class SelectedMonitors implements Rule {

    private static final String GROUP = MonitoredServices.GROUP;

    /** By the kind that is selected: the field of the Prometheus that selects it; that of the namespaces has it too. */
    private static final ImmutableMap<String, String> SELECTORS = ImmutableMap.of(
            "ServiceMonitor", "serviceMonitor",
            "PodMonitor", "podMonitor",
            "Probe", "probe",
            "ScrapeConfig", "scrapeConfig",
            "PrometheusRule", "rule");

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(MonitoredServices.ID);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        ImmutableList<Manifest> servers = Stream.of("Prometheus", "PrometheusAgent", "ThanosRuler")
                .flatMap(kind -> context.graph().known(GROUP, kind).stream())
                .collect(ImmutableList.toImmutableList());
        boolean unknown = !context.complete() && context.graph().bringsCharts();
        if (servers.isEmpty() || unknown) {
            return;
        }
        SELECTORS.forEach((kind, field) -> {
            List<Manifest> looking =
                    servers.stream().filter(server -> reads(server, kind)).toList();
            for (Manifest object : context.graph().all(GROUP, kind)) {
                if (!looking.isEmpty()
                        && looking.stream().noneMatch(server -> selects(server, object, field, context))) {
                    say(object, looking, field, findings);
                }
            }
        });
    }

    private static boolean reads(Manifest server, String kind) {
        return switch (server.kind()) {
            case "ThanosRuler" -> kind.equals("PrometheusRule");
            case "PrometheusAgent" -> !kind.equals("PrometheusRule");
            default -> true;
        };
    }

    /** A selector that is absent selects nothing, an empty one everything; absent for namespaces it is the own one. */
    private static boolean selects(Manifest server, Manifest object, String field, Context context) {
        if (!server.spec().has(field + "Selector")) {
            return false;
        }
        Selector labels = Selector.of(server.spec().mapping(field + "Selector"));
        return labels.matches(object.labels()) && namespace(server, object, field + "NamespaceSelector", context);
    }

    private static boolean namespace(Manifest server, Manifest object, String field, Context context) {
        String own = server.identity().namespace();
        String namespace = object.identity().namespace();
        if (own.isEmpty() || namespace.isEmpty()) {
            return true;
        }
        if (!server.spec().has(field)) {
            return namespace.equals(own);
        }
        return NamespaceLabels.of(namespace, context)
                .map(labels -> Selector.of(server.spec().mapping(field)).matches(labels))
                .orElse(true);
    }

    private static void say(Manifest object, List<Manifest> servers, String field, Consumer<Finding> findings) {
        String names =
                String.join(", ", servers.stream().map(Manifest::toString).toList());
        findings.accept(Findings.of(
                        MonitoredServices.ID,
                        Severity.WARNING,
                        object,
                        "nobody reads it: the " + field + "Selector of " + names + " does not select it")
                .at(FieldPath.of("metadata", "labels"))
                .hint("give it the labels that the selector asks for, or let " + field + "Selector and " + field
                        + "NamespaceSelector be {}"));
    }
}
