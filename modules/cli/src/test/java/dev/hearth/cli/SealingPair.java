package dev.hearth.cli;

import dev.hearth.dsl.Credential.KeyKind;
import dev.hearth.secrets.Plain;
import dev.hearth.secrets.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** A certificate as the controller has one, and its key, as files. */
record SealingPair(Path certificate, Path key) {

    private static final Values VALUES = Values.of(new SecureRandom());

    static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    static SealingPair in(Path folder, String name, LocalDate from, int days) throws IOException {
        Path certificate = folder.resolve(name + ".pem");
        Path key = folder.resolve(name + ".key");
        try (Plain secret = VALUES.privateKey(KeyKind.RSA);
                Plain open = VALUES.selfSigned(secret, List.of("sealed-secret"), from, days)) {
            Files.write(key, secret.bytes());
            Files.write(certificate, open.bytes());
        }
        return new SealingPair(certificate, key);
    }
}
