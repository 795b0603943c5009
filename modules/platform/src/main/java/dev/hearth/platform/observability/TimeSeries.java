package dev.hearth.platform.observability;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Data;
import java.util.ArrayList;
import java.util.List;

/**
 * A panel that draws values over time.
 *
 * @param title what people see above it
 * @param dataSource the uid of a Prometheus data source
 * @param queries what is drawn
 * @param unit how values are written, as Grafana names it: {@code percent} (0 to 100), {@code bytes}, {@code s}, {@code
 *     short}
 * @param bounded whether the axis goes from 0 to 100
 */
public record TimeSeries(String title, String dataSource, ImmutableList<Query> queries, String unit, boolean bounded) {

    /** One PromQL expression, and how its lines are called. */
    public record Query(String expression, String legend) {

        public Query {
            requireNonNull(expression, "expression");
            requireNonNull(legend, "legend");
        }
    }

    public TimeSeries {
        requireNonNull(title, "title");
        requireNonNull(dataSource, "dataSource");
        requireNonNull(unit, "unit");
    }

    /** A panel without queries, for the data source of that uid. */
    public static TimeSeries of(String title, String dataSource) {
        return new TimeSeries(title, dataSource, ImmutableList.of(), "short", false);
    }

    /** A copy that draws that too. */
    public TimeSeries query(String expression, String legend) {
        return new TimeSeries(
                title,
                dataSource,
                ImmutableList.<Query>builder()
                        .addAll(queries)
                        .add(new Query(expression, legend))
                        .build(),
                unit,
                bounded);
    }

    /** A copy whose values are per cent, on an axis from 0 to 100. */
    public TimeSeries percent() {
        return new TimeSeries(title, dataSource, queries, "percent", true);
    }

    /** A copy whose values have that unit, as Grafana names it. */
    public TimeSeries unit(String other) {
        return new TimeSeries(title, dataSource, queries, other, false);
    }

    Data json(int id, Data position) {
        Data source = Data.map("type", "prometheus", "uid", dataSource);
        List<Data> targets = new ArrayList<>();
        for (Query query : queries) {
            targets.add(Data.map(
                    "refId",
                    String.valueOf((char) ('A' + targets.size())),
                    "datasource",
                    source,
                    "editorMode",
                    "code",
                    "range",
                    true,
                    "expr",
                    query.expression(),
                    "legendFormat",
                    query.legend()));
        }
        Data defaults = Data.map("unit", unit);
        return Data.map(
                "id",
                id,
                "title",
                title,
                "type",
                "timeseries",
                "gridPos",
                position,
                "datasource",
                source,
                "targets",
                targets,
                "fieldConfig",
                Data.map(
                        "defaults",
                        bounded ? defaults.merge(Data.map("min", 0, "max", 100)) : defaults,
                        "overrides",
                        Data.list()),
                "options",
                Data.map(
                        "legend",
                        Data.map("displayMode", "list", "placement", "bottom", "showLegend", true),
                        "tooltip",
                        Data.map("mode", "multi", "sort", "desc")));
    }
}
