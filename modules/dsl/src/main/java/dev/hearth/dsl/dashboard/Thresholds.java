package dev.hearth.dsl.dashboard;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Data;
import dev.hearth.manifest.Null;
import java.util.ArrayList;
import java.util.List;

/**
 * From which value on something has which color.
 *
 * <pre>{@code
 * Thresholds.from(GREEN).above(80, YELLOW).above(90, RED)
 * }</pre>
 *
 * @param base the color of all values below the first step
 * @param steps colors by the value they begin at
 */
public record Thresholds(Color base, ImmutableSortedMap<Double, Color> steps) {

    public Thresholds {
        requireNonNull(base, "base");
    }

    /** That color for every value. */
    public static Thresholds from(Color base) {
        return new Thresholds(base, ImmutableSortedMap.of());
    }

    /**
     * A copy in which values from there on have that color.
     *
     * @throws IllegalArgumentException where a step begins there already
     */
    public Thresholds above(double value, Color color) {
        if (steps.containsKey(value)) {
            throw new IllegalArgumentException("a color begins at " + value + " already: " + steps.get(value));
        }
        return new Thresholds(
                base,
                ImmutableSortedMap.<Double, Color>naturalOrder()
                        .putAll(steps)
                        .put(value, color)
                        .buildOrThrow());
    }

    Data json() {
        List<Data> all = new ArrayList<>(List.of(Data.map("value", Null.NULL, "color", base.id())));
        steps.forEach((value, color) -> all.add(Data.map("value", Numbers.json(value), "color", color.id())));
        return Data.map("mode", "absolute", "steps", all);
    }
}
