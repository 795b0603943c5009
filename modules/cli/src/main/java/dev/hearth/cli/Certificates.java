package dev.hearth.cli;

import dev.hearth.secrets.CertificateChoice;
import dev.hearth.secrets.SealingCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Certificates of files, and their words for people. */
final class Certificates {

    private Certificates() {}

    static List<SealingCertificate> of(String file) throws IOException {
        return SealingCertificate.read(Files.readAllBytes(Path.of(file)), file);
    }

    /** The newest that is good today. */
    static SealingCertificate newest(List<SealingCertificate> all, String source, boolean allowExpired, Desk desk) {
        CertificateChoice choice = CertificateChoice.of(all, source, allowExpired, desk.now());
        choice.warning().ifPresent(desk::warn);
        return choice.certificate();
    }

    static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
