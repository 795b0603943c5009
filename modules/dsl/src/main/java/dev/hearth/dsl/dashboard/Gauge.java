package dev.hearth.dsl.dashboard;

import dev.hearth.dsl.Data;

/**
 * Numbers as they are now, each on a dial.
 *
 * @see <a href="https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/gauge/">Gauge</a>
 */
public final class Gauge extends Chart<Gauge> {

    private Gauge(Look look) {
        super(look);
    }

    /** A panel without numbers, a quarter of the page wide. */
    public static Gauge of(String title) {
        return new Gauge(Look.of(
                        "gauge",
                        title,
                        Query.Form.NOW,
                        6,
                        6,
                        Data.map(
                                "showThresholdLabels",
                                false,
                                "showThresholdMarkers",
                                true,
                                "sizing",
                                "auto",
                                "minVizWidth",
                                75,
                                "minVizHeight",
                                75,
                                "orientation",
                                "auto",
                                "reduceOptions",
                                Reduced.last()))
                .defaults(Data.map("color", Data.map("mode", "thresholds"))));
    }

    @Override
    Gauge with(Look changed) {
        return new Gauge(changed);
    }
}
