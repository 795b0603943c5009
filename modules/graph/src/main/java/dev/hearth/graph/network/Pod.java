package dev.hearth.graph.network;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.manifest.Manifest;
import java.util.Map;
import java.util.Optional;

/**
 * The pods of one template: all have these labels and ports. A connection from a pod to itself, here, is one from one
 * replica to another.
 *
 * @param kind what makes the pods, such as {@code Deployment}; {@code Pod} where nothing or an operator does
 * @param name the name of what makes them
 * @param namespace the namespace they run in
 * @param labels the labels of the pods themselves
 * @param ports the ports their containers declare
 * @param serviceAccount the name of their service account
 * @param hostNetwork whether they use their node's network: then no policy isolates them and they are seen as the node
 * @param alone whether there is only ever one such pod: then it reaches itself whatever policies say
 * @param addresses ranges their addresses are in; empty where that is not known
 */
public record Pod(
        String kind,
        String name,
        String namespace,
        ImmutableMap<String, String> labels,
        ImmutableSortedSet<ContainerPort> ports,
        String serviceAccount,
        boolean hostNetwork,
        boolean alone,
        ImmutableSet<Cidr> addresses)
        implements Endpoint {

    public Pod {
        requireNonNull(kind, "kind");
        requireNonNull(name, "name");
        requireNonNull(namespace, "namespace");
        requireNonNull(labels, "labels");
        requireNonNull(ports, "ports");
        requireNonNull(serviceAccount, "serviceAccount");
        requireNonNull(addresses, "addresses");
    }

    /**
     * Pods that no manifest shows because an operator or a chart makes them: without labels and ports at first, with the
     * namespace's default service account.
     */
    public static Pod named(String name, String namespace) {
        return of("Pod", name, namespace);
    }

    /** The pods that an object makes, by the template of its kind; empty where it makes none. */
    public static Optional<Pod> from(Manifest manifest) {
        return PodReader.read(manifest);
    }

    static Pod of(String kind, String name, String namespace) {
        return new Pod(
                kind,
                name,
                namespace,
                ImmutableMap.of(),
                ImmutableSortedSet.of(),
                "default",
                false,
                false,
                ImmutableSet.of());
    }

    /** A copy with that label. */
    public Pod label(String key, String value) {
        return labels(Map.of(key, value));
    }

    /** A copy with those labels, beside those it has. */
    public Pod labels(Map<String, String> more) {
        return new Pod(
                kind,
                name,
                namespace,
                ImmutableMap.<String, String>builder()
                        .putAll(labels)
                        .putAll(more)
                        .buildKeepingLast(),
                ports,
                serviceAccount,
                hostNetwork,
                alone,
                addresses);
    }

    /** A copy that declares that TCP port. */
    public Pod port(String portName, int port) {
        return port(new ContainerPort(portName, port, Protocol.TCP));
    }

    /** A copy that declares that port. */
    public Pod port(ContainerPort port) {
        return new Pod(
                kind,
                name,
                namespace,
                labels,
                ImmutableSortedSet.<ContainerPort>naturalOrder()
                        .addAll(ports)
                        .add(port)
                        .build(),
                serviceAccount,
                hostNetwork,
                alone,
                addresses);
    }

    /** A copy with that service account. */
    public Pod serviceAccount(String account) {
        return new Pod(kind, name, namespace, labels, ports, account, hostNetwork, alone, addresses);
    }

    /** A copy on its node's network. */
    public Pod onHostNetwork() {
        return new Pod(kind, name, namespace, labels, ports, serviceAccount, true, alone, addresses);
    }

    /** A copy of which there is only ever one. */
    public Pod single() {
        return new Pod(kind, name, namespace, labels, ports, serviceAccount, hostNetwork, true, addresses);
    }

    /** A copy with that one IP address. */
    public Pod address(String address) {
        return addresses(ImmutableSet.of(Cidr.address(address)));
    }

    Pod addresses(ImmutableSet<Cidr> ranges) {
        return new Pod(kind, name, namespace, labels, ports, serviceAccount, hostNetwork, alone, ranges);
    }

    /** For example {@code Deployment monitoring/grafana}. */
    @Override
    public String toString() {
        return kind + " " + namespace + "/" + name;
    }
}
