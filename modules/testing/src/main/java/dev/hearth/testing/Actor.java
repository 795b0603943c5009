package dev.hearth.testing;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Cidr;
import dev.hearth.graph.network.ContainerPort;
import dev.hearth.graph.network.Endpoint;

/**
 * Someone who may open or be opened.
 *
 * @param endpoint as policies see it
 * @param place what network it is on
 * @param isolated whether the cluster's policies are to isolate it
 * @param calledAt its addresses when it is opened
 * @param callsFrom its addresses when it opens
 * @param ports what somebody may try to open of it
 */
record Actor(
        Endpoint endpoint,
        Place place,
        boolean isolated,
        ImmutableList<Cidr> calledAt,
        ImmutableList<Cidr> callsFrom,
        ImmutableList<ContainerPort> ports) {

    /** The network someone is on. */
    enum Place {
        POD_NETWORK,
        NODE,
        OUTSIDE
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
