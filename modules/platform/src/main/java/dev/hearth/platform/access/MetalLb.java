package dev.hearth.platform.access;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.minutes;
import static dev.hearth.dsl.Units.seconds;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.PodSecurity;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.backup.Backup;
import dev.hearth.dsl.config.Config;
import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Monitor;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;
import dev.hearth.dsl.node.NodeSetting;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Toleration;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * MetalLB, which gives Services of type LoadBalancer addresses of the local network, and answers for them there (layer 2: one
 * node has an address, and another takes it over when that node is gone).
 *
 * <pre>{@code
 * MetalLb.named("metallb")                                    // the site's address, for who asks for it
 * MetalLb.named("metallb").addresses("192.168.10.60-192.168.10.69")  // further ones for anybody
 * }</pre>
 *
 * <p>The addresses must be of the network of the nodes, and no other device, nor the router's DHCP, may give them out. It
 * needs cert-manager, for the certificate of its webhook, and clashes with the addon of the same name of MicroK8s.
 *
 * @param name the name of the component, of its namespace, and the start of the names of its objects
 * @param definitions the release: its version, and the commit with its definitions
 * @param addresses ranges and networks that any Service may have an address of, such as {@code 192.168.10.60-192.168.10.69}
 * @param interfaces interfaces of the nodes on which it answers; all where none are named
 * @see <a href="https://github.com/metallb/metallb/blob/v0.16.1/config/manifests/metallb-native.yaml">Upstream's manifest</a>
 */
public record MetalLb(
        String name, CrdOffer.Git definitions, ImmutableList<String> addresses, ImmutableSortedSet<String> interfaces)
        implements Component {

    private static final int USER = 65534;
    private static final String WHY = "the speaker answers for addresses on the network of the node";
    private static final String TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token";
    private static final String CERTIFICATES = "/tmp/k8s-webhook-server/serving-certs";

    private static final Port WEBHOOK = Port.https(9443).named("webhook").servedAt(443);
    private static final Port METRICS = Port.https(9120).named("metrics");
    private static final Port HEALTH = Port.http(17472).named("health");

    public MetalLb {
        Names.label("component name", name);
        requireNonNull(definitions, "definitions");
        addresses.forEach(AddressPools::check);
        requireNonNull(interfaces, "interfaces");
    }

    /** MetalLB 0.16.1 with the site's address for load balancers, which a Service gets that asks for it. */
    public static MetalLb named(String name) {
        return new MetalLb(name, Catalogue.definitions("metallb"), ImmutableList.of(), ImmutableSortedSet.of());
    }

    /** A copy with further addresses, which any Service of type LoadBalancer gets: networks, or ranges with a {@code -}. */
    public MetalLb addresses(String... ranges) {
        return new MetalLb(
                name,
                definitions,
                Stream.concat(addresses.stream(), Stream.of(ranges)).collect(ImmutableList.toImmutableList()),
                interfaces);
    }

    /** A copy that answers on those interfaces of the nodes only, such as {@code eth0}. */
    public MetalLb interfaces(String... names) {
        return new MetalLb(name, definitions, addresses, ImmutableSortedSet.copyOf(names));
    }

    @Override
    public Band band() {
        return Band.NETWORK;
    }

    @Override
    public PodSecurity podSecurity() {
        return PodSecurity.privileged(WHY);
    }

    @Override
    public Offers offers() {
        return Offers.of(
                new CrdOffer("metallb", ImmutableList.of("metallb.io"), definitions), MetalLbDashboard.of(this));
    }

    private String controllerName() {
        return name + "-controller";
    }

    private String speakerName() {
        return name + "-speaker";
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        MetalLbAccess access = new MetalLbAccess(controllerName());
        ServingCertificate certificate = new ServingCertificate(controllerName());
        Config excluded = excluded();
        boolean several = cluster.site().nodes().size() > 1;
        Workload controller = controller(access, several);
        Workload speaker = speaker(access, excluded);
        List<Part> parts = new ArrayList<>(List.of(
                controller,
                excluded,
                certificate,
                new AddressPools(addresses, interfaces),
                monitor(controllerName(), controller),
                monitor(speakerName(), speaker),
                alerts(),
                Catalogue.supported("metallb-controller"),
                NodeSetting.withoutAddon(
                        "metallb",
                        "it brings the same definitions, in another version, and gives out the same addresses"),
                Backup.none("its addresses come from the tree")));
        Manifests manifests = Manifests.of(parts)
                .patch(certificate.mount(controllerName(), CERTIFICATES))
                .patch(Speakers.probes(speakerName()))
                .objects(MetalLbWebhooks.of(controllerName(), namespace()));
        return several
                ? manifests.and(new Speakers(speaker, namespace())).patch(Speakers.key(speakerName()))
                : manifests.and(speaker);
    }

    /** On a single node there is nobody to talk to, so no key is made for that. */
    private Workload controller(MetalLbAccess access, boolean several) {
        Workload controller = Workload.deployment(controllerName())
                .image(Catalogue.image("metallb-controller").tag(definitions.version()))
                .args(
                        "--port=" + METRICS.number(),
                        "--log-level=info",
                        // The definitions of upstream's repository ask no webhook for conversions, on which the
                        // controller's own certificates insist.
                        "--disable-cert-rotation=true",
                        "--cert-dir=" + CERTIFICATES)
                .envField("METALLB_NAMESPACE", "metadata.namespace")
                .envField("METALLB_POD_NAME", "metadata.name")
                .env("METALLB_DEPLOYMENT", controllerName())
                .port(WEBHOOK)
                .port(METRICS)
                .unservedPort(HEALTH)
                .reachedFrom(Peer.apiServer(), WEBHOOK)
                .liveness(Probe.http(HEALTH, "/healthz").delay(seconds(10)))
                .readiness(Probe.http(HEALTH, "/readyz").delay(seconds(10)))
                .runAs(USER, USER)
                .fsGroup(USER)
                .requests(cpu("10m"), memory("64Mi"))
                .limits(memory("256Mi"))
                .terminationGracePeriod(seconds(0))
                .access(access.controller());
        return several ? controller.env("METALLB_ML_SECRET_NAME", Speakers.SECRET) : controller;
    }

    private Workload speaker(MetalLbAccess access, Config excluded) {
        return Workload.daemonSet(speakerName())
                .image(Catalogue.image("metallb-speaker").tag(definitions.version()))
                .args("--port=" + METRICS.number(), "--log-level=info")
                .envField("METALLB_NAMESPACE", "metadata.namespace")
                .envField("METALLB_NODE_NAME", "spec.nodeName")
                .envField("METALLB_POD_NAME", "metadata.name")
                .port(METRICS)
                .unservedPort(HEALTH)
                .headless()
                .hostNetwork(WHY)
                .root("it opens raw sockets, to answer ARP and NDP")
                .capability("NET_RAW", "it opens raw sockets, to answer ARP and NDP")
                .mount(excluded, "/etc/metallb")
                .liveness(Probe.http(HEALTH, "/healthz").delay(seconds(10)))
                .readiness(Probe.http(HEALTH, "/readyz").delay(seconds(10)))
                .toleration(Toleration.of("node-role.kubernetes.io/master", "NoSchedule"))
                .toleration(Toleration.of("node-role.kubernetes.io/control-plane", "NoSchedule"))
                .priorityClass("system-node-critical")
                .requests(cpu("20m"), memory("64Mi"))
                .limits(memory("256Mi"))
                .terminationGracePeriod(seconds(2))
                .access(access.speaker());
    }

    /** Interfaces of pods and of the node alone, where nobody is who could ask. */
    private Config excluded() {
        return Config.named(name + "-excluded-interfaces")
                .yaml(
                        "excludel2.yaml",
                        Data.map(
                                "announcedInterfacesToExclude",
                                Data.list(
                                        "^docker.*",
                                        "^cbr.*",
                                        "^dummy.*",
                                        "^virbr.*",
                                        "^lxcbr.*",
                                        "^veth.*",
                                        "^lo$",
                                        "^cali.*",
                                        "^vxlan.*",
                                        "^tunl.*",
                                        "^flannel.*",
                                        "^kube-ipvs.*",
                                        "^cni.*",
                                        "^nodelocaldns.*",
                                        "^lxc.*")));
    }

    private static Monitor monitor(String service, Workload workload) {
        return Monitor.service(service, workload.pods(), METRICS, "/metrics")
                .endpoint(Data.map(
                        "scheme",
                        "https",
                        "honorLabels",
                        true,
                        "bearerTokenFile",
                        TOKEN,
                        "tlsConfig",
                        Data.map("insecureSkipVerify", true)));
    }

    private Rules alerts() {
        String here = "namespace=\"" + name + "\"";
        return Rules.named(name)
                .alert(Alert.named("MetalLbConfigurationRefused")
                        .expr("max by (namespace, pod) (metallb_k8s_client_config_stale_bool{" + here + "}) == 1"
                                + " or max by (namespace, pod) (metallb_k8s_client_config_loaded_bool{" + here
                                + "}) == 0")
                        .holding(minutes(5))
                        .severity(Severity.WARNING)
                        .summary("MetalLB works with old settings")
                        .description("{{ $labels.pod }} has not taken its settings; its log says why."))
                .alert(Alert.named("MetalLbAddressesUsedUp")
                        .expr("max by (namespace, pool) (metallb_allocator_addresses_in_use_total{" + here
                                + ",pool!=\"" + AddressPools.SITE + "\"})"
                                + " >= max by (namespace, pool) (metallb_allocator_addresses_total{" + here + "})")
                        .holding(minutes(5))
                        .severity(Severity.WARNING)
                        .summary("No address is left for another load balancer")
                        .description("All {{ $value }} addresses of pool {{ $labels.pool }} are given out."))
                .alert(Alert.named("MetalLbSpeakerMissing")
                        .expr("kube_daemonset_status_number_unavailable{" + here + ",daemonset=\"" + speakerName()
                                + "\"} > 0")
                        .holding(minutes(15))
                        .severity(Severity.CRITICAL)
                        .summary("Addresses of load balancers may not be answered for")
                        .description("{{ $value }} nodes have no ready speaker."));
    }
}
