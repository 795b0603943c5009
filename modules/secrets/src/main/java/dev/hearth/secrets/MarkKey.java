package dev.hearth.secrets;

/**
 * The key of a person's machine by which an unchanged value is known without being stored: HMAC-SHA-256 over place and value. It
 * never leaves the machine; without it a mark says nothing, not even to one who guesses.
 */
public final class MarkKey {

    private final byte[] key;

    private MarkKey(byte[] key) {
        this.key = key.clone();
    }

    /** Of 32 random bytes. */
    public static MarkKey of(byte[] key) {
        return new MarkKey(key);
    }

    /** The mark of a value at a place: the key's own id (8 hexadecimal digits), a colon and 64 hexadecimal digits. */
    public String mark(Ledger.Place place, Plain value) {
        throw new UnsupportedOperationException(place + "" + value + key.length);
    }

    /** Whether that mark was made by this key, so that it can be compared. */
    public boolean made(String mark) {
        throw new UnsupportedOperationException(mark);
    }
}
