package dev.hearth.dsl;

import com.google.common.collect.ImmutableSet;

/**
 * Pods that run on read those credentials.
 *
 * @param kind the kind of their workload, such as {@code Deployment}
 * @param workload its name
 * @param credentials the names of the credentials
 * @param atStart the names of those whose new values they learn of only when they start, as of variables; what is a file
 *     changes under them
 */
public record CredentialPods(
        String kind, String workload, ImmutableSet<String> credentials, ImmutableSet<String> atStart) {

    public CredentialPods {
        if (!credentials.containsAll(atStart)) {
            throw new IllegalArgumentException(kind + " " + workload + " reads " + atStart
                    + " at its start, but has only the credentials " + credentials);
        }
    }
}
