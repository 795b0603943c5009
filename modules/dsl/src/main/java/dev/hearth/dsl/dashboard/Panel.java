package dev.hearth.dsl.dashboard;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;

/**
 * A part of a dashboard with a title of its own. Panels stand beside each other as long as the line of 24 columns has
 * room.
 *
 * @param <P> the type of panel
 */
public abstract sealed class Panel<P extends Panel<P>> permits Chart, Logs, Text, FlameGraph, Traces, OtherPanel {

    private final Look look;

    Panel(Look look) {
        this.look = look;
    }

    final Look look() {
        return look;
    }

    abstract P with(Look changed);

    /** What people see above it. */
    public final String title() {
        return look.title();
    }

    /** What it asks for. */
    public final ImmutableList<Query> queries() {
        return look.queries();
    }

    /**
     * A copy that asks for that too.
     *
     * @throws IllegalArgumentException where another kind of data source would answer it than those before
     */
    public P query(Query query) {
        return with(look.query(query));
    }

    /** A copy with an explanation, which people see when they ask for it. */
    public final P description(String text) {
        return with(look.description(text));
    }

    /**
     * A copy that takes so many of the 24 columns.
     *
     * @throws IllegalArgumentException for more, or less than one
     */
    public final P width(int columns) {
        return with(look.size(columns, look.height()));
    }

    /**
     * A copy of that height, of which a row of a stat is four.
     *
     * @throws IllegalArgumentException for less than two
     */
    public final P height(int rows) {
        return with(look.size(look.width(), rows));
    }

    /** A copy that leads somewhere. */
    public final P links(Link... links) {
        return with(look.links(Arrays.asList(links)));
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof Panel<?> that && look.equals(that.look);
    }

    @Override
    public final int hashCode() {
        return look.hashCode();
    }

    /** For people: {@code timeseries 'CPU Usage'}. */
    @Override
    public final String toString() {
        return look.type() + " '" + look.title() + "'";
    }
}
