package dev.hearth.dsl.dashboard;

import dev.hearth.dsl.Data;

/** Numbers as JSON has them: whole ones without a point. */
final class Numbers {

    private Numbers() {}

    static Data json(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? Data.of((long) value) : Data.of(value);
    }
}
