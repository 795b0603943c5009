package dev.hearth.dsl.dashboard;

import dev.hearth.dsl.Data;

/**
 * Words for people, in Markdown.
 *
 * @see <a href="https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/text/">Text</a>
 */
public final class Text extends Panel<Text> {

    private Text(Look look) {
        super(look);
    }

    /** Those words, as wide as the page. */
    public static Text of(String title, String markdown) {
        return new Text(Look.of(
                "text", title, Query.Form.NOW, Grid.COLUMNS, 4, Data.map("mode", "markdown", "content", markdown)));
    }

    @Override
    Text with(Look changed) {
        return new Text(changed);
    }

    /** @throws IllegalArgumentException always: words ask for nothing */
    @Override
    public Text query(Query query) {
        throw new IllegalArgumentException("text '" + title() + "' asks for nothing");
    }
}
