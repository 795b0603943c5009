package dev.hearth.dsl.route;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.route.StatedRoute.Backend;
import dev.hearth.manifest.Bool;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The objects of the Gateway API for one host.
 *
 * @param dialect the Gateway
 * @param host the full host
 * @param listeners the name of the ListenerSet
 * @param namespace where the ListenerSet is, and the Secret with the certificate
 */
record GatewayObjects(NginxGateway dialect, String host, String listeners, String namespace) {

    private static final String GROUP = "gateway.networking.k8s.io";
    private static final String API = GROUP + "/v1";

    /** The listeners of the host, for routes of those namespaces; encrypted where there is a Secret. */
    Manifest listenerSet(Optional<String> secret, Collection<String> namespaces) {
        Mapping allowed = Mapping.of(
                "namespaces",
                Mapping.builder()
                        .put("from", "Selector")
                        .put(
                                "selector",
                                Mapping.of(
                                        "matchExpressions",
                                        Node.list(Mapping.builder()
                                                .put("key", "kubernetes.io/metadata.name")
                                                .put("operator", "In")
                                                .put("values", Node.texts(namespaces))
                                                .build())))
                        .build());
        List<Mapping> all = new ArrayList<>();
        all.add(listener("http", "HTTP", 80).put("allowedRoutes", allowed).build());
        secret.ifPresent(name -> all.add(listener("https", "HTTPS", 443)
                .put("allowedRoutes", allowed)
                .put(
                        "tls",
                        Mapping.builder()
                                .put("mode", "Terminate")
                                .put("certificateRefs", Node.list(Mapping.of("name", Node.text(name))))
                                .build())
                .build()));
        return object(
                API,
                "ListenerSet",
                listeners,
                namespace,
                Mapping.builder()
                        .put(
                                "parentRef",
                                Mapping.builder()
                                        .put("group", GROUP)
                                        .put("kind", "Gateway")
                                        .put("name", dialect.gateway())
                                        .put("namespace", dialect.namespace())
                                        .build())
                        .put("listeners", Sequence.of(all))
                        .build());
    }

    private Mapping.Builder listener(String name, String protocol, int port) {
        return Mapping.builder()
                .put("name", name)
                .put("hostname", host)
                .put("port", port)
                .put("protocol", protocol);
    }

    /** Sends who comes without TLS to the same address with it. */
    Manifest toTls() {
        return route(
                listeners + "-to-https",
                namespace,
                "http",
                List.of(Mapping.of(
                        "filters",
                        Node.list(redirect(Mapping.builder()
                                .put("scheme", "https")
                                .put("statusCode", 301)
                                .build())))));
    }

    /** What a piece of a route becomes; redirects are there where the piece has them. */
    Manifest route(Piece piece, boolean tls, List<Intent.Redirect> redirects, Attachment attachment) {
        List<Mapping> rules = new ArrayList<>();
        for (Intent.Redirect redirect : redirects) {
            rules.add(rule(Path.exact(redirect.path()))
                    .put("filters", Node.list(redirect(target(URI.create(redirect.url())))))
                    .build());
        }
        List<Mapping> filters = filters(attachment);
        for (Backend backend : piece.backends()) {
            Mapping.Builder rule = rule(backend.path());
            if (!filters.isEmpty()) {
                rule.put("filters", Sequence.of(filters));
            }
            rules.add(rule.put(
                            "backendRefs",
                            Node.list(Mapping.builder()
                                    .put("name", backend.serviceName())
                                    .put(
                                            "port",
                                            backend.service().offer().port().servicePort())
                                    .build()))
                    .build());
        }
        return route(piece.name(), piece.namespace(), tls ? "https" : "http", rules);
    }

    private static Mapping.Builder rule(Path path) {
        return Mapping.builder()
                .put(
                        "matches",
                        Node.list(Mapping.of(
                                "path",
                                Mapping.builder()
                                        .put("type", path.exact() ? "Exact" : "PathPrefix")
                                        .put("value", path.text())
                                        .build())));
    }

    private static Mapping target(URI url) {
        Mapping.Builder target =
                Mapping.builder().put("scheme", url.getScheme()).put("hostname", url.getHost());
        if (url.getPort() >= 0) {
            target.put("port", url.getPort());
        }
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return target.put(
                        "path",
                        Mapping.builder()
                                .put("type", "ReplaceFullPath")
                                .put("replaceFullPath", path)
                                .build())
                .put("statusCode", 302)
                .build();
    }

    private static Mapping redirect(Mapping to) {
        return Mapping.builder()
                .put("type", "RequestRedirect")
                .put("requestRedirect", to)
                .build();
    }

    private static List<Mapping> filters(Attachment attachment) {
        List<Mapping> filters = new ArrayList<>(attachment.filters());
        if (!attachment.headers().isEmpty()) {
            List<Mapping> set = attachment.headers().entrySet().stream()
                    .map(header -> Mapping.builder()
                            .put("name", header.getKey())
                            .put("value", header.getValue())
                            .build())
                    .toList();
            filters.add(Mapping.builder()
                    .put("type", "ResponseHeaderModifier")
                    .put("responseHeaderModifier", Mapping.of("set", Sequence.of(set)))
                    .build());
        }
        return filters;
    }

    private Manifest route(String name, String where, String section, List<Mapping> rules) {
        return object(
                API,
                "HTTPRoute",
                name,
                where,
                Mapping.builder()
                        .put(
                                "parentRefs",
                                Node.list(Mapping.builder()
                                        .put("group", GROUP)
                                        .put("kind", "ListenerSet")
                                        .put("name", listeners)
                                        .put("namespace", namespace)
                                        .put("sectionName", section)
                                        .build()))
                        .put("hostnames", Node.texts(host))
                        .put("rules", Sequence.of(rules))
                        .build());
    }

    /** The policies of the controller for the HTTPRoute of a piece. */
    static ImmutableList<Manifest> policies(Piece piece, Attachment attachment) {
        SortedMap<String, Mapping> specs = new TreeMap<>();
        attachment.policies().forEach((field, value) -> {
            List<String> steps = List.of(field.split("\\."));
            Mapping spec = specs.getOrDefault(steps.get(0), Mapping.empty());
            Node node = value.equals("true") ? Bool.TRUE : Node.text(value);
            specs.put(
                    steps.get(0),
                    spec.with(steps.get(1), spec.mapping(steps.get(1)).with(steps.get(2), node)));
        });
        ImmutableList.Builder<Manifest> policies = ImmutableList.builder();
        for (Map.Entry<String, Mapping> policy : specs.entrySet()) {
            Mapping target = Mapping.builder()
                    .put("group", GROUP)
                    .put("kind", "HTTPRoute")
                    .put("name", piece.name())
                    .build();
            boolean one = policy.getKey().equals("ClientSettingsPolicy");
            policies.add(object(
                    GatewayGrammar.OWN + "/v1alpha1",
                    policy.getKey(),
                    piece.name(),
                    piece.namespace(),
                    policy.getValue().with(one ? "targetRef" : "targetRefs", one ? target : Node.list(target))));
        }
        return policies.build();
    }

    private static Manifest object(String api, String kind, String name, String where, Mapping spec) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", api)
                .put("kind", kind)
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", name)
                                .put("namespace", where)
                                .build())
                .put("spec", spec)
                .build());
    }
}
