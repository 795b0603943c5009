package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.days;
import static dev.hearth.dsl.Units.gib;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.HoldsData;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceOffer;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Traffic;
import dev.hearth.dsl.backup.Backup;
import dev.hearth.dsl.monitor.Monitor;
import dev.hearth.dsl.monitor.ScraperOffer;
import dev.hearth.dsl.route.Login;
import dev.hearth.dsl.route.Route;
import dev.hearth.manifest.Identity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * A Prometheus, run by the operator: it scrapes every ServiceMonitor and PodMonitor of the cluster, the kubelets and the
 * API server, and evaluates every PrometheusRule. Its Service is {@code prometheus-server} on port 9090.
 *
 * <pre>{@code
 * Prometheus prometheus = Prometheus.named("prometheus")
 *     .retention(days(7))
 *     .alertsTo(alertmanager.api())
 *     .remoteWrite(mimir.push());
 * Grafana grafana = Grafana.named("grafana").dataSources(prometheus.dataSource());
 * }</pre>
 *
 * @param name its name
 * @param namespace where it runs
 * @param operator the name of the component that runs it
 * @param retention how long samples are kept
 * @param storage the size of its disk; samples take four fifths of it at the most
 * @param externalLabels what every sample and alert that leaves says of where it comes from, besides the cluster's name
 * @param alertmanagers who is told of alerts
 * @param remoteWrites who is sent every sample
 * @param host the host of its route; empty for none. As it has no login of its own, the route asks for one
 * @param links the host that alerts name, where people reach it by a route that others have; empty for its own
 * @see <a href="https://prometheus.io/docs/">Prometheus</a>
 */
public record Prometheus(
        String name,
        String namespace,
        String operator,
        Duration retention,
        Bytes storage,
        ImmutableSortedMap<String, String> externalLabels,
        ImmutableList<ServiceRef> alertmanagers,
        ImmutableList<RemoteWrite> remoteWrites,
        String host,
        String links)
        implements Component {

    static final String SERVICE = "prometheus-server";
    private static final Port WEB = Port.http(9090).named("web");
    private static final Port KUBELET = Port.https(10250);

    public Prometheus {
        Names.label("component name", name);
        Names.label("namespace", namespace);
        requireNonNull(externalLabels, "externalLabels");
        if (retention.compareTo(Duration.ofHours(2)) < 0) {
            throw new IllegalArgumentException(
                    "prometheus " + name + " must keep samples for at least 2 hours, but was " + retention);
        }
        for (ServiceRef alertmanager : alertmanagers) {
            if (alertmanager.component().isEmpty()) {
                throw new IllegalArgumentException("who is told of alerts by " + name
                        + " must be a service of another component, but was " + alertmanager);
            }
        }
    }

    /** A Prometheus in the namespace {@code monitoring}: 7 days, 20 GiB, no route; it tells nobody and sends nothing. */
    public static Prometheus named(String name) {
        return new Prometheus(
                name,
                "monitoring",
                "prometheus-operator",
                days(7),
                gib(20),
                ImmutableSortedMap.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                "",
                "");
    }

    /** A copy that keeps samples that long. */
    public Prometheus retention(Duration time) {
        return new Prometheus(
                name, namespace, operator, time, storage, externalLabels, alertmanagers, remoteWrites, host, links);
    }

    /** A copy with a disk of that size. */
    public Prometheus storage(Bytes size) {
        return new Prometheus(
                name, namespace, operator, retention, size, externalLabels, alertmanagers, remoteWrites, host, links);
    }

    /** A copy of whose samples and alerts everyone else is told that label too; {@code cluster} is there already. */
    public Prometheus externalLabel(String key, String value) {
        TreeMap<String, String> all = new TreeMap<>(externalLabels);
        all.put(Match.label(key).is(value).label(), value);
        return new Prometheus(
                name,
                namespace,
                operator,
                retention,
                storage,
                ImmutableSortedMap.copyOf(all),
                alertmanagers,
                remoteWrites,
                host,
                links);
    }

    /** A copy that tells those Alertmanagers of alerts; each pod behind a service is told. */
    public Prometheus alertsTo(ServiceRef... more) {
        return new Prometheus(
                name,
                namespace,
                operator,
                retention,
                storage,
                externalLabels,
                append(alertmanagers, more),
                remoteWrites,
                host,
                links);
    }

    /** A copy that sends every sample to that Mimir too. */
    public Prometheus remoteWrite(ServiceRef mimir) {
        return remoteWrite(RemoteWrite.mimir(mimir));
    }

    /** A copy that sends every sample there too. */
    public Prometheus remoteWrite(RemoteWrite... more) {
        return new Prometheus(
                name,
                namespace,
                operator,
                retention,
                storage,
                externalLabels,
                alertmanagers,
                append(remoteWrites, more),
                host,
                links);
    }

    /** A copy that is reached at that host, behind a login. */
    public Prometheus route(String at) {
        return new Prometheus(
                name, namespace, operator, retention, storage, externalLabels, alertmanagers, remoteWrites, at, links);
    }

    /** A copy whose alerts name that host, where another component has a route that leads here. */
    public Prometheus linkedAt(String at) {
        return new Prometheus(
                name, namespace, operator, retention, storage, externalLabels, alertmanagers, remoteWrites, host, at);
    }

    /** A copy that the operator component of that name runs. */
    public Prometheus operatedBy(String component) {
        return new Prometheus(
                name,
                namespace,
                component,
                retention,
                storage,
                externalLabels,
                alertmanagers,
                remoteWrites,
                host,
                links);
    }

    private static <T> ImmutableList<T> append(ImmutableList<T> list, T[] more) {
        return ImmutableList.<T>builder()
                .addAll(list)
                .addAll(Arrays.asList(more))
                .build();
    }

    /** Its query API. */
    public ServiceRef queryApi() {
        return ServiceRef.of(name, SERVICE, WEB.name());
    }

    /** This Prometheus, as a source of data for Grafana. */
    public DataSource dataSource() {
        return DataSource.named("Prometheus", "prometheus", queryApi().url())
                .settings(Data.map("httpMethod", "POST", "prometheusType", "Prometheus", "timeInterval", "30s"));
    }

    @Override
    public Band band() {
        return Band.OBSERVABILITY;
    }

    @Override
    public ImmutableSet<String> after() {
        return ImmutableSet.of(operator);
    }

    @Override
    public Offers offers() {
        return Offers.of(ServiceOffer.of(SERVICE, WEB, pods()), new ScraperOffer(pods()), PrometheusDashboard.of(this));
    }

    /** The operator gives these labels to the pods it makes. */
    private Pods pods() {
        return Pods.labelled(name, labels());
    }

    private ImmutableSortedMap<String, String> labels() {
        return ImmutableSortedMap.of("app.kubernetes.io/name", "prometheus", "operator.prometheus.io/name", name);
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        List<Part> parts = new ArrayList<>();
        parts.add(Traffic.of(pods())
                .reachesApiServer()
                .reaches(Peer.nodes(), KUBELET)
                .reaches(alertmanagers));
        remoteWrites.forEach(write -> parts.add(OperatedPods.calls(pods(), write.url())));
        parts.add(Monitor.service(SERVICE, pods(), WEB, "/metrics"));
        parts.add(Monitor.service(SERVICE, pods(), OperatedPods.RELOADER, "/metrics"));
        parts.add(PrometheusRules.of(this));
        parts.add(new PrometheusServer(this));
        parts.add(ApiCheck.query(name + "-answers", queryApi()));
        parts.add(scope ->
                scope.fact(new HoldsData(new Identity("monitoring.coreos.com", "Prometheus", namespace, name))));
        parts.add(Backup.none(
                "samples are kept for a few days and gathered anew; a copy of the files while it writes them"
                        + " would not be whole"));
        if (!host.isEmpty()) {
            Credential login = Credential.named(name + "-login").passwordFile("htpasswd", "admin");
            parts.add(
                    Route.at(host).to(queryApi()).named(name).login(Login.basic(login.key("htpasswd")), "Prometheus"));
        }
        PrometheusAccess access = new PrometheusAccess(name, namespace);
        return Manifests.of(parts)
                .objects(
                        OperatedPods.service(SERVICE, labels(), List.of(WEB, OperatedPods.RELOADER)),
                        OperatedPods.serviceAccount(name),
                        access.role(),
                        access.binding())
                .objects(ControlPlane.kubelets(), ControlPlane.apiServer());
    }
}
