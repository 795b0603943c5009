package dev.hearth.importer;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import dev.hearth.manifest.Yaml;
import java.nio.charset.Charset;

/**
 * The text that bytes are: UTF-8, or UTF-16 where a byte order mark says so.
 *
 * @see <a href="https://yaml.org/spec/1.2.2/#52-character-encodings">YAML 1.2.2, character encodings</a>
 */
final class Encoding {

    private Encoding() {}

    static String decode(byte[] bytes, String file) {
        if (begins(bytes, 0xFF, 0xFE)) {
            return withoutMark(bytes, UTF_16LE);
        }
        if (begins(bytes, 0xFE, 0xFF)) {
            return withoutMark(bytes, UTF_16BE);
        }
        return Yaml.decode(bytes, file);
    }

    private static String withoutMark(byte[] bytes, Charset charset) {
        return new String(bytes, 2, bytes.length - 2, charset);
    }

    private static boolean begins(byte[] bytes, int first, int second) {
        return bytes.length >= 2 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
    }
}
