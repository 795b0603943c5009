package dev.hearth.cli;

import dev.hearth.dsl.SealScope;
import dev.hearth.pipeline.ExitCode;
import dev.hearth.secrets.Ledger;
import dev.hearth.secrets.Plain;
import dev.hearth.secrets.SealException;
import dev.hearth.secrets.Sealer;
import dev.hearth.secrets.SealingCertificate;
import dev.hearth.secrets.SealingKeys;
import dev.hearth.secrets.SecretsFolder;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Opens all that is sealed and shows none of it. */
final class BackupCheck {

    private static final int TRIAL_BYTES = 32;

    private record Opened(SealedPlace place, Optional<String> fault) {}

    private final Desk desk;
    private final SecretsDisk disk;
    private final Set<String> doubtful = new HashSet<>();
    private int opened;
    private int closed;

    BackupCheck(Desk desk, SecretsDisk disk) {
        this.desk = desk;
        this.disk = disk;
    }

    ExitCode run(SealingKeys keys) throws IOException {
        SecretsFolder before = disk.read();
        Ledger ledger = before.ledger();
        List<SealedPlace> places = SealedPlace.all(before);
        places.parallelStream()
                .map(place -> new Opened(place, fault(place, keys)))
                .toList()
                .forEach(one -> tell(one, ledger));
        List<SealingCertificate> certificates = before.certificates();
        Ledger after = ledger;
        int unproven = 0;
        for (SealingCertificate certificate : certificates) {
            if (proven(certificate, keys)) {
                after = after.proven(certificate.fingerprint(), desk.today());
            } else if (certificate.equals(certificates.get(0)) || used(certificate, places, ledger)) {
                unproven++;
            }
        }
        if (!after.equals(ledger)) {
            disk.write(before.with(after));
        }
        desk.say(opened + " " + (opened == 1 ? "value opens" : "values open") + ", " + closed + " "
                + (closed == 1 ? "does" : "do") + " not; "
                + (unproven > 0
                        ? "the backup lacks " + unproven + " of " + certificates.size() + " certificates"
                        : closed > 0 ? "the backup has the keys of the certificates" : "the backup is proven"));
        return closed == 0 && unproven == 0 ? ExitCode.CLEAN : ExitCode.FINDINGS;
    }

    /** Why that value does not open; nothing where it does. */
    private static Optional<String> fault(SealedPlace place, SealingKeys keys) {
        try {
            place.open(keys).close();
            return Optional.empty();
        } catch (SealException closed) {
            return Optional.of(String.valueOf(closed.getMessage()));
        }
    }

    private void tell(Opened one, Ledger ledger) {
        if (one.fault().isEmpty()) {
            opened++;
            desk.say("opens   " + one.place());
        } else {
            closed++;
            ledger.at(one.place().ledger()).ifPresent(known -> doubtful.add(known.certificate()));
            desk.say("closed  " + one.place() + "  " + one.fault().get());
        }
    }

    private static boolean used(SealingCertificate certificate, List<SealedPlace> places, Ledger ledger) {
        return places.stream()
                .flatMap(place -> ledger.at(place.ledger()).filter(entry -> entry.isOf(place.text())).stream())
                .anyMatch(entry -> entry.certificate().equals(certificate.fingerprint()));
    }

    /** Whether the backup has the certificate's key, and opens with it both a trial and all that is known to be sealed for it. */
    private boolean proven(SealingCertificate certificate, SealingKeys keys) {
        String name = "certificate " + certificate.shortly() + ", good until " + Certificates.day(certificate.until());
        if (!keys.opens(certificate) || !trial(certificate, keys)) {
            desk.say("no key  " + name + "; what is sealed for it is lost with the cluster: back the keys up again");
            return false;
        }
        if (doubtful.contains(certificate.fingerprint())) {
            desk.say("doubt   " + name + "; the backup has its key, but a value that was sealed for it does not open");
            return false;
        }
        desk.say("proven  " + name);
        return true;
    }

    private boolean trial(SealingCertificate certificate, SealingKeys keys) {
        byte[] bytes = new byte[TRIAL_BYTES];
        desk.random().nextBytes(bytes);
        try (Plain value = Plain.of(bytes);
                Plain back = keys.open(
                        Sealer.of(certificate, desk.random()).seal(value, SealScope.STRICT, "a", "b"),
                        SealScope.STRICT,
                        "a",
                        "b")) {
            return MessageDigest.isEqual(value.bytes(), back.bytes());
        } catch (SealException other) {
            return false;
        }
    }
}
