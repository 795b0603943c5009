package dev.hearth.parity;

import java.util.Locale;

/**
 * One version of one kind.
 *
 * @param apiVersion such as {@code apps/v1}
 * @param kind such as {@code Deployment}
 * @param namespaced whether its objects have a namespace
 * @param builtIn whether it is one of Kubernetes itself
 */
record Kind(String apiVersion, String kind, boolean namespaced, boolean builtIn) implements Comparable<Kind> {

    /** As in the option {@code --kinds}: {@code apps/v1/Deployment}. */
    @Override
    public String toString() {
        return apiVersion + "/" + kind;
    }

    /** As the beginning of a file name: {@code apps_v1_deployment}. */
    String fileName() {
        return toString().replace('/', '_').toLowerCase(Locale.ROOT);
    }

    String group() {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    @Override
    public int compareTo(Kind other) {
        return toString().compareTo(other.toString());
    }
}
