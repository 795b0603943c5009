package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

import dev.hearth.manifest.Manifest;

/**
 * That object is in the tree as the very text it was read from: nothing is added to it, and its quotes and comments stay, because
 * a signature covers them. A patch of it is an error.
 *
 * @param object what the text says
 * @param text the file, to the letter
 */
public record Verbatim(Manifest object, String text) {

    public Verbatim {
        requireNonNull(object, "object");
        requireNonNull(text, "text");
    }
}
