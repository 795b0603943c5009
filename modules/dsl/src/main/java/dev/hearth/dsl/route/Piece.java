package dev.hearth.dsl.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import dev.hearth.dsl.route.StatedRoute.Backend;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What of a route becomes one Ingress: the paths that lead to services of one namespace which speak one protocol, as an
 * Ingress reaches no other namespace and its annotations hold for all of its paths.
 *
 * @param component who states the route
 * @param route the route
 * @param namespace where the services are
 * @param name the name of the Ingress
 * @param backends the paths; at least one
 */
record Piece(String component, StatedRoute route, String namespace, String name, ImmutableList<Backend> backends) {

    /** The pieces of a route; names start from that short form of its host. */
    static List<Piece> of(String component, StatedRoute route, String shortHost) {
        ImmutableListMultimap.Builder<List<String>, Backend> groups = ImmutableListMultimap.builder();
        for (Backend backend : route.backends()) {
            groups.put(List.of(backend.service().namespace(), backend.scheme()), backend);
        }
        ImmutableList.Builder<Piece> pieces = ImmutableList.builder();
        boolean first = true;
        for (var group : groups.build().asMap().entrySet()) {
            ImmutableList<Backend> backends = ImmutableList.copyOf(group.getValue());
            pieces.add(new Piece(
                    component, route, group.getKey().get(0), name(route.spec(), shortHost, backends, first), backends));
            first = false;
        }
        return pieces.build();
    }

    private static String name(Spec spec, String shortHost, List<Backend> backends, boolean first) {
        if (!spec.name().isEmpty()) {
            return first ? spec.name() : spec.name() + "-" + backends.get(0).serviceName();
        }
        String slug = backends.stream()
                .map(backend -> backend.path().slug())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        boolean root = backends.stream().anyMatch(backend -> backend.path().root());
        return root || slug.isEmpty() ? shortHost : shortHost + "-" + slug;
    }

    /** Whether it serves what no other path takes. */
    boolean root() {
        return backends.stream().anyMatch(backend -> backend.path().root());
    }

    /** What its services speak. */
    String scheme() {
        return backends.get(0).scheme();
    }

    /** Whether its services speak gRPC. */
    boolean grpc() {
        return scheme().startsWith("grpc");
    }

    /** The names of its services, with commas. */
    String services() {
        return backends.stream().map(Backend::serviceName).distinct().sorted().collect(Collectors.joining(","));
    }

    /** A path of an Ingress that leads to that backend. */
    static Mapping path(String text, boolean exact, Backend backend) {
        return Mapping.builder()
                .put("path", text)
                .put("pathType", exact ? "Exact" : "Prefix")
                .put(
                        "backend",
                        Mapping.of(
                                "service",
                                Mapping.builder()
                                        .put("name", backend.serviceName())
                                        .put(
                                                "port",
                                                Mapping.of(
                                                        "name",
                                                        Node.text(backend.service()
                                                                .offer()
                                                                .port()
                                                                .name())))
                                        .build()))
                .build();
    }
}
