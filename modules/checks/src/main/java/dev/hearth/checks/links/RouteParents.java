package dev.hearth.checks.links;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code link.gateway}: the listeners of a Gateway take the routes that lead to it: by name, port, kind, namespace and
 * host. That the Gateway is there is for {@link MissingObjects}.
 */
final class RouteParents implements ObjectRule {

    private static final String ID = "link.gateway";
    private static final String GROUP = "gateway.networking.k8s.io";
    private static final ImmutableSet<String> ROUTES =
            ImmutableSet.of("HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute");

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Manifest route, Context context, Consumer<Finding> findings) {
        if (!ROUTES.contains(route.kind()) || !route.identity().group().equals(GROUP)) {
            return;
        }
        for (Field parent : Field.of(route).get("spec").get("parentRefs").items()) {
            gateway(route, parent, context).ifPresent(gateway -> attach(route, parent, gateway, context, findings));
        }
    }

    private static Optional<Manifest> gateway(Manifest route, Field parent, Context context) {
        if (!parent.get("group").text().orElse(GROUP).equals(GROUP)) {
            return Optional.empty();
        }
        return context.graph()
                .find(
                        GROUP,
                        parent.get("kind").text().orElse("Gateway"),
                        parent.get("namespace").text().orElse(route.identity().namespace()),
                        parent.get("name").textOrEmpty())
                .filter(gateway -> !gateway.spec().sequence("listeners").isEmpty());
    }

    private static void attach(
            Manifest route, Field parent, Manifest gateway, Context context, Consumer<Finding> findings) {
        Listeners all = Listeners.of(gateway);
        Field section = parent.get("sectionName");
        Listeners named = section.text().map(all::named).orElse(all);
        if (named.none()) {
            say(
                    route,
                    section,
                    gateway + " has no listener " + section.textOrEmpty() + "; it has " + all.names(),
                    "name one of those listeners",
                    findings);
            return;
        }
        Field port = parent.get("port");
        Listeners on = port.number().map(named::on).orElse(named);
        if (on.none()) {
            say(
                    route,
                    port,
                    "no listener of " + gateway + " has port " + port.number().orElse(0L) + "; they have "
                            + named.ports(),
                    "name one of those ports, or none",
                    findings);
            return;
        }
        Listeners taking = on.taking(route.kind());
        if (taking.none()) {
            say(
                    route,
                    parent.get("name"),
                    "no listener of " + gateway + " takes a " + route.kind() + ": " + on.names(),
                    "lead to a listener of another protocol, or name the kind in its allowedRoutes",
                    findings);
            return;
        }
        Listeners admitting = taking.admitting(route, context);
        if (admitting.none()) {
            say(
                    route,
                    parent.get("name"),
                    "no listener of " + gateway + " takes routes from namespace "
                            + route.identity().namespace() + ": " + taking.names(),
                    "let allowedRoutes.namespaces of the listener have this namespace",
                    findings);
            return;
        }
        Field hostnames = Field.of(route).get("spec").get("hostnames");
        List<String> hosts = hostnames.texts();
        if (admitting.sharing(hosts).none()) {
            say(
                    route,
                    hostnames,
                    "no listener of " + gateway + " has one of these hosts; they have " + admitting.hosts(),
                    "let a listener have the host, or a wildcard for it",
                    findings);
        }
    }

    private static void say(Manifest route, Field at, String message, String hint, Consumer<Finding> findings) {
        findings.accept(
                Finding.error(ID, route.identity(), message).at(at.path()).hint(hint));
    }
}
