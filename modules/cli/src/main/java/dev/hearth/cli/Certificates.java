package dev.hearth.cli;

import dev.hearth.secrets.SealException;
import dev.hearth.secrets.SealingCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;

/** Which of several certificates values are sealed for. */
final class Certificates {

    /** How long before its end a certificate is warned of: the controller makes a new one every 30 days. */
    static final Duration SOON = Duration.ofDays(30);

    private static final int DIGITS = 12;

    private Certificates() {}

    static List<SealingCertificate> of(String file) throws IOException {
        return SealingCertificate.read(Files.readAllBytes(Path.of(file)), file);
    }

    /** The newest that is good today. */
    static SealingCertificate newest(List<SealingCertificate> all, String source, boolean allowExpired, Desk desk) {
        Instant now = desk.now();
        List<SealingCertificate> begun =
                all.stream().filter(one -> !one.from().isAfter(now)).toList();
        SealingCertificate newest = begun.stream()
                .filter(one -> !expired(one, now))
                .max(Comparator.comparing(SealingCertificate::from))
                .or(() ->
                        begun.stream().filter(one -> allowExpired).max(Comparator.comparing(SealingCertificate::until)))
                .orElseThrow(() -> none(all, source, now));
        if (expired(newest, now)) {
            desk.warn("certificate " + shortly(newest.fingerprint()) + " has expired on " + day(newest.until()));
        } else if (newest.until().isBefore(now.plus(SOON))) {
            desk.warn("certificate " + shortly(newest.fingerprint()) + " expires on " + day(newest.until())
                    + "; fetch the next one: kubeseal --fetch-cert");
        }
        return newest;
    }

    private static SealException none(List<SealingCertificate> all, String source, Instant now) {
        SealingCertificate latest = all.stream()
                .max(Comparator.comparing(SealingCertificate::until))
                .orElseThrow(() -> new SealException(
                        source + " holds no certificate; kubeseal --fetch-cert gives it, and --cert FILE takes it"));
        return expired(latest, now)
                ? new SealException(source + ": certificate " + shortly(latest.fingerprint()) + " has expired on "
                        + day(latest.until())
                        + "; fetch the next one (kubeseal --fetch-cert), or give --allow-expired where"
                        + " the controller has its key")
                : new SealException(source + ": certificate " + shortly(latest.fingerprint()) + " is good from "
                        + day(latest.from()) + " on only; is this machine's clock right?");
    }

    static boolean expired(SealingCertificate certificate, Instant now) {
        return certificate.until().isBefore(now);
    }

    /** As much of a fingerprint as people compare. */
    static String shortly(String fingerprint) {
        int digits = fingerprint.indexOf(':') + 1;
        return fingerprint.substring(0, Math.min(fingerprint.length(), digits + DIGITS));
    }

    static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
