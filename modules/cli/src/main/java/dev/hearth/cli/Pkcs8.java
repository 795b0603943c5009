package dev.hearth.cli;

import com.google.common.primitives.Bytes;
import java.security.GeneralSecurityException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;

/**
 * Puts keys in the forms of OpenSSL into the one form that the JDK reads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5208">RFC 5208</a>, <a
 *     href="https://www.rfc-editor.org/rfc/rfc5915">RFC 5915</a>
 */
final class Pkcs8 {

    private static final byte[] VERSION = hex("020100");
    private static final byte[] RSA = hex("300d06092a864886f70d0101010500");
    private static final byte[] EC = hex("06072a8648ce3d0201");

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xA0;

    private Pkcs8() {}

    static PKCS8EncodedKeySpec ofRsa(byte[] key) {
        return new PKCS8EncodedKeySpec(tagged(SEQUENCE, Bytes.concat(VERSION, RSA, tagged(OCTETS, key))));
    }

    static PKCS8EncodedKeySpec ofEc(byte[] key) throws GeneralSecurityException {
        byte[] algorithm = tagged(SEQUENCE, Bytes.concat(EC, curve(key)));
        return new PKCS8EncodedKeySpec(tagged(SEQUENCE, Bytes.concat(VERSION, algorithm, tagged(OCTETS, key))));
    }

    /** The name of the curve, which the key holds behind its number. */
    private static byte[] curve(byte[] key) throws GeneralSecurityException {
        // SEQUENCE { version, OCTET STRING, [0] { OID } ... }: each of the lengths is below 128, but for the outermost.
        int at = (key[1] & 0x80) == 0 ? 2 : 2 + (key[1] & 0x7F);
        at += 3;
        at += 2 + key[at + 1];
        if (at + 1 >= key.length || (key[at] & 0xFF) != PARAMETERS) {
            throw new GeneralSecurityException("the client key names no curve");
        }
        byte[] curve = new byte[key[at + 1]];
        System.arraycopy(key, at + 2, curve, 0, curve.length);
        return curve;
    }

    private static byte[] tagged(int tag, byte[] content) {
        int length = content.length;
        byte[] head = length < 0x80
                ? new byte[] {(byte) tag, (byte) length}
                : length < 0x100
                        ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return Bytes.concat(head, content);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
