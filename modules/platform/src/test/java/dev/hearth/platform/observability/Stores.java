package dev.hearth.platform.observability;

import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceOffer;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Site;

/** Stores of logs, traces, metrics and profiles that are there already. */
public final class Stores {

    public static final ServiceRef LOKI = ServiceRef.of("loki", "loki", "http-metrics");
    public static final ServiceRef TEMPO = ServiceRef.of("tempo", "tempo", "otlp-grpc");
    public static final ServiceRef MIMIR = ServiceRef.of("mimir", "mimir", "http-metrics");
    public static final ServiceRef PYROSCOPE = ServiceRef.of("pyroscope", "pyroscope", "http2");

    private Stores() {}

    /** A collector that hands everything to them. */
    public static Alloy collector() {
        return Alloy.named("alloy")
                .logsTo(LOKI)
                .tracesTo(TEMPO)
                .metricsTo(MIMIR)
                .profilesTo(PYROSCOPE);
    }

    /** A collector in that namespace that hands everything to them. */
    public static Alloy collectorIn(String namespace) {
        Alloy all = collector();
        return new Alloy(
                all.name(),
                namespace,
                all.replicas(),
                all.logs(),
                all.traces(),
                all.metrics(),
                all.profiles(),
                all.storage(),
                all.memory());
    }

    /** That site with them. */
    public static Site at(Site site) {
        return with(
                with(with(with(site, LOKI, Port.http(3100)), TEMPO, Port.grpc(4317)), MIMIR, Port.http(8080)),
                PYROSCOPE,
                Port.http(4040));
    }

    private static Site with(Site site, ServiceRef store, Port port) {
        return site.preinstalled(
                store.component(),
                "stores",
                Offers.of(ServiceOffer.of(
                        store.service(),
                        port.named(store.port()),
                        Pods.labelled(store.component(), "app", store.component()))));
    }
}
