package dev.hearth.dsl;

/**
 * A controller that opens SealedSecrets of every namespace.
 *
 * @see <a href="https://github.com/bitnami/sealed-secrets">Sealed Secrets</a>
 */
public record SealingOffer() implements Offer {}
