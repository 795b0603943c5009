package dev.hearth.dsl.dashboard;

import dev.hearth.dsl.Data;

/**
 * Where a program spent its time or memory.
 *
 * @see <a href="https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/flame-graph/">Flame
 *     graph</a>
 */
public final class FlameGraph extends Panel<FlameGraph> {

    private FlameGraph(Look look) {
        super(look);
    }

    /** The profiles of that type, such as {@code process_cpu:cpu:nanoseconds:cpu:nanoseconds}, of those labels. */
    public static FlameGraph of(String title, String profile, String labels) {
        return new FlameGraph(Look.of("flamegraph", title, Query.Form.NOW, Grid.COLUMNS, 14, Data.map())
                .query(Query.profiles(profile, labels)));
    }

    @Override
    FlameGraph with(Look changed) {
        return new FlameGraph(changed);
    }
}
