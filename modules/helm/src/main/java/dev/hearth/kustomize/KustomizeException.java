package dev.hearth.kustomize;

/** A base that cannot be built; the message says why. */
public final class KustomizeException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public KustomizeException(String message) {
        super(message);
    }
}
