package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of a person's machine by which an unchanged value is known without being stored: HMAC-SHA-256 over place and value. It
 * never leaves the machine; without it a mark says nothing, not even to one who guesses.
 */
public final class MarkKey {

    private static final int BYTES = 32;
    private static final int DIGITS = 2 * BYTES;

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern MARK = Pattern.compile("[0-9a-f]{8}:[0-9a-f]{64}");
    private static final int ID_BYTES = 4;

    // What is authenticated starts with one of these, so that an id is the mark of no value.
    private static final String ID = "hearth id of a mark key";
    private static final String VALUE = "hearth mark of a value";

    private final byte[] key;
    private final String id;

    private MarkKey(byte[] key) {
        this.key = key.clone();
        this.id = HexFormat.of().formatHex(mac(ID), 0, ID_BYTES);
    }

    /**
     * Of 32 random bytes.
     *
     * @throws IllegalArgumentException where there are more or fewer
     */
    public static MarkKey of(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("a mark key has " + BYTES + " bytes, but was given " + key.length);
        }
        return new MarkKey(key);
    }

    /** A new one. */
    public static MarkKey random(SecureRandom random) {
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        return new MarkKey(key);
    }

    /**
     * The key that a file holds: 64 hexadecimal digits, as {@link #file} gives them.
     *
     * @param source names the file in messages
     * @throws SealException where the file is no key
     */
    public static MarkKey read(byte[] file, String source) {
        int length = file.length;
        while (length > 0 && (file[length - 1] == '\n' || file[length - 1] == '\r')) {
            length--;
        }
        byte[] key = new byte[BYTES];
        boolean digits = length == DIGITS;
        for (int i = 0; digits && i < DIGITS; i++) {
            digits = HexFormat.isHexDigit(file[i]);
            key[i / 2] = (byte) (key[i / 2] << 4 | (digits ? HexFormat.fromHexDigit(file[i]) : 0));
        }
        if (!digits || MessageDigest.isEqual(key, new byte[BYTES])) {
            throw new SealException(
                    source + " is no key for marks: it must hold " + DIGITS + " hexadecimal digits, not all 0;"
                            + " bring it back from a backup, or delete it: then a new key is made, and every value that is given"
                            + " again is sealed once more, as nobody can tell that it is the same");
        }
        return new MarkKey(key);
    }

    /** The file of this key, for its owner's eyes only: 64 hexadecimal digits and a line end. */
    public byte[] file() {
        return (HexFormat.of().formatHex(key) + "\n").getBytes(UTF_8);
    }

    /** The mark of a value at a place: the key's own id (8 hexadecimal digits), a colon and 64 hexadecimal digits. */
    public String mark(Ledger.Place place, Plain value) {
        return id + ":"
                + HexFormat.of()
                        .formatHex(mac(
                                VALUE,
                                place.namespace().getBytes(UTF_8),
                                place.name().getBytes(UTF_8),
                                place.key().getBytes(UTF_8),
                                value.bytes()));
    }

    /** Whether that mark was made by this key, so that it can be compared. */
    public boolean made(String mark) {
        return requireMark(mark).startsWith(id + ":");
    }

    /** Whether that is the mark of this value at this place; how long that takes says nothing of the value. */
    public boolean matches(String mark, Ledger.Place place, Plain value) {
        return MessageDigest.isEqual(
                requireMark(mark).getBytes(UTF_8), mark(place, value).getBytes(UTF_8));
    }

    static String requireMark(String mark) {
        return Ledger.require("mark", MARK, mark, "8 hexadecimal digits, a colon and 64 hexadecimal digits");
    }

    /** Each part with its length before it, so that nothing can move from one part to the next. */
    private byte[] mac(String purpose, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            update(mac, purpose.getBytes(UTF_8));
            for (byte[] part : parts) {
                update(mac, part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("this Java has no HMAC-SHA-256, which every Java has", absent);
        }
    }

    private static void update(Mac mac, byte[] part) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        mac.update(part);
    }

    @Override
    public String toString() {
        return "mark key " + id;
    }
}
