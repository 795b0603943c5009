package dev.hearth.dsl.route;

import com.google.common.collect.ImmutableSortedSet;
import java.util.Optional;

/**
 * The way in which one kind of ingress controller is told what a route wants, and what that controller is set to allow.
 *
 * <p>A route's intent that a dialect cannot keep is a finding ({@code route.dialect}), never dropped.
 */
public sealed interface Dialect permits F5Nginx, CommunityNginx, NginxGateway {

    /**
     * The NGINX Ingress Controller of F5 (nginx/kubernetes-ingress, annotations {@code nginx.org/*}) with its own
     * defaults: no snippets, no HTTP/2, no custom resources.
     */
    static F5Nginx f5Nginx() {
        return new F5Nginx(false, false, false, "");
    }

    /**
     * The Ingress NGINX Controller of the Kubernetes community (kubernetes/ingress-nginx, annotations
     * {@code nginx.ingress.kubernetes.io/*}) with its own defaults: no snippets, no response headers allowed, HSTS for a
     * year with all subdomains. Upstream has retired it.
     */
    static CommunityNginx communityNginx() {
        return new CommunityNginx(false, ImmutableSortedSet.of(), "", Optional.of(CommunityNginx.DEFAULT_HSTS));
    }

    /**
     * NGINX Gateway Fabric, told by HTTPRoutes, with a Gateway of that name and namespace that lets ListenerSets of all namespaces
     * in.
     */
    static NginxGateway nginxGateway(String gateway, String namespace) {
        return new NginxGateway(gateway, namespace);
    }

    /** What people call it. */
    String title();
}
