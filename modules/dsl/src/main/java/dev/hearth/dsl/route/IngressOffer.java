package dev.hearth.dsl.route;

import static java.util.Objects.requireNonNull;

import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;

/**
 * An ingress controller that serves the routes of the cluster.
 *
 * @param className the name of its IngressClass
 * @param dialect how it is told what a route wants
 * @param pods the pods of the controller, which open the services behind the routes
 * @param http where those pods listen without TLS
 * @param https where those pods listen with TLS
 */
public record IngressOffer(String className, Dialect dialect, Pods pods, Port http, Port https) implements Offer {

    public IngressOffer {
        Names.subdomain("IngressClass", className);
        requireNonNull(dialect, "dialect");
        requireNonNull(pods, "pods");
        requireNonNull(http, "http");
        requireNonNull(https, "https");
    }
}
