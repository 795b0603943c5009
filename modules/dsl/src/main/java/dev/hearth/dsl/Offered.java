package dev.hearth.dsl;

/**
 * An offer, and who makes it.
 *
 * @param component the name of the component
 * @param namespace the namespace of the component
 * @param preinstalled whether the component is outside of the tree, as the site says
 * @param offer what is offered
 */
public record Offered<T extends Offer>(String component, String namespace, boolean preinstalled, T offer) {}
