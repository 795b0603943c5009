package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableMap;
import dev.hearth.checks.container.HeldFile;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.YamlException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * {@code grafana.dashboard}: the dashboards that a Grafana reads ask data sources that it is given, and have panels that it has.
 *
 * @see <a href="https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards">Dashboards</a>
 */
final class GrafanaDashboards implements GrafanaRules.Judge {

    /** The panels that went with Angular in version 12, and what Grafana shows in their place. */
    private static final ImmutableMap<String, String> GONE = ImmutableMap.of(
            "graph", "timeseries",
            "table-old", "table",
            "singlestat", "stat",
            "grafana-singlestat-panel", "stat",
            "grafana-piechart-panel", "piechart",
            "grafana-worldmap-panel", "geomap",
            "natel-discrete-panel", "state-timeline");

    @Override
    public void judge(GrafanaServer grafana, Context context, Consumer<Finding> findings) {
        Optional<KnownDataSources> known = KnownDataSources.of(grafana, context);
        dashboards(grafana).forEach((file, root) -> {
            known.ifPresent(sources -> sources(grafana, file, root, sources, findings));
            if (grafana.since(12)) {
                panels(file, root, findings);
            }
        });
    }

    private static Map<HeldFile, Mapping> dashboards(GrafanaServer grafana) {
        Map<HeldFile, Mapping> found = new LinkedHashMap<>();
        for (HeldFile file : grafana.provisioned("dashboards")) {
            file.yaml().stream()
                    .flatMap(root -> Field.of(root).get("providers").items().stream())
                    .map(provider -> provider.get("options").get("path").textOrEmpty())
                    .filter(path -> path.startsWith("/"))
                    .flatMap(path -> grafana.files().below(path).stream())
                    .filter(dashboard -> dashboard.path().endsWith(".json"))
                    .forEach(dashboard -> read(dashboard).ifPresent(root -> found.put(dashboard, root)));
        }
        return found;
    }

    private static Optional<Mapping> read(HeldFile file) {
        try {
            return Json.read(file.text(), file.path()) instanceof Mapping root ? Optional.of(root) : Optional.empty();
        } catch (YamlException unreadable) {
            return Optional.empty();
        }
    }

    private static void sources(
            GrafanaServer grafana, HeldFile file, Mapping root, KnownDataSources known, Consumer<Finding> findings) {
        Set<String> missing = new TreeSet<>();
        for (Field field : Field.of(root).below()) {
            if (field.name().equals("datasource")) {
                field.text().filter(word -> !known.any(word)).ifPresent(missing::add);
                field.get("uid").text().filter(uid -> !known.uid(uid)).ifPresent(missing::add);
            }
        }
        if (!missing.isEmpty()) {
            findings.accept(file.warning(
                    GrafanaRules.DASHBOARD,
                    "asks data source " + KnownDataSources.missing(file, missing) + ", but " + grafana.container()
                            + " is given only " + known.listed(),
                    "write the uid of a data source that there is, or a variable of type datasource"));
        }
    }

    private static void panels(HeldFile file, Mapping root, Consumer<Finding> findings) {
        Set<String> types = new TreeSet<>();
        types(Field.of(root), types);
        if (!types.isEmpty()) {
            String others = types.stream()
                    .map(type -> GONE.getOrDefault(type, "another"))
                    .distinct()
                    .collect(Collectors.joining(", "));
            findings.accept(Finding.info(
                            GrafanaRules.DASHBOARD,
                            file.source().identity(),
                            "has panels of type " + String.join(", ", types)
                                    + ", which no Grafana since 12 has: it shows " + others
                                    + " instead, with what it can take over")
                    .at(file.place())
                    .hint("write the panels anew, with type " + others));
        }
    }

    private static void types(Field dashboard, Set<String> types) {
        dashboard.get("rows").items().forEach(row -> types(row, types));
        for (Field panel : dashboard.get("panels").items()) {
            panel.get("type").text().filter(GONE::containsKey).ifPresent(types::add);
            types(panel, types);
        }
    }
}
