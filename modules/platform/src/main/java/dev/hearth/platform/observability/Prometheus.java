package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.days;
import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.minutes;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.HoldsData;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.NodeRole;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceOffer;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.Traffic;
import dev.hearth.dsl.backup.Backup;
import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Monitor;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.ScraperOffer;
import dev.hearth.dsl.monitor.Severity;
import dev.hearth.dsl.route.Login;
import dev.hearth.dsl.route.Route;
import dev.hearth.manifest.Identity;
import dev.hearth.platform.Catalogue;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpecBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusBuilder;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitorBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Prometheus, run by the operator: it scrapes every ServiceMonitor and PodMonitor of the cluster, the kubelets and the
 * API server, and evaluates every PrometheusRule. Its Service is {@code prometheus-server} on port 9090.
 *
 * <pre>{@code
 * Prometheus prometheus = Prometheus.named("prometheus").retention(days(7)).route("prometheus");
 * Grafana grafana = Grafana.named("grafana").dataSources(prometheus.dataSource());
 * }</pre>
 *
 * @param name its name
 * @param namespace where it runs
 * @param operator the name of the component that runs it
 * @param retention how long samples are kept
 * @param storage the size of its disk; samples take four fifths of it at the most
 * @param host the host of its route; empty for none. As it has no login of its own, the route asks for one
 * @see <a href="https://prometheus.io/docs/">Prometheus</a>
 */
public record Prometheus(String name, String namespace, String operator, Duration retention, Bytes storage, String host)
        implements Component {

    private static final Image IMAGE = Catalogue.image("prometheus");
    private static final String SERVICE = "prometheus-server";
    private static final Port WEB = Port.http(9090).named("web");
    private static final Port KUBELET = Port.https(10250);
    private static final int USER = 1000;
    private static final int GROUP = 2000;

    public Prometheus {
        Names.label("component name", name);
        Names.label("namespace", namespace);
        if (retention.compareTo(Duration.ofHours(2)) < 0) {
            throw new IllegalArgumentException(
                    "prometheus " + name + " must keep samples for at least 2 hours, but was " + retention);
        }
    }

    /** A Prometheus in the namespace {@code monitoring}: 7 days, 20 GiB, no route. */
    public static Prometheus named(String name) {
        return new Prometheus(name, "monitoring", "prometheus-operator", days(7), gib(20), "");
    }

    /** A copy that keeps samples that long. */
    public Prometheus retention(Duration time) {
        return new Prometheus(name, namespace, operator, time, storage, host);
    }

    /** A copy with a disk of that size. */
    public Prometheus storage(Bytes size) {
        return new Prometheus(name, namespace, operator, retention, size, host);
    }

    /** A copy that is reached at that host, behind a login. */
    public Prometheus route(String at) {
        return new Prometheus(name, namespace, operator, retention, storage, at);
    }

    /** A copy that the operator component of that name runs. */
    public Prometheus operatedBy(String component) {
        return new Prometheus(name, namespace, component, retention, storage, host);
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
        parts.add(Traffic.of(pods()).reachesApiServer().reaches(Peer.nodes(), KUBELET));
        parts.add(Monitor.service(SERVICE, pods(), WEB, "/metrics"));
        parts.add(alerts());
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
        return Manifests.of(parts)
                .objects(service(), serviceAccount(), clusterRole(), clusterRoleBinding(), server(cluster))
                .objects(kubelets(), apiServer());
    }

    private Service service() {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(SERVICE)
                .addToLabels("app.kubernetes.io/name", SERVICE)
                .endMetadata()
                .withNewSpec()
                .withType("ClusterIP")
                .withSelector(labels())
                .addNewPort()
                .withName(WEB.name())
                .withPort(WEB.servicePort())
                .withNewTargetPort(WEB.name())
                .withProtocol("TCP")
                .endPort()
                .endSpec()
                .build();
    }

    private HasMetadata serviceAccount() {
        return new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withAutomountServiceAccountToken(false)
                .build();
    }

    private String clusterRoleName() {
        return namespace + "-" + name;
    }

    private HasMetadata clusterRole() {
        return new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(clusterRoleName())
                .endMetadata()
                .addNewRule()
                .withApiGroups("")
                .withResources("endpoints", "nodes", "nodes/metrics", "pods", "services")
                .withVerbs("get", "list", "watch")
                .endRule()
                .addNewRule()
                .withApiGroups("")
                .withResources("configmaps")
                .withVerbs("get")
                .endRule()
                .addNewRule()
                .withApiGroups("discovery.k8s.io")
                .withResources("endpointslices")
                .withVerbs("get", "list", "watch")
                .endRule()
                .addNewRule()
                .withApiGroups("networking.k8s.io")
                .withResources("ingresses")
                .withVerbs("get", "list", "watch")
                .endRule()
                .addNewRule()
                .withNonResourceURLs("/metrics", "/metrics/slis")
                .withVerbs("get")
                .endRule()
                .build();
    }

    private HasMetadata clusterRoleBinding() {
        return new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(clusterRoleName())
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", clusterRoleName())
                .addNewSubject()
                .withKind("ServiceAccount")
                .withName(name)
                .withNamespace(namespace)
                .endSubject()
                .build();
    }

    private HasMetadata server(ClusterView cluster) {
        LabelSelector all = new LabelSelector();
        String storageClass = cluster.site().storageClass();
        return new PrometheusBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withVersion(IMAGE.tag())
                .withImage(IMAGE.toString())
                .withReplicas(1)
                .withServiceAccountName(name)
                .withAutomountServiceAccountToken(true)
                .withServiceDiscoveryRole("EndpointSlice")
                .withRetention(retention.toHours() + "h")
                .withRetentionSize(storage.value() / 5 * 4 / (1 << 20) + "MB")
                .withScrapeInterval("30s")
                .withEvaluationInterval("30s")
                .withExternalLabels(Map.of("cluster", cluster.name()))
                .withReplicaExternalLabelName("")
                .withExternalUrl(host.isEmpty() ? null : "https://" + cluster.publicHost(host))
                .withServiceMonitorSelector(all)
                .withServiceMonitorNamespaceSelector(all)
                .withPodMonitorSelector(all)
                .withPodMonitorNamespaceSelector(all)
                .withProbeSelector(all)
                .withProbeNamespaceSelector(all)
                .withScrapeConfigSelector(all)
                .withScrapeConfigNamespaceSelector(all)
                .withRuleSelector(all)
                .withRuleNamespaceSelector(all)
                .withEnableFeatures("exemplar-storage")
                .withNewResources()
                .addToRequests("cpu", new Quantity("200m"))
                .addToRequests("memory", new Quantity("400Mi"))
                .addToLimits("memory", new Quantity("1536Mi"))
                .endResources()
                .withSecurityContext(new PodSecurityContextBuilder()
                        .withRunAsNonRoot(true)
                        .withRunAsUser((long) USER)
                        .withRunAsGroup((long) GROUP)
                        .withFsGroup((long) GROUP)
                        .withNewSeccompProfile()
                        .withType("RuntimeDefault")
                        .endSeccompProfile()
                        .build())
                .withAffinity(affinity(cluster.site()))
                .withNewStorage()
                .withNewVolumeClaimTemplate()
                // The operator hands both on to the claim it makes; the model would name its own type.
                .withApiVersion("v1")
                .withKind("PersistentVolumeClaim")
                .withSpec(new PersistentVolumeClaimSpecBuilder()
                        .withAccessModes("ReadWriteOnce")
                        .withStorageClassName(storageClass.isEmpty() ? null : storageClass)
                        .withNewResources()
                        .addToRequests("storage", new Quantity(storage.toString()))
                        .endResources()
                        .build())
                .endVolumeClaimTemplate()
                .endStorage()
                .endSpec()
                .build();
    }

    /** Strictly, because its disk keeps the pod wherever it first starts. */
    private static @Nullable Affinity affinity(Site site) {
        return site.nodesFor(NodeRole.MONITORING)
                .map(nodes -> new AffinityBuilder()
                        .withNewNodeAffinity()
                        .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                        .addNewNodeSelectorTerm()
                        .addNewMatchExpression()
                        .withKey("kubernetes.io/hostname")
                        .withOperator("In")
                        .withValues(nodes)
                        .endMatchExpression()
                        .endNodeSelectorTerm()
                        .endRequiredDuringSchedulingIgnoredDuringExecution()
                        .endNodeAffinity()
                        .build())
                .orElse(null);
    }

    /** The Service {@code kube-system/kubelet} is kept by the operator. */
    private ServiceMonitor kubelets() {
        return new ServiceMonitorBuilder()
                .withNewMetadata()
                .withName("kubelet")
                .endMetadata()
                .withNewSpec()
                .withJobLabel("app.kubernetes.io/name")
                .withNewNamespaceSelector()
                .withMatchNames("kube-system")
                .endNamespaceSelector()
                .withNewSelector()
                .addToMatchLabels("app.kubernetes.io/name", "kubelet")
                .endSelector()
                .addNewEndpoint()
                .withPort("https-metrics")
                .withScheme("https")
                .withPath("/metrics")
                .withHonorLabels(true)
                .addNewMetricRelabeling()
                .withAction("drop")
                .withSourceLabels("__name__")
                .withRegex(OF_OTHERS_IN_THE_KUBELETS_PROCESS)
                .endMetricRelabeling()
                .withBearerTokenFile(TOKEN)
                .withNewTlsConfig()
                .withInsecureSkipVerify(true)
                .endTlsConfig()
                .endEndpoint()
                .addNewEndpoint()
                .withPort("https-metrics")
                .withScheme("https")
                .withPath("/metrics/cadvisor")
                .withHonorLabels(true)
                .withHonorTimestamps(false)
                .withBearerTokenFile(TOKEN)
                .withNewTlsConfig()
                .withInsecureSkipVerify(true)
                .endTlsConfig()
                .endEndpoint()
                .endSpec()
                .build();
    }

    /** MicroK8s runs the control plane and the kubelet as one process, so each kubelet would repeat the API server's. */
    private static final String OF_OTHERS_IN_THE_KUBELETS_PROCESS =
            "(apiserver|etcd|scheduler|workqueue|aggregator|node_collector|attachdetach|kubeproxy)_.*";

    /** Thousands of series, by verb and resource; sums and counts stay. */
    private static final String HEAVY_HISTOGRAMS =
            "apiserver_request_(sli_|body_size_)?.*_bucket|etcd_request_duration_seconds_bucket";

    private static final String TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token";
    private static final String CA = "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt";

    private ServiceMonitor apiServer() {
        return new ServiceMonitorBuilder()
                .withNewMetadata()
                .withName("kube-apiserver")
                .endMetadata()
                .withNewSpec()
                .withJobLabel("component")
                .withNewNamespaceSelector()
                .withMatchNames("default")
                .endNamespaceSelector()
                .withNewSelector()
                .addToMatchLabels("component", "apiserver")
                .addToMatchLabels("provider", "kubernetes")
                .endSelector()
                .addNewEndpoint()
                .withPort("https")
                .withScheme("https")
                .withPath("/metrics")
                .addNewMetricRelabeling()
                .withAction("drop")
                .withSourceLabels("__name__")
                .withRegex(HEAVY_HISTOGRAMS)
                .endMetricRelabeling()
                .withBearerTokenFile(TOKEN)
                .withNewTlsConfig()
                .withCaFile(CA)
                .withServerName("kubernetes")
                .endTlsConfig()
                .endEndpoint()
                .endSpec()
                .build();
    }

    private Rules alerts() {
        return Rules.named(name)
                .alert(Alert.named("Watchdog")
                        .expr("vector(1)")
                        .severity(Severity.NONE)
                        .summary("Alerting works")
                        .description("This alert always fires, so that its absence can be noticed."))
                .alert(Alert.named("TargetDown")
                        .expr("100 * (count by (cluster, job, namespace, service) (up == 0)"
                                + " / count by (cluster, job, namespace, service) (up)) > 10")
                        .holding(minutes(10))
                        .severity(Severity.WARNING)
                        .summary("Metrics are missing")
                        .description("{{ $value | humanize }} % of {{ $labels.namespace }}/{{ $labels.service }}"
                                + " do not answer."));
    }
}
