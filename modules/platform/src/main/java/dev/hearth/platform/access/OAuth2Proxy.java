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
import dev.hearth.dsl.route.Route;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import java.time.Duration;

/**
 * OAuth2 Proxy before a service that has no login of its own: the host leads to the proxy, and the proxy lets through who has
 * logged in at the identity provider.
 *
 * <pre>{@code
 * OAuth2Proxy.before(prometheus.queryApi(), "prometheus", dex.client("prometheus")).groups("admins")
 * }</pre>
 *
 * <p>It works with every ingress controller, for it asks nothing of it. The service itself needs no route; one of its own would
 * be a way around. What somebody is, is in an encrypted cookie of that host alone, so there is nothing to keep.
 *
 * @param name its name; the namespace has the same
 * @param replicas how many there are
 * @param host the host of its route
 * @param service what is behind it
 * @param client the client of the identity provider
 * @param groups who may come in; everybody who can log in where it is empty
 * @param session for how long somebody stays logged in
 * @see <a href="https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview">Settings</a>
 */
public record OAuth2Proxy(
        String name,
        int replicas,
        String host,
        ServiceRef service,
        OidcClient client,
        ImmutableSortedSet<String> groups,
        Duration session)
        implements Component {

    private static final Image IMAGE = Catalogue.image("oauth2-proxy");
    private static final Port HTTP = Port.http(4180);
    private static final Port METRICS = Port.http(44180).named("metrics");
    private static final int USER = 65532;
    private static final String SECRETS = "/etc/oauth2-proxy/client";
    private static final String COOKIES = "/etc/oauth2-proxy/cookies";
    private static final String COOKIE_KEY = "key";

    public OAuth2Proxy {
        Names.label("component name", name);
        Names.subdomain("host", host);
        requireNonNull(client, "client");
        groups.forEach(Groups::name);
        if (service.component().isEmpty()) {
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
                service.component() + "-login", 1, host, service, client, ImmutableSortedSet.of(), hours(12));
    }

    /** A copy of that name. */
    public OAuth2Proxy named(String other) {
        return new OAuth2Proxy(other, replicas, host, service, client, groups, session);
    }

    /** A copy with so many of it. */
    public OAuth2Proxy replicas(int count) {
        return new OAuth2Proxy(name, count, host, service, client, groups, session);
    }

    /** A copy that lets in nobody but people of those groups. */
    public OAuth2Proxy groups(String... only) {
        return new OAuth2Proxy(name, replicas, host, service, client, ImmutableSortedSet.copyOf(only), session);
    }

    /** A copy that lets in people of all of those groups. */
    public OAuth2Proxy groups(Groups of) {
        return new OAuth2Proxy(name, replicas, host, service, client, of.all(), session);
    }

    /** A copy in which somebody stays logged in that long; until then a group that was taken from them still counts. */
    public OAuth2Proxy session(Duration longest) {
        return new OAuth2Proxy(name, replicas, host, service, client, groups, longest);
    }

    @Override
    public Offers offers() {
        return server("").offers().and(OAuth2ProxyDashboard.of(this));
    }

    @Override
    public ImmutableSet<Ask> asks() {
        // Told all endpoints, its pods need not come by the issuer's public address.
        return client.endpoints().isPresent()
                ? client.asking(callback())
                : client.asking(server("").pods().orIn(name), callback());
    }

    private Value url() {
        return Value.of("https://").then(Value.publicHost(host));
    }

    private Value callback() {
        return url().then("/oauth2/callback");
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        Workload server = server(cluster.site().podNetwork().toString());
        return Manifests.of(
                server, Route.at(host).to(server.service(HTTP)).named(name).websockets(), alerts());
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
                .mount(cookies(), COOKIES)
                .port(HTTP)
                .login(HTTP)
                .runAs(USER, USER)
                .fsGroup(USER)
                .requests(cpu("10m"), memory("24Mi"))
                .limits(memory("96Mi"))
                .readiness(Probe.http(HTTP, "/ready"))
                .liveness(Probe.http(HTTP, "/ping").failures(6))
                .metrics(METRICS, "/metrics")
                .reaches(service);
        return client.component().isEmpty()
                ? server.reaches(Peer.outside("the identity provider"), Port.https(443))
                : server;
    }

    private ImmutableList<Value> arguments(String proxies) {
        ImmutableList.Builder<Value> all = ImmutableList.builder();
        all.add(
                flag("http-address", "0.0.0.0:" + HTTP.number()),
                flag("metrics-address", "0.0.0.0:" + METRICS.number()),
                flag("upstream", service.url().then("/")),
                flag("redirect-url", callback()),
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
                flag("skip-provider-button", "true"),
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

    private static Value flag(String name, String value) {
        return flag(name, Value.of(value));
    }

    private static Value flag(String name, Value value) {
        return Value.of("--" + name + "=").then(value);
    }

    private Rules alerts() {
        String here = "namespace=\"" + name + "\"";
        return Rules.named(name)
                .alert(Alert.named("LoginProxyDown")
                        .expr("kube_deployment_status_replicas_available{" + here + ",deployment=\"" + name
                                + "\"} == 0")
                        .holding(minutes(10))
                        .severity(Severity.WARNING)
                        .summary("The login before " + service.component() + " is down")
                        .description(
                                "No pod of {{ $labels.namespace }} is ready, so nobody reaches what is behind it."))
                .alert(Alert.named("LoginProxyErrors")
                        .expr("sum by (namespace) (rate(oauth2_proxy_requests_total{" + here
                                + ",code=~\"5..\"}[10m])) / sum by (namespace) (rate(oauth2_proxy_requests_total{"
                                + here + "}[10m])) > 0.05")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("The login before " + service.component() + " answers with errors")
                        .description(
                                "{{ $value | humanizePercentage }} of the requests to {{ $labels.namespace }} fail."));
    }
}
