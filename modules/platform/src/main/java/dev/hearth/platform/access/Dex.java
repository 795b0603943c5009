package dev.hearth.platform.access;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.hours;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.minutes;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;
import dev.hearth.dsl.route.Route;
import dev.hearth.dsl.workload.Access;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Dex, the identity provider: people log in once, with a password of its own or an account elsewhere, and every application
 * that is its client knows who they are and in which groups.
 *
 * <pre>{@code
 * Dex dex = Dex.named("dex").users(Dex.User.of("ada", "ada@example.org", "admins"));
 * Grafana.named("grafana").login(dex.client("grafana"), Groups.admins("admins"));
 * }</pre>
 *
 * <p>A client asks for itself: {@link #client} and {@link #publicClient} say its name, the application where people are sent
 * back to. Browsers and whoever reads the discovery document come by the route; an application that is told the addresses
 * asks Dex's service directly, without TLS, as the ingress does.
 *
 * <p>Sessions and signing keys are custom resources of its namespace, so nothing has to be backed up: without them people log
 * in again. No secret is in its configuration; it reads all of them from its environment.
 *
 * @param name its name; the namespace has the same
 * @param host the host of its route, and so the name of the issuer; tokens of another one are worth nothing
 * @param replicas how many there are
 * @param users people with a password here
 * @param connectors accounts elsewhere
 * @param session how long a token says who somebody is; so long a group that was taken from somebody still counts
 * @see <a href="https://dexidp.io/docs/">Dex</a>
 */
public record Dex(
        String name,
        String host,
        int replicas,
        ImmutableList<User> users,
        ImmutableList<Connector> connectors,
        Duration session)
        implements Component {

    private static final Image IMAGE = Catalogue.image("dex");

    static final Port HTTP = Port.http(5556);
    private static final Port TELEMETRY = Port.http(5558).named("telemetry");
    private static final int USER = 1001;
    private static final String CONFIGURATION = "/etc/dex/cfg";
    private static final String GROUP = "dex.coreos.com";

    private static final String[] RESOURCES = {
        "authcodes",
        "authrequests",
        "connectors",
        "devicerequests",
        "devicetokens",
        "oauth2clients",
        "offlinesessionses",
        "passwords",
        "refreshtokens",
        "signingkeies"
    };

    /**
     * Somebody with a password here.
     *
     * @param name what they are called; whoever gets the same name later is the same person to all applications
     * @param email what they log in with
     * @param groups their groups
     */
    public record User(String name, String email, ImmutableSortedSet<String> groups) {

        public User {
            ClientLogin.name(name);
            groups.forEach(Groups::name);
            if (!email.matches("[^@\\s]+@[^@\\s]+")) {
                throw new IllegalArgumentException(
                        "the e-mail address of " + name + " must be one, but was '" + email + "'");
            }
        }

        /** Somebody in those groups. */
        public static User of(String name, String email, String... groups) {
            return new User(name, email, ImmutableSortedSet.copyOf(groups));
        }
    }

    public Dex {
        Names.label("component name", name);
        Names.subdomain("host", host);
        requireNonNull(users, "users");
        requireNonNull(connectors, "connectors");
        if (replicas < 1) {
            throw new IllegalArgumentException("replicas of " + name + " must be at least 1, but was " + replicas);
        }
        if (session.compareTo(minutes(1)) < 0) {
            throw new IllegalArgumentException(
                    "sessions of " + name + " must last a minute at least, but last " + session);
        }
        distinct("names of users", users.stream().map(User::name).toList());
        distinct("e-mail addresses of users", users.stream().map(User::email).toList());
        distinct("connectors", connectors.stream().map(Connector::id).toList());
    }

    private static void distinct(String what, Collection<String> all) {
        if (all.stream().distinct().count() != all.size()) {
            throw new IllegalArgumentException(what + " must differ, but are " + all);
        }
    }

    /** One Dex at {@code auth}, whose tokens last twelve hours; it needs users or connectors. */
    public static Dex named(String name) {
        return new Dex(name, "auth", 1, ImmutableList.of(), ImmutableList.of(), hours(12));
    }

    /** A copy that is reached at that host. */
    public Dex route(String at) {
        return new Dex(name, at, replicas, users, connectors, session);
    }

    /** A copy with so many of it, on several nodes where there are some. */
    public Dex replicas(int count) {
        return new Dex(name, host, count, users, connectors, session);
    }

    /** A copy that knows those people too. */
    public Dex users(User... more) {
        return new Dex(name, host, replicas, append(users, more), connectors, session);
    }

    /** A copy that takes those accounts too. */
    public Dex connectors(Connector... more) {
        return new Dex(name, host, replicas, users, append(connectors, more), session);
    }

    /** A copy whose tokens last that long. */
    public Dex session(Duration longest) {
        return new Dex(name, host, replicas, users, connectors, longest);
    }

    private static <T> ImmutableList<T> append(ImmutableList<T> list, T[] more) {
        return Stream.concat(list.stream(), Arrays.stream(more)).collect(ImmutableList.toImmutableList());
    }

    /** The URL that its tokens name. */
    public Value issuer() {
        return Value.of("https://").then(Value.publicHost(host));
    }

    /** A client of that name, with a Secret {@code <dex>-<name>} beside Dex and beside the application. */
    public OidcClient client(String id) {
        Value service = ServiceRef.of(name, name, HTTP.name()).url();
        return new OidcClient(
                name,
                issuer(),
                Optional.of(new OidcClient.Endpoints(
                        issuer().then("/auth"),
                        service.then("/token"),
                        service.then("/userinfo"),
                        service.then("/keys"))),
                Credential.named(name + "-" + ClientLogin.name(id))
                        .fixed(OidcClient.ID, id)
                        .password(OidcClient.SECRET, 32));
    }

    /** A client of that name without a secret. */
    public PublicOidcClient publicClient(String id) {
        return new PublicOidcClient(name, id, issuer());
    }

    @Override
    public Band band() {
        return Band.OPERATORS;
    }

    @Override
    public Offers offers() {
        return server(new DexConfiguration(this, List.of()))
                .offers()
                .and(new CrdOffer("dex", ImmutableList.of(GROUP), Catalogue.definitions("dex")), DexDashboard.of(this));
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        if (users.isEmpty() && connectors.isEmpty()) {
            throw new IllegalStateException(
                    "nobody could log in at " + name + ": it needs Dex.users(...) or Dex.connectors(...)");
        }
        List<ClientLogin> clients = cluster.asks(name, ClientLogin.class);
        DexConfiguration configuration = new DexConfiguration(this, clients);
        Workload server = server(configuration);
        Route route = Route.at(host).to(server.service(HTTP)).named(name);
        for (Pods caller : clients.stream()
                .flatMap(client -> client.callers().stream())
                .distinct()
                .toList()) {
            route = route.reachedBy(caller);
        }
        return Manifests.of(server, configuration.config(), route, alerts());
    }

    private Workload server(DexConfiguration configuration) {
        Workload server = Workload.deployment(name)
                .image(IMAGE)
                .replicas(replicas)
                .command("/usr/local/bin/dex", "serve", CONFIGURATION + "/" + DexConfiguration.FILE)
                .port(HTTP)
                .login(HTTP)
                .mount(configuration.config(), CONFIGURATION)
                .runAs(USER, USER)
                .access(Access.to(RESOURCES).group(GROUP).verbs("create", "delete", "get", "list", "update"))
                .requests(cpu("10m"), memory("48Mi"))
                .limits(memory("128Mi"))
                .readiness(Probe.http(TELEMETRY, "/healthz/ready"))
                .liveness(Probe.http(TELEMETRY, "/healthz/live").failures(6))
                .metrics(TELEMETRY, "/metrics");
        for (var variable : configuration.environment().entrySet()) {
            server = server.env(variable.getKey(), variable.getValue());
        }
        for (Connector connector : connectors) {
            ConnectorSettings settings = new ConnectorSettings(connector);
            server = server.reaches(settings.server(), settings.port());
        }
        return server;
    }

    private Rules alerts() {
        String here = "namespace=\"" + name + "\"";
        return Rules.named(name)
                .alert(Alert.named("DexDown")
                        .expr("kube_deployment_status_replicas_available{" + here + ",deployment=\"" + name
                                + "\"} == 0")
                        .holding(minutes(5))
                        .severity(Severity.CRITICAL)
                        .summary("The identity provider is down")
                        .description("No pod of {{ $labels.namespace }} is ready, so nobody can log in anywhere."))
                .alert(Alert.named("DexErrors")
                        .expr("sum by (namespace) (rate(http_requests_total{" + here
                                + ",code=~\"5..\"}[10m])) / sum by (namespace) (rate(http_requests_total{" + here
                                + "}[10m])) > 0.05")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("The identity provider answers with errors")
                        .description(
                                "{{ $value | humanizePercentage }} of the requests to {{ $labels.namespace }} fail."));
    }
}
