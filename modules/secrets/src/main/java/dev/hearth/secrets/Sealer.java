package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.hearth.dsl.SealScope;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals values for one certificate, byte-compatible with the controller: a new AES-256 key a value (GCM, zero nonce), wrapped by
 * RSA-OAEP (SHA-256) with the scope as label, all of it in base64. Threads may share one.
 *
 * @see <a href="https://github.com/bitnami/sealed-secrets/blob/main/docs/developer/crypto.md">The format</a>
 */
public final class Sealer {

    static final int SESSION_KEY = 32;
    static final int TAG_BITS = 128;

    /** A key is used once, so its nonce need not differ from others. */
    static final byte[] ZERO_NONCE = new byte[12];

    private final SealingCertificate certificate;
    private final SecureRandom random;

    /** Taken out of the certificate once, and in the form the cipher works with. */
    private final Key key;

    private Sealer(SealingCertificate certificate, SecureRandom random) {
        this.certificate = certificate;
        this.random = random;
        try {
            this.key = KeyFactory.getInstance("RSA").translateKey(certificate.key());
        } catch (GeneralSecurityException unusable) {
            throw new SealException("nothing can be sealed for the key of certificate " + certificate.fingerprint());
        }
    }

    /** For that certificate. Whether it is still good is the caller's to ask. */
    public static Sealer of(SealingCertificate certificate, SecureRandom random) {
        return new Sealer(certificate, random);
    }

    /** For whom it seals. */
    public SealingCertificate certificate() {
        return certificate;
    }

    /** The sealed value, as it stands in {@code spec.encryptedData}. The value is not closed. */
    public String seal(Plain value, SealScope scope, String namespace, String name) {
        byte[] session = new byte[SESSION_KEY];
        random.nextBytes(session);
        try {
            Cipher rsa = Cipher.getInstance(Label.RSA);
            rsa.init(Cipher.ENCRYPT_MODE, key, Label.of(scope, namespace, name), random);
            byte[] wrapped = rsa.doFinal(session);
            Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
            aes.init(
                    Cipher.ENCRYPT_MODE, new SecretKeySpec(session, "AES"), new GCMParameterSpec(TAG_BITS, ZERO_NONCE));
            byte[] text = aes.doFinal(value.bytes());
            byte[] all = ByteBuffer.allocate(Short.BYTES + wrapped.length + text.length)
                    .putShort((short) wrapped.length)
                    .put(wrapped)
                    .put(text)
                    .array();
            return new String(Base64.getEncoder().encode(all), ISO_8859_1);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK cannot seal: " + missing.getMessage(), missing);
        } finally {
            Arrays.fill(session, (byte) 0);
        }
    }
}
