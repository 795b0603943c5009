package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.hash.Hashing;
import dev.hearth.dsl.SealScope;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What is known of sealed values without opening them; committed beside them, and without any secret. Lines are sorted, so that
 * branches merge.
 *
 * <pre>
 * backup sha256:9f3c... proven=2026-11-27
 * value media/photos/api-key scope=strict certificate=sha256:9f3c... sealed=2026-11-27 text=sha256:12ab... mark=7c1e0a52:55d0...
 * </pre>
 *
 * @param values by place
 * @param backups by fingerprint of a certificate: the day on which a backup of its key was last shown to open what is sealed
 */
public record Ledger(ImmutableSortedMap<Place, Entry> values, ImmutableSortedMap<String, LocalDate> backups) {

    /** Where a sealed value is. */
    public record Place(String namespace, String name, String key) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return namespace + "/" + name + "/" + key;
        }
    }

    /**
     * What is known of one sealed value.
     *
     * @param scope what it was sealed for
     * @param certificate fingerprint of the certificate it was sealed for
     * @param sealed the day
     * @param text {@code sha256:} and 32 hexadecimal digits over the sealed value, so that one from elsewhere is noticed
     * @param mark a keyed fingerprint of the value (see {@link MarkKey}); empty where whoever sealed it had no key
     */
    public record Entry(SealScope scope, String certificate, LocalDate sealed, String text, Optional<String> mark) {}

    /** {@code sha256:} and the first 32 hexadecimal digits over a sealed value: what {@link Entry#text} is. */
    public static String hash(String sealed) {
        return "sha256:" + Hashing.sha256().hashString(sealed, US_ASCII).toString().substring(0, 32);
    }

    public static Ledger empty() {
        return new Ledger(ImmutableSortedMap.of(), ImmutableSortedMap.of());
    }

    /**
     * Reads a ledger; unknown lines, conflict markers and doubled places are errors that name the line.
     *
     * @throws SealException where it cannot be read
     */
    public static Ledger read(String text, String source) {
        throw new UnsupportedOperationException(text + source);
    }

    /** The text: a comment of what this is, then a sorted line each, newline-terminated. */
    public String text() {
        throw new UnsupportedOperationException();
    }

    public Ledger with(Place place, Entry entry) {
        throw new UnsupportedOperationException(place + "" + entry);
    }

    public Ledger without(Place place) {
        throw new UnsupportedOperationException(place + "");
    }

    public Ledger proven(String certificate, LocalDate day) {
        throw new UnsupportedOperationException(certificate + day);
    }
}
