package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.seconds;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.NodeRole;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.backup.Backup;
import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.route.Route;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Volume;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import dev.hearth.platform.access.Groups;
import dev.hearth.platform.access.OidcClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Grafana whose data sources and dashboards are code; it stands on one node and keeps its own state on a disk. It shows the
 * dashboards that components offer, beside those that it is given.
 *
 * <pre>{@code
 * Grafana.named("grafana")
 *     .dataSources(prometheus.dataSource())
 *     .dashboards(overview)
 *     .route("dashboard");
 * }</pre>
 *
 * @param name its name
 * @param namespace where it runs
 * @param storage the size of the disk for its own state
 * @param dataSources where it reads from; the first is the default
 * @param dashboards its own dashboards, beside those that components offer
 * @param host the host of its route; empty for none
 * @param login the identity provider people log in at; empty for passwords of Grafana's own
 * @see <a href="https://grafana.com/docs/grafana/latest/">Grafana</a>
 */
public record Grafana(
        String name,
        String namespace,
        Bytes storage,
        ImmutableList<DataSource> dataSources,
        ImmutableList<Dashboard> dashboards,
        String host,
        Optional<Login> login)
        implements Component {

    private static final Image IMAGE = Catalogue.image("grafana");
    private static final Port HTTP = Port.http(3000);
    private static final int USER = 472;
    private static final String SECRETS = "/etc/grafana/login";

    /**
     * Where people log in, and what those of which group may do.
     *
     * @param client the client of the provider, which says its endpoints
     * @param groups admins of Grafana, who may edit, and who may look; nobody else is let in
     */
    public record Login(OidcClient client, Groups groups) {

        public Login {
            requireNonNull(groups, "groups");
            if (client.endpoints().isEmpty()) {
                throw new IllegalArgumentException("Grafana reads no discovery document, so it needs the endpoints of"
                        + " the provider; add them with endpoints(...)");
            }
        }
    }

    public Grafana {
        Names.label("component name", name);
        Names.label("namespace", namespace);
        requireNonNull(login, "login");
        once(name, "uid", dataSources, DataSource::uid);
        once(name, "name", dataSources, DataSource::name);
        if (login.isPresent() && host.isEmpty()) {
            throw new IllegalArgumentException(
                    "people can only be sent back to " + name + " from a login where it has a route");
        }
    }

    private static void once(
            String grafana, String what, List<DataSource> sources, Function<DataSource, String> field) {
        List<String> values = sources.stream().map(field).toList();
        if (values.stream().distinct().count() != values.size()) {
            throw new IllegalArgumentException(
                    "two data sources of " + grafana + " have the same " + what + ": " + values);
        }
    }

    /** A Grafana in the namespace {@code monitoring}, without data sources, dashboards and route. */
    public static Grafana named(String name) {
        return new Grafana(name, "monitoring", gib(5), ImmutableList.of(), ImmutableList.of(), "", Optional.empty());
    }

    /** A copy with those data sources too. */
    public Grafana dataSources(DataSource... more) {
        return new Grafana(name, namespace, storage, append(dataSources, Arrays.asList(more)), dashboards, host, login);
    }

    /** A copy with those dashboards too. */
    public Grafana dashboards(Dashboard... more) {
        return new Grafana(name, namespace, storage, dataSources, append(dashboards, Arrays.asList(more)), host, login);
    }

    /** A copy that is reached at that host. */
    public Grafana route(String at) {
        return new Grafana(name, namespace, storage, dataSources, dashboards, at, login);
    }

    /**
     * A copy whose people log in at that provider and are what their groups say; a name and a password work as before, for the
     * day on which the provider does not. It needs a route.
     */
    public Grafana login(OidcClient client, Groups groups) {
        return new Grafana(
                name, namespace, storage, dataSources, dashboards, host, Optional.of(new Login(client, groups)));
    }

    private static <T> ImmutableList<T> append(ImmutableList<T> list, List<T> more) {
        return ImmutableList.<T>builder().addAll(list).addAll(more).build();
    }

    @Override
    public Band band() {
        return Band.OBSERVABILITY;
    }

    @Override
    public Offers offers() {
        return server().offers().and(GrafanaDashboard.of(this));
    }

    @Override
    public ImmutableSet<Ask> asks() {
        return login.map(some -> some.client().asking(url().then("/login/generic_oauth")))
                .orElse(ImmutableSet.of());
    }

    private Value url() {
        return Value.of("https://").then(Value.publicHost(host));
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        List<Part> parts = new ArrayList<>();
        Provisioning provisioning = new Provisioning(this, cluster);
        Workload server = provisioning.mountedBy(server());
        parts.add(server);
        parts.add(provisioning::check);
        // Of people and what they keep for themselves; data sources and dashboards are in the tree.
        parts.add(Backup.volumes("data"));
        if (!provisioning.dashboards().isEmpty()) {
            parts.add(ApiCheck.dashboards(name + "-answers", server.service(HTTP), admin(), provisioning.dashboards()));
        }
        if (!host.isEmpty()) {
            parts.add(Route.at(host).to(server.service(HTTP)).named(name).websockets());
        }
        return Manifests.of(parts);
    }

    private Credential admin() {
        return Credential.named(name + "-admin")
                .fixed("user", "admin")
                .random("password", 24)
                .random("secret-key", 32);
    }

    private Workload server() {
        Workload server = Workload.deployment(name)
                .role(NodeRole.MONITORING)
                .image(IMAGE)
                .port(HTTP)
                .login(HTTP)
                .env("GF_PATHS_DATA", "/var/lib/grafana")
                .env("GF_PATHS_PROVISIONING", Provisioning.FOLDER)
                .env("GF_LOG_MODE", "console")
                .env("GF_SECURITY_ADMIN_USER", admin().key("user"))
                .env("GF_SECURITY_ADMIN_PASSWORD", admin().key("password"))
                .env("GF_SECURITY_SECRET_KEY", admin().key("secret-key"))
                .env("GF_USERS_ALLOW_SIGN_UP", "false")
                .env("GF_AUTH_ANONYMOUS_ENABLED", "false")
                .env("GF_ANALYTICS_REPORTING_ENABLED", "false")
                .env("GF_ANALYTICS_CHECK_FOR_UPDATES", "false")
                .env("GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES", "false")
                // Bundled data sources that update themselves fail to start on a read-only root.
                .env("GF_PLUGINS_PREINSTALL_DISABLED", "true")
                .env("GF_PLUGINS_PREINSTALL_AUTO_UPDATE", "false")
                .runAs(USER, USER)
                .fsGroup(USER)
                .mount(Volume.claim("data", storage), "/var/lib/grafana")
                .scratch("/var/lib/grafana-search")
                .scratch("/tmp")
                .requests(cpu("100m"), memory("256Mi"))
                .limits(memory("512Mi"))
                .startup(Probe.http(HTTP, "/api/health").period(seconds(5)).failures(60))
                .readiness(Probe.http(HTTP, "/api/health"))
                .liveness(Probe.http(HTTP, "/api/health").failures(6))
                .metrics(HTTP, "/metrics");
        if (host.isEmpty()) {
            return server;
        }
        server = server.env("GF_SERVER_DOMAIN", Value.publicHost(host)).env("GF_SERVER_ROOT_URL", url());
        return login.isPresent() ? loggingIn(server, login.orElseThrow()) : server;
    }

    private static Workload loggingIn(Workload server, Login login) {
        OidcClient client = login.client();
        OidcClient.Endpoints endpoints = client.endpoints().orElseThrow();
        Workload known = server.env("GF_AUTH_GENERIC_OAUTH_ENABLED", "true")
                .env("GF_AUTH_GENERIC_OAUTH_NAME", "the house")
                .env("GF_AUTH_GENERIC_OAUTH_CLIENT_ID", client.credential().key(OidcClient.ID))
                .env("GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET__FILE", SECRETS + "/" + OidcClient.SECRET)
                .mount(client.credential(), SECRETS)
                .env("GF_AUTH_GENERIC_OAUTH_SCOPES", "openid profile email groups offline_access")
                .env("GF_AUTH_GENERIC_OAUTH_AUTH_URL", endpoints.authorization())
                .env("GF_AUTH_GENERIC_OAUTH_TOKEN_URL", endpoints.token())
                .env("GF_AUTH_GENERIC_OAUTH_API_URL", endpoints.userInfo())
                .env("GF_AUTH_GENERIC_OAUTH_USE_PKCE", "true")
                .env("GF_AUTH_GENERIC_OAUTH_USE_REFRESH_TOKEN", "true")
                .env("GF_AUTH_GENERIC_OAUTH_LOGIN_ATTRIBUTE_PATH", "preferred_username || email")
                .env("GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_PATH", roles(login.groups()))
                .env("GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_STRICT", "true")
                .env("GF_AUTH_GENERIC_OAUTH_ALLOW_ASSIGN_GRAFANA_ADMIN", "true");
        return client.component().isEmpty()
                ? known.reaches(Peer.outside("the identity provider"), Port.https(443))
                : known;
    }

    /** An expression of JMESPath; the first that holds counts. */
    private static String roles(Groups groups) {
        return Stream.of(
                        roles(groups.admins(), "GrafanaAdmin"),
                        roles(groups.editors(), "Editor"),
                        roles(groups.viewers(), "Viewer"))
                .flatMap(roles -> roles)
                .collect(Collectors.joining(" || "));
    }

    private static Stream<String> roles(ImmutableSortedSet<String> groups, String role) {
        return groups.stream().map(group -> "contains(groups[*], '" + group + "') && '" + role + "'");
    }
}
