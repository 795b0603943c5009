package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import java.io.ByteArrayInputStream;
import java.security.Provider;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.util.Properties;

/**
 * A certificate of the Sealed Secrets controller: what is sealed for it, only the controller can open.
 *
 * @param certificate an X.509 certificate with an RSA key of at least 2048 bits
 * @see <a href="https://github.com/bitnami/sealed-secrets#public-key--certificate">Public key / certificate</a>
 */
public record SealingCertificate(X509Certificate certificate) {

    /** What the controller itself makes has 4096 bits; less than this many nobody should trust. */
    private static final int FEWEST_BITS = 2048;

    private static final int DIGITS = 12;

    private static final Provider LENIENT = new BouncyCastleProvider();
    private static final String NAMELESS = "org.bouncycastle.x509.allow_empty_issuer_cert";

    private static final String REMEDY = "; the controller's certificate is tls.crt of the Secret labelled"
            + " sealedsecrets.bitnami.com/sealed-secrets-key, or what kubeseal --fetch-cert prints";

    public SealingCertificate {
        requireNonNull(certificate, "certificate");
    }

    /**
     * All certificates of a PEM text, in its order; what is between the blocks is left alone.
     *
     * @param pem the text
     * @param source names it in messages
     * @throws SealException where there is none, or one that nothing can be sealed for: a private key, no PEM, a key that is not
     *     RSA or shorter than 2048 bits
     */
    public static ImmutableList<SealingCertificate> read(byte[] pem, String source) {
        List<Pem> blocks = Pem.read(pem);
        if (blocks.isEmpty()) {
            throw new SealException(source + (pem.length == 0 ? " is empty" : " holds no PEM block") + REMEDY);
        }
        return blocks.stream().map(block -> of(block, source)).collect(ImmutableList.toImmutableList());
    }

    private static SealingCertificate of(Pem block, String source) {
        if (!block.type().equals("CERTIFICATE")) {
            boolean secret = block.type().endsWith("PRIVATE KEY");
            throw new SealException(source + " holds a block " + block.type()
                    + (secret
                            ? ": that is the key that opens what is sealed, and must not be here; give its certificate"
                            : ", not a CERTIFICATE")
                    + REMEDY);
        }
        if (!block.sound()) {
            throw new SealException(source + " holds a certificate that is cut off or no base64" + REMEDY);
        }
        X509Certificate parsed = parsed(block, source);
        if (!(parsed.getPublicKey() instanceof RSAPublicKey key)) {
            throw new SealException(source + " holds a certificate with a key of kind "
                    + parsed.getPublicKey().getAlgorithm() + "; Sealed Secrets seals for RSA keys only" + REMEDY);
        }
        if (key.getModulus().bitLength() < FEWEST_BITS) {
            throw new SealException(source + " holds a certificate with an RSA key of "
                    + key.getModulus().bitLength() + " bits; that can be broken, so at least " + FEWEST_BITS
                    + " are asked for" + REMEDY);
        }
        return new SealingCertificate(parsed);
    }

    /** The controller's own certificates name neither subject nor issuer, which the JDK's reader refuses. */
    private static X509Certificate parsed(Pem block, String source) {
        Properties.setThreadOverride(NAMELESS, true);
        try {
            X509Certificate parsed = (X509Certificate) CertificateFactory.getInstance("X.509", LENIENT)
                    .generateCertificate(new ByteArrayInputStream(block.content()));
            if (parsed != null && parsed.getPublicKey() != null) {
                return parsed;
            }
        } catch (CertificateException broken) {
            // Said below, without what the parser says of the content.
        } finally {
            Properties.removeThreadOverride(NAMELESS);
        }
        throw new SealException(source + " holds a block CERTIFICATE that is no X.509 certificate" + REMEDY);
    }

    RSAPublicKey key() {
        return (RSAPublicKey) certificate.getPublicKey();
    }

    /** {@code sha256:} and the SHA-256 of the certificate (DER) in hexadecimal. */
    public String fingerprint() {
        return "sha256:" + Hashing.sha256().hashBytes(encoded());
    }

    /** As much of the fingerprint as people compare. */
    public String shortly() {
        return shortly(fingerprint());
    }

    /** As much of a certificate's fingerprint as people compare. */
    public static String shortly(String fingerprint) {
        return fingerprint.substring(0, fingerprint.indexOf(':') + 1 + DIGITS);
    }

    /** From when on it is good. */
    public Instant from() {
        return certificate.getNotBefore().toInstant();
    }

    /** Until when it is good; the controller opens what was sealed before for as long as it has the key. */
    public Instant until() {
        return certificate.getNotAfter().toInstant();
    }

    /** Whether its time is over by then. */
    public boolean expired(Instant time) {
        return until().isBefore(time);
    }

    /** The certificate as one PEM block, ending in a newline. */
    public String pem() {
        byte[] newline = {'\n'};
        return "-----BEGIN CERTIFICATE-----\n"
                + new String(Base64.getMimeEncoder(64, newline).encode(encoded()), ISO_8859_1)
                + "\n-----END CERTIFICATE-----\n";
    }

    private byte[] encoded() {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was read cannot be written", impossible);
        }
    }
}
