package dev.hearth.checks.links;

import static com.google.common.collect.ImmutableSortedSet.toImmutableSortedSet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.graph.PodSource;
import dev.hearth.graph.Selector;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * {@code link.monitor}: a ServiceMonitor selects a Service, a PodMonitor pods, and the ports of their endpoints are there.
 *
 * @see <a href="https://prometheus-operator.dev/docs/api-reference/api/">Prometheus Operator's API</a>
 */
final class MonitoredServices implements ObjectRule {

    static final String ID = "link.monitor";
    static final String GROUP = "monitoring.coreos.com";

    /** So many are looked at for their ports; behind them nobody can tell which one an endpoint means. */
    private static final int ENOUGH = 64;

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Manifest monitor, Context context, Consumer<Finding> findings) {
        if (!monitor.identity().group().equals(GROUP)) {
            return;
        }
        switch (monitor.kind()) {
            case "ServiceMonitor" -> services(monitor, context, findings);
            case "PodMonitor" -> pods(monitor, context, findings);
            default -> {}
        }
    }

    /** The namespaces it looks into; the empty one for all of them. */
    private static ImmutableList<String> namespaces(Manifest monitor) {
        Mapping selector = monitor.spec().mapping("namespaceSelector");
        List<String> named = selector.sequence("matchNames").strings();
        if (selector.isTrue("any")) {
            return ImmutableList.of("");
        }
        return named.isEmpty() ? ImmutableList.of(monitor.identity().namespace()) : ImmutableList.copyOf(named);
    }

    private static void services(Manifest monitor, Context context, Consumer<Finding> findings) {
        Selector selector = Selector.of(monitor.spec().mapping("selector"));
        ImmutableList<Manifest> selected = namespaces(monitor).stream()
                .flatMap(namespace -> context.graph().selected("", "Service", namespace, selector))
                .limit(ENOUGH)
                .collect(ImmutableList.toImmutableList());
        if (selected.isEmpty()) {
            if (servicesTold(monitor, context)) {
                none(monitor, "Service", selector, findings);
            }
            return;
        }
        if (selected.size() == ENOUGH
                || selected.stream()
                        .anyMatch(service -> ports(service).findAny().isEmpty())) {
            return;
        }
        ImmutableSortedSet<String> names = selected.stream()
                .flatMap(MonitoredServices::ports)
                .flatMap(port -> port.text("name").stream())
                .collect(toImmutableSortedSet(String::compareTo));
        String whose = selected.size() == 1 ? selected.get(0).toString() : "the selected Services";
        endpoints(monitor, "endpoints", "no port of " + whose, names, findings);
    }

    private static Stream<Mapping> ports(Manifest service) {
        return service.spec().sequence("ports").mappings().stream();
    }

    /** Whether all Services that could be meant are known. */
    private static boolean servicesTold(Manifest monitor, Context context) {
        return namespaces(monitor).stream()
                .allMatch(namespace -> !context.graph().unknownContents(namespace)
                        && (context.complete() || (!namespace.isEmpty() && hasServices(namespace, context))));
    }

    private static boolean hasServices(String namespace, Context context) {
        return context.graph().inhabited(namespace)
                && context.graph()
                        .selected("", "Service", namespace, Selector.ofLabels(Mapping.empty()))
                        .findAny()
                        .isPresent();
    }

    private static void pods(Manifest monitor, Context context, Consumer<Finding> findings) {
        Selector selector = Selector.of(monitor.spec().mapping("selector"));
        ImmutableList<String> namespaces = namespaces(monitor);
        if (namespaces.contains("")) {
            return;
        }
        ImmutableList<PodSource> selected = namespaces.stream()
                .flatMap(namespace -> context.graph().pods().selected(namespace, selector))
                .limit(ENOUGH)
                .collect(ImmutableList.toImmutableList());
        if (selected.isEmpty()) {
            if (namespaces.stream().allMatch(namespace -> SelectedPods.told(namespace, context))) {
                none(monitor, "pod", selector, findings);
            }
            return;
        }
        if (selected.size() < ENOUGH && selected.stream().allMatch(PodSource::told)) {
            ImmutableSortedSet<String> names = selected.stream()
                    .flatMap(MonitoredServices::containerPorts)
                    .flatMap(port -> port.text("name").stream())
                    .collect(toImmutableSortedSet(String::compareTo));
            endpoints(monitor, "podMetricsEndpoints", "no container of the selected pods", names, findings);
        }
    }

    private static Stream<Mapping> containerPorts(PodSource pod) {
        return Stream.of("containers", "initContainers")
                .flatMap(sort -> pod.spec().sequence(sort).mappings().stream())
                .flatMap(container -> container.sequence("ports").mappings().stream());
    }

    private static void none(Manifest monitor, String what, Selector selector, Consumer<Finding> findings) {
        findings.accept(Findings.of(ID, Severity.WARNING, monitor, "it selects no " + what + ": none has " + selector)
                .at(Field.of(monitor).get("spec").get("selector").path())
                .hint("let it ask for labels that the " + what + " itself bears, and for its namespace"));
    }

    private static void endpoints(
            Manifest monitor, String list, String whose, ImmutableSortedSet<String> names, Consumer<Finding> findings) {
        for (Field endpoint : Field.of(monitor).get("spec").get(list).items()) {
            Field port = endpoint.get("port");
            port.text()
                    .filter(name -> !name.isEmpty() && !names.contains(name))
                    .ifPresent(name -> findings.accept(Finding.error(
                                    ID,
                                    monitor.identity(),
                                    whose + " is named \"" + name + "\"; there " + (names.size() == 1 ? "is " : "are ")
                                            + (names.isEmpty() ? "none with a name" : String.join(", ", names)))
                            .at(port.path())
                            .hint("name one of those ports")));
        }
    }
}
