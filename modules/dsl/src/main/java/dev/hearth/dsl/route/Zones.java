package dev.hearth.dsl.route;

/** Names of shared memory zones of nginx. */
final class Zones {

    private Zones() {}

    static void check(String zone) {
        if (!zone.matches("[A-Za-z0-9_]*")) {
            throw new IllegalArgumentException(
                    "cache zone '" + zone + "' must be of letters, digits and '_', as in keys_zone=NAME:10m");
        }
    }
}
