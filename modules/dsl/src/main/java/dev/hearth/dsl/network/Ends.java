package dev.hearth.dsl.network;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Cidr;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Says which rules stand for a peer, on this site. */
final class Ends {

    private final Site site;
    private final HostNetwork hostNetwork;
    private boolean guessed;

    Ends(Site site, HostNetwork hostNetwork) {
        this.site = site;
        this.hostNetwork = hostNetwork;
    }

    /** Whether an answer would have been narrower had the site named its nodes. */
    boolean guessed() {
        return guessed;
    }

    /** That peer as one that is opened. Policies are asked after a Service became a pod or a node. */
    ImmutableList<RuleEnd> destination(Peer peer, String here) {
        if (peer instanceof Pods pods) {
            return pods(pods, here, this::nodes);
        }
        if (peer instanceof Peer.ApiServer || peer instanceof Peer.Nodes) {
            return ImmutableList.of(nodes());
        }
        if (peer instanceof Peer.Outside) {
            return ImmutableList.of(outside());
        }
        return ImmutableList.of(anywhereOr(peer));
    }

    /** That peer as one that opens. */
    ImmutableList<RuleEnd> source(Peer peer, String here) {
        if (peer instanceof Pods pods) {
            return pods(pods, here, this::callingNodes);
        }
        if (peer instanceof Peer.ApiServer || peer instanceof Peer.Nodes) {
            return ImmutableList.of(callingNodes());
        }
        if (peer instanceof Peer.Outside) {
            // What enters by a node that does not run the pod arrives from that node's address in the pod network.
            return ImmutableList.of(RuleEnd.ranges(ImmutableList.of(Range.everything(site.podNetwork()))));
        }
        return ImmutableList.of(anywhereOr(peer));
    }

    private ImmutableList<RuleEnd> pods(Pods pods, String here, Supplier<RuleEnd> nodes) {
        return switch (hostNetwork.share(pods)) {
            case NONE -> ImmutableList.of(RuleEnd.pods(pods, here));
            case SOME -> ImmutableList.of(RuleEnd.pods(pods, here), nodes.get());
            case ALL -> ImmutableList.of(nodes.get());
        };
    }

    private RuleEnd nodes() {
        if (site.nodes().isEmpty()) {
            guessed = true;
            return outside();
        }
        return RuleEnd.ranges(Range.sorted(nodeAddresses()));
    }

    /** A node calls pods of another node from its tunnel address, which lies in the pod network. */
    private RuleEnd callingNodes() {
        if (site.nodes().isEmpty()) {
            guessed = true;
            return RuleEnd.ranges(ImmutableList.of(Range.everything(site.podNetwork())));
        }
        List<Cidr> sources = new ArrayList<>(nodeAddresses());
        sources.add(site.podNetwork());
        return RuleEnd.ranges(Range.sorted(sources));
    }

    private RuleEnd outside() {
        List<Cidr> inside = Stream.concat(Stream.of(site.podNetwork(), site.serviceNetwork()), nodeAddresses().stream())
                .toList();
        return RuleEnd.ranges(
                ImmutableList.of(Range.everything(site.podNetwork()).without(inside)));
    }

    private List<Cidr> nodeAddresses() {
        return site.nodes().stream().map(node -> Cidr.parse(node.address())).toList();
    }

    private static RuleEnd anywhereOr(Peer peer) {
        return peer instanceof Peer.Addresses addresses
                ? RuleEnd.ranges(Range.sorted(addresses.cidrs()))
                : RuleEnd.everyone();
    }
}
