package dev.hearth.platform.mesh;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.PodSecurity;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.RemoteChart;
import dev.hearth.dsl.ServiceOffer;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Traffic;
import dev.hearth.dsl.monitor.Monitor;
import dev.hearth.platform.Catalogue;
import java.util.Arrays;

/**
 * The mesh Istio with a proxy beside each pod of chosen components: mutual TLS, held-back callers, limits of requests, metrics of
 * all of it. Nothing joins that is not named.
 *
 * <pre>{@code
 * Istio.named("istio")
 *     .members("orders", "stock")
 *     .member(Member.of("shop").open(8080, "the ingress controller is outside of the mesh"))
 * }</pre>
 *
 * <p>A proxy beside the pod, and not Istio's ambient mode, because a connection then keeps the port of the program: the network
 * policies of the cluster hold as they are. In ambient mode every connection of a member comes in at port 15008, behind which no
 * policy sees what is opened.
 *
 * <p>What opens a strict port of a member from outside of the mesh is an error ({@code mesh.flow}), for it would be refused.
 *
 * <p>Pods get their rules for packets from an agent on each node instead of from a privileged container of their own, so that
 * members stay within the Pod Security level of their namespaces; only {@code istio-system} is privileged.
 *
 * @param name the name of the component and of the releases of its charts; the namespace is {@code istio-system}
 * @param joined who joins
 * @param replicas how many of the control plane run
 * @see <a href="https://istio.io/latest/docs/setup/additional-setup/cni/">Istio's agent on nodes</a>
 */
public record Istio(String name, ImmutableList<Member> joined, int replicas) implements Component {

    static final String NAMESPACE = "istio-system";
    static final String CONTROL_PLANE = "istiod";

    /** Identities and settings of the proxies. */
    static final Port SETTINGS = Port.tcp("https-dns", 15012);

    private static final Port WEBHOOK = Port.https(15017);
    private static final Port METRICS = Port.http(15014).named("http-monitoring");
    private static final Port AGENT_METRICS = Port.http(15014).named("metrics");

    static final Pods CONTROL_PLANE_PODS =
            Pods.labelled(CONTROL_PLANE, ImmutableMap.of("app", CONTROL_PLANE)).orIn(NAMESPACE);
    private static final Pods AGENTS = Pods.labelled("istio-cni-node", "k8s-app", "istio-cni-node");

    private static final Catalogue.Chart CHART = Catalogue.chart("istiod");
    private static final Catalogue.Chart AGENT_CHART = Catalogue.chart("cni");

    public Istio {
        Names.label("component name", name);
        requireNonNull(joined, "joined");
        if (replicas < 1) {
            throw new IllegalArgumentException("the replicas of " + name + " must be at least 1, but were " + replicas);
        }
        long distinct = joined.stream().map(Member::component).distinct().count();
        if (distinct != joined.size()) {
            throw new IllegalArgumentException("a component joins " + name + " twice: "
                    + joined.stream().map(Member::component).toList());
        }
    }

    /** Istio 1.30.3 that nobody has joined yet. */
    public static Istio named(String name) {
        return new Istio(name, ImmutableList.of(), 1);
    }

    /** A copy that those components join too, with all their workloads and each port strict. */
    public Istio members(String... components) {
        Istio istio = this;
        for (Member member : Arrays.stream(components).map(Member::of).toList()) {
            istio = istio.member(member);
        }
        return istio;
    }

    /** A copy that joins too. */
    public Istio member(Member member) {
        return new Istio(
                name, ImmutableList.<Member>builder().addAll(joined).add(member).build(), replicas);
    }

    /** A copy of whose control plane so many run; without one no pod of a member starts. */
    public Istio replicas(int count) {
        return new Istio(name, joined, count);
    }

    @Override
    public String namespace() {
        return NAMESPACE;
    }

    @Override
    public PodSecurity podSecurity() {
        return PodSecurity.privileged(
                "its agent on each node writes the node's network settings as root, from paths of the node");
    }

    /** Before every workload that may join it. */
    @Override
    public Band band() {
        return Band.NETWORK;
    }

    @Override
    public Offers offers() {
        return Offers.of(
                new CrdOffer(
                        "istio",
                        ImmutableList.of(
                                "networking.istio.io",
                                "security.istio.io",
                                "telemetry.istio.io",
                                "extensions.istio.io"),
                        Catalogue.definitions("istio")),
                ServiceOffer.of(CONTROL_PLANE, SETTINGS, CONTROL_PLANE_PODS),
                new Joining(this),
                MeshDashboard.of(this));
    }

    /** Where the proxies of members get their identities and settings. */
    ServiceRef settings() {
        return ServiceRef.of(name, CONTROL_PLANE, SETTINGS.name());
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        boolean microk8s = cluster.site().distribution().equals("MicroK8s");
        return Manifests.of(
                agent(microk8s),
                controlPlane(cluster),
                Traffic.of(CONTROL_PLANE_PODS).reachesApiServer().reachedFrom(Peer.apiServer(), WEBHOOK),
                Traffic.of(AGENTS).reachesApiServer(),
                Monitor.service(CONTROL_PLANE, CONTROL_PLANE_PODS, METRICS, "/metrics"),
                Monitor.pods(AGENTS, AGENT_METRICS, "/metrics"),
                new MeshAlerts(this, cluster).rules(),
                Catalogue.supported(CHART.name()));
    }

    private static RemoteChart agent(boolean microk8s) {
        Data values = Data.map(
                "resources",
                Data.map("requests", Data.map("cpu", "10m", "memory", "64Mi"), "limits", Data.map("memory", "256Mi")));
        Data paths = Data.map(
                "cniConfDir",
                "/var/snap/microk8s/current/args/cni-network",
                "cniBinDir",
                "/var/snap/microk8s/current/opt/cni/bin");
        return new RemoteChart(
                        AGENT_CHART.repository(),
                        AGENT_CHART.name(),
                        AGENT_CHART.version(),
                        "istio-cni",
                        microk8s ? values.merge(paths) : values)
                .makes(
                        "ConfigMap",
                        "ServiceAccount",
                        "apps/DaemonSet",
                        "rbac.authorization.k8s.io/ClusterRole",
                        "rbac.authorization.k8s.io/ClusterRoleBinding");
    }

    private RemoteChart controlPlane(ClusterView cluster) {
        RemoteChart chart = new RemoteChart(
                        CHART.repository(), CHART.name(), CHART.version(), CONTROL_PLANE, values(cluster))
                .makes(
                        "ConfigMap",
                        "Service",
                        "ServiceAccount",
                        "admissionregistration.k8s.io/MutatingWebhookConfiguration",
                        "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
                        "apps/Deployment",
                        "rbac.authorization.k8s.io/ClusterRole",
                        "rbac.authorization.k8s.io/ClusterRoleBinding",
                        "rbac.authorization.k8s.io/Role",
                        "rbac.authorization.k8s.io/RoleBinding");
        return replicas == 1 ? chart : chart.makes("policy/PodDisruptionBudget");
    }

    private Data values(ClusterView cluster) {
        return Data.map(
                "autoscaleEnabled",
                false,
                "replicaCount",
                replicas,
                "resources",
                Data.map("requests", Data.map("cpu", "50m", "memory", "256Mi"), "limits", Data.map("memory", "1Gi")),
                "seccompProfile",
                Data.map("type", "RuntimeDefault"),
                "cni",
                Data.map("enabled", true),
                // A Job ends although its proxy would not, and other containers start after it.
                "env",
                Data.map("ENABLE_NATIVE_SIDECARS", true),
                // What the control plane sets itself as soon as it runs; otherwise Argo CD would set it back.
                "base",
                Data.map("validationFailurePolicy", "Fail"),
                "global",
                Data.map(
                        "proxy",
                        Data.map(
                                "clusterDomain",
                                cluster.site().clusterDomain(),
                                "seccompProfile",
                                Data.map("type", "RuntimeDefault"),
                                "resources",
                                Data.map(
                                        "requests",
                                        Data.map("cpu", "10m", "memory", "64Mi"),
                                        "limits",
                                        Data.map("memory", "256Mi")))));
    }
}
