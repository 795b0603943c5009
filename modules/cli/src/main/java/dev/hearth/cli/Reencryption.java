package dev.hearth.cli;

import dev.hearth.cli.SealCommand.CertificateOptions;
import dev.hearth.cli.SealCommand.PlaceOptions;
import dev.hearth.pipeline.ExitCode;
import dev.hearth.secrets.Ledger;
import dev.hearth.secrets.MarkKey;
import dev.hearth.secrets.Plain;
import dev.hearth.secrets.SealException;
import dev.hearth.secrets.SealedFile;
import dev.hearth.secrets.Sealer;
import dev.hearth.secrets.SealingCertificate;
import dev.hearth.secrets.SealingKeys;
import dev.hearth.secrets.SecretsFolder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Opens all that a folder holds with the backup of the keys and seals it for the newest certificate. */
final class Reencryption {

    private final Desk desk;
    private final List<String> keyFiles;
    private final PlaceOptions place;
    private final CertificateOptions certificate;

    /** What became of a value: its new text and mark, or why it does not open. */
    private record Resealed(SealedPlace place, String text, Optional<String> mark, Optional<String> fault) {}

    Reencryption(Desk desk, List<String> keyFiles, PlaceOptions place, CertificateOptions certificate) {
        this.desk = desk;
        this.keyFiles = keyFiles;
        this.place = place;
        this.certificate = certificate;
    }

    ExitCode run() throws IOException {
        SecretsDisk disk = SecretsDisk.of(place.folder);
        SealingKeys keys = Backup.read(keyFiles, desk);
        SecretsFolder before = certificate.added(disk.read());
        SealingCertificate newest = certificate.chosen(before, desk);
        Sealer sealer = Sealer.of(newest, desk.random());
        Optional<MarkKey> marks = certificate.marks(desk);
        Ledger ledger = before.ledger();
        List<SealedPlace> all = SealedPlace.all(before);
        List<SealedPlace> due = all.stream()
                .filter(one -> place.again || !known(one, ledger, newest))
                .toList();
        List<Resealed> done = due.parallelStream()
                .map(one -> resealed(one, ledger, keys, sealer, marks))
                .toList();
        disk.write(after(before, ledger, newest, done));
        long failed = done.stream().filter(one -> one.fault().isPresent()).count();
        done.forEach(this::tell);
        desk.say(done.size() - failed + " sealed for " + newest.shortly() + ", " + (all.size() - due.size())
                + " were already, " + failed + (failed == 1 ? " does not open" : " do not open"));
        return failed == 0 ? ExitCode.CLEAN : ExitCode.FINDINGS;
    }

    private static boolean known(SealedPlace one, Ledger ledger, SealingCertificate newest) {
        return ledger.at(one.ledger())
                .filter(entry -> entry.certificate().equals(newest.fingerprint()) && entry.isOf(one.text()))
                .isPresent();
    }

    /** The value stays the one that is there, so what it was marked by stays true. */
    private static Resealed resealed(
            SealedPlace one, Ledger ledger, SealingKeys keys, Sealer sealer, Optional<MarkKey> marks) {
        try (Plain value = one.open(keys)) {
            SealedFile file = one.file();
            return new Resealed(
                    one,
                    sealer.seal(value, file.scope(), file.namespace(), file.name()),
                    ledger.at(one.ledger())
                            .filter(entry -> entry.isOf(one.text()))
                            .flatMap(Ledger.Entry::mark)
                            .or(() -> marks.map(own -> own.mark(one.ledger(), value))),
                    Optional.empty());
        } catch (SealException closed) {
            return new Resealed(one, one.text(), Optional.empty(), Optional.of(String.valueOf(closed.getMessage())));
        }
    }

    private SecretsFolder after(SecretsFolder before, Ledger known, SealingCertificate newest, List<Resealed> done) {
        List<Resealed> sealed =
                done.stream().filter(one -> one.fault().isEmpty()).toList();
        Map<String, SealedFile> files = new TreeMap<>();
        for (Resealed one : sealed) {
            SealedFile file = one.place().file();
            files.merge(
                    file.namespace() + "/" + file.name(),
                    file.with(one.place().key(), one.text()),
                    (changed, other) -> changed.with(one.place().key(), one.text()));
        }
        SecretsFolder after = before;
        for (SealedFile file : files.values()) {
            after = after.with(file);
        }
        Ledger ledger = known;
        for (Resealed one : sealed) {
            ledger = ledger.with(
                    one.place().ledger(),
                    Ledger.Entry.of(
                            one.place().file().scope(), newest.fingerprint(), desk.today(), one.text(), one.mark()));
        }
        return ledger.equals(known) ? after : after.with(ledger);
    }

    private void tell(Resealed one) {
        if (one.fault().isPresent()) {
            desk.tell(one.place() + " stays as it is: " + one.fault().get());
        } else {
            desk.say("sealed     " + one.place());
        }
    }
}
