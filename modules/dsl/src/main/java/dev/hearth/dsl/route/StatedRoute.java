package dev.hearth.dsl.route;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.Protocol;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.ServiceOffer;
import dev.hearth.findings.Finding;
import java.util.List;
import java.util.Optional;

/** A route in its cluster: the full host, where its paths really lead, and the proxy that people log in at, if there is one. */
record StatedRoute(
        Spec spec,
        String host,
        ImmutableList<Backend> backends,
        ImmutableList<Intent.Redirect> redirects,
        Optional<Intent.Forwarded> forwarded) {

    /** A path and the service behind it. */
    record Backend(Path path, Offered<ServiceOffer> service) {

        String scheme() {
            return service.offer().port().scheme();
        }

        String serviceName() {
            return service.offer().service();
        }
    }

    private static final ImmutableList<String> SPOKEN = ImmutableList.of("http", "https", "grpc", "grpcs");

    /** Looks everything up; empty where no path leads anywhere, which is reported then. */
    static Optional<StatedRoute> of(Spec spec, Scope scope) {
        String host = scope.cluster().publicHost(spec.host());
        ImmutableList.Builder<Backend> backends = ImmutableList.builder();
        for (Target target : spec.targets()) {
            scope.service(target.service())
                    .map(service -> new Backend(target.path(), service))
                    .filter(backend -> routable(host, backend, scope))
                    .ifPresent(backends::add);
        }
        ImmutableList.Builder<Intent.Redirect> redirects = ImmutableList.builder();
        for (Spec.RedirectTo redirect : spec.redirects()) {
            String url = scope.text(redirect.url());
            if (Route.url(url)) {
                redirects.add(new Intent.Redirect(redirect.path().text(), url));
            } else {
                scope.finding(Finding.error(
                                "route.redirect",
                                "Route " + host,
                                "path " + redirect.path().text() + " is redirected to '" + url
                                        + "', which is no full URL of http or https")
                        .hint("redirect to a URL such as https://" + host + "/"));
            }
        }
        StatedRoute stated =
                new StatedRoute(spec, host, backends.build(), redirects.build(), forwarded(spec, host, scope));
        return stated.backends().isEmpty() ? Optional.empty() : Optional.of(stated);
    }

    private static Optional<Intent.Forwarded> forwarded(Spec spec, String host, Scope scope) {
        List<Path> paths = spec.targets().stream().map(Target::path).toList();
        return spec.intent(Intent.Guarded.class)
                .map(Intent.Guarded::login)
                .filter(Login.Forward.class::isInstance)
                .map(Login.Forward.class::cast)
                .filter(login -> logsIn(login, host, paths, scope))
                .flatMap(login -> scope.service(login.proxy())
                        .map(proxy -> new Intent.Forwarded(
                                proxy, scope.text(login.proxy().url()), host, login.headers())));
    }

    private static boolean logsIn(Login.Forward login, String host, List<Path> paths, Scope scope) {
        boolean known = login.hosts().stream().map(scope.cluster()::publicHost).anyMatch(host::equals);
        if (!known) {
            scope.finding(Finding.error(
                            "route.login",
                            "Route " + host,
                            "component " + login.proxy().component() + " logs people in at " + login.hosts()
                                    + ", and not at this host")
                    .hint("name the host where the proxy is made: OAuth2Proxy.forwarding(name, client, hosts)"));
        }
        Optional<String> taken = paths.stream()
                .map(Path::text)
                .filter(path -> (path + "/").startsWith(Login.Forward.BASE + "/"))
                .findFirst();
        taken.ifPresent(path -> scope.finding(Finding.error(
                        "route.conflict",
                        "Route " + host,
                        "path " + path + " leads elsewhere, but people log in below " + Login.Forward.BASE)
                .hint("leave the path out, or let another host lead there")));
        return known && taken.isEmpty();
    }

    private static boolean routable(String host, Backend backend, Scope scope) {
        boolean spoken = SPOKEN.contains(backend.scheme())
                && backend.service().offer().port().protocol() == Protocol.TCP;
        if (!spoken) {
            scope.finding(Finding.error(
                            "route.protocol",
                            "Route " + host,
                            "path " + backend.path() + " leads to Service " + backend.serviceName() + ", which speaks "
                                    + backend.scheme() + "; a route carries " + SPOKEN)
                    .hint("route to a port of http, or say Port.speaking(\"http\") where it is one"));
        }
        return spoken;
    }

    /** For findings. */
    String subject() {
        return "Route " + host;
    }
}
