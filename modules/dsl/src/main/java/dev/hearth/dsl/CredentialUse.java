package dev.hearth.dsl;

/** A credential is needed as a Secret of that namespace. */
public record CredentialUse(Credential credential, String namespace) {}
