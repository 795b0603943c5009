package dev.hearth.dsl.dashboard;

import com.google.common.collect.ImmutableMap;
import dev.hearth.dsl.Data;

/**
 * A panel of a type for which there is no word here, with options as Grafana has them.
 *
 * <pre>{@code
 * OtherPanel.of("nodeGraph", "Services").query(Query.traces("{}"))
 * }</pre>
 */
public final class OtherPanel extends Panel<OtherPanel> {

    /** What Grafana removed with Angular, and what took its place. */
    private static final ImmutableMap<String, String> REMOVED = ImmutableMap.of(
            "graph", "TimeSeries",
            "singlestat", "Stat",
            "table-old", "Table",
            "grafana-singlestat-panel", "Stat",
            "grafana-piechart-panel", "the type piechart",
            "grafana-worldmap-panel", "the type geomap");

    private OtherPanel(Look look) {
        super(look);
    }

    /**
     * A panel of that type, half as wide as the page.
     *
     * @throws IllegalArgumentException for a type that Grafana no longer has
     */
    public static OtherPanel of(String type, String title) {
        String instead = REMOVED.get(type);
        if (instead != null) {
            throw new IllegalArgumentException(
                    "Grafana no longer has panels of type '" + type + "'; use " + instead + " for '" + title + "'");
        }
        if (type.isBlank() || type.equals("row")) {
            throw new IllegalArgumentException("'" + type + "' is no type of panel; a row is Dashboard.row(title)");
        }
        return new OtherPanel(Look.of(type, title, Query.Form.OVER_TIME, 12, 8, Data.map()));
    }

    @Override
    OtherPanel with(Look changed) {
        return new OtherPanel(changed);
    }

    /** A copy with those options, over those it has. */
    public OtherPanel options(Data more) {
        return new OtherPanel(look().options(more));
    }

    /** A copy with those defaults of its fields, over those it has. */
    public OtherPanel fields(Data more) {
        return new OtherPanel(look().defaults(more));
    }
}
