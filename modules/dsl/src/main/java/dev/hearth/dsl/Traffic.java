package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Arrays;
import java.util.Collection;

/**
 * What certain pods may open, and who may open theirs, beyond what references say: the way to speak of pods that an
 * operator or a chart makes.
 *
 * <pre>{@code
 * Traffic.of(Pods.labelled("prometheus", "app.kubernetes.io/name", "prometheus"))
 *     .reachesApiServer()
 *     .reaches(alertmanager)
 *     .reachedFrom(Peer.nodes(), Port.http(9090))
 * }</pre>
 *
 * @param pods the pods it is about
 * @param services the services they open
 * @param links the other flows
 */
public record Traffic(Pods pods, ImmutableSet<ServiceRef> services, ImmutableList<Link> links) implements Part {

    // Its number gives way to the port of the site when the cluster is known.
    private static final Port API_SERVER = Port.https(443);

    /**
     * One flow of the pods.
     *
     * @param incoming whether the other end opens it
     * @param peer the other end
     * @param port the port of whoever is opened; only its number where it listens and its protocol count
     */
    public record Link(boolean incoming, Peer peer, Port port) {}

    public Traffic {
        requireNonNull(pods, "pods");
        requireNonNull(services, "services");
        requireNonNull(links, "links");
    }

    /** No traffic of those pods yet. */
    public static Traffic of(Pods pods) {
        return new Traffic(pods, ImmutableSet.of(), ImmutableList.of());
    }

    /** A copy in which the pods may open those services. */
    public Traffic reaches(ServiceRef... more) {
        return reaches(Arrays.asList(more));
    }

    /** A copy in which the pods may open those services. */
    public Traffic reaches(Collection<ServiceRef> more) {
        return new Traffic(
                pods,
                ImmutableSet.<ServiceRef>builder().addAll(services).addAll(more).build(),
                links);
    }

    /** A copy in which the pods may open those ports of that peer. */
    public Traffic reaches(Peer peer, Port port, Port... more) {
        return with(false, peer, port, more);
    }

    /** A copy in which the pods may open the API server, at the site's port. */
    public Traffic reachesApiServer() {
        return with(false, Peer.apiServer(), API_SERVER);
    }

    /** A copy in which that peer may open those ports of the pods. */
    public Traffic reachedFrom(Peer peer, Port port, Port... more) {
        return with(true, peer, port, more);
    }

    /** A copy in which the pods may open those ports of each other. */
    public Traffic peers(Port port, Port... more) {
        return with(true, pods, port, more);
    }

    private Traffic with(boolean incoming, Peer peer, Port port, Port... more) {
        ImmutableList.Builder<Link> all = ImmutableList.<Link>builder().addAll(links);
        all.add(new Link(incoming, peer, port));
        for (Port next : more) {
            all.add(new Link(incoming, peer, next));
        }
        return new Traffic(pods, services, all.build().stream().distinct().collect(ImmutableList.toImmutableList()));
    }

    @Override
    public void expand(Scope scope) {
        services.forEach(service -> scope.flow(pods, service));
        for (Link link : links) {
            int number = link.peer().equals(Peer.apiServer()) && !link.incoming()
                    ? scope.cluster().site().apiServerPort()
                    : link.port().number();
            scope.flow(
                    link.incoming() ? link.peer() : pods,
                    link.incoming() ? pods : link.peer(),
                    link.port().protocol(),
                    number);
        }
    }
}
