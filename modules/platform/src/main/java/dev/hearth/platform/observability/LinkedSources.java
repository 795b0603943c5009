package dev.hearth.platform.observability;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.dashboard.Signal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Data sources that lead to each other: from a line of a log to its trace, from a trace to its logs, profiles and numbers, from
 * a number to the trace behind it. The first source of a kind is the one that others lead to.
 *
 * @see <a href="https://grafana.com/docs/grafana/latest/datasources/tempo/configure-tempo-data-source/">Tempo</a>
 * @see <a href="https://grafana.com/docs/grafana/latest/datasources/loki/configure-loki-data-source/">Loki</a>
 */
final class LinkedSources {

    private static final String ALERTMANAGER = "alertmanager";
    private static final String CPU_PROFILE = "process_cpu:cpu:nanoseconds:cpu:nanoseconds";

    /** {@code trace_id=...}, {@code "traceID":"..."} and what lies between. */
    private static final String TRACE_IN_LINE = "\"?trace_?[iI][dD]\"?[=:]\\s*\"?(\\w+)";

    private final ImmutableList<DataSource> sources;
    private final Map<Signal, String> uids = new EnumMap<>(Signal.class);
    private final Optional<String> alertmanager;

    LinkedSources(ImmutableList<DataSource> sources) {
        this.sources = sources;
        for (Signal signal : Signal.values()) {
            first(signal.type()).ifPresent(uid -> uids.put(signal, uid));
        }
        this.alertmanager = first(ALERTMANAGER);
    }

    private Optional<String> first(String type) {
        return sources.stream()
                .filter(source -> source.type().equals(type))
                .map(DataSource::uid)
                .findFirst();
    }

    /** The uids of those that answer where a panel names none. */
    Map<Signal, String> uids() {
        return uids;
    }

    /** All, with links; what a source says itself comes first. */
    List<DataSource> all() {
        return sources.stream()
                .map(source -> new DataSource(
                        source.name(),
                        source.uid(),
                        source.type(),
                        source.url(),
                        links(source.type()).merge(source.settings())))
                .toList();
    }

    private Data links(String type) {
        if (type.equals(Signal.METRICS.type())) {
            return alerts().merge(toTraces());
        }
        if (type.equals(Signal.LOGS.type())) {
            return alerts().merge(fromLines());
        }
        return type.equals(Signal.TRACES.type()) ? fromTraces() : Data.map();
    }

    private Data alerts() {
        return alertmanager.map(uid -> Data.map("alertmanagerUid", uid)).orElseGet(Data::map);
    }

    /** Old client libraries write the label as the second. */
    private Data toTraces() {
        String traces = uids.get(Signal.TRACES);
        return traces == null
                ? Data.map()
                : Data.map(
                        "exemplarTraceIdDestinations",
                        Data.list(
                                Data.map("name", "trace_id", "datasourceUid", traces),
                                Data.map("name", "traceID", "datasourceUid", traces)));
    }

    private Data fromLines() {
        String traces = uids.get(Signal.TRACES);
        return traces == null
                ? Data.map()
                : Data.map(
                        "derivedFields",
                        Data.list(
                                field("trace_id", "regex", TRACE_IN_LINE, traces),
                                field("trace", "label", "trace_id", traces)));
    }

    private static Data field(String name, String matcher, String pattern, String traces) {
        return Data.map(
                "name",
                name,
                "matcherType",
                matcher,
                "matcherRegex",
                pattern,
                "datasourceUid",
                traces,
                "url",
                "${__value.raw}",
                "urlDisplayLabel",
                "Show the trace");
    }

    private Data fromTraces() {
        Data links = Data.map("nodeGraph", Data.map("enabled", true));
        String logs = uids.get(Signal.LOGS);
        if (logs != null) {
            links = links.merge(Data.map("tracesToLogsV2", toLogs(logs)));
        }
        String metrics = uids.get(Signal.METRICS);
        if (metrics != null) {
            links = links.merge(
                    Data.map("tracesToMetrics", toMetrics(metrics), "serviceMap", Data.map("datasourceUid", metrics)));
        }
        String profiles = uids.get(Signal.PROFILES);
        return profiles == null ? links : links.merge(Data.map("tracesToProfiles", toProfiles(profiles)));
    }

    private static Data toLogs(String uid) {
        return Data.map(
                "datasourceUid",
                uid,
                "spanStartTimeShift",
                "-5m",
                "spanEndTimeShift",
                "5m",
                "filterByTraceID",
                true,
                "filterBySpanID",
                false,
                "tags",
                Data.list(tag("k8s.namespace.name", "namespace"), tag("k8s.pod.name", "pod")));
    }

    private static Data toMetrics(String uid) {
        return Data.map(
                "datasourceUid",
                uid,
                "tags",
                Data.list(tag("service.name", "service")),
                "queries",
                Data.list(
                        Data.map("name", "Rate", "query", "sum(rate(traces_spanmetrics_calls_total{$__tags}[5m]))"),
                        Data.map(
                                "name",
                                "95th percentile",
                                "query",
                                "histogram_quantile(0.95, sum by (le)"
                                        + " (rate(traces_spanmetrics_latency_bucket{$__tags}[5m])))")));
    }

    private static Data toProfiles(String uid) {
        return Data.map(
                "datasourceUid",
                uid,
                "profileTypeId",
                CPU_PROFILE,
                "tags",
                Data.list(tag("service.name", "service_name")));
    }

    private static Data tag(String ofTrace, String label) {
        return Data.map("key", ofTrace, "value", label);
    }
}
