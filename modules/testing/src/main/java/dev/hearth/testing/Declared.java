package dev.hearth.testing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.net.InetAddresses;
import dev.hearth.dsl.Cidr;
import dev.hearth.dsl.Flow;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Site;
import dev.hearth.graph.network.ContainerPort;
import dev.hearth.graph.network.Pod;
import dev.hearth.graph.network.Protocol;
import java.util.List;
import java.util.stream.Stream;

/** What the flows of a cluster say, in the terms of those who connect. */
final class Declared {

    private final Site site;
    private final ImmutableList<Pod> templates;
    private final ImmutableList<Flow> flows;
    private final ImmutableListMultimap<ContainerPort, Flow> byPort;

    Declared(Site site, List<Flow> declared, ImmutableList<Pod> templates) {
        this.site = site;
        this.templates = templates;
        this.flows = declared.stream()
                .flatMap(flow -> Stream.concat(Stream.of(atItsPort(flow)), dns(flow)))
                .distinct()
                .collect(ImmutableList.toImmutableList());
        this.byPort =
                flows.stream().collect(ImmutableListMultimap.toImmutableListMultimap(Declared::port, flow -> flow));
    }

    /** All flows, with the questions to DNS that follow from them. */
    ImmutableList<Flow> flows() {
        return flows;
    }

    static ContainerPort port(Flow flow) {
        return new ContainerPort(
                "", flow.port(), Protocol.valueOf(flow.protocol().name()));
    }

    private Flow atItsPort(Flow flow) {
        return flow.to() instanceof Peer.ApiServer
                ? new Flow(flow.from(), flow.to(), flow.protocol(), site.apiServerPort(), flow.owner())
                : flow;
    }

    private Stream<Flow> dns(Flow flow) {
        boolean byName = flow.to() instanceof Pods
                || flow.to() instanceof Peer.Anywhere
                || (flow.to() instanceof Peer.Outside outside && !InetAddresses.isInetAddress(outside.host()));
        return flow.from() instanceof Pods && byName
                ? Stream.of(dev.hearth.dsl.Protocol.TCP, dev.hearth.dsl.Protocol.UDP)
                        .map(protocol -> new Flow(flow.from(), site.dns(), protocol, 53, flow.owner()))
                : Stream.empty();
    }

    /** Whether flows account for the connection at each end that policies isolate. */
    boolean accountsFor(Actor from, Actor to, ContainerPort port) {
        ContainerPort bare = new ContainerPort("", port.port(), port.protocol());
        List<Flow> candidates = byPort.get(bare);
        return (!from.isolated()
                        || candidates.stream().anyMatch(flow -> isOne(flow.from(), from) && opened(flow.to(), to)))
                && (!to.isolated()
                        || candidates.stream().anyMatch(flow -> isOne(flow.to(), to) && opening(flow.from(), from)));
    }

    /** Whether those are the very pods that a flow names. */
    static boolean isOne(Peer peer, Actor actor) {
        return peer instanceof Pods pods && actor.endpoint() instanceof Pod pod && matches(pods, pod);
    }

    static boolean matches(Pods pods, Pod pod) {
        return pod.namespace().equals(pods.namespace())
                && pod.labels().entrySet().containsAll(pods.labels().entrySet());
    }

    private boolean opened(Peer peer, Actor actor) {
        if (isOne(peer, actor)) {
            return true;
        }
        if (areNodes(peer)) {
            return actor.place() == Actor.Place.NODE || (noNodes() && actor.place() == Actor.Place.OUTSIDE);
        }
        if (peer instanceof Peer.Outside) {
            return actor.place() == Actor.Place.OUTSIDE || (noNodes() && actor.place() == Actor.Place.NODE);
        }
        return within(peer, actor.calledAt());
    }

    private boolean opening(Peer peer, Actor actor) {
        if (isOne(peer, actor)) {
            return true;
        }
        if (areNodes(peer)) {
            // A node may call from the pod network, so whoever is there passes for one.
            return actor.place() != Actor.Place.OUTSIDE || noNodes();
        }
        return peer instanceof Peer.Outside || within(peer, actor.callsFrom());
    }

    private static boolean within(Peer peer, List<Cidr> addresses) {
        return peer instanceof Peer.Anywhere
                || (peer instanceof Peer.Addresses ranges
                        && ranges.cidrs().stream()
                                .anyMatch(range -> addresses.stream().anyMatch(own -> overlap(range, own))));
    }

    private boolean areNodes(Peer peer) {
        return peer instanceof Peer.ApiServer
                || peer instanceof Peer.Nodes
                || (peer instanceof Pods pods && onNodes(pods));
    }

    private boolean onNodes(Pods pods) {
        return templates.stream().anyMatch(pod -> pod.hostNetwork() && matches(pods, pod));
    }

    private boolean noNodes() {
        return site.nodes().isEmpty();
    }

    private static boolean overlap(Cidr one, Cidr other) {
        return one.contains(other) || other.contains(one);
    }
}
