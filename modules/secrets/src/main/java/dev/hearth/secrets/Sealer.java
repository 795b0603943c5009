package dev.hearth.secrets;

import dev.hearth.dsl.SealScope;
import java.security.SecureRandom;

/**
 * Seals values for one certificate, byte-compatible with the controller: a new AES-256 key a value (GCM, zero nonce), wrapped by
 * RSA-OAEP (SHA-256) with the scope as label, all of it in base64.
 */
public final class Sealer {

    private final SealingCertificate certificate;
    private final SecureRandom random;

    private Sealer(SealingCertificate certificate, SecureRandom random) {
        this.certificate = certificate;
        this.random = random;
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
        throw new UnsupportedOperationException(random + namespace + name + scope + value);
    }
}
