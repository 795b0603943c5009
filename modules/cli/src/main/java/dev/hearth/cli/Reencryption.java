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
import java.nio.file.Path;
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
        SecretsFolder before = disk.read();
        SecretsFolder after = before;
        if (!certificate.file.isEmpty()) {
            for (SealingCertificate one : Certificates.of(certificate.file)) {
                after = SealOne.known(after, one) ? after : after.with(one);
            }
        }
        SealingCertificate newest = Certificates.newest(
                after.certificates(), disk.path().toString(), certificate.allowExpired, desk);
        Sealer sealer = Sealer.of(newest, desk.random());
        Optional<MarkKey> marks = new LedgerKey(desk.console(), desk.random())
                .of(
                        certificate.markKey.isEmpty()
                                ? LedgerKey.standard(desk.environment())
                                : Path.of(certificate.markKey));
        for (SealedFile file : after.sealed()) {
            Ledger ledger = after.ledger();
            Seals seals = new Seals(file, ledger, sealer, marks, desk.today(), true);
            for (String key : file.values().keySet()) {
                one(file, key, keys, seals, newest);
            }
            after = seals.file().equals(file) ? after : after.with(seals.file());
            after = seals.ledger().equals(ledger) ? after : after.with(seals.ledger());
        }
        disk.write(before, after);
        desk.say(sealed + " sealed for " + Certificates.shortly(newest.fingerprint()) + ", " + unchanged
                + " were already, " + failed + " do not open");
        return failed == 0 ? ExitCode.CLEAN : ExitCode.FINDINGS;
    }

    private void one(SealedFile file, String key, SealingKeys keys, Seals seals, SealingCertificate newest) {
        String where = file.namespace() + "/" + file.name() + "  " + key;
        String text = file.values().get(key);
        Ledger.Entry known = seals.ledger().values().get(new Ledger.Place(file.namespace(), file.name(), key));
        if (!place.again
                && known != null
                && known.certificate().equals(newest.fingerprint())
                && known.text().equals(Seals.text(String.valueOf(text)))) {
            unchanged++;
            return;
        }
        try (Plain value = keys.open(String.valueOf(text), file.scope(), file.namespace(), file.name())) {
            seals.put(key, value);
            sealed++;
            desk.say("sealed     " + where);
        } catch (SealException closed) {
            failed++;
            desk.tell(where + " stays as it is: " + closed.getMessage());
        }
    }
}
