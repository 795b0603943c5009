package dev.hearth.dsl.dashboard;

import dev.hearth.dsl.Data;

/**
 * Lines over time.
 *
 * <pre>{@code
 * TimeSeries.of("CPU Usage").query("100 - avg(...)", "{{instance}}").percent()
 * }</pre>
 *
 * @see <a href="https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/time-series/">Time series</a>
 */
public final class TimeSeries extends Chart<TimeSeries> {

    private TimeSeries(Look look) {
        super(look);
    }

    /** A panel without lines, half as wide as the page. */
    public static TimeSeries of(String title) {
        return new TimeSeries(Look.of(
                        "timeseries",
                        title,
                        Query.Form.OVER_TIME,
                        12,
                        8,
                        Data.map(
                                "legend",
                                Data.map(
                                        "calcs",
                                        Data.list(),
                                        "displayMode",
                                        "list",
                                        "placement",
                                        "bottom",
                                        "showLegend",
                                        true),
                                "tooltip",
                                Data.map("mode", "multi", "sort", "desc")))
                .defaults(Data.map(
                        "color",
                        Data.map("mode", "palette-classic"),
                        "custom",
                        Data.map("fillOpacity", 10, "lineWidth", 1, "showPoints", "never"))));
    }

    @Override
    TimeSeries with(Look changed) {
        return new TimeSeries(changed);
    }

    /** A copy whose lines stand on each other. */
    public TimeSeries stacked() {
        return new TimeSeries(look().defaults(Data.map(
                "custom", Data.map("fillOpacity", 30, "stacking", Data.map("mode", "normal", "group", "A")))));
    }

    /** A copy that draws bars, for what is counted. */
    public TimeSeries bars() {
        return new TimeSeries(look().defaults(Data.map("custom", Data.map("drawStyle", "bars", "fillOpacity", 60))));
    }

    /** A copy that draws where each color begins. */
    @Override
    public TimeSeries thresholds(Thresholds thresholds) {
        return super.thresholds(thresholds).lined();
    }

    private TimeSeries lined() {
        return new TimeSeries(
                look().defaults(Data.map("custom", Data.map("thresholdsStyle", Data.map("mode", "dashed")))));
    }
}
