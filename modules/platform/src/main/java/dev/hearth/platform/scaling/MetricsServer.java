package dev.hearth.platform.scaling;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.minutes;
import static dev.hearth.dsl.Units.seconds;

import dev.hearth.dsl.Band;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.NodeRole;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Monitor;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;
import dev.hearth.dsl.node.NodeSetting;
import dev.hearth.dsl.route.IssuerOffer;
import dev.hearth.dsl.workload.Access;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The use of CPU and memory by pods and nodes, which autoscalers and {@code kubectl top} ask the API server for. It takes the place
 * of MicroK8s' add-on {@code metrics-server}, which must be off.
 *
 * <p>Where the cluster has an issuer, it has a certificate of it, and the API server knows the authority. The version follows
 * that of Kubernetes.
 *
 * @param name its name; the namespace has the same
 * @param replicas how many run
 * @param kubelets whether the certificates of kubelets are verified; empty for what the distribution makes possible
 * @see <a href="https://github.com/kubernetes-sigs/metrics-server">metrics-server</a>
 */
public record MetricsServer(String name, int replicas, Optional<Boolean> kubelets) implements Component {

    private static final Port HTTPS = Port.https(10250).servedAt(443);
    private static final Port KUBELET = Port.https(10250);
    private static final String TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token";
    private static final int USER = 1000;

    public MetricsServer {
        Names.label("component name", name);
        if (replicas < 1) {
            throw new IllegalArgumentException("replicas of " + name + " must be at least 1, but was " + replicas);
        }
    }

    /** One server. */
    public static MetricsServer named(String name) {
        return new MetricsServer(name, 1, Optional.empty());
    }

    /** A copy of which so many run; on one node one is enough. */
    public MetricsServer replicas(int count) {
        return new MetricsServer(name, count, kubelets);
    }

    /** A copy that verifies the certificates of kubelets, which the authority of the cluster must have signed. */
    public MetricsServer verifyingKubelets() {
        return new MetricsServer(name, replicas, Optional.of(true));
    }

    /** A copy that takes any certificate of a kubelet. */
    public MetricsServer trustingKubelets() {
        return new MetricsServer(name, replicas, Optional.of(false));
    }

    @Override
    public Band band() {
        return Band.OPERATORS;
    }

    @Override
    public Offers offers() {
        return Offers.of(MetricsServerDashboard.of(this));
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        Optional<Offered<IssuerOffer>> issuer =
                cluster.offers(IssuerOffer.class).stream().findFirst();
        Workload server = server(cluster);
        List<Part> parts = new ArrayList<>();
        parts.add(issuer.isPresent() ? ServedMetrics.withCertificate(server) : server);
        parts.add(new ServedMetrics(name, issuer));
        parts.add(monitor(server));
        parts.add(alerts());
        parts.add(Catalogue.supported("metrics-server"));
        parts.add(NodeSetting.withoutAddon("metrics-server", "it serves the same API"));
        parts.add(scope -> exemptions(scope, issuer.isPresent()));
        Manifests manifests = Manifests.of(parts);
        return issuer.isPresent() ? manifests.patch(ServedMetrics.mount(name)) : manifests;
    }

    private boolean verifies(ClusterView cluster) {
        // The kubelets of MicroK8s have certificates that they sign themselves.
        return kubelets.orElse(!cluster.site().distribution().equals("MicroK8s"));
    }

    private void exemptions(Scope scope, boolean certified) {
        if (!verifies(scope.cluster())) {
            scope.exempt(new Exemption(
                    "verified certificates of kubelets",
                    "Deployment " + name,
                    "kubelets of " + scope.cluster().site().distribution()
                            + " sign their own certificates, so they cannot be told from others at their addresses"));
        }
        if (!certified) {
            scope.exempt(new Exemption(
                    "a verified certificate of the metrics API",
                    "APIService " + ServedMetrics.API,
                    "the cluster has no issuer, so it makes its certificate itself when it starts"));
        }
    }

    private Workload server(ClusterView cluster) {
        Workload server = Workload.deployment(name)
                .role(NodeRole.MONITORING)
                .replicas(replicas)
                .image(Catalogue.image("metrics-server", cluster.kubernetes()))
                .args(
                        "--cert-dir=/tmp",
                        "--secure-port=" + HTTPS.number(),
                        "--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname",
                        "--kubelet-use-node-status-port",
                        "--metric-resolution=15s")
                .port(HTTPS)
                .login(HTTPS)
                .reachedFrom(Peer.apiServer(), HTTPS)
                .reaches(Peer.nodes(), KUBELET)
                .runAs(USER, USER)
                .scratch("/tmp")
                .priorityClass("system-cluster-critical")
                .readiness(Probe.http(HTTPS, "/readyz").delay(seconds(20)))
                .liveness(Probe.http(HTTPS, "/livez"))
                .requests(cpu("100m"), memory("200Mi"))
                .limits(memory("400Mi"))
                .access(
                        Access.to("nodes/metrics").verbs("get").clusterWide(),
                        Access.to("pods", "nodes").verbs("get", "list", "watch").clusterWide(),
                        Access.clusterRole("system:auth-delegator").clusterWide(),
                        // By it requests that the API server hands on are told from others.
                        Access.to("configmaps")
                                .only("extension-apiserver-authentication")
                                .verbs("get", "list", "watch")
                                .inNamespace("kube-system"));
        return verifies(cluster) ? server : server.arg("--kubelet-insecure-tls");
    }

    private Monitor monitor(Workload server) {
        return Monitor.service(name, server.pods(), HTTPS, "/metrics")
                .endpoint(Data.map(
                        "scheme",
                        "https",
                        "bearerTokenFile",
                        TOKEN,
                        "tlsConfig",
                        Data.map("insecureSkipVerify", true)));
    }

    private Rules alerts() {
        return Rules.named(name)
                .alert(Alert.named("MetricsServerFailing")
                        .expr("sum by (namespace) (rate(metrics_server_kubelet_request_total{success=\"false\"}[10m]))"
                                + " / sum by (namespace) (rate(metrics_server_kubelet_request_total[10m])) > 0.1")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("Autoscalers do not see all pods")
                        .description("{{ $value | humanizePercentage }} of the questions to kubelets fail."));
    }
}
