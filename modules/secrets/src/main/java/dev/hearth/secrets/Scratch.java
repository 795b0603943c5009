package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;

/** Puts a value together from parts; unlike the JDK's streams and builders it overwrites what it no longer needs. */
final class Scratch implements AutoCloseable {

    private static final byte[] LINE_END = {'\n'};

    private byte[] bytes = new byte[256];
    private int length;

    Scratch add(byte[] part) {
        return add(part, part.length);
    }

    Scratch add(byte[] part, int count) {
        room(count);
        System.arraycopy(part, 0, bytes, length, count);
        length += count;
        return this;
    }

    Scratch add(int single) {
        room(1);
        bytes[length++] = (byte) single;
        return this;
    }

    /** Text that is no secret. */
    Scratch add(String text) {
        return add(text.getBytes(UTF_8));
    }

    /** A number in four bytes, as in the formats of SSH. */
    Scratch number(int number) {
        return add(number >>> 24).add(number >>> 16).add(number >>> 8).add(number);
    }

    /** Bytes with their number before them, as in the formats of SSH. */
    Scratch counted(byte[] part) {
        return number(part.length).add(part);
    }

    Scratch base64(byte[] part) {
        return encoded(Base64.getEncoder(), part);
    }

    /** A block of PEM with lines of that width. */
    Scratch pem(String label, byte[] content, int width) {
        add("-----BEGIN " + label + "-----\n");
        encoded(Base64.getMimeEncoder(width, LINE_END), content);
        return add("\n-----END " + label + "-----\n");
    }

    private Scratch encoded(Base64.Encoder encoder, byte[] part) {
        byte[] encoded = encoder.encode(part);
        add(encoded);
        Arrays.fill(encoded, (byte) 0);
        return this;
    }

    int length() {
        return length;
    }

    /** What was put together so far, in an array of its own. */
    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    Plain plain() {
        return Plain.of(bytes());
    }

    private void room(int count) {
        if (bytes.length - length < count) {
            byte[] before = bytes;
            bytes = Arrays.copyOf(before, Math.max(2 * before.length, length + count));
            Arrays.fill(before, (byte) 0);
        }
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
        length = 0;
    }
}
