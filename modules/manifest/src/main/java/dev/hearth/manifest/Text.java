package dev.hearth.manifest;

import static java.util.Objects.requireNonNull;

/** A string. */
public record Text(String value) implements Node {

    public Text {
        requireNonNull(value, "value");
    }
}
