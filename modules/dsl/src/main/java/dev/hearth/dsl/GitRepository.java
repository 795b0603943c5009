package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

/**
 * Where Argo CD reads the tree from.
 *
 * @param url the repository, as Argo CD reaches it: {@code https://}, {@code ssh://} or {@code git@host:path}
 * @param revision a branch, a tag or a commit
 * @param path the folder of the repository that holds the tree; empty for its top
 */
public record GitRepository(String url, String revision, String path) {

    public GitRepository {
        if (!url.matches("(https?|ssh)://\\S+|[^@\\s]+@[^:\\s]+:\\S+")) {
            throw new IllegalArgumentException("repository '" + url
                    + "' must be a URL that Argo CD can read, such as https://git.home.arpa/me/home.git");
        }
        if (url.matches("https?://[^/]*:[^/]*@.*")) {
            throw new IllegalArgumentException(
                    "the URL of a repository must not hold a password; give Argo CD a repository credential instead");
        }
        requireNonNull(revision, "revision");
        if (revision.isBlank()) {
            throw new IllegalArgumentException("repository " + url + " needs a branch, a tag or a commit");
        }
        if (path.startsWith("/") || path.endsWith("/") || path.contains("..")) {
            throw new IllegalArgumentException(
                    "path '" + path + "' must be a folder of the repository, without '/' at its ends and without '..'");
        }
    }

    /** A file or folder of the tree, as a path of the repository. */
    public String path(String inTree) {
        return path.isEmpty() ? inTree : path + "/" + inTree;
    }
}
