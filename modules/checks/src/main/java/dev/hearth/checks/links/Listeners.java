package dev.hearth.checks.links;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.graph.Selector;
import dev.hearth.manifest.Manifest;
import java.util.List;
import java.util.Optional;

/** The listeners of a Gateway or ListenerSet, and what they take. */
final class Listeners {

    private static final ImmutableMap<String, ImmutableSet<String>> KINDS = ImmutableMap.of(
            "HTTP", ImmutableSet.of("HTTPRoute", "GRPCRoute"),
            "HTTPS", ImmutableSet.of("HTTPRoute", "GRPCRoute"),
            "TLS", ImmutableSet.of("TLSRoute", "TCPRoute"),
            "TCP", ImmutableSet.of("TCPRoute"),
            "UDP", ImmutableSet.of("UDPRoute"));

    private final Manifest gateway;
    private final ImmutableList<Field> listeners;

    private Listeners(Manifest gateway, ImmutableList<Field> listeners) {
        this.gateway = gateway;
        this.listeners = listeners;
    }

    static Listeners of(Manifest gateway) {
        return new Listeners(
                gateway,
                ImmutableList.copyOf(
                        Field.of(gateway).get("spec").get("listeners").items()));
    }

    Listeners named(String name) {
        return those(listeners.stream()
                .filter(listener -> listener.get("name").textOrEmpty().equals(name))
                .toList());
    }

    Listeners on(long port) {
        return those(listeners.stream()
                .filter(listener -> listener.get("port").number().equals(Optional.of(port)))
                .toList());
    }

    /** Those that take routes of that kind. */
    Listeners taking(String kind) {
        return those(
                listeners.stream().filter(listener -> takes(listener, kind)).toList());
    }

    private static boolean takes(Field listener, String kind) {
        List<Field> stated = listener.get("allowedRoutes").get("kinds").items();
        if (!stated.isEmpty()) {
            return stated.stream().anyMatch(one -> one.get("kind").textOrEmpty().equals(kind));
        }
        ImmutableSet<String> kinds = KINDS.get(listener.get("protocol").textOrEmpty());
        return kinds == null || kinds.contains(kind);
    }

    /** Those that take routes from the namespace of that one, or may take them. */
    Listeners admitting(Manifest route, Context context) {
        return those(listeners.stream()
                .filter(listener -> admits(listener, route, context))
                .toList());
    }

    private boolean admits(Field listener, Manifest route, Context context) {
        Field namespaces = listener.get("allowedRoutes").get("namespaces");
        String namespace = route.identity().namespace();
        boolean open = namespace.isEmpty() || gateway.namespace().isEmpty();
        return switch (namespaces.get("from").text().orElse("Same")) {
            case "Same" -> open || namespace.equals(gateway.identity().namespace());
            case "None" -> false;
            case "Selector" -> open || selects(namespaces.get("selector"), namespace, context);
            default -> true;
        };
    }

    private static boolean selects(Field selector, String namespace, Context context) {
        return NamespaceLabels.of(namespace, context)
                .map(labels -> Selector.of(selector.mapping()).matches(labels))
                .orElse(true);
    }

    /** Those that share a host with the hosts of a route; a side that says none takes every host. */
    Listeners sharing(List<String> hosts) {
        return those(listeners.stream()
                .filter(listener -> hosts.isEmpty()
                        || listener.get("hostname").empty()
                        || hosts.stream()
                                .anyMatch(host -> meet(listener.get("hostname").textOrEmpty(), host)))
                .toList());
    }

    /** Whether a host is in both; the wildcard of a Gateway stands for one or more labels. */
    static boolean meet(String one, String other) {
        return one.equals(other) || within(one, other) || within(other, one);
    }

    private static boolean within(String wildcard, String host) {
        return wildcard.startsWith("*.")
                && (host.startsWith("*.") ? host.substring(1) : host).endsWith(wildcard.substring(1))
                && (host.startsWith("*.") || host.length() > wildcard.length() - 1);
    }

    boolean none() {
        return listeners.isEmpty();
    }

    private Listeners those(List<Field> some) {
        return new Listeners(gateway, ImmutableList.copyOf(some));
    }

    /** The names of the listeners, for people. */
    String names() {
        return String.join(
                ", ",
                listeners.stream()
                        .map(listener -> listener.get("name").textOrEmpty())
                        .toList());
    }

    String hosts() {
        return String.join(
                ", ",
                listeners.stream()
                        .map(listener -> listener.get("hostname").textOrEmpty())
                        .distinct()
                        .toList());
    }

    String ports() {
        return String.join(
                ", ",
                listeners.stream()
                        .flatMap(listener -> listener.get("port").number().stream())
                        .map(String::valueOf)
                        .distinct()
                        .toList());
    }
}
