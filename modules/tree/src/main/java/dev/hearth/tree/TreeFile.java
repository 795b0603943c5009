package dev.hearth.tree;

import static java.util.Objects.requireNonNull;

/**
 * One file of a tree, with what it was made from.
 *
 * @param path where it goes
 * @param content what it holds
 * @param source what it was made from, for messages: an object ({@code Service monitoring/grafana}) or a word such as
 *     {@code root application}
 */
public record TreeFile(TreePath path, Content content, String source) {

    public TreeFile {
        requireNonNull(path, "path");
        requireNonNull(content, "content");
        requireNonNull(source, "source");
    }

    /** A file of text in UTF-8. */
    public static TreeFile of(TreePath path, String text, String source) {
        return new TreeFile(path, Content.text(text), source);
    }
}
