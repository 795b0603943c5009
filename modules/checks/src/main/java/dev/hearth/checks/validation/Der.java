package dev.hearth.checks.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A reader of the binary form of certificates, from element to element. What is not in that form is an
 * IllegalArgumentException.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-X.690">Distinguished encoding rules</a>
 */
final class Der {

    private static final int SEQUENCE = 0x30;
    private static final int BITS = 0x03;
    private static final int OID = 0x06;
    private static final int LONG_FORM = 0x80;
    private static final int MOST_LENGTH_BYTES = 3;

    private final byte[] bytes;
    private int at;

    Der(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** The content of the next element, a sequence. */
    Der enter() {
        return new Der(content(SEQUENCE));
    }

    /** The next element as a whole. */
    byte[] element() {
        int start = at;
        skip();
        return Arrays.copyOfRange(bytes, start, at);
    }

    /** The next element, a string of bits in whole bytes. */
    byte[] bits() {
        byte[] content = content(BITS);
        if (content.length == 0 || content[0] != 0) {
            throw new IllegalArgumentException("no whole bytes");
        }
        return Arrays.copyOfRange(content, 1, content.length);
    }

    /** The next element, the identifier of an algorithm. */
    String oid() {
        byte[] content = content(OID);
        List<Long> numbers = new ArrayList<>();
        long number = 0;
        for (byte part : content) {
            number = number << 7 | (part & 0x7f);
            if ((part & LONG_FORM) == 0) {
                numbers.add(number);
                number = 0;
            }
        }
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException("no identifier");
        }
        long first = Math.min(numbers.get(0) / 40, 2);
        String rest =
                numbers.subList(1, numbers.size()).stream().map(String::valueOf).collect(Collectors.joining("."));
        return first + "." + (numbers.get(0) - first * 40) + "." + rest;
    }

    private byte[] content(int tag) {
        if (at >= bytes.length || (bytes[at] & 0xff) != tag) {
            throw new IllegalArgumentException("another element");
        }
        int length = skip();
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    /** Goes behind the next element, whose content has the length that is given back. */
    private int skip() {
        int lengthAt = at + 1;
        int length = byteAt(lengthAt);
        int start = lengthAt + 1;
        if (length >= LONG_FORM) {
            int count = length - LONG_FORM;
            if (count == 0 || count > MOST_LENGTH_BYTES) {
                throw new IllegalArgumentException("no such length");
            }
            length = 0;
            for (int index = 0; index < count; index++) {
                length = length << Byte.SIZE | byteAt(start + index);
            }
            start += count;
        }
        if (length > bytes.length - start) {
            throw new IllegalArgumentException("cut off");
        }
        at = start + length;
        return length;
    }

    private int byteAt(int index) {
        if (index >= bytes.length) {
            throw new IllegalArgumentException("cut off");
        }
        return bytes[index] & 0xff;
    }
}
