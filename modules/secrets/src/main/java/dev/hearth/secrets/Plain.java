package dev.hearth.secrets;

import java.util.Arrays;

/**
 * A value in clear, for as short as can be: it prints as nothing, compares by identity, and is overwritten when closed. It is
 * never a {@code String}, which stays in memory until nobody knows when.
 */
public final class Plain implements AutoCloseable {

    private final byte[] bytes;

    private Plain(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes the array over: whoever made it must not keep it. */
    public static Plain of(byte[] taken) {
        return new Plain(taken);
    }

    /** The bytes themselves, not a copy; they are zero once this is closed. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "(a value, not shown)";
    }
}
