package dev.hearth.secrets;

import com.google.common.collect.ImmutableList;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A certificate of the Sealed Secrets controller: what is sealed for it, only the controller can open.
 *
 * @param certificate an X.509 certificate with an RSA key of at least 2048 bits
 * @see <a href="https://github.com/bitnami/sealed-secrets#public-key--certificate">Public key / certificate</a>
 */
public record SealingCertificate(X509Certificate certificate) {

    /**
     * All certificates of a PEM text, in its order; what is between the blocks is left alone.
     *
     * @param pem the text
     * @param source names it in messages
     * @throws SealException where there is none, or one that nothing can be sealed for: a private key, no PEM, a key that is not
     *     RSA or shorter than 2048 bits
     */
    public static ImmutableList<SealingCertificate> read(byte[] pem, String source) {
        throw new UnsupportedOperationException(source);
    }

    /** {@code sha256:} and the SHA-256 of the certificate (DER) in hexadecimal. */
    public String fingerprint() {
        throw new UnsupportedOperationException();
    }

    /** From when on it is good. */
    public Instant from() {
        return certificate.getNotBefore().toInstant();
    }

    /** Until when it is good; the controller opens what was sealed before for as long as it has the key. */
    public Instant until() {
        return certificate.getNotAfter().toInstant();
    }

    /** The certificate as one PEM block, ending in a newline. */
    public String pem() {
        throw new UnsupportedOperationException();
    }
}
