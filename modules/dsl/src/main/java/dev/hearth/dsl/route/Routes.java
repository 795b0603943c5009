package dev.hearth.dsl.route;

import dev.hearth.dsl.Derivation;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.Protocol;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Stated;
import dev.hearth.dsl.route.StatedRoute.Backend;
import dev.hearth.findings.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes Ingresses and Certificates of the stated routes, in the dialect of the ingress component, and the flows from its
 * controller to the services. Whoever offers to {@linkplain RouteCheckOffer check} them gets a list, and flows to the controllers.
 *
 * <p>Findings: {@code route.host}, {@code route.conflict}, {@code route.login}, {@code route.ingress}, {@code route.tls},
 * {@code route.dialect}.
 */
public final class Routes implements Derivation {

    /** A route with the ingress that serves it. */
    private record Served(Stated<StatedRoute> stated, Offered<IngressOffer> ingress) {}

    @Override
    public void derive(Expansion soFar, Function<String, Scope> scopes) {
        Map<String, List<Served>> byHost = new TreeMap<>();
        for (Stated<StatedRoute> stated : soFar.facts(StatedRoute.class)) {
            StatedRoute route = stated.fact();
            Scope scope = scopes.apply(stated.component());
            check(route, scope);
            ingress(route, scope)
                    .ifPresent(ingress -> byHost.computeIfAbsent(route.host(), host -> new ArrayList<>())
                            .add(new Served(stated, ingress)));
        }
        byHost.forEach((host, served) -> serve(host, served, soFar, scopes));
        soFar.view()
                .offers(RouteCheckOffer.class)
                .forEach(check -> byHost.values().forEach(served -> open(served, check, scopes)));
        soFar.view()
                .offers(RouteCheckOffer.class)
                .forEach(check -> scopes.apply(check.component())
                        .manifest(check.offer()
                                .list(byHost.values().stream()
                                        .map(served -> served.get(0).stated().fact())
                                        .toList())));
    }

    private static void open(List<Served> served, Offered<RouteCheckOffer> check, Function<String, Scope> scopes) {
        Offered<IngressOffer> ingress = served.get(0).ingress();
        boolean tls = served.get(0).stated().fact().spec().tls().on();
        scopes.apply(check.component())
                .flow(
                        check.offer().pods(),
                        ingress.offer().pods().orIn(ingress.namespace()),
                        Protocol.TCP,
                        (tls ? ingress.offer().https() : ingress.offer().http()).number());
    }

    private static void check(StatedRoute route, Scope scope) {
        if (!scope.cluster().inDomains(route.host())) {
            scope.finding(Finding.error(
                            "route.host",
                            route.subject(),
                            "the host is not below a domain of the cluster; it has "
                                    + String.join(", ", scope.cluster().domains()))
                    .hint("correct the host, or add its domain with Cluster.domain(...)"));
        }
        boolean guarded =
                route.spec().wants(Intent.Guarded.class) || !route.spec().open().isEmpty();
        for (Backend backend : route.backends()) {
            if (!guarded && !backend.service().offer().login()) {
                scope.finding(Finding.error(
                                "route.login",
                                route.subject(),
                                "path " + backend.path() + " leads to Service " + backend.serviceName()
                                        + " of component " + backend.service().component()
                                        + ", which asks nobody who they are")
                        .hint("protect it with login(...), or say open(\"why\"); a service with a login of its own"
                                + " says so with ServiceOffer.withLogin()"));
            }
        }
    }

    /** The ingresses that could serve a route; it takes one. */
    static List<Offered<IngressOffer>> candidates(StatedRoute route, Scope scope) {
        String wanted = route.spec().ingress();
        return scope.cluster().offers(IngressOffer.class).stream()
                .filter(offered -> wanted.isEmpty() || offered.component().equals(wanted))
                .toList();
    }

    private static Optional<Offered<IngressOffer>> ingress(StatedRoute route, Scope scope) {
        List<Offered<IngressOffer>> all = scope.cluster().offers(IngressOffer.class);
        String wanted = route.spec().ingress();
        List<Offered<IngressOffer>> candidates = candidates(route, scope);
        if (candidates.size() == 1) {
            return Optional.of(candidates.get(0));
        }
        String names = all.stream().map(Offered::component).collect(Collectors.joining(", "));
        String message;
        if (all.isEmpty()) {
            message = "no component of the cluster is an ingress";
        } else if (candidates.isEmpty()) {
            message = "it is to go through component '" + wanted + "', which is no ingress; there is " + names;
        } else {
            message = "several could serve it: " + names;
        }
        scope.finding(Finding.error("route.ingress", route.subject(), message)
                .hint(
                        all.isEmpty()
                                ? "add an ingress component to a layer, or declare one with Site.preinstalled(...)"
                                : "choose one with through(\"" + all.get(0).component() + "\")"));
        return Optional.empty();
    }

    private static void serve(String host, List<Served> served, Expansion soFar, Function<String, Scope> scopes) {
        Served first = served.get(0);
        for (Served other : served) {
            if (!other.ingress().equals(first.ingress())) {
                scopes.apply(other.stated().component())
                        .finding(Finding.error(
                                        "route.conflict",
                                        other.stated().fact().subject(),
                                        "it goes through component "
                                                + other.ingress().component() + ", but "
                                                + who(first.stated(), soFar) + " serves the same host through "
                                                + first.ingress().component())
                                .hint("serve a host through one ingress"));
                return;
            }
        }
        List<Stated<StatedRoute>> routes = served.stream().map(Served::stated).toList();
        if (free(routes, soFar, scopes)) {
            new Host(host, first.ingress(), routes, scopes).render();
        }
    }

    /** Whether no path is taken twice; otherwise that is reported. */
    private static boolean free(List<Stated<StatedRoute>> routes, Expansion soFar, Function<String, Scope> scopes) {
        Map<String, Stated<StatedRoute>> takers = new TreeMap<>();
        boolean free = true;
        for (Stated<StatedRoute> stated : routes) {
            for (Path path : taken(stated.fact())) {
                Stated<StatedRoute> before = takers.putIfAbsent(path.toString(), stated);
                if (before != null) {
                    free = false;
                    scopes.apply(stated.component())
                            .finding(Finding.error(
                                            "route.conflict",
                                            stated.fact().subject(),
                                            "component " + stated.component() + " routes path " + path + ", which "
                                                    + who(before, soFar) + " routes already")
                                    .hint("give one of them another host or path"));
                }
            }
        }
        return free;
    }

    /** All paths that a route answers. */
    static List<Path> taken(StatedRoute route) {
        List<Path> paths =
                new ArrayList<>(route.backends().stream().map(Backend::path).toList());
        route.redirects().forEach(redirect -> paths.add(Path.exact(redirect.path())));
        return paths;
    }

    private static String who(Stated<StatedRoute> stated, Expansion soFar) {
        return "component " + stated.component()
                + soFar.placeOf(stated.component())
                        .map(place -> " (" + place + ")")
                        .orElse("");
    }
}
