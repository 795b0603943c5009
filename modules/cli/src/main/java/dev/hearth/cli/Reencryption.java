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
import java.util.Optional;

/** Opens all that a folder holds with the backup of the keys and seals it for the newest certificate. */
final class Reencryption {

    private final Desk desk;
    private final List<String> keyFiles;
    private final PlaceOptions place;
    private final CertificateOptions certificate;
    private int sealed;
    private int unchanged;
    private int failed;

    Reencryption(Desk desk, List<String> keyFiles, PlaceOptions place, CertificateOptions certificate) {
        this.desk = desk;
        this.keyFiles = keyFiles;
        this.place = place;
        this.certificate = certificate;
    }

    ExitCode run() throws IOException {
        SecretsDisk disk = SecretsDisk.of(place.folder);
        SealingKeys keys = Backup.read(keyFiles, desk);
        SecretsFolder after = certificate.added(disk.read());
        SealingCertificate newest = certificate.newest(
                after, disk.path().resolve(SecretsFolder.CERTIFICATES).toString(), desk);
        Sealer sealer = Sealer.of(newest, desk.random());
        Optional<MarkKey> marks = certificate.marks(desk);
        for (SealedFile file : after.sealed()) {
            Ledger ledger = after.ledger();
            Seals seals = new Seals(file, ledger, sealer, marks, desk.today(), true);
            file.values().forEach((key, text) -> one(file, key, text, keys, seals, newest));
            after = seals.file().equals(file) ? after : after.with(seals.file());
            after = seals.ledger().equals(ledger) ? after : after.with(seals.ledger());
        }
        disk.write(after);
        desk.say(sealed + " sealed for " + Certificates.shortly(newest.fingerprint()) + ", " + unchanged
                + " were already, " + failed + " do not open");
        return failed == 0 ? ExitCode.CLEAN : ExitCode.FINDINGS;
    }

    private void one(
            SealedFile file, String key, String text, SealingKeys keys, Seals seals, SealingCertificate newest) {
        String where = file.namespace() + "/" + file.name() + "  " + key;
        Optional<Ledger.Entry> known = seals.ledger().at(new Ledger.Place(file.namespace(), file.name(), key));
        if (!place.again
                && known.filter(entry -> entry.certificate().equals(newest.fingerprint()) && entry.isOf(text))
                        .isPresent()) {
            unchanged++;
            return;
        }
        try (Plain value = keys.open(text, file.scope(), file.namespace(), file.name())) {
            seals.reseal(key, value);
            sealed++;
            desk.say("sealed     " + where);
        } catch (SealException closed) {
            failed++;
            desk.tell(where + " stays as it is: " + closed.getMessage());
        }
    }
}
