package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

/**
 * A reference to a service that a component offers: the only way to name another component's address.
 *
 * <p>It is a value that holds names and never the component, so exchanging the component in a cluster changes every
 * user of it. Using it in a workload, or in configuration that a workload mounts, declares the flow from that
 * workload's pods to the pods behind the service.
 *
 * <pre>{@code
 * Workload.deployment("photos").env("REDIS_URL", Redis.master("redis").url())
 * }</pre>
 *
 * @param component the component that offers it; empty for the component that holds the reference
 * @param service the name of the Service
 * @param port the name of the port
 */
public record ServiceRef(String component, String service, String port) implements Comparable<ServiceRef> {

    public ServiceRef {
        requireNonNull(component, "component");
        if (!component.isEmpty()) {
            Names.label("component name", component);
        }
        Names.service(service);
        Names.port(port);
    }

    /** The port of that name, of the service of that name, of the component of that name. */
    public static ServiceRef of(String component, String service, String port) {
        Names.label("component name", component);
        return new ServiceRef(component, service, port);
    }

    /** A service of the very component that holds the reference. */
    public static ServiceRef own(String service, String port) {
        return new ServiceRef("", service, port);
    }

    /** This reference, seen from that component. */
    public ServiceRef heldBy(String holder) {
        return component.isEmpty() ? new ServiceRef(holder, service, port) : this;
    }

    /** {@code scheme://host:port}, without a path. */
    public Value url() {
        return Value.of(this, Value.Address.URL);
    }

    /** {@code host:port}. */
    public Value address() {
        return Value.of(this, Value.Address.HOST_AND_PORT);
    }

    /** The full DNS name of the Service, such as {@code minio.minio.svc.cluster.local}. */
    public Value host() {
        return Value.of(this, Value.Address.HOST);
    }

    /** The port of the Service, as a number in text. */
    public Value portNumber() {
        return Value.of(this, Value.Address.PORT);
    }

    @Override
    public int compareTo(ServiceRef other) {
        return toString().compareTo(other.toString());
    }

    /** For people: {@code redis/redis-master:redis}. */
    @Override
    public String toString() {
        return component + "/" + service + ":" + port;
    }
}
