package dev.hearth.checks.links;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.graph.PodSource;
import dev.hearth.graph.Selector;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * {@code link.target-port}: a port that a Service names is one that the pods behind it have. Services whose pods nobody
 * tells are passed over. A number that no container declares is only worth knowing: Kubernetes asks for no declaration.
 */
final class TargetPorts implements ObjectRule {

    private static final String ID = "link.target-port";

    /** With so many workloads behind one Service nobody can tell which of them a port is for. */
    private static final int ENOUGH = 16;

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        if (!object.kind().equals("Service") || !object.identity().group().isEmpty()) {
            return;
        }
        Selector selector = Selector.ofLabels(object.spec().mapping("selector"));
        if (selector.isEmpty()) {
            return;
        }
        ImmutableList<PodSource> behind = context.graph()
                .pods()
                .selected(object.identity().namespace(), selector)
                .limit(ENOUGH)
                .collect(ImmutableList.toImmutableList());
        if (!behind.isEmpty() && behind.size() < ENOUGH && behind.stream().allMatch(PodSource::told)) {
            Ports ports = Ports.of(behind);
            for (Field port : Field.of(object).get("spec").get("ports").items()) {
                check(object, port, ports, findings);
            }
        }
    }

    private static void check(Manifest service, Field port, Ports ports, Consumer<Finding> findings) {
        Field target = port.get("targetPort");
        Optional<String> name = target.text().filter(text -> !text.isEmpty() && !digits(text));
        if (name.isPresent()) {
            name.filter(wanted -> !ports.names.contains(wanted))
                    .ifPresent(wanted -> findings.accept(Finding.error(
                                    ID,
                                    service.identity(),
                                    "no container of " + String.join(", ", ports.owners) + " has a port named '"
                                            + wanted + "'; they have "
                                            + (ports.names.isEmpty() ? "none" : String.join(", ", ports.names)))
                            .at(target.path())
                            .hint("name a port that a container has, or give its number")));
            return;
        }
        Field number = target.present() && !target.number().equals(Optional.of(0L)) ? target : port.get("port");
        number.number()
                .filter(wanted -> !ports.numbers.isEmpty() && !ports.numbers.contains(wanted))
                .ifPresent(wanted -> findings.accept(Finding.info(
                                ID,
                                service.identity(),
                                "no container of " + String.join(", ", ports.owners) + " declares port " + wanted
                                        + "; they declare " + join(ports.numbers))
                        .at(number.path())
                        .hint("declare the port in the container that listens on it, or lead to another")));
    }

    private static boolean digits(String text) {
        return text.chars().allMatch(Character::isDigit);
    }

    private static String join(Set<Long> numbers) {
        return String.join(", ", numbers.stream().map(String::valueOf).toList());
    }

    /** The ports of some pods. */
    private static final class Ports {

        private final TreeSet<String> owners = new TreeSet<>();
        private final TreeSet<String> names = new TreeSet<>();
        private final TreeSet<Long> numbers = new TreeSet<>();

        static Ports of(ImmutableList<PodSource> pods) {
            Ports ports = new Ports();
            for (PodSource pod : pods) {
                ports.owners.add(pod.maker().toString());
                ports.containers(pod.spec(), "containers");
                ports.containers(pod.spec(), "initContainers");
            }
            return ports;
        }

        private void containers(Mapping spec, String sort) {
            for (Mapping container : spec.sequence(sort).mappings()) {
                for (Mapping port : container.sequence("ports").mappings()) {
                    port.text("name").ifPresent(names::add);
                    port.number("containerPort").ifPresent(numbers::add);
                }
            }
        }
    }
}
