package dev.hearth.dsl.route;

import static java.util.Objects.requireNonNull;

import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offer;
import dev.hearth.dsl.Pods;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Pods that open every route of the cluster to see whether it answers. They may open the ingress controllers, and find a URL of
 * each host in a ConfigMap, one a line; hosts with a wildcard, which have no one URL, are left out.
 *
 * @param pods the pods
 * @param configMap the name of the ConfigMap, in the namespace of the component
 */
public record RouteCheckOffer(Pods pods, String configMap) implements Offer {

    /** The key of the ConfigMap with the URLs. */
    public static final String KEY = "routes";

    public RouteCheckOffer {
        requireNonNull(pods, "pods");
        Names.subdomain("ConfigMap", configMap);
    }

    Manifest list(List<StatedRoute> routes) {
        String urls = routes.stream()
                .filter(route -> !route.host().startsWith("*"))
                .map(RouteCheckOffer::url)
                .sorted()
                .map(url -> url + "\n")
                .collect(Collectors.joining());
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", "ConfigMap")
                .put("metadata", Mapping.of("name", Node.text(configMap)))
                .put("data", Mapping.of(KEY, Node.text(urls)))
                .build());
    }

    private static String url(StatedRoute route) {
        return (route.spec().tls().on() ? "https://" : "http://")
                + route.host()
                + route.backends().get(0).path().text();
    }
}
