package dev.hearth.dsl.route;

import static java.util.Objects.requireNonNull;

/**
 * The dialect of F5's NGINX Ingress Controller, as its component has set it up.
 *
 * @param snippets whether it runs with {@code -enable-snippets}, so that annotations may hold pieces of configuration
 * @param customResources whether it runs with {@code -enable-custom-resources} and its own resource definitions are there
 * @param http2 whether its ConfigMap says {@code http2: "True"}, without which it serves no gRPC
 * @param cacheZone the name of the {@code proxy_cache_path} zone that its ConfigMap declares in {@code http-snippets};
 *     empty where there is none
 * @see <a href="https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/advanced-configuration-with-annotations/">Annotations</a>
 */
public record F5Nginx(boolean snippets, boolean customResources, boolean http2, String cacheZone) implements Dialect {

    public F5Nginx {
        requireNonNull(cacheZone, "cacheZone");
        Zones.check(cacheZone);
    }

    /** A copy of a controller that allows snippets. */
    public F5Nginx withSnippets() {
        return new F5Nginx(true, customResources, http2, cacheZone);
    }

    /** A copy of a controller that reads its own resources, such as Policy. */
    public F5Nginx withCustomResources() {
        return new F5Nginx(snippets, true, http2, cacheZone);
    }

    /** A copy of a controller that speaks HTTP/2. */
    public F5Nginx withHttp2() {
        return new F5Nginx(snippets, customResources, true, cacheZone);
    }

    /** A copy of a controller that has a cache of that name. */
    public F5Nginx withCacheZone(String zone) {
        return new F5Nginx(snippets, customResources, http2, zone);
    }

    @Override
    public String title() {
        return "F5 NGINX Ingress Controller";
    }
}
