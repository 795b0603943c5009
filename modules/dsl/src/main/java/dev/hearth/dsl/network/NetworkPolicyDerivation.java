package dev.hearth.dsl.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.net.InetAddresses;
import dev.hearth.dsl.Derivation;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Flow;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Protocol;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Site;
import dev.hearth.findings.Finding;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Makes NetworkPolicies of flows: in every namespace that the cluster owns nothing is allowed but what was declared.
 *
 * <ul>
 *   <li>{@code default-deny} in each of those namespaces.
 *   <li>{@code <pods>-egress}: what the pods may open, as one component declared it; {@code
 *       <pods>-egress-for-<component>} where that component speaks of pods that do not carry its name. Whoever opens
 *       something by name may ask DNS.
 *   <li>{@code <pods>-from-<peer>}: what that peer may open of the pods. Another user of the pods is another file.
 * </ul>
 *
 * <p>Policies are asked about the pod or node behind a Service, so ports are those of pods, and the API server is the
 * nodes' addresses at its own port. Pods on the network of their node are no policy's concern; for others they are nodes.
 * Calls from a node may arrive from its address in the pod network, so what nodes or the API server open is open, at
 * that end, to the pod network too; the pods there still need leave to call. {@linkplain Peer#outside Outside} is every
 * address but those of pods, services and nodes; a machine of the local network is outside.
 *
 * <p>A policy lets flows between {@linkplain dev.hearth.dsl.Segments segments} through like all others; one that no crossing
 * accounts for is an error.
 *
 * <p>All are objects of {@link Expansion#NAMESPACES}; whoever applies them puts default deny last. This comes after every derivation that adds flows or objects.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/network-policies/">Network policies</a>
 */
public final class NetworkPolicyDerivation implements Derivation {

    @Override
    public void derive(Expansion soFar, Function<String, Scope> scopes) {
        Site site = soFar.cluster().site();
        ImmutableSortedSet<String> owned = OwnNamespaces.of(soFar);
        HostNetwork hostNetwork = HostNetwork.of(soFar.manifests());
        Ends ends = new Ends(site, hostNetwork);
        Map<PolicyDraft.Key, PolicyDraft> drafts = new TreeMap<>();

        for (Flow flow : withDns(soFar.flows(), site)) {
            if (flow.from() instanceof Pods from && policed(from, owned, hostNetwork)) {
                egress(flow, from, ends, site, drafts);
            }
            if (flow.to() instanceof Pods to && policed(to, owned, hostNetwork)) {
                ingress(flow, to, ends, drafts);
            }
        }

        Scope scope = scopes.apply(Expansion.NAMESPACES);
        for (PolicyDraft draft : drafts.values()) {
            scope.manifest(draft.manifest());
            draft.clash().ifPresent(scope::finding);
        }
        owned.stream().map(PolicyDraft::defaultDeny).forEach(scope::manifest);
        if (ends.guessed()) {
            scope.finding(noNodes());
        }
        reportStrays(soFar, owned, scopes);
        reportOpen(soFar, owned, scopes);
        Crossings.report(soFar, owned, scopes);
    }

    private static boolean policed(Pods pods, ImmutableSortedSet<String> owned, HostNetwork hostNetwork) {
        return owned.contains(pods.namespace()) && hostNetwork.share(pods) != HostNetwork.Share.ALL;
    }

    private static ImmutableList<Flow> withDns(List<Flow> flows, Site site) {
        return flows.stream()
                .flatMap(flow -> flow.from() instanceof Pods && byName(flow.to())
                        ? Stream.of(flow, dns(flow, site, Protocol.UDP), dns(flow, site, Protocol.TCP))
                        : Stream.of(flow))
                .distinct()
                .collect(ImmutableList.toImmutableList());
    }

    private static Flow dns(Flow flow, Site site, Protocol protocol) {
        return new Flow(flow.from(), site.dns(), protocol, 53, flow.owner());
    }

    /** Clients find the API server in their environment, nodes in its answers: both by address. */
    private static boolean byName(Peer peer) {
        return peer instanceof Pods
                || peer instanceof Peer.Anywhere
                || (peer instanceof Peer.Outside outside && !InetAddresses.isInetAddress(outside.host()));
    }

    private static void egress(Flow flow, Pods from, Ends ends, Site site, Map<PolicyDraft.Key, PolicyDraft> drafts) {
        PolicyDraft draft = draft(from, PolicyNames.egress(from, flow), false, drafts);
        int port = flow.to() instanceof Peer.ApiServer ? site.apiServerPort() : flow.port();
        for (RuleEnd end : ends.destination(flow.to(), from.namespace())) {
            draft.allow(end, flow.protocol(), port);
        }
        if (flow.to() instanceof Peer.Outside outside) {
            draft.meant(outside.host() + ":" + port);
        }
    }

    private static void ingress(Flow flow, Pods to, Ends ends, Map<PolicyDraft.Key, PolicyDraft> drafts) {
        PolicyDraft draft = draft(to, PolicyNames.ingress(to, flow), true, drafts);
        for (RuleEnd end : ends.source(flow.from(), to.namespace())) {
            draft.allow(end, flow.protocol(), flow.port());
        }
    }

    private static PolicyDraft draft(
            Pods pods, String name, boolean ingress, Map<PolicyDraft.Key, PolicyDraft> drafts) {
        PolicyDraft draft =
                drafts.computeIfAbsent(new PolicyDraft.Key(pods.namespace(), name, ingress), PolicyDraft::new);
        draft.selects(pods);
        return draft;
    }

    private static Finding noNodes() {
        return Finding.warning(
                        "net.site",
                        "site",
                        "no nodes are given, so policies about nodes and the API server mean every address outside of"
                                + " the cluster")
                .hint("give the nodes with Site.node(name, address)");
    }

    /** Pods of a namespace that nobody makes are a slip of the pen, and no policy would ever say so. */
    private static void reportStrays(
            Expansion soFar, ImmutableSortedSet<String> owned, Function<String, Scope> scopes) {
        Site site = soFar.cluster().site();
        for (Flow flow : soFar.flows()) {
            Stream.of(flow.from(), flow.to())
                    .filter(Pods.class::isInstance)
                    .map(Pods.class::cast)
                    .filter(pods -> !owned.contains(pods.namespace()))
                    .filter(pods -> !OwnNamespaces.ofOthers(pods.namespace(), site))
                    .forEach(pods -> scopes.apply(flow.owner())
                            .finding(Finding.error(
                                            "net.namespace",
                                            "component " + flow.owner(),
                                            "a flow names pods " + pods
                                                    + ", but nothing of the cluster is in namespace '"
                                                    + pods.namespace() + "'")
                                    .hint("correct the namespace, or declare what runs there with Site.preinstalled")));
        }
    }

    private static void reportOpen(Expansion soFar, ImmutableSortedSet<String> owned, Function<String, Scope> scopes) {
        soFar.cluster()
                .members()
                .map(member -> member.component())
                .filter(component -> !owned.contains(component.namespace()))
                .forEach(component -> scopes.apply(component.name())
                        .exempt(new Exemption(
                                "network policies",
                                "Namespace " + component.namespace(),
                                "others run there who have not declared what they open")));
    }
}
