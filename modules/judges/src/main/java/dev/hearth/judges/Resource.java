package dev.hearth.judges;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/** Where the API server serves a kind: {@code /api/v1} and {@code pods}, or {@code /apis/apps/v1} and {@code deployments}. */
record Resource(String root, String plural) {

    /** The path of all objects of the kind; an empty namespace is none. */
    String collection(String namespace) {
        return root + (namespace.isEmpty() ? "" : "/namespaces/" + escaped(namespace)) + "/" + plural;
    }

    /** The path of one object. */
    String object(String namespace, String name) {
        return collection(namespace) + "/" + escaped(name);
    }

    private static String escaped(String segment) {
        return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
    }
}
