package dev.hearth.dsl.dashboard;

import dev.hearth.dsl.Data;

/**
 * Numbers as they are now, large.
 *
 * @see <a href="https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/stat/">Stat</a>
 */
public final class Stat extends Chart<Stat> {

    private Stat(Look look) {
        super(look);
    }

    /** A panel without numbers, a sixth of the page wide. */
    public static Stat of(String title) {
        return new Stat(Look.of(
                        "stat",
                        title,
                        Query.Form.NOW,
                        4,
                        4,
                        Data.map(
                                "graphMode",
                                "none",
                                "colorMode",
                                "value",
                                "justifyMode",
                                "auto",
                                "textMode",
                                "auto",
                                "wideLayout",
                                true,
                                "showPercentChange",
                                false,
                                "percentChangeColorMode",
                                "standard",
                                "orientation",
                                "auto",
                                "reduceOptions",
                                Reduced.last()))
                .defaults(Data.map("color", Data.map("mode", "thresholds"))));
    }

    @Override
    Stat with(Look changed) {
        return new Stat(changed);
    }
}
