package dev.hearth.platform.observability;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.config.Config;
import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Signal;
import dev.hearth.dsl.workload.Volume;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a Grafana reads at its start and again whenever it changes: its data sources, its own dashboards, and those of all
 * components, in one folder for each layer.
 *
 * @see <a href="https://grafana.com/docs/grafana/latest/administration/provisioning/">Provisioning Grafana</a>
 */
final class Provisioning {

    static final String FOLDER = "/etc/grafana/provisioning";

    /** Grafana's own dashboards, in no folder. */
    static final String OWN = "/etc/grafana/dashboards";

    /** Of components; a folder of it is one in Grafana, because each layer is a volume. Links within one it does not follow. */
    static final String OF_LAYERS = "/etc/grafana/layers";

    private static final String ELSEWHERE = "preinstalled";

    private record Placed(String component, String layer, Dashboard dashboard) {

        String place() {
            return layer.isEmpty() ? component + " itself" : "component " + component;
        }
    }

    private final Grafana grafana;
    private final LinkedSources sources;
    private final ImmutableList<Placed> shown;
    private final List<Finding> findings = new ArrayList<>();
    private final ListMultimap<Signal, String> leftOut =
            MultimapBuilder.enumKeys(Signal.class).arrayListValues().build();

    Provisioning(Grafana grafana, ClusterView cluster) {
        this.grafana = grafana;
        this.sources = new LinkedSources(grafana.dataSources());
        Stream<Placed> own = grafana.dashboards().stream().map(dashboard -> new Placed(grafana.name(), "", dashboard));
        Stream<Placed> offered = cluster.offers(Dashboard.class).stream()
                .map(offer -> new Placed(offer.component(), layer(offer, cluster), offer.offer()));
        Set<String> uids = new HashSet<>();
        Set<String> titles = new HashSet<>();
        this.shown = Stream.concat(own, offered)
                .filter(this::answered)
                .filter(placed -> once(placed, "uid", placed.dashboard().uid(), uids))
                .filter(placed -> once(
                        placed,
                        "title",
                        placed.dashboard().title(),
                        titles,
                        placed.layer() + "/" + placed.dashboard().title()))
                .collect(ImmutableList.toImmutableList());
    }

    private static String layer(Offered<Dashboard> offer, ClusterView cluster) {
        return cluster.layerOf(offer.component()).orElse(ELSEWHERE);
    }

    /** A dashboard that its Grafana was given must have its data; those of components are there for whoever has it. */
    private boolean answered(Placed placed) {
        Dashboard dashboard = placed.dashboard();
        List<String> known = grafana.dataSources().stream().map(DataSource::uid).toList();
        List<String> unknown = dashboard.dataSources().stream()
                .filter(uid -> !known.contains(uid))
                .toList();
        List<Signal> missing = dashboard.signals().stream()
                .filter(signal -> !sources.uids().containsKey(signal))
                .toList();
        if (unknown.isEmpty() && missing.isEmpty()) {
            return true;
        }
        String subject = "component " + grafana.name();
        String what = "dashboard '" + dashboard.title() + "' of " + placed.place();
        if (!unknown.isEmpty()) {
            findings.add(Finding.error(
                            "monitor.data-source",
                            subject,
                            what + " asks data source '" + unknown.get(0) + "', but Grafana has " + known)
                    .hint("add the data source, or let the panel ask another one"));
        } else if (placed.layer().isEmpty()) {
            findings.add(Finding.error(
                            "monitor.data-source",
                            subject,
                            what + " asks for " + words(missing) + ", but of " + known + " none has that")
                    .hint("add a data source of type " + missing.get(0).type()));
        } else {
            missing.forEach(signal -> leftOut.put(signal, dashboard.title()));
        }
        return false;
    }

    private static String words(List<Signal> signals) {
        return signals.stream()
                .map(signal -> switch (signal) {
                    case METRICS -> "metrics";
                    case LOGS -> "logs";
                    case TRACES -> "traces";
                    case PROFILES -> "profiles";
                })
                .collect(Collectors.joining(" and "));
    }

    private boolean once(Placed placed, String what, String value, Set<String> seen) {
        return once(placed, what, value, seen, value);
    }

    /** Grafana would stop writing dashboards altogether. */
    private boolean once(Placed placed, String what, String value, Set<String> seen, String key) {
        if (seen.add(key)) {
            return true;
        }
        findings.add(Finding.error(
                        "monitor.dashboard",
                        "component " + grafana.name(),
                        "the dashboard of " + placed.place() + " has the " + what + " '" + value
                                + "', which another one has already")
                .hint("give it another one"));
        return false;
    }

    void check(Scope scope) {
        findings.forEach(scope::finding);
        // One without any shows nothing yet, which nobody needs to be told.
        if (!grafana.dataSources().isEmpty()) {
            leftOut.asMap()
                    .forEach((signal, titles) -> scope.finding(Finding.info(
                                    "monitor.data-source",
                                    "component " + grafana.name(),
                                    "no data source has " + words(List.of(signal))
                                            + ", so these dashboards are left out: " + String.join(", ", titles))
                            .hint("add a data source of type " + signal.type() + ", or do without")));
        }
    }

    /** The uids of all dashboards, in order. */
    List<String> dashboards() {
        return shown.stream().map(placed -> placed.dashboard().uid()).toList();
    }

    Workload mountedBy(Workload server) {
        Workload mounted = server.mount(dataSources(), FOLDER + "/datasources")
                .mount(providers(), FOLDER + "/dashboards")
                .mount(own(), OWN);
        for (Map.Entry<String, Volume> layer : layers().entrySet()) {
            mounted = mounted.mount(layer.getValue(), OF_LAYERS + "/" + layer.getKey());
        }
        return mounted;
    }

    /** One file a source: a fault in one does not keep Grafana from reading the others. */
    private Config dataSources() {
        Config config = Config.named(grafana.name() + "-datasources");
        String first = grafana.dataSources().isEmpty()
                ? ""
                : grafana.dataSources().get(0).uid();
        for (DataSource source : sources.all()) {
            config = config.yaml(
                    source.uid() + ".yaml",
                    Data.map(
                            "apiVersion",
                            1,
                            "prune",
                            true,
                            "datasources",
                            Data.list(source.json(source.uid().equals(first)))));
        }
        return config;
    }

    private Config providers() {
        List<Data> providers = new ArrayList<>(List.of(provider("hearth", Data.map("path", OWN))));
        if (!layers().isEmpty()) {
            providers.add(provider("hearth-layers", Data.map("path", OF_LAYERS, "foldersFromFilesStructure", true)));
        }
        return Config.named(grafana.name() + "-dashboard-provider")
                .yaml("hearth.yaml", Data.map("apiVersion", 1, "providers", providers));
    }

    private static Data provider(String name, Data options) {
        return Data.map(
                "name",
                name,
                "orgId",
                1,
                "type",
                "file",
                "disableDeletion",
                false,
                "allowUiUpdates",
                false,
                "updateIntervalSeconds",
                10,
                "options",
                options);
    }

    private Config own() {
        return config(
                grafana.name() + "-dashboards",
                shown.stream().filter(placed -> placed.layer().isEmpty()));
    }

    private Config config(String name, Stream<Placed> dashboards) {
        Config config = Config.named(name).withoutRestart();
        for (Placed placed : dashboards.toList()) {
            config = config.json(
                    placed.dashboard().uid() + ".json", placed.dashboard().json(sources.uids()));
        }
        return config;
    }

    /** A ConfigMap for each component, so that a new one changes no other. */
    private ImmutableSortedMap<String, Volume> layers() {
        Map<String, Map<String, List<Placed>>> byLayer = shown.stream()
                .filter(placed -> !placed.layer().isEmpty())
                .collect(Collectors.groupingBy(
                        Placed::layer,
                        Collectors.groupingBy(Placed::component, LinkedHashMap::new, Collectors.toList())));
        ImmutableSortedMap.Builder<String, Volume> volumes = ImmutableSortedMap.naturalOrder();
        byLayer.forEach((layer, components) -> volumes.put(
                layer,
                Volume.projected(
                        "dashboards-" + layer,
                        components.entrySet().stream()
                                .map(component -> Volume.config(config(
                                        grafana.name() + "-dashboards-" + component.getKey(),
                                        component.getValue().stream())))
                                .toArray(Volume.Source[]::new))));
        return volumes.buildOrThrow();
    }
}
