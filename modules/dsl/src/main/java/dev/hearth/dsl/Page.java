package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

/**
 * A page for people that is part of the tree: a runbook, an overview.
 *
 * @param path where it is in the tree, such as {@code docs/restore/home.md}
 * @param text its Markdown
 */
public record Page(String path, String text) {

    public Page {
        requireNonNull(path, "path");
        requireNonNull(text, "text");
    }
}
