package dev.hearth.cli;

import dev.hearth.secrets.Ledger;
import dev.hearth.secrets.MarkKey;
import dev.hearth.secrets.Plain;
import dev.hearth.secrets.SealedFile;
import dev.hearth.secrets.Sealer;
import java.time.LocalDate;
import java.util.Optional;

/** Seals values into one file, but those that the ledger knows to be unchanged; the file and the ledger grow with each. */
final class Seals {

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
        return put(key, value, value);
    }

    /**
     * Whether the value was sealed; false where what it is made of is unchanged.
     *
     * @param known what it is made of, where the value itself is another one each time
     */
    boolean put(String key, Plain value, Plain known) {
        Ledger.Place place = new Ledger.Place(file.namespace(), file.name(), key);
        if (!again && unchanged(place, known)) {
            return false;
        }
        seal(place, value, marks.map(own -> own.mark(place, known)));
        return true;
    }

    private void seal(Ledger.Place place, Plain value, Optional<String> mark) {
        String sealed = sealer.seal(value, file.scope(), file.namespace(), file.name());
        file = file.with(place.key(), sealed);
        ledger = ledger.with(
                place, Ledger.Entry.of(file.scope(), sealer.certificate().fingerprint(), today, sealed, mark));
    }

    private boolean unchanged(Ledger.Place place, Plain value) {
        Optional<Ledger.Entry> known = ledger.at(place);
        String sealed = file.values().get(place.key());
        return sealed != null
                && known.filter(entry -> entry.isOf(sealed)
                                && entry.scope() == file.scope()
                                && entry.certificate()
                                        .equals(sealer.certificate().fingerprint()))
                        .flatMap(Ledger.Entry::mark)
                        .filter(mark -> marks.filter(own -> own.made(mark) && own.matches(mark, place, value))
                                .isPresent())
                        .isPresent();
    }
}
