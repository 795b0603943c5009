package dev.hearth.dsl.monitor;

import com.google.common.collect.ImmutableMap;
import dev.hearth.dsl.Derivation;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.Protocol;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Scrape;
import dev.hearth.dsl.Stated;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Makes ServiceMonitors, PodMonitors and PrometheusRules of the stated metrics and rules, and the flows from the
 * Prometheus to the pods. Where the cluster has no Prometheus there is one warning, {@code monitor.scraper}.
 */
public final class Monitoring implements Derivation {

    /** One monitor: all endpoints of a name in a component. */
    private record Key(String component, String kind, String name) {}

    @Override
    public void derive(Expansion soFar, Function<String, Scope> scopes) {
        Map<Key, Map<String, Watch>> monitors = new LinkedHashMap<>();
        soFar.facts(Scrape.class).forEach(stated -> put(monitors, stated.component(), watch(stated.fact())));
        soFar.facts(Watch.class).forEach(stated -> put(monitors, stated.component(), stated.fact()));
        List<Stated<Rules>> rules = soFar.facts(Rules.class);
        List<Offered<ScraperOffer>> scrapers = soFar.view().offers(ScraperOffer.class);
        if (scrapers.isEmpty()) {
            warn(monitors, rules, scopes);
            return;
        }
        monitors.forEach((key, endpoints) -> {
            Scope scope = scopes.apply(key.component());
            List<Watch> watches = new ArrayList<>(endpoints.values());
            scope.manifest(monitor(key, watches));
            for (Watch watch : watches) {
                scrapers.forEach(scraper -> scope.flow(
                        scraper.offer().pods().orIn(scraper.namespace()),
                        watch.pods(),
                        Protocol.TCP,
                        watch.port().number()));
            }
        });
        rules.forEach(stated -> scopes.apply(stated.component()).manifest(rule(stated.fact())));
    }

    private static Watch watch(Scrape scrape) {
        return new Watch(
                scrape.service(),
                true,
                scrape.pods(),
                scrape.port(),
                scrape.labels(),
                Endpoints.complete(Endpoints.of(scrape.port(), scrape.path()).node(value -> "")));
    }

    private static void put(Map<Key, Map<String, Watch>> monitors, String component, Watch watch) {
        monitors.computeIfAbsent(new Key(component, watch.kind(), watch.name()), key -> new LinkedHashMap<>())
                .put(watch.port().name(), watch);
    }

    private static void warn(
            Map<Key, Map<String, Watch>> monitors, List<Stated<Rules>> rules, Function<String, Scope> scopes) {
        List<String> components = Stream.concat(
                        monitors.keySet().stream().map(Key::component),
                        rules.stream().map(Stated::component))
                .distinct()
                .sorted()
                .toList();
        if (!components.isEmpty()) {
            scopes.apply(components.get(0))
                    .finding(Finding.warning(
                                    "monitor.scraper",
                                    "component " + components.get(0),
                                    "nothing in the cluster gathers metrics, so those and the rules of " + components
                                            + " are left out")
                            .hint("add a Prometheus to a layer, or declare one with Site.preinstalled(...)"));
        }
    }

    private static Manifest monitor(Key key, List<Watch> watches) {
        boolean byService = watches.get(0).byService();
        return object(
                key.kind(),
                key.name(),
                Mapping.builder()
                        .put(
                                "selector",
                                Mapping.of(
                                        "matchLabels",
                                        Mapping.texts(watches.get(0).selector())))
                        .put(
                                byService ? "endpoints" : "podMetricsEndpoints",
                                Sequence.of(
                                        watches.stream().map(Watch::endpoint).toList()))
                        .build());
    }

    private static Manifest rule(Rules rules) {
        return object(
                "PrometheusRule",
                rules.name(),
                Mapping.of(
                        "groups",
                        Sequence.of(rules.groups().stream().map(RuleGroup::node).toList())));
    }

    private static Manifest object(String kind, String name, Mapping spec) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "monitoring.coreos.com/v1")
                .put("kind", kind)
                .put("metadata", Mapping.texts(ImmutableMap.of("name", name)))
                .put("spec", spec)
                .build());
    }
}
