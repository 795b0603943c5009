package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.dsl.SealScope;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;

/** A controller of tests: a certificate and the key that opens what is sealed for it. */
@SuppressWarnings("ArrayRecordComponent") // only read
public record Vault(SealingCertificate certificate, SealingKeys keys, byte[] pem) {

    public static final LocalDate TODAY = LocalDate.of(2026, 11, 27);

    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new one, whose certificate is good from that day on; its key is as short as may be, so that tests are quick. */
    public static Vault from(LocalDate day) {
        byte[] pem = key();
        try (Plain key = Plain.of(pem.clone());
                Plain certificate = Values.of(RANDOM).selfSigned(key, List.of("sealing"), day, 3650)) {
            return new Vault(
                    SealingCertificate.read(certificate.bytes(), "test").get(0), SealingKeys.read(pem, "test"), pem);
        }
    }

    private static byte[] key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            byte[] content = generator.generateKeyPair().getPrivate().getEncoded();
            return ("-----BEGIN PRIVATE KEY-----\n"
                            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                            + "\n-----END PRIVATE KEY-----\n")
                    .getBytes(UTF_8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public Sealer sealer() {
        return Sealer.of(certificate, RANDOM);
    }

    /** What a controller makes of a sealed value. */
    public String open(SealedFile file, String key) {
        try (Plain plain = keys.open(file.value(key).orElseThrow(), file.scope(), file.namespace(), file.name())) {
            return new String(plain.bytes(), UTF_8);
        }
    }

    /** That value, sealed. */
    public String seal(String value, SealScope scope, String namespace, String name) {
        try (Plain plain = Plain.of(value.getBytes(UTF_8))) {
            return sealer().seal(plain, scope, namespace, name);
        }
    }
}
