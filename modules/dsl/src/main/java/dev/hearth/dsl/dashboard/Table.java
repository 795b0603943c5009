package dev.hearth.dsl.dashboard;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Data;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Things with their labels and numbers as they are now: one row for each set of labels, one column for each query.
 *
 * <pre>{@code
 * Table.of("Certificates", "exported_namespace", "name")
 *     .query("certmanager_certificate_expiration_timestamp_seconds - time()", "Left", Unit.SECONDS)
 * }</pre>
 *
 * @see <a href="https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/table/">Table</a>
 */
public final class Table extends Chart<Table> {

    private final ImmutableList<String> labels;

    private Table(Look look, ImmutableList<String> labels) {
        super(look);
        this.labels = labels;
    }

    /**
     * A table of things that have those labels, as wide as the page.
     *
     * @throws IllegalArgumentException without a label
     */
    public static Table of(String title, String... labels) {
        if (labels.length == 0) {
            throw new IllegalArgumentException("table '" + title + "' needs a label as its first column");
        }
        return new Table(
                Look.of(
                                "table",
                                title,
                                Query.Form.ROWS,
                                Grid.COLUMNS,
                                8,
                                Data.map("frameIndex", 0, "showHeader", true, "cellHeight", "sm"))
                        .defaults(Data.map(
                                "color",
                                Data.map("mode", "thresholds"),
                                "custom",
                                Data.map("align", "auto", "inspect", false))),
                ImmutableList.copyOf(labels));
    }

    @Override
    Table with(Look changed) {
        return new Table(changed, labels);
    }

    /** A copy with one more column of plain numbers. */
    @Override
    public Table query(String expression, String column) {
        return query(Query.metrics(expression, column));
    }

    /** A copy with one more column of numbers of that unit. */
    public Table query(String expression, String column, Unit unit) {
        return query(expression, column).property(column, "unit", Data.of(unit.id()));
    }

    /** A copy in which that column has colors. */
    public Table colored(String column, Thresholds thresholds) {
        return property(column, "thresholds", thresholds.json())
                .property(column, "custom.cellOptions", Data.map("type", "color-text"));
    }

    private Table property(String column, String id, Data value) {
        return with(look().override(Data.map(
                "matcher",
                Data.map("id", "byName", "options", column),
                "properties",
                Data.list(Data.map("id", id, "value", value)))));
    }

    @Override
    public Table query(Query query) {
        return with(shaped(look().query(query)));
    }

    /** One table of all queries, with no columns but the labels and the numbers. */
    private Look shaped(Look changed) {
        Map<String, String> names = new LinkedHashMap<>();
        Map<String, Integer> order = new LinkedHashMap<>();
        labels.forEach(label -> order.put(label, order.size()));
        int queries = changed.queries().size();
        for (int i = 0; i < queries; i++) {
            String field = queries == 1 ? "Value" : "Value #" + Look.refId(i);
            names.put(field, changed.queries().get(i).legend());
            order.put(field, order.size());
        }
        List<Data> steps = new ArrayList<>();
        if (queries > 1) {
            steps.add(Data.map("id", "merge", "options", Data.map()));
        }
        steps.add(Data.map(
                "id",
                "filterFieldsByName",
                "options",
                Data.map("include", Data.map("names", List.copyOf(order.keySet())))));
        steps.add(Data.map(
                "id",
                "organize",
                "options",
                Data.map("excludeByName", Data.map(), "indexByName", order, "renameByName", names)));
        return changed.transformations(steps);
    }
}
