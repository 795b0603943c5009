package dev.hearth.platform.mesh;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Flow;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Protocol;
import dev.hearth.dsl.monitor.ScraperOffer;
import dev.hearth.dsl.route.IngressOffer;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What opens ports of members from outside of the mesh. The cluster knows each flow, so it is known before anything is refused.
 */
record Crossing(ImmutableList<Joined> members, Expansion expansion) {

    List<Finding> findings() {
        return Stream.of(
                        expansion.flows().stream().flatMap(this::refused),
                        members.stream().flatMap(this::openForNobody),
                        members.stream().map(Joined::member).distinct().flatMap(this::openWithoutServer))
                .flatMap(found -> found)
                .distinct()
                .toList();
    }

    private Stream<Finding> refused(Flow flow) {
        if (!(flow.to() instanceof Pods to) || flow.protocol() != Protocol.TCP || inside(flow.from())) {
            return Stream.empty();
        }
        return members.stream()
                .filter(Joined::serves)
                .filter(joined -> joined.among(to) && joined.member().strict(flow.port()))
                .map(joined -> finding(flow, joined));
    }

    private Finding finding(Flow flow, Joined joined) {
        String component = joined.member().component();
        String caller = words(flow.from());
        String opened = joined.namespace() + "/" + joined.workload().name();
        String open = "Member.of(\"" + component + "\").open(" + flow.port() + ", \"why\")";
        return Finding.error(
                        "mesh.flow",
                        "component " + component,
                        caller + " opens port " + flow.port() + " of " + opened
                                + ", which takes only mutual TLS of the mesh, and " + caller
                                + " is outside of the mesh, so every connection is refused")
                .from(expansion.placeOf(component))
                .hint(maker(flow.from())
                        .map(other -> "let it join, with Member.of(\"" + other + "\"), or open the port, with " + open)
                        .orElse("open the port, with " + open));
    }

    private static String words(Peer peer) {
        if (peer instanceof Pods pods) {
            return pods.toString();
        }
        if (peer instanceof Peer.ApiServer) {
            return "the API server";
        }
        if (peer instanceof Peer.Nodes) {
            return "each node";
        }
        if (peer instanceof Peer.Outside outside) {
            return outside.host();
        }
        if (peer instanceof Peer.Addresses addresses) {
            return addresses.cidrs().stream().map(Object::toString).collect(Collectors.joining(", "));
        }
        return "anyone";
    }

    /** Whether all that the tree makes of those pods has joined; of pods that others make nobody knows it. */
    private boolean inside(Peer peer) {
        if (!(peer instanceof Pods pods) || byAddress(pods)) {
            return false;
        }
        List<Manifest> makers = makers(pods);
        return !makers.isEmpty()
                && makers.stream()
                        .allMatch(maker -> members.stream()
                                .anyMatch(joined -> joined.workload().identity().equals(maker.identity())));
    }

    private List<Manifest> makers(Pods pods) {
        return expansion.manifests().stream()
                .filter(Joined::makesPods)
                .filter(workload -> Joined.makes(workload, pods))
                .toList();
    }

    /** Whether those open pods by their addresses, which a proxy beside them would pass on as they are, outside of the mesh. */
    private boolean byAddress(Pods pods) {
        ClusterView view = expansion.view();
        return Stream.concat(
                        view.offers(IngressOffer.class).stream()
                                .map(offered -> offered.offer().pods().orIn(offered.namespace())),
                        view.offers(ScraperOffer.class).stream()
                                .map(offered -> offered.offer().pods().orIn(offered.namespace())))
                .anyMatch(pods::equals);
    }

    private Optional<String> maker(Peer peer) {
        return peer instanceof Pods pods && !byAddress(pods)
                ? makers(pods).stream()
                        .flatMap(workload -> workload.owner().stream())
                        .findFirst()
                : Optional.empty();
    }

    /** A port that is open and that nobody opens from outside of the mesh takes plain connections for nothing. */
    private Stream<Finding> openForNobody(Joined joined) {
        String component = joined.member().component();
        return joined.serves()
                ? joined.member().open().keySet().stream()
                        .filter(MeshObjects.ports(joined.workload())::contains)
                        .filter(port -> expansion.flows().stream()
                                .noneMatch(flow -> flow.port() == port
                                        && flow.to() instanceof Pods to
                                        && joined.among(to)
                                        && !inside(flow.from())))
                        .map(port -> Finding.warning(
                                        "mesh.open",
                                        "component " + component,
                                        "port " + port + " of " + joined.namespace() + "/"
                                                + joined.workload().name()
                                                + " takes plain connections, but nothing outside of the mesh opens it")
                                .from(expansion.placeOf(component))
                                .hint("leave out open(" + port + ", ...), so that the port is strict"))
                : Stream.empty();
    }

    /** A port that no pod of the member has is a slip of the pen, and the port that was meant stays strict. */
    private Stream<Finding> openWithoutServer(Member member) {
        ImmutableSortedSet<Integer> ports = members.stream()
                .filter(joined -> joined.member().equals(member))
                .flatMap(joined -> MeshObjects.ports(joined.workload()).stream())
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
        return Stream.concat(member.open().keySet().stream(), member.plain().keySet().stream())
                .filter(port -> !ports.contains(port))
                .map(port -> Finding.warning(
                                "mesh.open",
                                "component " + member.component(),
                                "port " + port + " is to take plain connections, but no pod that joins the mesh has it;"
                                        + " they have " + ports)
                        .from(expansion.placeOf(member.component()))
                        .hint("name one of those ports, or leave it out"));
    }
}
