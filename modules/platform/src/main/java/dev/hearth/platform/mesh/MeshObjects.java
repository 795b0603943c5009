package dev.hearth.platform.mesh;

import static com.google.common.collect.ImmutableSortedSet.toImmutableSortedSet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;

/** The objects of the mesh beside one workload of a member. */
record MeshObjects(Joined joined) {

    /** Where the proxy answers for its metrics; it is never caught by the proxy itself. */
    static final int METRICS = 15020;

    private static final String PROXY = "istio-proxy";
    private static final String LIMIT = "envoy.filters.http.local_ratelimit";
    private static final String LIMIT_TYPE =
            "type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit";

    /** The ports of a workload's containers. */
    static ImmutableSortedSet<Integer> ports(Manifest workload) {
        return workload.spec().mapping("template").mapping("spec").sequence("containers").mappings().stream()
                .flatMap(container -> container.sequence("ports").mappings().stream())
                .flatMap(port -> port.number("containerPort").stream())
                .map(Long::intValue)
                .collect(toImmutableSortedSet(Comparator.naturalOrder()));
    }

    ImmutableList<Manifest> all() {
        return joined.member()
                .rate()
                .map(rate -> ImmutableList.of(strict(), limited(rate)))
                .orElseGet(() -> ImmutableList.of(strict()));
    }

    private Mapping labels() {
        return Mapping.texts(joined.pods().labels());
    }

    /**
     * Mutual TLS on every port, but for those that are opened.
     *
     * @see <a href="https://istio.io/latest/docs/reference/config/security/peer_authentication/">PeerAuthentication</a>
     */
    private Manifest strict() {
        Mapping.Builder ports = Mapping.builder();
        for (int port : ports(joined.workload())) {
            if (joined.member().open().containsKey(port)) {
                ports.put(Integer.toString(port), mode("PERMISSIVE"));
            } else if (joined.member().plain().containsKey(port)) {
                ports.put(Integer.toString(port), mode("DISABLE"));
            }
        }
        return object(
                "security.istio.io/v1",
                "PeerAuthentication",
                joined.workload().name(),
                Mapping.builder()
                        .put("selector", Mapping.of("matchLabels", labels()))
                        .put("mtls", mode("STRICT"))
                        .putUnlessEmpty("portLevelMtls", ports.build())
                        .build());
    }

    private static Mapping mode(String mode) {
        return Mapping.texts(ImmutableMap.of("mode", mode));
    }

    /**
     * A limit that each pod keeps for itself, before its program is asked.
     *
     * @see <a href="https://istio.io/latest/docs/tasks/policy-enforcement/rate-limit/">Rate limits</a>
     */
    private Manifest limited(Member.Rate rate) {
        Mapping always = Mapping.builder()
                .put(
                        "default_value",
                        Mapping.builder()
                                .put("numerator", 100)
                                .put("denominator", "HUNDRED")
                                .build())
                .build();
        Mapping limit = Mapping.builder()
                .put("@type", LIMIT_TYPE)
                .put("stat_prefix", "http_local_rate_limiter")
                .put(
                        "token_bucket",
                        Mapping.builder()
                                .put("max_tokens", rate.requests())
                                .put("tokens_per_fill", rate.requests())
                                .put("fill_interval", seconds(rate.time()))
                                .build())
                .put("filter_enabled", always)
                .put("filter_enforced", always)
                .build();
        Mapping patch = Mapping.builder()
                .put("applyTo", "HTTP_FILTER")
                .put(
                        "match",
                        Mapping.builder()
                                .put("context", "SIDECAR_INBOUND")
                                .put(
                                        "listener",
                                        Mapping.of(
                                                "filterChain",
                                                Mapping.of(
                                                        "filter",
                                                        Mapping.texts(ImmutableMap.of(
                                                                "name",
                                                                "envoy.filters.network.http_connection_manager")))))
                                .build())
                .put(
                        "patch",
                        Mapping.builder()
                                .put("operation", "INSERT_BEFORE")
                                .put(
                                        "value",
                                        Mapping.builder()
                                                .put("name", LIMIT)
                                                .put("typed_config", limit)
                                                .build())
                                .build())
                .build();
        return object(
                "networking.istio.io/v1alpha3",
                "EnvoyFilter",
                joined.workload().name() + "-rate-limit",
                Mapping.builder()
                        .put("workloadSelector", Mapping.of("labels", labels()))
                        .put("configPatches", Node.list(patch))
                        .build());
    }

    /** The metrics of the proxies. No container states their port, so its address is put in place of another's. */
    Manifest monitor() {
        Mapping keep = Mapping.builder()
                .put("action", "keep")
                .put("sourceLabels", Node.texts("__meta_kubernetes_pod_container_name"))
                .put("regex", PROXY)
                .build();
        Mapping address = Mapping.builder()
                .put("action", "replace")
                .put("sourceLabels", Node.texts("__meta_kubernetes_pod_ip"))
                .put("regex", "(.+)")
                .put("targetLabel", "__address__")
                .put("replacement", "$1:" + METRICS)
                .build();
        return object(
                "monitoring.coreos.com/v1",
                "PodMonitor",
                joined.workload().name() + "-proxy",
                Mapping.builder()
                        .put("selector", Mapping.of("matchLabels", labels()))
                        .put(
                                "podMetricsEndpoints",
                                Node.list(Mapping.builder()
                                        .put("path", "/stats/prometheus")
                                        .put("relabelings", Node.list(keep, address))
                                        .build()))
                        .build());
    }

    private Manifest object(String apiVersion, String kind, String name, Mapping spec) {
        return object(apiVersion, kind, joined.namespace(), name, spec);
    }

    static Manifest object(String apiVersion, String kind, String namespace, String name, Mapping spec) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", apiVersion)
                .put("kind", kind)
                .put("metadata", Mapping.texts(ImmutableMap.copyOf(Map.of("name", name, "namespace", namespace))))
                .put("spec", spec)
                .build());
    }

    /** In the form of a duration of protocol buffers in JSON. */
    static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + "s";
    }
}
