package dev.hearth.dsl.dashboard;

import dev.hearth.dsl.Data;

/** The option by which a panel makes one number of an answer. */
final class Reduced {

    private Reduced() {}

    static Data last() {
        return Data.map("values", false, "calcs", Data.list("lastNotNull"), "fields", "");
    }
}
