package dev.hearth.dsl;

/**
 * A credential is needed as a Secret of that namespace.
 *
 * @param credential the credential in its cluster: its origin is that of the cluster where it has none of its own, and the
 *     texts of its composed keys hold no addresses any more
 * @param namespace where it is needed
 */
public record CredentialUse(Credential credential, String namespace) {}
