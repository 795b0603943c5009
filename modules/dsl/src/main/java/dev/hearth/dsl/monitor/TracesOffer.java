package dev.hearth.dsl.monitor;

import static java.util.Objects.requireNonNull;

import dev.hearth.dsl.Offer;
import dev.hearth.dsl.ServiceRef;

/**
 * A collector that takes traces by OpenTelemetry's protocol. Workloads that say {@code traces()} send theirs to the first
 * one of the cluster.
 *
 * @param grpc where it takes them by gRPC
 * @param http where it takes them by HTTP, at {@code /v1/traces}
 * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">OpenTelemetry Protocol Exporter</a>
 */
public record TracesOffer(ServiceRef grpc, ServiceRef http) implements Offer {

    public TracesOffer {
        requireNonNull(grpc, "grpc");
        requireNonNull(http, "http");
    }
}
