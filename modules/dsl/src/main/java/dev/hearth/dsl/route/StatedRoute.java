package dev.hearth.dsl.route;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.Protocol;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.ServiceOffer;
import dev.hearth.findings.Finding;
import java.util.Optional;

/** A route in its cluster: the full host, and where its paths really lead. */
record StatedRoute(Spec spec, String host, ImmutableList<Backend> backends, ImmutableList<Intent.Redirect> redirects) {

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
        StatedRoute stated = new StatedRoute(spec, host, backends.build(), redirects.build());
        return stated.backends().isEmpty() ? Optional.empty() : Optional.of(stated);
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
