package dev.hearth.dsl.dashboard;

import dev.hearth.dsl.Data;

/**
 * Lines of logs, the newest first.
 *
 * @see <a href="https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/logs/">Logs</a>
 */
public final class Logs extends Panel<Logs> {

    private Logs(Look look) {
        super(look);
    }

    /** A panel without lines, as wide as the page. */
    public static Logs of(String title) {
        return new Logs(Look.of(
                "logs",
                title,
                Query.Form.OVER_TIME,
                Grid.COLUMNS,
                10,
                Data.map(
                        "showLabels",
                        false,
                        "showCommonLabels",
                        false,
                        "showTime",
                        true,
                        "showLogContextToggle",
                        false,
                        "wrapLogMessage",
                        true,
                        "prettifyLogMessage",
                        false,
                        "enableLogDetails",
                        true,
                        "sortOrder",
                        "Descending",
                        "dedupStrategy",
                        "none")));
    }

    @Override
    Logs with(Look changed) {
        return new Logs(changed);
    }

    /** A copy that shows the lines of that LogQL too. */
    public Logs query(String expression) {
        return query(Query.logs(expression, ""));
    }
}
