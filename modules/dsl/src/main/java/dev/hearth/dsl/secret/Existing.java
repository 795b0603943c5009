package dev.hearth.dsl.secret;

/** The values are where a ClusterSecretStore says that is there already. */
public record Existing() implements Provider {}
