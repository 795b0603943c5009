package dev.hearth.platform.gitops;

import static dev.hearth.dsl.Units.hours;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.GitRepository;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.RemoteChart;
import dev.hearth.dsl.ServiceOffer;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.route.Route;
import dev.hearth.dsl.workload.Autoscaler;
import dev.hearth.findings.Finding;
import dev.hearth.platform.Catalogue;
import dev.hearth.platform.access.Groups;
import dev.hearth.platform.access.PublicOidcClient;
import java.util.Optional;

/**
 * Argo CD itself, which syncs the tree: its chart, its route, who of its pods may talk to whom, its metrics and alerts.
 *
 * <pre>{@code
 * ArgoCd.remoteChart()                              // it keeps itself as its chart says
 * ArgoCd.preinstalled()                             // somebody else installs it; here are route, flows and metrics
 *     .sources(ServiceRef.of("gitea", "gitea", "http"))
 * }</pre>
 *
 * <p>It is named {@code argocd} and lives in the namespace {@code argocd}, because the names of its objects are fixed. By
 * its chart argocd-server speaks HTTP ({@code server.insecure}), for TLS ends at the ingress; a preinstalled one is expected
 * to speak TLS, as it does unless told otherwise. The chart comes without Dex: Argo CD has a login of its own, or {@link #login} names
 * a provider.
 *
 * @param chart the chart; empty where somebody else installs Argo CD
 * @param host the host of its route; {@code argocd} below the cluster's domain unless said otherwise
 * @param notifications whether it sends notifications, by the settings in {@code argocd-notifications-cm}
 * @param login the identity provider people log in at; empty for passwords of Argo CD's own
 * @param services Git or chart servers in the cluster that it reads from
 * @param ports ports of servers outside of the cluster that it reads from, beside that of the cluster's own repository; 443
 *     and 22 unless said otherwise
 */
public record ArgoCd(
        Optional<Chart> chart,
        String host,
        boolean notifications,
        Optional<Login> login,
        ImmutableSet<ServiceRef> services,
        ImmutableSet<Port> ports)
        implements Component {

    static final String NAME = "argocd";

    private static final Port SERVER = Port.http(8080).servedAt(80);
    private static final Port SERVER_TLS = Port.https(8080).servedAt(443);
    private static final Port HTTPS = Port.https(443);
    private static final Port SSH = Port.tcp("ssh", 22);

    /** Those that send traces where they are told to. */
    private static final ImmutableList<String> TRACED =
            ImmutableList.of("application-controller", "repo-server", "server");

    /**
     * The chart that Argo CD renders for itself.
     *
     * @param version its exact version
     * @param values values over those of the component
     * @param kinds what these values make beside what the component names
     */
    public record Chart(String version, Data values, ImmutableSortedSet<String> kinds) {

        public Chart {
            requireNonNull(values, "values");
            requireNonNull(kinds, "kinds");
            if (!version.matches("[0-9]+\\.[0-9]+\\.[0-9]+")) {
                throw new IllegalArgumentException(
                        "the version of the chart argo-cd must be exact, such as 10.3.3, but was '" + version + "'");
            }
        }
    }

    /**
     * Where people log in, and what those of which group may do.
     *
     * @param client the client of the provider. It has no secret, because Argo CD takes secrets only of Secrets with a label of
     *     its own; instead each login proves itself
     * @param groups who may do everything, who may look and sync, and who may look
     * @param trust a ConfigMap with the certificates that the provider's is checked against; empty for the public ones
     * @param key the key of those certificates
     */
    public record Login(PublicOidcClient client, Groups groups, String trust, String key) {

        public Login {
            requireNonNull(client, "client");
            requireNonNull(groups, "groups");
            if (!trust.isEmpty()) {
                Names.subdomain("ConfigMap", trust);
                Names.key("key of ConfigMap " + trust, key);
            }
        }
    }

    public ArgoCd {
        requireNonNull(chart, "chart");
        requireNonNull(host, "host");
        requireNonNull(services, "services");
        requireNonNull(ports, "ports");
    }

    /** Argo CD 3.5.1, by chart argo-cd 10.3.3. */
    public static ArgoCd remoteChart() {
        return new ArgoCd(
                Optional.of(new Chart(ArgoCdChart.CHART.version(), Data.map(), ImmutableSortedSet.of())),
                NAME,
                false,
                Optional.empty(),
                ImmutableSet.of(),
                ImmutableSet.of(HTTPS, SSH));
    }

    /** An Argo CD that somebody else installs into the namespace {@code argocd}, as upstream's manifests have it. */
    public static ArgoCd preinstalled() {
        return new ArgoCd(
                Optional.empty(), NAME, true, Optional.empty(), ImmutableSet.of(), ImmutableSet.of(HTTPS, SSH));
    }

    /**
     * A copy of another version of the chart.
     *
     * @throws IllegalArgumentException where there is no chart
     */
    public ArgoCd version(String version) {
        Chart now = installed("version");
        return with(new Chart(version, now.values(), now.kinds()));
    }

    /**
     * A copy with those values of the chart, over those of the component. What they make has to be among the kinds that
     * the component names.
     *
     * @throws IllegalArgumentException where there is no chart
     */
    public ArgoCd values(Data values) {
        Chart now = installed("values");
        return with(new Chart(now.version(), now.values().merge(values), now.kinds()));
    }

    /**
     * A copy in which that autoscaler counts the pods of argocd-server, which answers people and the command line. Its percentages
     * are of 100m and 128Mi.
     *
     * @throws IllegalArgumentException where there is no chart, or the autoscaler has no metric or a name
     */
    public ArgoCd serverAutoscaler(Autoscaler counting) {
        return scaled("server", counting);
    }

    /**
     * A copy in which that autoscaler counts the pods of argocd-repo-server, which renders what is synced. Its percentages are of
     * 100m and 128Mi.
     *
     * @throws IllegalArgumentException where there is no chart, or the autoscaler has no metric or a name
     */
    public ArgoCd repoServerAutoscaler(Autoscaler counting) {
        return scaled("repoServer", counting);
    }

    private ArgoCd scaled(String part, Autoscaler counting) {
        Chart now = installed("autoscalers");
        ArgoCdScaling scaling = new ArgoCdScaling(part, counting);
        return with(new Chart(
                now.version(),
                now.values().merge(scaling.values()),
                ImmutableSortedSet.<String>naturalOrder()
                        .addAll(now.kinds())
                        .addAll(scaling.kinds())
                        .build()));
    }

    private Chart installed(String what) {
        return chart.orElseThrow(() -> new IllegalArgumentException(
                what + " belong to ArgoCd.remoteChart(), but this Argo CD is preinstalled"));
    }

    private ArgoCd with(Chart other) {
        return new ArgoCd(Optional.of(other), host, notifications, login, services, ports);
    }

    /** A copy whose route has that host, a label below the cluster's domain or a full name. */
    public ArgoCd host(String other) {
        return new ArgoCd(chart, other, notifications, login, services, ports);
    }

    /** A copy that sends notifications. */
    public ArgoCd withNotifications() {
        return new ArgoCd(chart, host, true, login, services, ports);
    }

    /**
     * A copy whose people log in at that provider, and may do what their groups say.
     *
     * @throws IllegalArgumentException where there is no chart
     */
    public ArgoCd login(PublicOidcClient client, Groups groups) {
        installed("a login");
        return new ArgoCd(chart, host, notifications, Optional.of(new Login(client, groups, "", "")), services, ports);
    }

    /**
     * A copy that trusts the certificates at that key of a ConfigMap in its namespace, beside the public ones, when it asks the
     * identity provider.
     *
     * @throws IllegalArgumentException where there is no login
     */
    public ArgoCd trust(String configMap, String key) {
        Login known = login.orElseThrow(() -> new IllegalArgumentException(
                "Argo CD trusts ConfigMap " + configMap + " for its login; say login(...) first"));
        return new ArgoCd(
                chart,
                host,
                notifications,
                Optional.of(new Login(known.client(), known.groups(), configMap, key)),
                services,
                ports);
    }

    /** A copy that reads from those Git or chart servers in the cluster too. */
    public ArgoCd sources(ServiceRef... servers) {
        return new ArgoCd(
                chart,
                host,
                notifications,
                login,
                ImmutableSet.<ServiceRef>builder().addAll(services).add(servers).build(),
                ports);
    }

    /** A copy that reads from servers outside of the cluster at those ports, in place of 443 and 22; that of the
     * cluster's own repository stays open. */
    public ArgoCd sourcePorts(Port... others) {
        return new ArgoCd(chart, host, notifications, login, services, ImmutableSet.copyOf(others));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Band band() {
        return Band.OPERATORS;
    }

    @Override
    public Offers offers() {
        return Offers.of(
                ServiceOffer.of("argocd-server", server(), pods("server")).withLogin(), ArgoCdDashboard.of(this));
    }

    @Override
    public ImmutableSet<Ask> asks() {
        Value url = Value.of("https://").then(Value.publicHost(host));
        return login.map(some -> some.client()
                        .asking(
                                pods("server").orIn(NAME),
                                url.then("/auth/callback"),
                                // The command argocd login --sso listens there.
                                Value.of("http://localhost:8085/auth/callback")))
                .orElse(ImmutableSet.of());
    }

    /** Upstream's own manifests let it speak TLS, with a certificate that it signs itself. */
    private Port server() {
        return chart.isPresent() ? SERVER : SERVER_TLS;
    }

    static Pods pods(String part) {
        return Pods.labelled("argocd-" + part, "app.kubernetes.io/name", "argocd-" + part);
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        Route route = Route.at(host)
                .to(ServiceRef.own("argocd-server", server().name()))
                // A page that is open watches Applications by one long response.
                .readTimeout(hours(1))
                .unbufferedResponses();
        Manifests manifests = Manifests.of(route, ArgoCdMetrics.alerts())
                .and(new ArgoCdTraffic(this).parts(cluster.repository()))
                .and(new ArgoCdMetrics(chart.isPresent()).monitors());
        if (services.isEmpty()) {
            manifests = manifests.and(
                    cluster.repository().filter(repository -> cluster.inDomains(repository.host())).stream()
                            .map(ArgoCd::perhapsInCluster)
                            .toList());
        }
        if (chart.isEmpty()) {
            return manifests;
        }
        Chart some = chart.orElseThrow();
        // Of another version nobody has said which versions of Kubernetes it supports.
        Optional<ArgoCdTraces> traces = ArgoCdTraces.in(cluster);
        manifests = manifests
                .and(new ArgoCdTraffic(this).toLogin())
                .and(traces.stream()
                        .flatMap(all -> TRACED.stream().map(part -> all.traffic(pods(part))))
                        .toList());
        RemoteChart installed = new ArgoCdChart(this)
                .with(
                        some,
                        traces.map(ArgoCdTraces::values).orElse(Data.map()).merge(ArgoCdExclusions.values(cluster)));
        return some.version().equals(ArgoCdChart.CHART.version())
                ? manifests.and(installed, Catalogue.supported(ArgoCdChart.CHART.name()))
                : manifests.and(installed);
    }

    private static Part perhapsInCluster(GitRepository repository) {
        return scope -> scope.finding(Finding.info(
                        "argo.repository",
                        "component " + NAME,
                        "reads the tree from " + repository.host()
                                + ", a name below the cluster's own domains, and may only"
                                + " reach it outside of the cluster")
                .hint("nothing is to be done where that server is another machine; if it runs in this cluster or behind"
                        + " its ingress, give the repository the address of its Service and name that Service with"
                        + " ArgoCd.sources(...)"));
    }
}
