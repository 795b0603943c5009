package dev.hearth.dsl.dashboard;

import dev.hearth.dsl.Data;

/**
 * In which state things were over time; {@link #words} name the states.
 *
 * @see <a href="https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/state-timeline/">State
 *     timeline</a>
 */
public final class StateTimeline extends Chart<StateTimeline> {

    private StateTimeline(Look look) {
        super(look);
    }

    /** A panel without states, as wide as the page. */
    public static StateTimeline of(String title) {
        return new StateTimeline(Look.of(
                        "state-timeline",
                        title,
                        Query.Form.OVER_TIME,
                        Grid.COLUMNS,
                        8,
                        Data.map(
                                "showValue",
                                "never",
                                "rowHeight",
                                0.9,
                                "mergeValues",
                                true,
                                "alignValue",
                                "left",
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
                                Data.map("mode", "single", "sort", "none")))
                .defaults(Data.map(
                        "color",
                        Data.map("mode", "thresholds"),
                        "custom",
                        Data.map("fillOpacity", 70, "lineWidth", 0))));
    }

    @Override
    StateTimeline with(Look changed) {
        return new StateTimeline(changed);
    }
}
