package dev.hearth.graph.network;

import com.google.common.collect.ImmutableSortedSet;

/**
 * One end of a connection.
 *
 * <pre>{@code
 * Pod.named("prometheus", "monitoring").label("app.kubernetes.io/name", "prometheus").port("web", 9090)
 * Host.node("rack", "192.168.10.11")
 * Host.apiServer(16443, "192.168.10.11").tunnel("10.1.0.0/16")
 * Host.outside("203.0.113.7")
 * Host.kubelet()
 * }</pre>
 */
public sealed interface Endpoint permits Pod, Host {

    /** The ports on which it says it listens. */
    ImmutableSortedSet<ContainerPort> ports();

    /** For people, and unlike that of any other endpoint. */
    @Override
    String toString();
}
