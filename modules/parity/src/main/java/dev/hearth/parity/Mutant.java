package dev.hearth.parity;

import dev.hearth.manifest.Mapping;

/**
 * One object to ask about, and how it came to be.
 *
 * @param kind what kind it was made for
 * @param seed the seed it was made from
 * @param change what was done to the seed; {@code -} for the seed itself
 * @param path where
 * @param object the object
 */
record Mutant(Kind kind, String seed, String change, String path, Mapping object) {

    @Override
    public String toString() {
        return seed + " | " + change + " | " + path;
    }
}
