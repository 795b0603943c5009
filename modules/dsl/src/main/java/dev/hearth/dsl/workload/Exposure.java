package dev.hearth.dsl.workload;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Port;

/**
 * A Service of a workload beside the one that bears its name, or that one with more to say.
 *
 * <pre>{@code
 * Exposure.named("minio-console").ports(console)
 * Exposure.named("ingress").ports(http, https).loadBalancer().keepClientAddress()
 * }</pre>
 *
 * @param name the name of the Service
 * @param ports the ports it offers; where it bears the workload's name, those that no other Service offers
 * @param type {@code ClusterIP}, {@code NodePort} or {@code LoadBalancer}
 * @param headless whether it has no address of its own and its name leads to each pod
 * @param clientAddress whether pods see the address of the client, and only nodes with such pods take its traffic
 * @param annotations annotations of the Service
 */
public record Exposure(
        String name,
        ImmutableSet<Port> ports,
        String type,
        boolean headless,
        boolean clientAddress,
        ImmutableSortedMap<String, String> annotations) {

    public Exposure {
        Names.service(name);
        requireNonNull(ports, "ports");
        requireNonNull(type, "type");
        requireNonNull(annotations, "annotations");
        if (headless && !type.equals("ClusterIP")) {
            throw new IllegalArgumentException("service " + name + " is headless, so it cannot be a " + type);
        }
        if (clientAddress && type.equals("ClusterIP")) {
            throw new IllegalArgumentException("service " + name
                    + " keeps the client's address only as loadBalancer() or nodePort(); say that before");
        }
    }

    /** A Service of that name inside of the cluster. */
    public static Exposure named(String name) {
        return new Exposure(name, ImmutableSet.of(), "ClusterIP", false, false, ImmutableSortedMap.of());
    }

    /** A copy that offers those ports. */
    public Exposure ports(Port... more) {
        return new Exposure(name, ImmutableSet.copyOf(more), type, headless, clientAddress, annotations);
    }

    /** A copy whose name leads to each pod. */
    public Exposure asHeadless() {
        return new Exposure(name, ports, type, true, clientAddress, annotations);
    }

    /** A copy with an address in the local network, from whatever gives out such addresses. */
    public Exposure loadBalancer() {
        return new Exposure(name, ports, "LoadBalancer", headless, clientAddress, annotations);
    }

    /** A copy with a port of every node, which the cluster chooses. */
    public Exposure nodePort() {
        return new Exposure(name, ports, "NodePort", headless, clientAddress, annotations);
    }

    /** A copy whose pods see the address of the client; for a load balancer or node port. */
    public Exposure keepClientAddress() {
        return new Exposure(name, ports, type, headless, true, annotations);
    }

    /** A copy with that annotation. */
    public Exposure annotation(String annotation, String value) {
        return new Exposure(name, ports, type, headless, clientAddress, Container.put(annotations, annotation, value));
    }
}
