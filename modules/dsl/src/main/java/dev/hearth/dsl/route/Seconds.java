package dev.hearth.dsl.route;

import java.time.Duration;

/** Times that nginx reads as whole seconds. */
final class Seconds {

    private Seconds() {}

    static Duration whole(String what, Duration time) {
        if (time.isNegative() || time.isZero() || !time.equals(Duration.ofSeconds(time.toSeconds()))) {
            throw new IllegalArgumentException(what + " must be whole seconds, at least 1, but was " + time);
        }
        return time;
    }
}
