package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

/**
 * One port of a Service, and the pods behind it.
 *
 * @param service the name of the Service, in the component's namespace
 * @param port the port, where the pods listen and where the Service does
 * @param pods the pods behind it
 * @param login whether it asks its users who they are; a route to a service without a login of its own must bring one,
 *     or say why not
 */
public record ServiceOffer(String service, Port port, Pods pods, boolean login) implements Offer {

    public ServiceOffer {
        Names.service(service);
        requireNonNull(port, "port");
        requireNonNull(pods, "pods");
    }

    /** A port of a Service without a login of its own. */
    public static ServiceOffer of(String service, Port port, Pods pods) {
        return new ServiceOffer(service, port, pods, false);
    }

    /** A copy that asks its users who they are. */
    public ServiceOffer withLogin() {
        return new ServiceOffer(service, port, pods, true);
    }
}
