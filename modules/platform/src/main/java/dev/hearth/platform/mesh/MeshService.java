package dev.hearth.platform.mesh;

import dev.hearth.dsl.Patch;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.Optional;

/** A Service that leads to pods of a member. */
record MeshService(Member member, Manifest service) {

    private static final int SECONDS_TO_CONNECT = 5;
    private static final int SECONDS_BETWEEN_LOOKS = 10;

    /** One pod of a few is never all of them, so a Service of one pod keeps it. */
    private static final int MOST_LEFT_ALONE = 50;

    /**
     * When callers are held back.
     *
     * @see <a href="https://istio.io/latest/docs/reference/config/networking/destination-rule/">DestinationRule</a>
     */
    Manifest callers(String clusterDomain) {
        Member.Breaker breaker = member.breaker();
        Mapping policy = Mapping.builder()
                .put(
                        "connectionPool",
                        Mapping.builder()
                                .put(
                                        "tcp",
                                        Mapping.builder()
                                                .put("maxConnections", breaker.connections())
                                                .put("connectTimeout", SECONDS_TO_CONNECT + "s")
                                                .build())
                                .put(
                                        "http",
                                        Mapping.builder()
                                                .put("http1MaxPendingRequests", breaker.requests())
                                                .put("http2MaxRequests", breaker.requests())
                                                .build())
                                .build())
                .put(
                        "outlierDetection",
                        Mapping.builder()
                                .put("consecutive5xxErrors", breaker.errors())
                                .put("interval", SECONDS_BETWEEN_LOOKS + "s")
                                .put("baseEjectionTime", MeshObjects.seconds(breaker.rest()))
                                .put("maxEjectionPercent", MOST_LEFT_ALONE)
                                .build())
                .build();
        String namespace = service.namespace().orElse("");
        return MeshObjects.object(
                "networking.istio.io/v1",
                "DestinationRule",
                namespace,
                service.name(),
                Mapping.builder()
                        .put("host", service.name() + "." + namespace + ".svc." + clusterDomain)
                        .put("trafficPolicy", policy)
                        .build());
    }

    /** Says of ports whose protocol nobody is to guess that they are plain TCP. */
    Optional<Patch> unguessed() {
        boolean any = service.spec().sequence("ports").mappings().stream().anyMatch(this::unguessed);
        return any
                ? Optional.of(Patch.of("Service", service.name(), this::named)
                        .in(service.namespace().orElse("")))
                : Optional.empty();
    }

    private boolean unguessed(Mapping port) {
        return port.number("targetPort")
                .or(() -> port.number("port"))
                .map(number -> member.tcp().contains(number.intValue()))
                .orElse(false);
    }

    private Manifest named(Manifest before) {
        Sequence ports = Sequence.of(before.spec().sequence("ports").mappings().stream()
                .map(port -> unguessed(port) ? port.with("appProtocol", Node.text("tcp")) : port)
                .toList());
        return before.with(before.root().with("spec", before.spec().with("ports", ports)));
    }
}
