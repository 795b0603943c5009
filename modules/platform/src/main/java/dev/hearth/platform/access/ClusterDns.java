package dev.hearth.platform.access;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.minutes;

import com.google.common.net.InetAddresses;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.Cidr;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Patch;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.backup.Backup;
import dev.hearth.dsl.config.Config;
import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;
import dev.hearth.dsl.route.NameServerOffer;
import dev.hearth.dsl.workload.Exposure;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Volume;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import dev.hearth.platform.Catalogue;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A CoreDNS that answers for the hosts of all routes, inside of the cluster and, if it has an address there, in the local
 * network.
 *
 * <pre>{@code
 * ClusterDns.named("names", "10.152.183.12")                       // for pods
 * ClusterDns.named("names", "10.152.183.12").lan("192.168.10.53")  // for the router too
 * }</pre>
 *
 * <p>The cluster's own DNS belongs to its distribution, which puts its settings back when it likes, so the tree does not touch
 * it: the page {@code docs/dns/<cluster>.md} says the one step by which it asks here for the cluster's domains.
 *
 * @param name the name of the component, of its namespace, and of its objects
 * @param serviceAddress the address of its Service, by which the cluster's own DNS asks; a free one from the first sixteenth of
 *     the service network, which Kubernetes gives to nobody by itself
 * @param lanAddress its address in the local network; empty where only pods ask
 * @param replicas how many answer
 * @see <a href="https://coredns.io/plugins/file/">CoreDNS' plugin file</a>
 */
public record ClusterDns(String name, String serviceAddress, Optional<String> lanAddress, int replicas)
        implements Component {

    private static final Image IMAGE = Catalogue.image("coredns");
    private static final int USER = 65532;
    private static final String ADDRESS = "metallb.io/loadBalancerIPs";

    private static final Port DNS = Port.udp("dns", 1053).servedAt(53);
    private static final Port DNS_TCP = Port.tcp("dns-tcp", 1053).servedAt(53);
    private static final Port HEALTH = Port.http(8080).named("health");
    private static final Port READY = Port.http(8181).named("ready");
    private static final Port METRICS = Port.http(9153).named("metrics");

    public ClusterDns {
        Names.label("component name", name);
        address("service address", serviceAddress);
        lanAddress.ifPresent(given -> address("address in the local network", given));
        if (replicas < 1) {
            throw new IllegalArgumentException("replicas of " + name + " must be at least 1, but was " + replicas);
        }
    }

    private static void address(String what, String given) {
        if (!InetAddresses.isInetAddress(given)) {
            throw new IllegalArgumentException("the " + what + " is no IP address but '" + given + "'");
        }
    }

    /** One CoreDNS for pods, whose Service has that address. */
    public static ClusterDns named(String name, String serviceAddress) {
        return new ClusterDns(name, serviceAddress, Optional.empty(), 1);
    }

    /** A copy that has that address in the local network too, from whatever gives out such addresses. */
    public ClusterDns lan(String address) {
        return new ClusterDns(name, serviceAddress, Optional.of(address), replicas);
    }

    /** A copy of which so many answer. */
    public ClusterDns replicas(int count) {
        return new ClusterDns(name, serviceAddress, lanAddress, count);
    }

    @Override
    public Band band() {
        return Band.NETWORK;
    }

    @Override
    public Offers offers() {
        return Offers.of(new NameServerOffer(zones(), lanAddress.orElse(serviceAddress)), ClusterDnsDashboard.of(this));
    }

    private String zones() {
        return name + "-zones";
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        return Manifests.of(
                        server(cluster),
                        corefile(cluster),
                        alerts(),
                        this::check,
                        new DnsPage(serviceAddress, lanAddress),
                        Backup.none("its names come from the tree"))
                .patch(Patch.of(
                        Service.class, name, service -> service.getSpec().setClusterIP(serviceAddress)));
    }

    private void check(Scope scope) {
        Cidr services = scope.cluster().site().serviceNetwork();
        if (!services.contains(Cidr.parse(serviceAddress))) {
            scope.finding(Finding.error(
                            "route.address",
                            "component " + name,
                            "its Service is to have the address " + serviceAddress
                                    + ", but Services of the cluster have addresses of " + services)
                    .hint("choose one of the first sixteenth of that network that no Service has"));
        }
    }

    private Workload server(ClusterView cluster) {
        Exposure service = Exposure.named(name).ports(DNS, DNS_TCP);
        Workload server = Workload.deployment(name)
                .image(IMAGE)
                .args("-conf", "/etc/coredns/Corefile")
                .replicas(replicas)
                .port(DNS)
                .port(DNS_TCP)
                .unservedPort(HEALTH)
                .unservedPort(READY)
                .metrics(METRICS, "/metrics")
                .expose(name + "-metrics", METRICS)
                .expose(lanAddress
                        .map(address -> service.loadBalancer().annotation(ADDRESS, address))
                        .orElse(service))
                .mount(corefile(cluster), "/etc/coredns")
                .mountReadOnly(Volume.existingConfig("zones", zones()), "/zones")
                .runAs(USER, USER)
                // Its file has the capability, so that without it the kernel would not even start it.
                .capability("NET_BIND_SERVICE")
                .liveness(Probe.http(HEALTH, "/health"))
                .readiness(Probe.http(READY, "/ready"))
                .requests(cpu("10m"), memory("32Mi"))
                .limits(memory("128Mi"));
        return server.reachedFrom(
                lanAddress.isPresent() ? Peer.anywhere() : cluster.site().dns(), DNS, DNS_TCP);
    }

    /** Zones are looked at again every half minute; all else is another configuration, and so other pods. */
    private Config corefile(ClusterView cluster) {
        String keys = cluster.domains().stream()
                .map(domain -> domain + ":" + DNS.number())
                .collect(Collectors.joining(" "));
        String files = cluster.domains().stream()
                .map(domain -> "    file /zones/" + domain + ".zone " + domain + " {\n        reload 30s\n    }\n")
                .collect(Collectors.joining());
        return Config.named(name)
                .file(
                        "Corefile",
                        keys + " {\n    errors\n    health :" + HEALTH.number() + "\n    ready :" + READY.number()
                                + "\n    prometheus :" + METRICS.number() + "\n" + files + "}\n");
    }

    private Rules alerts() {
        String here = "namespace=\"" + name + "\"";
        return Rules.named(name)
                .alert(Alert.named("ClusterDnsDown")
                        .expr("kube_deployment_status_replicas_available{" + here + ",deployment=\"" + name
                                + "\"} == 0")
                        .holding(minutes(5))
                        .severity(Severity.CRITICAL)
                        .summary("Nobody knows the hosts of the cluster")
                        .description("No pod of {{ $labels.namespace }} answers for the hosts of routes."))
                .alert(Alert.named("ClusterDnsFailing")
                        .expr("sum by (namespace) (rate(coredns_dns_responses_total{" + here
                                + ",rcode=\"SERVFAIL\"}[10m])) > 0.1")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("Hosts of the cluster are not found")
                        .description("{{ $value | humanize }} answers a second of {{ $labels.namespace }} are failures;"
                                + " its log says why."));
    }
}
