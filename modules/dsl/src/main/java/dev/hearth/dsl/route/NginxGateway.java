package dev.hearth.dsl.route;

import dev.hearth.dsl.Names;

/**
 * The dialect of NGINX Gateway Fabric, a controller of the Gateway API: HTTPRoutes, a ListenerSet for each host, and the
 * controller's own policies.
 *
 * <p>Its Gateway must let ListenerSets of all namespaces in ({@code spec.allowedListeners.namespaces.from: All}), as that of the
 * platform's {@code NginxGatewayFabric} does; the offer's class name is that of the GatewayClass.
 *
 * @param gateway the name of the Gateway that serves the hosts
 * @param namespace where the Gateway is
 * @see <a href="https://github.com/nginx/nginx-gateway-fabric/tree/v2.6.7/apis">Policies and filters</a>
 */
public record NginxGateway(String gateway, String namespace) implements Dialect {

    public NginxGateway {
        Names.subdomain("Gateway", gateway);
        Names.label("namespace", namespace);
    }

    @Override
    public String title() {
        return "NGINX Gateway Fabric";
    }
}
