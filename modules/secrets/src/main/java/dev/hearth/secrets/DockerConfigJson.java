package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/**
 * The file that {@code kubectl create secret docker-registry} makes, byte for byte, written without the password ever being a
 * text in memory.
 */
final class DockerConfigJson {

    private DockerConfigJson() {}

    static Plain of(String registry, String user, Plain password) {
        requireText(password.bytes());
        byte[] name = user.getBytes(UTF_8);
        try (Scratch out = new Scratch();
                Scratch pair = new Scratch()) {
            out.add("{\"auths\":{\"");
            escape(out, registry.getBytes(UTF_8));
            out.add("\":{\"username\":\"");
            escape(out, name);
            out.add("\",\"password\":\"");
            escape(out, password.bytes());
            byte[] both = pair.add(name).add(':').add(password.bytes()).bytes();
            out.add("\",\"auth\":\"").base64(both).add("\"}}}");
            Arrays.fill(both, (byte) 0);
            return out.plain();
        }
    }

    private static void requireText(byte[] password) {
        if (password.length == 0) {
            throw new SealException("the password is empty");
        }
        try {
            Arrays.fill(UTF_8.newDecoder().decode(ByteBuffer.wrap(password)).array(), '\0');
        } catch (CharacterCodingException noText) {
            throw new SealException("the password is no text in UTF-8, which JSON must be");
        }
    }

    /** As Go escapes a text in JSON. */
    private static void escape(Scratch out, byte[] text) {
        for (int i = 0; i < text.length; i++) {
            int c = text[i] & 0xff;
            if (separator(text, i)) {
                out.add(text[i + 2] == (byte) 0xa8 ? "\\u2028" : "\\u2029");
                i += 2;
            } else {
                escape(out, c);
            }
        }
    }

    private static void escape(Scratch out, int c) {
        switch (c) {
            case '"' -> out.add("\\\"");
            case '\\' -> out.add("\\\\");
            case '\b' -> out.add("\\b");
            case '\f' -> out.add("\\f");
            case '\n' -> out.add("\\n");
            case '\r' -> out.add("\\r");
            case '\t' -> out.add("\\t");
            default -> {
                if (c < ' ' || c == '<' || c == '>' || c == '&') {
                    out.add("\\u00").add(digit(c >> 4)).add(digit(c & 15));
                } else {
                    out.add(c);
                }
            }
        }
    }

    private static int digit(int value) {
        return "0123456789abcdef".charAt(value);
    }

    /** The two characters that end a line in JavaScript and not in JSON. */
    private static boolean separator(byte[] text, int at) {
        return at + 2 < text.length
                && text[at] == (byte) 0xe2
                && text[at + 1] == (byte) 0x80
                && (text[at + 2] == (byte) 0xa8 || text[at + 2] == (byte) 0xa9);
    }
}
