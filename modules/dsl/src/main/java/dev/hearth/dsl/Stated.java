package dev.hearth.dsl;

/**
 * Something that a part of a component has stated besides its manifests, for later stages: a route, the use of a
 * credential, an exemption.
 *
 * @param component the component
 * @param namespace its namespace
 * @param fact what was stated
 */
public record Stated<T>(String component, String namespace, T fact) {}
