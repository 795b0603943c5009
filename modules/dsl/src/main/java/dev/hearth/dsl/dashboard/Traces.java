package dev.hearth.dsl.dashboard;

import dev.hearth.dsl.Data;

/** The newest traces that a question finds; each leads to what its request went through. */
public final class Traces extends Panel<Traces> {

    private Traces(Look look) {
        super(look);
    }

    /** Those that a question in TraceQL finds, such as <code>{ status = error }</code>. */
    public static Traces of(String title, String question) {
        return new Traces(Look.of(
                        "table",
                        title,
                        Query.Form.NOW,
                        Grid.COLUMNS,
                        8,
                        Data.map("frameIndex", 0, "showHeader", true, "cellHeight", "sm"))
                .query(Query.traces(question)));
    }

    @Override
    Traces with(Look changed) {
        return new Traces(changed);
    }
}
