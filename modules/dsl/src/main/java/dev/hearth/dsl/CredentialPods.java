package dev.hearth.dsl;

import com.google.common.collect.ImmutableSet;

/**
 * Pods that run on read those credentials, and learn of new values only when they start.
 *
 * @param kind the kind of their workload, such as {@code Deployment}
 * @param workload its name
 * @param credentials the names of the credentials
 */
public record CredentialPods(String kind, String workload, ImmutableSet<String> credentials) {}
