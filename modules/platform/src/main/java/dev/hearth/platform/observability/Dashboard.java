package dev.hearth.platform.observability;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Data;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A Grafana dashboard as code.
 *
 * <pre>{@code
 * Dashboard.of("production-overview", "Production Overview")
 *     .panel(TimeSeries.of("CPU Usage", "prometheus").query("...", "{{instance}}").percent());
 * }</pre>
 *
 * <p>Panels are half as wide as the page and follow each other by rows.
 *
 * @param uid names it for life: at most 40 letters, digits, {@code -} and {@code _}
 * @param title what people see
 * @param panels its panels, in reading order
 * @see <a href="https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/">JSON
 *     model</a>
 */
public record Dashboard(String uid, String title, ImmutableList<TimeSeries> panels) {

    private static final Pattern UID = Pattern.compile("[A-Za-z0-9_-]{1,40}");
    private static final int COLUMNS = 24;
    private static final int WIDTH = COLUMNS / 2;
    private static final int HEIGHT = 8;
    private static final int SCHEMA = 42;

    public Dashboard {
        requireNonNull(title, "title");
        if (!UID.matcher(uid).matches()) {
            throw new IllegalArgumentException(
                    "uid '" + uid + "' of dashboard " + title + " must be 1 to 40 letters, digits, '-' and '_'");
        }
    }

    /** A dashboard without panels. */
    public static Dashboard of(String uid, String title) {
        return new Dashboard(uid, title, ImmutableList.of());
    }

    /** A copy with one more panel. */
    public Dashboard panel(TimeSeries panel) {
        return new Dashboard(
                uid,
                title,
                ImmutableList.<TimeSeries>builder().addAll(panels).add(panel).build());
    }

    /** The uids of the data sources its panels ask. */
    List<String> dataSources() {
        return panels.stream().map(TimeSeries::dataSource).distinct().sorted().toList();
    }

    /** The JSON model. */
    Data json() {
        List<Data> placed = new ArrayList<>();
        for (int i = 0; i < panels.size(); i++) {
            placed.add(panels.get(i)
                    .json(i + 1, Data.map("h", HEIGHT, "w", WIDTH, "x", i % 2 * WIDTH, "y", i / 2 * HEIGHT)));
        }
        return Data.map(
                "uid",
                uid,
                "title",
                title,
                "schemaVersion",
                SCHEMA,
                "version",
                1,
                "editable",
                false,
                "graphTooltip",
                1,
                "timezone",
                "browser",
                "refresh",
                "1m",
                "time",
                Data.map("from", "now-6h", "to", "now"),
                "tags",
                Data.list(),
                "templating",
                Data.map("list", Data.list()),
                "annotations",
                Data.map("list", Data.list()),
                "panels",
                placed);
    }
}
