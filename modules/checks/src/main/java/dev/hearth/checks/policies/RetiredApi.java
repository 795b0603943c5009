package dev.hearth.checks.policies;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A version of a kind whose time is limited.
 *
 * @param apiVersion such as {@code batch/v1beta1}
 * @param kind the kind
 * @param deprecated the minor version of Kubernetes since which it is deprecated
 * @param removed the minor version that serves it no longer; empty while that is not settled
 * @param instead what to write instead
 */
record RetiredApi(String apiVersion, String kind, int deprecated, Optional<Integer> removed, String instead) {

    RetiredApi {
        requireNonNull(apiVersion, "apiVersion");
        requireNonNull(kind, "kind");
        requireNonNull(removed, "removed");
        requireNonNull(instead, "instead");
    }

    String key() {
        return apiVersion + " " + kind;
    }

    boolean removedIn(int minor) {
        return removed.isPresent() && removed.get() <= minor;
    }
}
