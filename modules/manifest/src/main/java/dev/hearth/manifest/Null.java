package dev.hearth.manifest;

/** An explicit {@code null}, which Kubernetes reads as an absent field. */
public enum Null implements Node {
    NULL
}
