package dev.hearth.checks.policies;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code net.node-port}, {@code net.address}: no two Services of a tree want the same port of the nodes, or the same address of
 * a load balancer with the same port.
 *
 * <p>{@code route.conflict}: no two Ingresses of one class answer the same host and path.
 */
final class Addresses implements Rule {

    private static final String NODE_PORT = "net.node-port";
    private static final String ADDRESS = "net.address";
    private static final String ROUTE = "route.conflict";
    private static final ImmutableSet<String> ADDRESS_ANNOTATIONS = ImmutableSet.of(
            "metallb.io/loadBalancerIPs",
            "metallb.universe.tf/loadBalancerIPs",
            "lbipam.cilium.io/ips",
            "io.cilium/lb-ipam-ips");

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(NODE_PORT, ADDRESS, ROUTE);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        Taken nodePorts = new Taken(NODE_PORT, "give one of them another nodePort, or none", findings);
        Taken addresses =
                new Taken(ADDRESS, "give one of them another address, or let both say that they share it", findings);
        for (Manifest service : context.graph().all("", "Service")) {
            for (Field port : Field.of(service).get("spec").get("ports").items()) {
                service(service, port, nodePorts, addresses);
            }
        }
        Taken routes = new Taken(ROUTE, "give one of them another host or path", findings);
        for (Manifest ingress : context.graph().all("networking.k8s.io", "Ingress")) {
            for (Field rule : Field.of(ingress).get("spec").get("rules").items()) {
                routes(ingress, rule, routes);
            }
        }
    }

    private static void service(Manifest service, Field port, Taken nodePorts, Taken addresses) {
        String protocol = port.get("protocol").text().orElse("TCP");
        port.get("nodePort")
                .number()
                .filter(number -> number > 0)
                .ifPresent(number -> nodePorts.take(
                        "port " + number + " of the nodes (" + protocol + ")", service, port.get("nodePort")));
        if (shared(service)) {
            return;
        }
        String bound = port.get("port").number().orElse(0L) + " (" + protocol + ")";
        Field spec = Field.of(service).get("spec");
        spec.get("loadBalancerIP")
                .text()
                .filter(address -> !address.isEmpty())
                .ifPresent(address ->
                        addresses.take("address " + address + " port " + bound, service, spec.get("loadBalancerIP")));
        for (String annotation : ADDRESS_ANNOTATIONS) {
            Field value = Field.of(service).get("metadata").get("annotations").get(annotation);
            Splitter.on(',')
                    .trimResults()
                    .omitEmptyStrings()
                    .split(value.textOrEmpty())
                    .forEach(address -> addresses.take("address " + address + " port " + bound, service, value));
        }
    }

    private static boolean shared(Manifest service) {
        return service.annotations().keySet().stream()
                .anyMatch(key -> key.endsWith("/allow-shared-ip")
                        || key.endsWith("/sharing-key")
                        || key.endsWith("lb-ipam-sharing-key"));
    }

    private static void routes(Manifest ingress, Field rule, Taken routes) {
        // A master and its minions of F5's controller share a host on purpose, and canaries a path.
        boolean shares = ingress.annotations().keySet().stream()
                .anyMatch(key -> key.endsWith("/mergeable-ingress-type") || key.endsWith("/canary"));
        if (shares) {
            return;
        }
        String ingressClass = Field.of(ingress)
                .get("spec")
                .get("ingressClassName")
                .text()
                .or(() -> Optional.ofNullable(ingress.annotations().get("kubernetes.io/ingress.class")))
                .orElse("");
        String host = Ascii.toLowerCase(rule.get("host").textOrEmpty());
        if (host.isEmpty()) {
            return;
        }
        for (Field path : rule.get("http").get("paths").items()) {
            String shown = host + path.get("path").textOrEmpty();
            routes.take(
                    shown + " (" + path.get("pathType").textOrEmpty() + ")"
                            + (ingressClass.isEmpty() ? "" : " of class " + ingressClass),
                    ingress,
                    path);
        }
    }

    /** What is taken, and by whom. */
    private record Taken(String rule, String remedy, Consumer<Finding> findings, Map<String, Manifest> first) {

        Taken(String rule, String remedy, Consumer<Finding> findings) {
            this(rule, remedy, findings, new HashMap<>());
        }

        void take(String what, Manifest object, Field at) {
            Manifest other = first.putIfAbsent(what, object);
            if (other != null && !other.identity().equals(object.identity())) {
                findings.accept(Finding.error(rule, object.identity(), other.identity() + " has " + what + " already")
                        .at(at.path())
                        .hint(remedy));
            }
        }
    }
}
