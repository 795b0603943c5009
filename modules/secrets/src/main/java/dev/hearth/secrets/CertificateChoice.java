package dev.hearth.secrets;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which of several certificates values are sealed for: the newest that is good.
 *
 * @param certificate that one
 * @param warning what a person should know of it: that it has expired or is about to
 */
public record CertificateChoice(SealingCertificate certificate, Optional<String> warning) {

    /** How long before its end a certificate is warned of: the controller makes a new one every 30 days. */
    private static final Duration SOON = Duration.ofDays(30);

    /**
     * Of those.
     *
     * @param source where they are from, for messages
     * @param allowExpired whether one that has expired will do where no other is good
     * @throws SealException where there is none, or none is good
     */
    public static CertificateChoice of(List<SealingCertificate> all, String source, boolean allowExpired, Instant now) {
        List<SealingCertificate> begun =
                all.stream().filter(one -> !one.from().isAfter(now)).toList();
        SealingCertificate newest = begun.stream()
                .filter(one -> !one.expired(now))
                .max(Comparator.comparing(SealingCertificate::from))
                .or(() ->
                        begun.stream().filter(one -> allowExpired).max(Comparator.comparing(SealingCertificate::until)))
                .orElseThrow(() -> none(all, source, now));
        return new CertificateChoice(newest, warning(newest, now));
    }

    private static Optional<String> warning(SealingCertificate newest, Instant now) {
        String name = "certificate " + newest.shortly();
        if (newest.expired(now)) {
            return Optional.of(name + " has expired on " + day(newest.until()));
        }
        return newest.until().isBefore(now.plus(SOON))
                ? Optional.of(
                        name + " expires on " + day(newest.until()) + "; fetch the next one: kubeseal --fetch-cert")
                : Optional.empty();
    }

    private static SealException none(List<SealingCertificate> all, String source, Instant now) {
        SealingCertificate latest = all.stream()
                .max(Comparator.comparing(SealingCertificate::until))
                .orElseThrow(() -> new SealException(
                        source + " holds no certificate; kubeseal --fetch-cert gives it, and --cert FILE takes it"));
        return latest.expired(now)
                ? new SealException(source + ": certificate " + latest.shortly() + " has expired on "
                        + day(latest.until())
                        + "; fetch the next one (kubeseal --fetch-cert), or give --allow-expired where"
                        + " the controller has its key")
                : new SealException(source + ": certificate " + latest.shortly() + " is good from " + day(latest.from())
                        + " on only; is this machine's clock right?");
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
