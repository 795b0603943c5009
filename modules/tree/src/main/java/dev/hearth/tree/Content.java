package dev.hearth.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Optional;

/** The bytes of one file. */
public final class Content {

    private final byte[] bytes;
    private final String sha256;

    private Content(byte[] bytes) {
        this.bytes = bytes;
        this.sha256 = Hashing.sha256().hashBytes(bytes).toString();
    }

    /** These bytes. */
    public static Content of(byte[] bytes) {
        return new Content(requireNonNull(bytes, "bytes").clone());
    }

    /** That text in UTF-8. */
    public static Content text(String text) {
        return new Content(requireNonNull(text, "text").getBytes(UTF_8));
    }

    /** Takes the array as it is; for arrays that nobody else holds. */
    static Content wrap(byte[] bytes) {
        return new Content(bytes);
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The number of bytes. */
    public int size() {
        return bytes.length;
    }

    /** The SHA-256 of the bytes in 64 lower-case hexadecimal digits. */
    public String sha256() {
        return sha256;
    }

    /** The bytes as text; empty where they are not UTF-8 or hold a NUL. */
    public Optional<String> text() {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    /** The same with every CR LF turned into LF: what a checkout that rewrites line ends started from. */
    Content withLineFeeds() {
        byte[] out = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\r' && i + 1 < bytes.length && bytes[i + 1] == '\n') {
                continue;
            }
            out[length++] = bytes[i];
        }
        return length == bytes.length ? this : new Content(Arrays.copyOf(out, length));
    }

    /** The bytes themselves, for reading only. */
    ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Content that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** For people: size and the start of the hash. */
    @Override
    public String toString() {
        return bytes.length + " bytes, sha256 " + sha256.substring(0, 12);
    }
}
