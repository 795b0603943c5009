package dev.hearth.schemas;

import static java.util.Objects.requireNonNull;

import dev.hearth.manifest.FieldPath;

/**
 * One thing for which the API server refuses an object.
 *
 * @param path the field
 * @param reason why, in the API server's own sorts
 * @param message what is wrong, in words that need no path before them
 */
public record Fault(FieldPath path, Reason reason, String message) {

    public Fault {
        requireNonNull(path, "path");
        requireNonNull(reason, "reason");
        requireNonNull(message, "message");
    }
}
