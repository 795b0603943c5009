package dev.hearth.helm;

/** A chart that cannot be read or rendered; the message says why. */
public final class ChartException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ChartException(String message) {
        super(message);
    }
}
