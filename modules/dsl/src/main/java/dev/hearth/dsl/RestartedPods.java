package dev.hearth.dsl;

import com.google.common.collect.ImmutableSet;

/**
 * Pods ask by the annotation of a {@link RestartOffer} to be started anew when one of those Secrets of their namespace changes.
 *
 * @param kind the kind of their workload, such as {@code Deployment}
 * @param workload its name
 * @param secrets the names of the Secrets
 */
public record RestartedPods(String kind, String workload, ImmutableSet<String> secrets) {}
