package dev.hearth.dsl;

/**
 * One thing that a component gives to others, known from its own settings alone.
 *
 * <p>Hearth's own are services ({@link ServiceOffer}), classes of ingress, issuers, scrapers and custom resource
 * definitions; a component may offer values of its own types as well, and others find them by
 * {@link ClusterView#offers(Class)}.
 */
public interface Offer {}
