package dev.hearth.secrets;

/** Something about a certificate, a key or a sealed value is not right. The message names place, fault and remedy, never a value. */
public final class SealException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SealException(String message) {
        super(message);
    }
}
