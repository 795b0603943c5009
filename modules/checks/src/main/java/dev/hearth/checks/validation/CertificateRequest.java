package dev.hearth.checks.validation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.common.base.CharMatcher;
import com.google.common.io.BaseEncoding;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request for a certificate, as PEM in base64: its form, and whether whoever wrote it holds the key.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2986">PKCS #10</a>
 */
final class CertificateRequest {

    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN CERTIFICATE REQUEST-----\\s([A-Za-z0-9+/=\\s]*?)-----END CERTIFICATE REQUEST-----");
    private static final String FORM = "must be a PEM block CERTIFICATE REQUEST, in base64";
    private static final String CONTENT = "must be a certificate request of PKCS #10 that its own key has signed";
    private static final String RSA = "1.2.840.113549.1.1.1";
    private static final String ELLIPTIC = "1.2.840.10045.2.1";
    private static final String ED25519 = "1.3.101.112";

    private CertificateRequest() {}

    /** What it must be and is not. */
    static Optional<String> fault(String base64) {
        byte[] pem = decoded(base64);
        Matcher block = PEM.matcher(new String(pem, ISO_8859_1));
        if (!block.find()) {
            return Optional.of(FORM);
        }
        try {
            return signedByItself(new Der(decoded(block.group(1)))) ? Optional.empty() : Optional.of(CONTENT);
        } catch (IllegalArgumentException broken) {
            return Optional.of(CONTENT);
        }
    }

    private static byte[] decoded(String base64) {
        String plain = CharMatcher.whitespace().removeFrom(base64);
        return BaseEncoding.base64().canDecode(plain) ? BaseEncoding.base64().decode(plain) : new byte[0];
    }

    private static boolean signedByItself(Der whole) {
        Der request = whole.enter();
        byte[] information = request.element();
        Der algorithm = request.enter();
        byte[] signature = request.bits();
        Der content = new Der(information).enter();
        content.element(); // version
        content.element(); // subject
        byte[] key = content.element();
        String oid = algorithm.oid();
        String keyOid = new Der(key).enter().enter().oid();
        try {
            return verified(oid, keyOid, key, information, signature);
        } catch (GeneralSecurityException beyondThisJava) {
            // An algorithm that Java does not have may be a good one.
            return true;
        }
    }

    private static boolean verified(String oid, String keyOid, byte[] key, byte[] signed, byte[] signature)
            throws GeneralSecurityException {
        String family = switch (keyOid) {
            case RSA -> "RSA";
            case ELLIPTIC -> "EC";
            case ED25519 -> "Ed25519";
            default -> throw new GeneralSecurityException(keyOid);
        };
        PublicKey publicKey = KeyFactory.getInstance(family).generatePublic(new X509EncodedKeySpec(key));
        Signature check = Signature.getInstance(oid);
        check.initVerify(publicKey);
        check.update(signed);
        try {
            return check.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }
}
