package dev.hearth.platform.access;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.hours;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.minutes;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;
import dev.hearth.dsl.route.Login;
import dev.hearth.dsl.route.Route;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Volume;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import java.time.Duration;
import java.util.Optional;

/**
 * OAuth2 Proxy for services that have no login of their own: it lets through who has logged in at the identity provider.
 *
 * <pre>{@code
 * OAuth2Proxy.before(prometheus.queryApi(), "prometheus", dex.client("prometheus")).groups("admins")
 *
 * OAuth2Proxy login = OAuth2Proxy.forwarding("login", dex.client("login"), "wiki", "shop");
 * Route.at("wiki").to(wiki).login(login.login())
 * }</pre>
 *
 * <p>Before a service, the host leads to the proxy, and the proxy to the service. That works with every ingress controller, for it
 * asks nothing of it. The service itself needs no route; one of its own would be a way around.
 *
 * <p>Forwarding, one proxy serves many routes: the host leads to the service, and the controller asks the proxy about each request.
 * NGINX Ingress needs its own resources for that, and the Gateway API has nothing for it.
 *
 * <p>What somebody is, is in an encrypted cookie of one host alone: a cookie for a whole domain would be sent to everything below
 * it, workspaces that people run themselves as well. So people come by the identity provider once for each host.
 *
 * @param name its name; the namespace has the same
 * @param replicas how many there are
 * @param hosts the host of its route, or those of the routes that ask it
 * @param service what is behind it; empty where it forwards
 * @param telling whether services are told who somebody is, where it forwards
 * @param client the client of the identity provider
 * @param groups who may come in; everybody who can log in where it is empty
 * @param session for how long somebody stays logged in
 * @see <a href="https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview">Settings</a>
 */
public record OAuth2Proxy(
        String name,
        int replicas,
        ImmutableSortedSet<String> hosts,
        Optional<ServiceRef> service,
        boolean telling,
        OidcClient client,
        ImmutableSortedSet<String> groups,
        Duration session)
        implements Component {

    private static final Image IMAGE = Catalogue.image("oauth2-proxy");
    private static final Port HTTP = Port.http(4180);
    private static final Port METRICS = Port.http(44180).named("metrics");
    private static final String[] WHO = {"X-Auth-Request-User", "X-Auth-Request-Email", "X-Auth-Request-Groups"};
    private static final int USER = 65532;
    private static final String SECRETS = "/etc/oauth2-proxy/client";
    private static final String COOKIES = "/etc/oauth2-proxy/cookies";
    private static final String COOKIE_KEY = "key";

    public OAuth2Proxy {
        Names.label("component name", name);
        hosts.forEach(host -> Names.subdomain("host", host));
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException(name + " needs the hosts that it logs people in at");
        }
        requireNonNull(client, "client");
        groups.forEach(Groups::name);
        if (service.filter(behind -> behind.component().isEmpty()).isPresent()) {
            throw new IllegalArgumentException("what is behind " + name + " must be a service of another component");
        }
        if (replicas < 1) {
            throw new IllegalArgumentException("replicas of " + name + " must be at least 1, but was " + replicas);
        }
        if (session.compareTo(minutes(1)) < 0) {
            throw new IllegalArgumentException(
                    "sessions of " + name + " must last a minute at least, but last " + session);
        }
    }

    /** One proxy {@code <component>-login} before that service, for everybody who can log in, for twelve hours. */
    public static OAuth2Proxy before(ServiceRef service, String host, OidcClient client) {
        return new OAuth2Proxy(
                service.component() + "-login",
                1,
                ImmutableSortedSet.of(host),
                Optional.of(service),
                false,
                client,
                ImmutableSortedSet.of(),
                hours(12));
    }

    /**
     * A proxy of that name that ingress controllers ask about each request to those hosts, for everybody who can log in, for twelve
     * hours. The identity provider sends people back to those hosts alone.
     */
    public static OAuth2Proxy forwarding(String name, OidcClient client, String... hosts) {
        return new OAuth2Proxy(
                name,
                1,
                ImmutableSortedSet.copyOf(hosts),
                Optional.empty(),
                false,
                client,
                ImmutableSortedSet.of(),
                hours(12));
    }

    /**
     * The login of routes that ask this proxy.
     *
     * @throws IllegalStateException where it stands before a service
     */
    public Login login() {
        if (service.isPresent()) {
            throw new IllegalStateException(name + " stands before " + service.orElseThrow()
                    + " and has its route; make one that routes ask with OAuth2Proxy.forwarding(...)");
        }
        Login.Forward login = Login.forward(ServiceRef.of(name, name, HTTP.name()), hosts.toArray(new String[0]));
        return telling ? login.headers(WHO) : login;
    }

    /**
     * A copy that tells services who somebody is, in the headers {@code X-Auth-Request-User}, {@code X-Auth-Request-Email} and
     * {@code X-Auth-Request-Groups}, in place of what a client says there. A service that is not told must not believe them.
     *
     * @throws IllegalStateException where it stands before a service, which it tells anyway, in {@code X-Forwarded-User} and so on
     */
    public OAuth2Proxy tellingWho() {
        if (service.isPresent()) {
            throw new IllegalStateException(name + " tells " + service.orElseThrow()
                    + " anyway who somebody is, in X-Forwarded-User, X-Forwarded-Email and X-Forwarded-Groups");
        }
        return new OAuth2Proxy(name, replicas, hosts, service, true, client, groups, session);
    }

    /** A copy of that name. */
    public OAuth2Proxy named(String other) {
        return new OAuth2Proxy(other, replicas, hosts, service, telling, client, groups, session);
    }

    /** A copy with so many of it. */
    public OAuth2Proxy replicas(int count) {
        return new OAuth2Proxy(name, count, hosts, service, telling, client, groups, session);
    }

    /** A copy that lets in nobody but people of those groups. */
    public OAuth2Proxy groups(String... only) {
        return new OAuth2Proxy(
                name, replicas, hosts, service, telling, client, ImmutableSortedSet.copyOf(only), session);
    }

    /** A copy that lets in people of all of those groups. */
    public OAuth2Proxy groups(Groups of) {
        return new OAuth2Proxy(name, replicas, hosts, service, telling, client, of.all(), session);
    }

    /** A copy in which somebody stays logged in that long; until then a group that was taken from them still counts. */
    public OAuth2Proxy session(Duration longest) {
        return new OAuth2Proxy(name, replicas, hosts, service, telling, client, groups, longest);
    }

    @Override
    public Offers offers() {
        return server("").offers().and(OAuth2ProxyDashboard.of(this));
    }

    @Override
    public ImmutableSet<Ask> asks() {
        // Told all endpoints, its pods need not come by the issuer's public address.
        Value[] callbacks = hosts.stream().map(OAuth2Proxy::callback).toArray(Value[]::new);
        return client.endpoints().isPresent()
                ? client.asking(callbacks)
                : client.asking(server("").pods().orIn(name), callbacks);
    }

    private static Value callback(String host) {
        return Value.of("https://").then(Value.publicHost(host)).then(Login.Forward.BASE + "/callback");
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        Workload server = server(cluster.site().podNetwork().toString());
        Manifests manifests = Manifests.of(server, alerts());
        return service.isEmpty()
                ? manifests
                : manifests.and(Route.at(hosts.first())
                        .to(server.service(HTTP))
                        .named(name)
                        .websockets());
    }

    private Credential cookies() {
        return Credential.named(name + "-cookies").password(COOKIE_KEY, 32);
    }

    private Workload server(String proxies) {
        Workload server = Workload.deployment(name)
                .image(IMAGE)
                .replicas(replicas)
                .args(arguments(proxies))
                .env("OAUTH2_PROXY_CLIENT_ID", client.credential().key(OidcClient.ID))
                .mount(client.credential(), SECRETS)
                // What encrypts a session is read at the start, what signs it each time: together they fit after a
                // start alone.
                .mount(Volume.secret(cookies()).readAtStart(), COOKIES)
                .port(HTTP)
                .login(HTTP)
                .runAs(USER, USER)
                .fsGroup(USER)
                .requests(cpu("10m"), memory("24Mi"))
                .limits(memory("96Mi"))
                .readiness(Probe.http(HTTP, "/ready"))
                .liveness(Probe.http(HTTP, "/ping").failures(6))
                .metrics(METRICS, "/metrics")
                .reaches(service.map(ImmutableSet::of).orElse(ImmutableSet.of()).toArray(new ServiceRef[0]));
        return client.component().isEmpty()
                ? server.reaches(Peer.outside("the identity provider"), Port.https(443))
                : server;
    }

    private ImmutableList<Value> arguments(String proxies) {
        ImmutableList.Builder<Value> all = ImmutableList.builder();
        all.add(
                flag("http-address", "0.0.0.0:" + HTTP.number()),
                flag("metrics-address", "0.0.0.0:" + METRICS.number()));
        all.addAll(service.map(this::before).orElseGet(this::asked));
        all.add(
                flag("provider", "oidc"),
                flag("oidc-issuer-url", client.issuer()),
                flag("client-secret-file", SECRETS + "/" + OidcClient.SECRET),
                flag("code-challenge-method", "S256"),
                flag("insecure-oidc-skip-nonce", "false"),
                flag("scope", "openid profile email groups"),
                // Otherwise people are asked each time whether the proxy may know who they are.
                flag("approval-prompt", "auto"),
                flag("email-domain", "*"),
                flag("cookie-secret-file", COOKIES + "/" + COOKIE_KEY),
                // A browser takes a cookie of that name over TLS and for that very host alone.
                flag("cookie-name", "__Host-login"),
                flag("cookie-expire", session.toSeconds() + "s"),
                flag("cookie-samesite", "lax"),
                // Tokens would make the cookie too long for browsers.
                flag("session-cookie-minimal", "true"),
                flag("pass-basic-auth", "false"),
                // Where it is asked, a redirect in place of its page would keep the status 401, and browsers follow
                // none of those.
                flag("skip-provider-button", Boolean.toString(service.isPresent())),
                flag("reverse-proxy", "true"),
                flag("trusted-proxy-ip", proxies),
                flag("silence-ping-logging", "true"));
        client.endpoints()
                .ifPresent(known -> all.add(
                        flag("skip-oidc-discovery", "true"),
                        flag("login-url", known.authorization()),
                        flag("redeem-url", known.token()),
                        flag("oidc-jwks-url", known.keys())));
        groups.forEach(group -> all.add(flag("allowed-group", group)));
        return all.build();
    }

    private ImmutableList<Value> before(ServiceRef behind) {
        return ImmutableList.of(
                flag("upstream", behind.url().then("/")), flag("redirect-url", callback(hosts.first())));
    }

    /** Nothing is behind it, and people go back to the host that they came from. */
    private ImmutableList<Value> asked() {
        return ImmutableList.of(flag("upstream", "static://202"), flag("set-xauthrequest", Boolean.toString(telling)));
    }

    private static Value flag(String name, String value) {
        return flag(name, Value.of(value));
    }

    private static Value flag(String name, Value value) {
        return Value.of("--" + name + "=").then(value);
    }

    private String where() {
        return service.map(behind -> "before " + behind.component()).orElse(name);
    }

    private Rules alerts() {
        String here = "namespace=\"" + name + "\"";
        return Rules.named(name)
                .alert(Alert.named("LoginProxyDown")
                        .expr("kube_deployment_status_replicas_available{" + here + ",deployment=\"" + name
                                + "\"} == 0")
                        .holding(minutes(10))
                        .severity(Severity.WARNING)
                        .summary("The login " + where() + " is down")
                        .description(
                                "No pod of {{ $labels.namespace }} is ready, so nobody reaches what is behind it."))
                .alert(Alert.named("LoginProxyErrors")
                        .expr("sum by (namespace) (rate(oauth2_proxy_requests_total{" + here
                                + ",code=~\"5..\"}[10m])) / sum by (namespace) (rate(oauth2_proxy_requests_total{"
                                + here + "}[10m])) > 0.05")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("The login " + where() + " answers with errors")
                        .description(
                                "{{ $value | humanizePercentage }} of the requests to {{ $labels.namespace }} fail."));
    }
}
