package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The blocks of a PEM text, read from bytes so that what is in them never becomes a string.
 *
 * @param type what stands behind BEGIN, such as {@code CERTIFICATE}
 * @param content the decoded bytes; empty where {@code fault} says why not
 * @param headers whether the block has headers, as an encrypted key of the old kind does
 * @param sound whether the block has an end and its text is base64
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived, never compared, and overwritten by whoever reads it
record Pem(String type, byte[] content, boolean headers, boolean sound) {

    private static final byte[] BEGIN = "-----BEGIN ".getBytes(ISO_8859_1);
    private static final byte[] END = "-----END ".getBytes(ISO_8859_1);
    private static final byte[] DASHES = "-----".getBytes(ISO_8859_1);

    /** All blocks, in order. */
    static List<Pem> read(byte[] text) {
        List<Pem> blocks = new ArrayList<>();
        int at = indexOf(text, BEGIN, 0);
        while (at >= 0) {
            int name = at + BEGIN.length;
            int body = indexOf(text, DASHES, name);
            if (body < 0 || body - name > 64) {
                break;
            }
            String type = new String(text, name, body - name, ISO_8859_1);
            int end = indexOf(text, END, body);
            blocks.add(block(type, text, body + DASHES.length, end));
            at = end < 0 ? -1 : indexOf(text, BEGIN, end);
        }
        return blocks;
    }

    private static Pem block(String type, byte[] text, int from, int end) {
        if (end < 0) {
            return new Pem(type, new byte[0], false, false);
        }
        byte[] kept = new byte[end - from];
        int length = 0;
        boolean headers = false;
        for (int i = from; i < end; i++) {
            if (text[i] == ':') {
                headers = true;
            }
            if (text[i] > ' ') {
                kept[length++] = text[i];
            }
        }
        byte[] base64 = Arrays.copyOf(kept, length);
        Arrays.fill(kept, (byte) 0);
        try {
            return new Pem(type, headers ? new byte[0] : Base64.getDecoder().decode(base64), headers, true);
        } catch (IllegalArgumentException garbage) {
            return new Pem(type, new byte[0], headers, false);
        } finally {
            Arrays.fill(base64, (byte) 0);
        }
    }

    private static int indexOf(byte[] text, byte[] wanted, int from) {
        for (int i = from; i <= text.length - wanted.length; i++) {
            if (Arrays.equals(text, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }
}
