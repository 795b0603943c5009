package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.hash.Hashing;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.SealScope;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/**
 * What is known of sealed values without opening them; committed beside them, and without any secret. Lines are sorted and
 * independent of each other, so that Git can merge them with {@code merge=union}.
 *
 * <pre>
 * # What is known of the sealed values here without opening them; it holds no secret. ...
 * backup sha256:9f3c... proven=2026-11-27
 * value media/photos/api-key scope=strict certificate=sha256:9f3c... sealed=2026-11-27 text=sha256:12ab... mark=7c1e0a52:55d0...
 * </pre>
 *
 * @param values by place
 * @param backups by fingerprint of a certificate: the day on which a backup of its key was last shown to open what is sealed
 */
public record Ledger(ImmutableSortedMap<Place, Entry> values, ImmutableSortedMap<String, LocalDate> backups) {

    private static final String HEADER = """
            # What is known of the sealed values here without opening them; it holds no secret. Commit it with them.
            # `hearth seal` writes it, a line a value. After a merge both sides' lines may stay.
            """;

    private static final Pattern CERTIFICATE = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final Pattern TEXT = Pattern.compile("sha256:[0-9a-f]{32}");
    private static final int TEXT_DIGITS = 32;

    public Ledger {
        requireNonNull(values, "values");
        backups.keySet().forEach(Ledger::requireCertificate);
    }

    /** Where a sealed value is. */
    public record Place(String namespace, String name, String key) implements Comparable<Place> {

        /**
         * Checks the names.
         *
         * @throws IllegalArgumentException where Kubernetes allows no such name
         */
        public Place {
            Names.label("namespace", namespace);
            Names.subdomain("name of a Secret", name);
            Names.key("key of a Secret", key);
        }

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
    public record Entry(SealScope scope, String certificate, LocalDate sealed, String text, Optional<String> mark) {

        public Entry {
            requireNonNull(scope, "scope");
            requireCertificate(certificate);
            requireNonNull(sealed, "sealed");
            require("text", TEXT, text, "sha256: and 32 hexadecimal digits");
            mark.ifPresent(MarkKey::requireMark);
        }

        /** Of a sealed value, as it stands in {@code spec.encryptedData}. */
        public static Entry of(
                SealScope scope, String certificate, LocalDate sealed, String sealedValue, Optional<String> mark) {
            return new Entry(scope, certificate, sealed, fingerprint(sealedValue), mark);
        }

        /** Whether this is of that sealed value; where it is not, somebody sealed it without this ledger. */
        public boolean isOf(String sealedValue) {
            return text.equals(fingerprint(sealedValue));
        }
    }

    public static Ledger empty() {
        return new Ledger(ImmutableSortedMap.of(), ImmutableSortedMap.of());
    }

    /** {@code sha256:} and the first 32 hexadecimal digits of the SHA-256 of a sealed value; public, as that one is. */
    public static String fingerprint(String sealedValue) {
        return "sha256:"
                + Hashing.sha256().hashString(sealedValue, UTF_8).toString().substring(0, TEXT_DIGITS);
    }

    /**
     * Reads a ledger; unknown lines and conflict markers are errors that name the line. A merge may leave two lines of one
     * place: that of the later day counts.
     *
     * @param source names the file in messages
     * @throws SealException where it cannot be read
     */
    public static Ledger read(String text, String source) {
        return read(text, source, (place, entry) -> false);
    }

    /**
     * Reads a ledger beside its sealed values: of two lines of one place, that of the value which is there counts.
     *
     * @param fits whether the entry is of the sealed value at that place
     */
    static Ledger read(String text, String source, BiPredicate<Place, Entry> fits) {
        return new LedgerReader(source, fits).read(text);
    }

    /** The text: a comment of what this is, then a sorted line each, newline-terminated. */
    public String text() {
        StringBuilder out = new StringBuilder(HEADER);
        backups.forEach((certificate, day) -> out.append("backup " + certificate + " proven=" + day + "\n"));
        values.forEach((place, entry) -> out.append(line(place, entry)).append('\n'));
        return out.toString();
    }

    private static String line(Place place, Entry entry) {
        return "value " + place + " scope=" + entry.scope().word() + " certificate=" + entry.certificate() + " sealed="
                + entry.sealed() + " text=" + entry.text()
                + entry.mark().map(mark -> " mark=" + mark).orElse("");
    }

    /** What is known of the value there. */
    public Optional<Entry> at(Place place) {
        return Optional.ofNullable(values.get(place));
    }

    /** A copy that knows this of the value there, in the place of what it knew. */
    public Ledger with(Place place, Entry entry) {
        Map<Place, Entry> copy = new TreeMap<>(values);
        copy.put(place, entry);
        return new Ledger(ImmutableSortedMap.copyOf(copy), backups);
    }

    /** A copy that knows nothing of that place. */
    public Ledger without(Place place) {
        Map<Place, Entry> copy = new TreeMap<>(values);
        copy.remove(place);
        return new Ledger(ImmutableSortedMap.copyOf(copy), backups);
    }

    /** A copy that knows that a backup of that certificate's key was shown to open what is sealed, on that day. */
    public Ledger proven(String certificate, LocalDate day) {
        Map<String, LocalDate> copy = new TreeMap<>(backups);
        copy.put(certificate, day);
        return new Ledger(values, ImmutableSortedMap.copyOf(copy));
    }

    static String requireCertificate(String fingerprint) {
        return require("certificate", CERTIFICATE, fingerprint, "sha256: and 64 hexadecimal digits");
    }

    /** The text is not repeated: whoever passes a value where a fingerprint belongs must not find it in a log. */
    static String require(String what, Pattern pattern, String text, String rule) {
        if (!pattern.matcher(requireNonNull(text, what)).matches()) {
            throw new IllegalArgumentException(
                    what + " must be " + rule + ", but has " + text.length() + " characters");
        }
        return text;
    }
}
