package dev.hearth.checks.links;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.PodTemplate;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * {@code link.service} and {@code link.service-port}: what an Ingress leads to is a Service of its namespace and a port
 * of that Service.
 */
final class BackendPorts implements Rule {

    private static final String SERVICE = "link.service";
    private static final String PORT = "link.service-port";

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(SERVICE, PORT);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        ImmutableList<Manifest> objects = context.objects();
        Map<String, Ports> services = new HashMap<>();
        context.graph()
                .known("", "Service")
                .forEach(service -> services.computeIfAbsent(
                                service.identity().namespace() + "/" + service.name(), key -> new Ports())
                        .add(service));
        for (Manifest object : objects) {
            if (object.identity().group().equals("networking.k8s.io")
                    && object.kind().equals("Ingress")) {
                ingress(object, services, findings);
            }
        }
    }

    private static void ingress(Manifest ingress, Map<String, Ports> services, Consumer<Finding> findings) {
        FieldPath spec = FieldPath.of("spec");
        backend(ingress, spec.field("defaultBackend"), ingress.spec().mapping("defaultBackend"), services, findings);
        PodTemplate.items(
                ingress.spec(),
                spec,
                "rules",
                (rule, content) -> PodTemplate.items(
                        content.mapping("http"),
                        rule.field("http"),
                        "paths",
                        (path, route) ->
                                backend(ingress, path.field("backend"), route.mapping("backend"), services, findings)));
    }

    private static void backend(
            Manifest ingress,
            FieldPath path,
            Mapping backend,
            Map<String, Ports> services,
            Consumer<Finding> findings) {
        Optional<String> name = backend.mapping("service").text("name");
        if (name.isEmpty()) {
            return;
        }
        String service = name.get();
        FieldPath at = path.field("service");
        Ports ports = services.get(ingress.identity().namespace() + "/" + service);
        if (ports == null) {
            findings.accept(Finding.error(
                            SERVICE,
                            ingress.identity(),
                            "namespace " + ingress.identity().namespace() + " has no Service " + service
                                    + meantElsewhere(service, services))
                    .at(at.field("name"))
                    .hint("lead to a Service of the same namespace; one that a chart or an operator makes belongs in"
                            + " the offers() of its component"));
            return;
        }
        Mapping port = backend.mapping("service").mapping("port");
        port.text("name")
                .filter(wanted -> !ports.names.contains(wanted))
                .ifPresent(wanted -> findings.accept(Finding.error(
                                PORT,
                                ingress.identity(),
                                "Service " + service + " has no port \"" + wanted + "\"; it has " + ports)
                        .at(at.field("port").field("name"))
                        .hint("lead to one of those ports")));
        port.number("number")
                .filter(wanted -> !ports.numbers.contains(wanted))
                .ifPresent(wanted -> findings.accept(Finding.error(
                                PORT,
                                ingress.identity(),
                                "Service " + service + " has no port " + wanted + "; it has " + ports)
                        .at(at.field("port").field("number"))
                        .hint("lead to one of those ports")));
    }

    private static String meantElsewhere(String service, Map<String, Ports> services) {
        TreeSet<String> namespaces = new TreeSet<>();
        services.keySet().forEach(key -> {
            if (key.endsWith("/" + service)) {
                namespaces.add(key.substring(0, key.length() - service.length() - 1));
            }
        });
        return namespaces.isEmpty() ? "" : ", but " + String.join(", ", namespaces) + " has";
    }

    /** The ports that a Service has. */
    private static final class Ports {

        private final TreeSet<String> names = new TreeSet<>();
        private final TreeSet<Long> numbers = new TreeSet<>();
        private final TreeSet<String> shown = new TreeSet<>();

        void add(Manifest service) {
            for (Mapping port : service.spec().sequence("ports").mappings()) {
                Optional<Long> number = port.number("port");
                Optional<String> name = port.text("name");
                number.ifPresent(numbers::add);
                name.ifPresent(names::add);
                shown.add(
                        name.orElse("unnamed") + number.map(n -> " (" + n + ")").orElse(""));
            }
        }

        @Override
        public String toString() {
            return shown.isEmpty() ? "none" : String.join(", ", shown);
        }
    }
}
