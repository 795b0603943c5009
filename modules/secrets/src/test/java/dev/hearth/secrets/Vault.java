package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.dsl.Credential.KeyKind;
import dev.hearth.dsl.SealScope;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;

/** A controller of tests: a certificate and the key that opens what is sealed for it. */
@SuppressWarnings("ArrayRecordComponent") // only read
public record Vault(SealingCertificate certificate, SealingKeys keys, byte[] pem) {

    public static final LocalDate TODAY = LocalDate.of(2026, 11, 27);

    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new one, whose certificate is good from that day on. */
    public static Vault from(LocalDate day) {
        Values values = Values.of(RANDOM);
        try (Plain key = values.privateKey(KeyKind.RSA);
                Plain certificate = values.selfSigned(key, List.of("sealing"), day, 3650)) {
            return new Vault(
                    SealingCertificate.read(certificate.bytes().clone(), "test").get(0),
                    SealingKeys.read(key.bytes().clone(), "test"),
                    key.bytes().clone());
        }
    }

    public Sealer sealer() {
        return Sealer.of(certificate, RANDOM);
    }

    /** What a controller makes of a sealed value. */
    public String open(SealedFile file, String key) {
        try (Plain plain = keys.open(file.values().get(key), file.scope(), file.namespace(), file.name())) {
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
