package dev.hearth.platform.applications;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.mib;
import static dev.hearth.dsl.Units.minutes;
import static dev.hearth.dsl.Units.seconds;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
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
import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;
import dev.hearth.dsl.monitor.TracesOffer;
import dev.hearth.dsl.route.Route;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Volume;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import dev.hearth.platform.access.OidcClient;
import dev.hearth.platform.data.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Coder: development environments that run in a namespace of their own, reached at one host and, for their applications, at
 * the hosts below it.
 *
 * <pre>{@code
 * Coder.named("coder", postgres.database("coder"))
 *     .workspaces(Workspaces.in("coder-workspaces").memory(gib(24)))
 *     .trust("internal-ca", "ca.crt");
 * }</pre>
 *
 * <p>Servers and workspaces open the public host from inside of the cluster, so its name has to lead to the ingress there,
 * and where the issuer of its certificate is internal, both have to trust it: the servers by {@link #trust}, the workspaces
 * by what their templates mount.
 *
 * <p>Templates are Terraform: the servers fetch providers from the internet. All of Coder's state is in the database, that of
 * workspaces on their disks.
 *
 * @param name its name; the namespace has the same
 * @param image what runs
 * @param replicas how many servers there are
 * @param host the host of its route; applications are below it
 * @param wildcard whether applications of workspaces have hosts of their own
 * @param database where it keeps its state
 * @param workspaces where workspaces run
 * @param trust certificates to trust beside the public ones; empty for none
 * @param login the identity provider people log in at; empty for passwords of Coder's own
 * @see <a href="https://coder.com/docs/reference/cli/server">Settings of the server</a>
 */
public record Coder(
        String name,
        Image image,
        int replicas,
        String host,
        boolean wildcard,
        Database database,
        Workspaces workspaces,
        Optional<Trust> trust,
        Optional<OidcClient> login)
        implements Component {

    private static final Image IMAGE = Catalogue.image("coder");
    private static final Port HTTP = Port.http(8080).servedAt(80);
    private static final Port METRICS = Port.http(2112).named("metrics");
    private static final Port HTTPS = Port.https(443);
    private static final int USER = 1000;
    private static final String CERTIFICATES = "/etc/coder-trust";

    /**
     * A ConfigMap with certificates in PEM, which something else, such as {@code TrustManager}, keeps in the component's
     * namespace.
     *
     * @param configMap its name
     * @param key the key of the certificates
     */
    public record Trust(String configMap, String key) {

        public Trust {
            Names.subdomain("ConfigMap", configMap);
            Names.key("key of ConfigMap " + configMap, key);
        }
    }

    public Coder {
        Names.label("component name", name);
        Names.subdomain("host", host);
        requireNonNull(image, "image");
        requireNonNull(database, "database");
        requireNonNull(trust, "trust");
        requireNonNull(login, "login");
        if (replicas < 1) {
            throw new IllegalArgumentException("replicas of " + name + " must be at least 1, but was " + replicas);
        }
        if (workspaces.namespace().equals(name)) {
            throw new IllegalArgumentException(
                    "workspaces must be in another namespace than Coder itself, but both are in '" + name
                            + "': whoever runs a workspace could read Coder's Secrets");
        }
    }

    /** One server of the stable version 2.36.5 at {@code coder}, with workspaces in {@code <name>-workspaces}. */
    public static Coder named(String name, Database database) {
        return new Coder(
                name,
                IMAGE,
                1,
                "coder",
                true,
                database,
                Workspaces.in(name + "-workspaces"),
                Optional.empty(),
                Optional.empty());
    }

    /** A copy that runs that image. */
    public Coder image(Image other) {
        return new Coder(name, other, replicas, host, wildcard, database, workspaces, trust, login);
    }

    /** A copy with so many servers, which relay to each other. More than one need a licence of Coder. */
    public Coder replicas(int count) {
        return new Coder(name, image, count, host, wildcard, database, workspaces, trust, login);
    }

    /** A copy that is reached at that host, and whose applications are below it. */
    public Coder route(String at) {
        return new Coder(name, image, replicas, at, wildcard, database, workspaces, trust, login);
    }

    /** A copy whose applications have paths of Coder's own host: scripts of theirs may then speak to Coder as its user. */
    public Coder withoutWildcard() {
        return new Coder(name, image, replicas, host, false, database, workspaces, trust, login);
    }

    /** A copy with those workspaces. */
    public Coder workspaces(Workspaces where) {
        return new Coder(name, image, replicas, host, wildcard, database, where, trust, login);
    }

    /**
     * A copy whose servers trust the certificates at that key of a ConfigMap. Coder and Terraform trust the public ones as
     * well, but git, which fetches modules, these alone: best is a bundle that has the public ones too.
     */
    public Coder trust(String configMap, String key) {
        return new Coder(
                name,
                image,
                replicas,
                host,
                wildcard,
                database,
                workspaces,
                Optional.of(new Trust(configMap, key)),
                login);
    }

    /** A copy whose people log in at that provider. Its first user is still made by hand, with a password. */
    public Coder login(OidcClient client) {
        return new Coder(name, image, replicas, host, wildcard, database, workspaces, trust, Optional.of(client));
    }

    /** Where the provider sends people back to: the redirect URI that it has to allow. */
    public Value loginCallback() {
        return url().then("/api/v2/users/oidc/callback");
    }

    /** Where it is reached. */
    public Value url() {
        return Value.of("https://").then(Value.publicHost(host));
    }

    @Override
    public Band band() {
        return Band.APPLICATIONS;
    }

    @Override
    public ImmutableSet<String> after() {
        return ImmutableSet.of(database.component());
    }

    @Override
    public Offers offers() {
        return server("").offers().and(CoderDashboard.of(this));
    }

    @Override
    public ImmutableSet<Ask> asks() {
        return ImmutableSet.<Ask>builder()
                .add(database)
                .addAll(login.map(client -> client.asking(server("").pods().orIn(name), loginCallback()))
                        .orElse(ImmutableSet.of()))
                .build();
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        Workload server = server(cluster.site().podNetwork().toString());
        if (!cluster.offers(TracesOffer.class).isEmpty()) {
            server = server.env("CODER_TRACE_ENABLE", "true").tracesByGrpc();
        }
        List<Part> parts = new ArrayList<>();
        parts.add(server);
        parts.add(Route.at(host)
                .to(server.service(HTTP))
                .named(name)
                .websockets()
                .bodySize(mib(128))
                .reachedBy(server.pods())
                .reachedBy(workspaces.workspacePods()));
        if (wildcard) {
            parts.add(Route.at("*." + host)
                    .to(server.service(HTTP))
                    .named(name + "-apps")
                    .websockets()
                    .unlimitedBody());
        }
        parts.add(workspaces.traffic());
        parts.add(workspaces::limits);
        parts.add(answers(server));
        parts.add(alerts());
        parts.add(Catalogue.supported("coder"));
        // What the servers know is in the database; only the workspaces hold something themselves.
        parts.add(Backup.everything().namespace(workspaces.namespace()));
        return Manifests.of(parts).accept("pod.liveness", "a restart would drop the connections to all workspaces");
    }

    private Workload server(String proxies) {
        Workload server = Workload.deployment(name)
                .role(NodeRole.DEVELOPMENT)
                .image(image)
                .replicas(replicas)
                .command("/opt/coder")
                .args("server")
                .env("CODER_HTTP_ADDRESS", "0.0.0.0:" + HTTP.number())
                .env("CODER_ACCESS_URL", url())
                .env("CODER_PG_CONNECTION_URL", database.credential().key("url"))
                .envField("KUBE_POD_IP", "status.podIP")
                .env("CODER_DERP_SERVER_RELAY_URL", "http://$(KUBE_POD_IP):" + HTTP.number())
                // Workspaces are reached through the servers alone: nobody is asked for addresses on the internet.
                .env("CODER_DERP_SERVER_STUN_ADDRESSES", "disable")
                .env("CODER_BLOCK_DIRECT", "true")
                // Every ingress carries websockets, and not every one Coder's own upgrade.
                .env("CODER_DERP_FORCE_WEBSOCKETS", "true")
                .env("CODER_PROXY_TRUSTED_HEADERS", "X-Forwarded-For")
                .env("CODER_PROXY_TRUSTED_ORIGINS", proxies)
                .env("CODER_SECURE_AUTH_COOKIE", "true")
                .env("CODER_OAUTH2_GITHUB_DEFAULT_PROVIDER_ENABLE", "false")
                .env("CODER_EXTERNAL_AUTH_GITHUB_DEFAULT_PROVIDER_ENABLE", "false")
                .env("CODER_TELEMETRY_ENABLE", "false")
                .env("CODER_UPDATE_CHECK", "false")
                .env("CODER_PROMETHEUS_ENABLE", "true")
                .env("CODER_PROMETHEUS_ADDRESS", "0.0.0.0:" + METRICS.number())
                .envResource("GOMEMLIMIT", "limits.memory")
                .port(HTTP)
                .login(HTTP)
                .runAs(USER, USER)
                .scratch("/home/coder")
                .scratch("/tmp")
                .requests(cpu("250m"), memory("512Mi"))
                .limits(memory("2Gi"))
                .startup(Probe.http(HTTP, "/healthz").period(seconds(5)).failures(120))
                // No probe for life: a restart would drop the connections to all workspaces.
                .readiness(Probe.http(HTTP, "/healthz"))
                .terminationGracePeriod(minutes(1))
                .access(workspaces.access())
                .reaches(Peer.outside("registry.terraform.io"), HTTPS)
                .metrics(METRICS, "/metrics");
        if (replicas > 1) {
            server = server.peers(HTTP);
        }
        if (wildcard) {
            server = server.env("CODER_WILDCARD_ACCESS_URL", Value.of("*.").then(Value.publicHost(host)))
                    .env("CODER_DISABLE_PATH_APPS", "true");
        }
        if (login.isPresent()) {
            server = loggingIn(server, login.orElseThrow());
        }
        return trust.isPresent() ? trusting(server, trust.orElseThrow()) : server;
    }

    private static Workload loggingIn(Workload server, OidcClient client) {
        return server.env("CODER_OIDC_ISSUER_URL", client.issuer())
                .env("CODER_OIDC_CLIENT_ID", client.credential().key(OidcClient.ID))
                .env("CODER_OIDC_CLIENT_SECRET", client.credential().key(OidcClient.SECRET));
    }

    /** Go reads that file, and those of the image's folder of certificates as before. */
    private static Workload trusting(Workload server, Trust trust) {
        return server.mount(Volume.existingConfig("trust", trust.configMap()), CERTIFICATES)
                .env("SSL_CERT_FILE", CERTIFICATES + "/" + trust.key());
    }

    /** After each sync: the server is well, and tells its version. */
    private Workload answers(Workload server) {
        return Workload.job(name + "-answers")
                .image(image)
                .command("/bin/sh", "-euc")
                .args("""
                        ask() { curl --fail --silent --show-error --max-time 10 --retry 30 --retry-delay 5 --retry-all-errors "$1"; }
                        ask "$URL/healthz"
                        ask "$URL/api/v2/buildinfo" | grep -q '"version"'
                        """)
                .env("URL", server.service(HTTP).url())
                .runAs(USER, USER)
                .scratch("/tmp")
                .requests(cpu("10m"), memory("32Mi"))
                .limits(memory("64Mi"))
                .backoffLimit(3)
                .deadline(minutes(10))
                .annotation("argocd.argoproj.io/hook", "PostSync")
                .annotation("argocd.argoproj.io/hook-delete-policy", "BeforeHookCreation");
    }

    private Rules alerts() {
        String here = "namespace=\"" + name + "\"";
        return Rules.named(name)
                .alert(Alert.named("CoderDown")
                        .expr("kube_deployment_status_replicas_available{" + here + ",deployment=\"" + name
                                + "\"} == 0")
                        .holding(minutes(10))
                        .severity(Severity.CRITICAL)
                        .summary("Coder is down")
                        .description("No server of {{ $labels.namespace }} is ready, so no workspace can be reached."))
                .alert(Alert.named("CoderErrors")
                        .expr("sum by (namespace) (rate(coderd_api_requests_processed_total{" + here
                                + ",code=~\"5..\"}[10m])) / sum by (namespace) (rate(coderd_api_requests_processed_total{"
                                + here + "}[10m])) > 0.05")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("Coder answers many requests with errors")
                        .description(
                                "{{ $value | humanizePercentage }} of the requests to {{ $labels.namespace }} fail."))
                .alert(Alert.named("CoderBuildsFailing")
                        .expr("max by (namespace) (coderd_api_workspace_latest_build{" + here
                                + ",status=\"failed\"}) > 0")
                        .holding(minutes(30))
                        .severity(Severity.WARNING)
                        .summary("Workspaces of Coder could not be built")
                        .description(
                                "The last build of {{ $value }} workspaces of {{ $labels.namespace }} has failed."));
    }
}
