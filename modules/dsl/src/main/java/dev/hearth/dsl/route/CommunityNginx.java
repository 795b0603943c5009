package dev.hearth.dsl.route;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSortedSet;
import java.time.Duration;
import java.util.Optional;

/**
 * The dialect of the Kubernetes community's Ingress NGINX Controller, as its component has set it up.
 *
 * @param snippets whether its ConfigMap says {@code allow-snippet-annotations: "true"} and
 *     {@code annotations-risk-level: Critical}
 * @param responseHeaders the header names in {@code global-allowed-response-headers} of its ConfigMap
 * @param cacheZone the name of the {@code proxy_cache_path} zone that its ConfigMap declares in {@code http-snippet};
 *     empty where there is none
 * @param hsts the HSTS that it sends for every host with TLS; empty where its ConfigMap says {@code hsts: "false"}
 * @see <a href="https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/">Annotations</a>
 */
public record CommunityNginx(
        boolean snippets, ImmutableSortedSet<String> responseHeaders, String cacheZone, Optional<Hsts> hsts)
        implements Dialect {

    static final Hsts DEFAULT_HSTS = new Hsts(Duration.ofDays(365), true);

    public CommunityNginx {
        requireNonNull(responseHeaders, "responseHeaders");
        requireNonNull(cacheZone, "cacheZone");
        requireNonNull(hsts, "hsts");
        Zones.check(cacheZone);
    }

    /** A copy of a controller that allows snippets. */
    public CommunityNginx withSnippets() {
        return new CommunityNginx(true, responseHeaders, cacheZone, hsts);
    }

    /** A copy of a controller that lets routes set those response headers. */
    public CommunityNginx withResponseHeaders(String... names) {
        return new CommunityNginx(snippets, ImmutableSortedSet.copyOf(names), cacheZone, hsts);
    }

    /** A copy of a controller that has a cache of that name. */
    public CommunityNginx withCacheZone(String zone) {
        return new CommunityNginx(snippets, responseHeaders, zone, hsts);
    }

    /** A copy of a controller that sends that HSTS for every host with TLS. */
    public CommunityNginx withHsts(Hsts sent) {
        return new CommunityNginx(snippets, responseHeaders, cacheZone, Optional.of(sent));
    }

    /** A copy of a controller that sends no HSTS. */
    public CommunityNginx withoutHsts() {
        return new CommunityNginx(snippets, responseHeaders, cacheZone, Optional.empty());
    }

    @Override
    public String title() {
        return "community Ingress NGINX Controller";
    }
}
