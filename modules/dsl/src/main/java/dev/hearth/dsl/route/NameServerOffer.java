package dev.hearth.dsl.route;

import static java.util.Objects.requireNonNull;

import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offer;

/**
 * A name server that answers for the hosts of routes, from zone files in a ConfigMap of its namespace; {@link HostNames} writes
 * them.
 *
 * @param configMap the name of the ConfigMap, which has a key {@code <domain>.zone} for each domain of the cluster
 * @param address where the server is reached
 */
public record NameServerOffer(String configMap, String address) implements Offer {

    public NameServerOffer {
        Names.subdomain("ConfigMap", configMap);
        requireNonNull(address, "address");
    }
}
