package dev.hearth.dsl.dashboard;

import dev.hearth.dsl.Data;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A panel that shows numbers.
 *
 * @param <P> the type of panel
 */
public abstract sealed class Chart<P extends Chart<P>> extends Panel<P>
        permits TimeSeries, Stat, Gauge, BarGauge, StateTimeline, Table {

    Chart(Look look) {
        super(look);
    }

    /** A copy that shows that too; the legend names labels as {@code {{label}}}. */
    public P query(String expression, String legend) {
        return query(Query.metrics(expression, legend));
    }

    /** A copy whose numbers are written so. */
    public final P unit(Unit unit) {
        return with(look().defaults(Data.map("unit", unit.id())));
    }

    /** A copy whose numbers are per cent, from 0 to 100. */
    public final P percent() {
        return unit(Unit.PERCENT).between(0, 100);
    }

    /** A copy whose numbers are fractions, from 0 to 1. */
    public final P fraction() {
        return unit(Unit.FRACTION).between(0, 1);
    }

    /** A copy whose axis or bar goes from there to there. */
    public final P between(double least, double most) {
        return with(look().defaults(Data.map("min", Numbers.json(least), "max", Numbers.json(most))));
    }

    /** A copy whose axis or bar begins there. */
    public final P from(double least) {
        return with(look().defaults(Data.map("min", Numbers.json(least))));
    }

    /** A copy whose numbers have so many digits behind the point. */
    public final P decimals(int digits) {
        return with(look().defaults(Data.map("decimals", digits)));
    }

    /** A copy that says that where there is nothing to show. */
    public final P orElse(String text) {
        return with(look().defaults(Data.map("noValue", text)));
    }

    /** A copy whose numbers have colors. */
    public P thresholds(Thresholds thresholds) {
        return with(look().defaults(Data.map("thresholds", thresholds.json())));
    }

    /** A copy that shows words for numbers, in their order. */
    public final P words(Word... words) {
        Map<String, Data> options = new LinkedHashMap<>();
        for (Word word : words) {
            options.put(
                    word.value(),
                    Data.map("text", word.text(), "color", word.color().id(), "index", options.size()));
        }
        return with(look().defaults(
                        Data.map("mappings", Data.list(Data.map("type", "value", "options", Data.of(options))))));
    }
}
