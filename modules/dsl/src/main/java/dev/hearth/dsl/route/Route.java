package dev.hearth.dsl.route;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.Cidr;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Value;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A public host whose paths lead to services, and what it wants of whoever serves it.
 *
 * <pre>{@code
 * Route.at("s3").to(minio.s3()).unlimitedBody().unbufferedUploads().readTimeout(hours(1));
 * Route.at("shop").to(web).path("/api", api).allowFrom("192.168.10.0/24");
 * Route.at("prometheus").to(prometheus).login(Login.basic(users.key("users")));
 * }</pre>
 *
 * <p>The host is a label below the cluster's first domain, a full name, or a wildcard ({@code *.coder}). It is served
 * with TLS, with a certificate of the cluster's issuer, and who comes without TLS is redirected, unless said otherwise.
 * A service that has no login of its own needs {@link #login} or {@link #open}.
 *
 * <p>It says what is wanted; the cluster's ingress component decides how that is told to its controller, and what that
 * controller cannot keep is a finding. Several routes, of several components too, may share a host.
 */
public final class Route implements Part {

    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]+");
    private static final Pattern REALM = Pattern.compile("[A-Za-z0-9._~:/ -]+");
    private static final Pattern URL = Pattern.compile("https?://[A-Za-z0-9._~:/,?&=-]+");

    private final Spec spec;

    Route(Spec spec) {
        this.spec = spec;
    }

    /** A host that leads nowhere yet. */
    public static final class At {

        private final Spec spec;

        private At(Spec spec) {
            this.spec = spec;
        }

        /** A route of the whole host to that service. */
        public Route to(ServiceRef service) {
            return path("/", service);
        }

        /** A route of that path, and all below it, to that service. */
        public Route path(String path, ServiceRef service) {
            return new Route(spec).path(path, service);
        }

        /** A route of that very path to that service. */
        public Route exactPath(String path, ServiceRef service) {
            return new Route(spec).exactPath(path, service);
        }
    }

    /**
     * A host: {@code dashboard} (below the cluster's first domain), {@code dashboard.home.arpa}, or {@code *.coder}.
     *
     * @throws IllegalArgumentException where it is no host name
     */
    public static At at(String host) {
        String below = host.startsWith("*.") ? host.substring(2) : host;
        Names.subdomain("host", below);
        return new At(Spec.at(host));
    }

    /** A copy whose objects have that name; the host's name below the first domain unless said otherwise. */
    public Route named(String name) {
        return new Route(spec.name(Names.subdomain("route", name)));
    }

    /** A copy in which that path, and all below it, leads to that service. */
    public Route path(String path, ServiceRef service) {
        return new Route(spec.target(new Target(Path.prefix(path), requireNonNull(service, "service"))));
    }

    /** A copy in which that very path leads to that service. */
    public Route exactPath(String path, ServiceRef service) {
        return new Route(spec.target(new Target(Path.exact(path), requireNonNull(service, "service"))));
    }

    /** A copy in which that very path is answered with a redirect (302) to that URL. */
    public Route redirect(String path, Value url) {
        return new Route(spec.redirect(new Spec.RedirectTo(Path.exact(path), requireNonNull(url, "url"))));
    }

    /**
     * A copy in which that very path is answered with a redirect (302) to that URL.
     *
     * @throws IllegalArgumentException where it is no absolute URL of http or https
     */
    public Route redirect(String path, String url) {
        if (!url(url)) {
            throw new IllegalArgumentException("the redirect of " + path + " must lead to a full URL of http or https"
                    + " without spaces and '#', but was '" + url + "'");
        }
        return redirect(path, Value.of(url));
    }

    static boolean url(String text) {
        return URL.matcher(text).matches();
    }

    /**
     * A copy without TLS, and why.
     *
     * @throws IllegalArgumentException without a reason, or where HSTS or a login by a proxy is wanted
     */
    public Route plainHttp(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("the route at " + spec.host() + " needs a reason to be without TLS");
        }
        if (spec.wants(Intent.StrictTransport.class)) {
            throw new IllegalArgumentException("the route at " + spec.host() + " wants HSTS, which needs TLS");
        }
        if (spec.intent(Intent.Guarded.class)
                .filter(guarded -> guarded.login() instanceof Login.Forward)
                .isPresent()) {
            throw new IllegalArgumentException(
                    "the route at " + spec.host() + " has a login by a proxy, which needs TLS and has no realm");
        }
        return new Route(spec.tls(new Tls.None(reason)));
    }

    /** A copy whose certificate comes from that ClusterIssuer; needed only where the cluster has several. */
    public Route issuedBy(String clusterIssuer) {
        return new Route(spec.tls(new Tls.Issued(Names.subdomain("ClusterIssuer", clusterIssuer))));
    }

    /** A copy whose certificate is in that Secret, which something else makes in the namespace of the service. */
    public Route certificate(String secret) {
        return new Route(spec.tls(new Tls.Existing(Names.subdomain("Secret", secret))));
    }

    /** A copy served by that ingress component; needed only where the cluster has several. */
    public Route through(String ingressComponent) {
        return new Route(spec.ingress(Names.label("component name", ingressComponent)));
    }

    /** A copy that takes request bodies of up to that size; controllers take 1 MiB unless told. */
    public Route bodySize(Bytes most) {
        if (most.value() == 0) {
            throw new IllegalArgumentException("the route at " + spec.host()
                    + " must take bodies of at least 1 byte; for no limit say unlimitedBody()");
        }
        return with(new Intent.BodySize(Optional.of(most)));
    }

    /** A copy that takes request bodies of any size. */
    public Route unlimitedBody() {
        return with(new Intent.BodySize(Optional.empty()));
    }

    /** A copy in which the service may be silent that long within a response; 60 seconds by default. Whole seconds. */
    public Route readTimeout(Duration longest) {
        return with(new Intent.ReadTimeout(seconds("read timeout", longest)));
    }

    /** A copy in which the service may take nothing of a request that long; 60 seconds by default. Whole seconds. */
    public Route sendTimeout(Duration longest) {
        return with(new Intent.SendTimeout(seconds("send timeout", longest)));
    }

    /** A copy whose connections may become websockets; they may be silent for an hour unless a timeout says otherwise. */
    public Route websockets() {
        return with(new Intent.WebSockets());
    }

    /** A copy whose request bodies reach the service as they come, not first as a whole on the controller's disk. */
    public Route unbufferedUploads() {
        return with(new Intent.UnbufferedUploads());
    }

    /**
     * A copy whose responses reach the client as they come.
     *
     * @throws IllegalArgumentException where responses are cached
     */
    public Route unbufferedResponses() {
        if (spec.wants(Intent.Cache.class)) {
            throw new IllegalArgumentException(
                    "the route at " + spec.host() + " caches responses, so they cannot be unbuffered");
        }
        return with(new Intent.UnbufferedResponses());
    }

    /**
     * A copy for clients of those ranges of addresses only, such as {@code 192.168.10.0/24}. The controller must see the
     * clients' own addresses (a Service with {@code externalTrafficPolicy: Local}, or a port of the host).
     */
    public Route allowFrom(String... ranges) {
        if (ranges.length == 0) {
            throw new IllegalArgumentException("the route at " + spec.host() + " needs at least one range to allow");
        }
        return with(new Intent.ClientRanges(
                Arrays.stream(ranges).map(Cidr::parse).distinct().collect(ImmutableList.toImmutableList())));
    }

    /**
     * A copy behind a login that the controller asks for; the realm is the host.
     *
     * @throws IllegalArgumentException where everybody may keep what only who logs in may see, or where a proxy is to log people in
     *     without TLS
     */
    public Route login(Login login) {
        return login(login, "");
    }

    /**
     * A copy behind a login that the controller asks for, with the name that browsers show for it.
     *
     * @throws IllegalArgumentException where everybody may keep what only who logs in may see, or where a proxy is to log people in
     *     without TLS or with a name of that kind, which it does not know
     */
    public Route login(Login login, String realm) {
        requireNonNull(login, "login");
        if (!realm.isEmpty() && !REALM.matcher(realm).matches()) {
            throw new IllegalArgumentException(
                    "realm '" + realm + "' must be of letters, digits, spaces, '.', '_', '~', ':', '/' and '-'");
        }
        if (login instanceof Login.Forward && !(spec.tls().on() && realm.isEmpty())) {
            throw new IllegalArgumentException(
                    "the route at " + spec.host() + " has a login by a proxy, which needs TLS and has no realm");
        }
        if (spec.intent(Intent.KeptByOthers.class)
                .filter(kept -> kept.control().shared())
                .isPresent()) {
            throw sharedBehindLogin();
        }
        return with(new Intent.Guarded(login, realm));
    }

    /** A copy that needs no login though its service has none, and why. */
    public Route open(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("the route at " + spec.host() + " needs a reason to be open");
        }
        return new Route(spec.open(reason));
    }

    /**
     * A copy whose responses the controller keeps for that long, unless the service says otherwise; never for requests
     * with credentials or cookies. Whole seconds.
     *
     * @throws IllegalArgumentException where responses are unbuffered
     */
    public Route cache(Duration time) {
        if (spec.wants(Intent.UnbufferedResponses.class)) {
            throw new IllegalArgumentException(
                    "the route at " + spec.host() + " has unbuffered responses, so they cannot be cached");
        }
        return with(new Intent.Cache(seconds("cache time", time)));
    }

    /**
     * A copy whose responses tell browsers and caches on the way how long to keep them, whatever the service says; errors say
     * nothing of it.
     *
     * @throws IllegalArgumentException where everybody may keep what only who logs in may see
     */
    public Route cacheControl(CacheControl control) {
        if (control.shared() && spec.wants(Intent.Guarded.class)) {
            throw sharedBehindLogin();
        }
        return with(new Intent.KeptByOthers(control));
    }

    private IllegalArgumentException sharedBehindLogin() {
        return new IllegalArgumentException("the route at " + spec.host()
                + " has a login, so its responses are not for everybody; say CacheControl.browsers(...)");
    }

    /**
     * A copy whose responses carry that header, errors too.
     *
     * @throws IllegalArgumentException where the name or the value is no header
     */
    public Route responseHeader(String name, String value) {
        if (!HEADER.matcher(name).matches()) {
            throw new IllegalArgumentException("header '" + name + "' must be of letters, digits and '-'");
        }
        if (!HEADER_VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "the value of header " + name + " must be printable ASCII on one line, but was '" + value + "'");
        }
        Map<String, String> headers = new TreeMap<>();
        spec.intent(Intent.ResponseHeaders.class).ifPresent(known -> headers.putAll(known.headers()));
        headers.put(name, value);
        return with(new Intent.ResponseHeaders(ImmutableSortedMap.copyOf(headers)));
    }

    /**
     * A copy that tells browsers to use TLS only.
     *
     * @throws IllegalArgumentException where the route is without TLS
     */
    public Route hsts(Hsts hsts) {
        if (!spec.tls().on()) {
            throw new IllegalArgumentException("the route at " + spec.host() + " is without TLS, so it has no HSTS");
        }
        return with(new Intent.StrictTransport(requireNonNull(hsts, "hsts")));
    }

    /**
     * A copy that those pods may open from inside of the cluster: a flow to the controller. They still need a DNS answer
     * for the host and, for an internal issuer, its certificate.
     */
    public Route reachedBy(Pods pods) {
        return new Route(spec.caller(requireNonNull(pods, "pods")));
    }

    /**
     * Where it is reached, without a path: {@code https://dashboard.home.arpa}.
     *
     * @throws IllegalStateException for a wildcard, which has no one address
     */
    public Value url() {
        if (spec.host().startsWith("*.")) {
            throw new IllegalStateException("the route at " + spec.host() + " has no one address");
        }
        return Value.of(spec.tls().on() ? "https://" : "http://").then(Value.publicHost(spec.host()));
    }

    private Route with(Intent intent) {
        return new Route(spec.with(intent));
    }

    private Duration seconds(String what, Duration time) {
        return Seconds.whole("the " + what + " of the route at " + spec.host(), time);
    }

    @Override
    public void expand(Scope scope) {
        if (!spec.open().isEmpty()) {
            scope.exempt(new Exemption("login", this.toString(), spec.open()));
        }
        if (spec.tls() instanceof Tls.None none) {
            scope.exempt(new Exemption("TLS", this.toString(), none.reason()));
        }
        StatedRoute.of(spec, scope).ifPresent(scope::fact);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Route that && spec.equals(that.spec);
    }

    @Override
    public int hashCode() {
        return spec.hashCode();
    }

    /** For people: {@code Route dashboard}. */
    @Override
    public String toString() {
        return "Route " + spec.host();
    }
}
