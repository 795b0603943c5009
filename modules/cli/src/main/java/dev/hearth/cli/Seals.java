package dev.hearth.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.hash.Hashing;
import dev.hearth.secrets.Ledger;
import dev.hearth.secrets.MarkKey;
import dev.hearth.secrets.Plain;
import dev.hearth.secrets.SealedFile;
import dev.hearth.secrets.Sealer;
import java.time.LocalDate;
import java.util.Optional;

/** Seals values into one file, but those that the ledger knows to be unchanged; the file and the ledger grow with each. */
final class Seals {

    private static final int DIGITS = 32;

    private final Sealer sealer;
    private final Optional<MarkKey> marks;
    private final LocalDate today;
    private final boolean again;
    private SealedFile file;
    private Ledger ledger;

    /**
     * Into that file.
     *
     * @param again whether what is unchanged is sealed, too
     */
    Seals(SealedFile file, Ledger ledger, Sealer sealer, Optional<MarkKey> marks, LocalDate today, boolean again) {
        this.file = file;
        this.ledger = ledger;
        this.sealer = sealer;
        this.marks = marks;
        this.today = today;
        this.again = again;
    }

    SealedFile file() {
        return file;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Whether the value was sealed; false where it is unchanged. */
    boolean put(String key, Plain value) {
        Ledger.Place place = new Ledger.Place(file.namespace(), file.name(), key);
        Optional<String> mark = marks.map(own -> own.mark(place, value));
        if (!again && unchanged(place, mark)) {
            return false;
        }
        String sealed = sealer.seal(value, file.scope(), file.namespace(), file.name());
        file = file.with(key, sealed);
        ledger = ledger.with(
                place,
                new Ledger.Entry(file.scope(), sealer.certificate().fingerprint(), today, text(sealed), mark));
        return true;
    }

    private boolean unchanged(Ledger.Place place, Optional<String> mark) {
        Ledger.Entry known = ledger.values().get(place);
        String sealed = file.values().get(place.key());
        return known != null
                && sealed != null
                && known.text().equals(text(sealed))
                && known.scope() == file.scope()
                && known.certificate().equals(sealer.certificate().fingerprint())
                && mark.isPresent()
                && known.mark().equals(mark);
    }

    /** What the ledger keeps of a sealed text. */
    static String text(String sealed) {
        return "sha256:"
                + Hashing.sha256().hashString(sealed, US_ASCII).toString().substring(0, DIGITS);
    }
}
