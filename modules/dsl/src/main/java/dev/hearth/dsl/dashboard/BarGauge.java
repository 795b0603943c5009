package dev.hearth.dsl.dashboard;

import dev.hearth.dsl.Data;

/**
 * Numbers as they are now, one bar each, to compare them.
 *
 * @see <a href="https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/bar-gauge/">Bar gauge</a>
 */
public final class BarGauge extends Chart<BarGauge> {

    private BarGauge(Look look) {
        super(look);
    }

    /** A panel without bars, half as wide as the page. */
    public static BarGauge of(String title) {
        return new BarGauge(Look.of(
                        "bargauge",
                        title,
                        Query.Form.NOW,
                        12,
                        8,
                        Data.map(
                                "displayMode",
                                "basic",
                                "valueMode",
                                "color",
                                "namePlacement",
                                "auto",
                                "showUnfilled",
                                true,
                                "sizing",
                                "auto",
                                "minVizWidth",
                                8,
                                "minVizHeight",
                                16,
                                "maxVizHeight",
                                300,
                                "legend",
                                Data.map(
                                        "calcs",
                                        Data.list(),
                                        "displayMode",
                                        "list",
                                        "placement",
                                        "bottom",
                                        "showLegend",
                                        false),
                                "orientation",
                                "horizontal",
                                "reduceOptions",
                                Reduced.last()))
                .defaults(Data.map("color", Data.map("mode", "thresholds"))));
    }

    @Override
    BarGauge with(Look changed) {
        return new BarGauge(changed);
    }
}
