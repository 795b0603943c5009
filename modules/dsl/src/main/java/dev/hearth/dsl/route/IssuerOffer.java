package dev.hearth.dsl.route;

import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offer;

/**
 * A ClusterIssuer of cert-manager that signs certificates for the public hosts of routes.
 *
 * @param name the name of the ClusterIssuer
 */
public record IssuerOffer(String name) implements Offer {

    public IssuerOffer {
        Names.subdomain("ClusterIssuer", name);
    }
}
