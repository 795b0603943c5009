package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where Argo CD reads the tree from.
 *
 * @param url the repository, as Argo CD reaches it: {@code https://}, {@code ssh://} or {@code git@host:path}
 * @param revision a branch, a tag or a commit
 * @param path the folder of the repository that holds the tree; empty for its top
 */
public record GitRepository(String url, String revision, String path) {

    private static final Pattern SERVER = Pattern.compile(
            "(?:(?<scheme>https?|ssh)://)?(?:[^@/]*@)?(?<host>\\[[^]]*]|[^:/]+)(?::(?<port>[0-9]{1,5})(?=/|$))?.*");

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

    /** The host that serves it: a name or an address. */
    public String host() {
        return server().group("host");
    }

    /** The port of that host: the URL's own, else 443 for {@code https}, 80 for {@code http} and 22 for SSH. */
    public int port() {
        Matcher server = server();
        String scheme = requireNonNullElse(server.group("scheme"), "");
        String port = server.group("port");
        // After a colon and without a scheme there is a path, even one of digits.
        if (port != null && !scheme.isEmpty()) {
            return Integer.parseInt(port);
        }
        return switch (scheme) {
            case "https" -> 443;
            case "http" -> 80;
            default -> 22;
        };
    }

    private Matcher server() {
        Matcher server = SERVER.matcher(url);
        if (!server.matches()) {
            throw new IllegalStateException("repository " + url + " names no host");
        }
        return server;
    }

    /** A file or folder of the tree, as a path of the repository. */
    public String path(String inTree) {
        return path.isEmpty() ? inTree : path + "/" + inTree;
    }
}
