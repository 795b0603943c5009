package dev.hearth.testing;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Cidr;
import dev.hearth.dsl.Flow;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Site;
import dev.hearth.graph.network.ContainerPort;
import dev.hearth.graph.network.Host;
import dev.hearth.graph.network.Pod;
import dev.hearth.graph.network.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Everyone who takes part in a cluster's traffic, and some who should not. */
final class Actors {

    private static final ContainerPort HTTPS = new ContainerPort("", 443, Protocol.TCP);
    private static final ContainerPort DNS = new ContainerPort("", 53, Protocol.UDP);
    private static final ContainerPort SSH = new ContainerPort("", 22, Protocol.TCP);
    private static final ContainerPort KUBELET = new ContainerPort("", 10250, Protocol.TCP);

    /** A port that no program has. */
    private static final ContainerPort NONE = new ContainerPort("", 1, Protocol.TCP);

    private final Site site;
    private final ImmutableList<Flow> flows;
    private final ImmutableSortedSet<String> owned;
    private final List<Actor> all = new ArrayList<>();

    private Actors(Site site, ImmutableList<Flow> flows, ImmutableSortedSet<String> owned) {
        this.site = site;
        this.flows = flows;
        this.owned = owned;
    }

    static ImmutableList<Actor> of(
            Site site, ImmutableList<Flow> flows, ImmutableSortedSet<String> owned, ImmutableList<Pod> templates) {
        Actors actors = new Actors(site, flows, owned);
        templates.forEach(actors::pod);
        actors.unseen(templates).forEach(actors::pod);
        actors.strangers();
        actors.hosts();
        return ImmutableList.copyOf(actors.all);
    }

    /** The addresses of the nodes; where the site names none, one that stands for them. */
    static ImmutableList<Cidr> nodeAddresses(Site site) {
        return site.nodes().isEmpty()
                ? ImmutableList.of(Cidr.parse(site.podNetwork().ipv6() ? "2001:db8:fffe::10" : "192.0.2.10"))
                : site.nodes().stream().map(node -> Cidr.parse(node.address())).collect(toImmutableList());
    }

    /** Pods that only flows speak of. */
    private List<Pod> unseen(List<Pod> templates) {
        return Stream.concat(flows.stream().flatMap(flow -> Stream.of(flow.from(), flow.to())), Stream.of(site.dns()))
                .filter(Pods.class::isInstance)
                .map(Pods.class::cast)
                .distinct()
                .filter(pods -> templates.stream().noneMatch(pod -> Declared.matches(pods, pod)))
                .map(pods -> Pod.named(pods.name(), pods.namespace()).labels(pods.labels()))
                .toList();
    }

    /** Pods that nobody declared, in every namespace there is. */
    private void strangers() {
        Set<String> namespaces = new TreeSet<>(owned);
        all.stream()
                .map(Actor::endpoint)
                .filter(Pod.class::isInstance)
                .forEach(pod -> namespaces.add(((Pod) pod).namespace()));
        namespaces.forEach(namespace -> pod(Pod.named("stranger", namespace).label("hearth.dev/stranger", "true")));
    }

    private void pod(Pod pod) {
        Actor.Place place = pod.hostNetwork() ? Actor.Place.NODE : Actor.Place.POD_NETWORK;
        ImmutableList<Cidr> addresses = pod.hostNetwork() ? nodeAddresses(site) : ImmutableList.of(site.podNetwork());
        boolean isolated = !pod.hostNetwork() && owned.contains(pod.namespace());
        Set<ContainerPort> ports = new LinkedHashSet<>();
        pod.ports().forEach(port -> ports.add(new ContainerPort("", port.port(), port.protocol())));
        flows.stream()
                .filter(flow -> flow.to() instanceof Pods pods && Declared.matches(pods, pod))
                .map(Declared::port)
                .forEach(ports::add);
        ports.add(NONE);
        all.add(new Actor(pod, place, isolated, addresses, addresses, ImmutableList.copyOf(ports)));
    }

    private void hosts() {
        String[] addresses = nodeAddresses(site).stream()
                .map(address -> address.toString().replaceFirst("/.*", ""))
                .toArray(String[]::new);
        String podNetwork = site.podNetwork().toString();
        ContainerPort api = new ContainerPort("", site.apiServerPort(), Protocol.TCP);
        node(Host.apiServer(site.apiServerPort(), addresses).tunnel(podNetwork), api);
        for (Site.Node node : site.nodes()) {
            node(Host.node(node.name(), node.address()).tunnel(podNetwork), api);
        }
        (site.podNetwork().ipv6()
                        ? Stream.of("2001:db8:ffff::7")
                        : Stream.of("203.0.113.7", "192.168.250.250", "172.31.250.250", "10.250.250.250"))
                .filter(address -> inside().noneMatch(range -> range.contains(Cidr.parse(address))))
                .limit(2)
                .forEach(this::outside);
    }

    private Stream<Cidr> inside() {
        return Stream.concat(Stream.of(site.podNetwork(), site.serviceNetwork()), nodeAddresses(site).stream());
    }

    private void node(Host host, ContainerPort api) {
        ImmutableList<Cidr> calledAt = host.addresses().stream()
                .map(address -> Cidr.parse(address.toString()))
                .collect(toImmutableList());
        ImmutableList<Cidr> callsFrom = ImmutableList.<Cidr>builder()
                .addAll(calledAt)
                .add(site.podNetwork())
                .build();
        all.add(new Actor(host, Actor.Place.NODE, false, calledAt, callsFrom, with(api, KUBELET, SSH, HTTPS)));
    }

    private void outside(String address) {
        ImmutableList<Cidr> own = ImmutableList.of(Cidr.parse(address));
        all.add(new Actor(Host.outside(address), Actor.Place.OUTSIDE, false, own, own, with(HTTPS, DNS, SSH)));
    }

    /** Those ports, and all that flows open of someone who is no pods. */
    private ImmutableList<ContainerPort> with(ContainerPort... ports) {
        return Stream.concat(
                        Stream.of(ports),
                        flows.stream()
                                .filter(flow -> !(flow.to() instanceof Pods))
                                .map(Declared::port))
                .distinct()
                .collect(toImmutableList());
    }
}
