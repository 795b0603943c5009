package dev.hearth.secrets;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.SealScope;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/** Reads the text of a {@link Ledger}. No message repeats a line: somebody may have pasted there what nobody should see. */
final class LedgerReader {

    private static final Splitter LINES = Splitter.on('\n');
    private static final Splitter WORDS = Splitter.on(' ');
    private static final Splitter NAMES = Splitter.on('/');
    private static final Pattern CONFLICT = Pattern.compile("(<{7}|\\|{7}|={7}|>{7})( .*)?");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final ImmutableSet<String> OF_VALUE =
            ImmutableSet.of("scope", "certificate", "sealed", "text", "mark");
    private static final ImmutableSet<String> OF_BACKUP = ImmutableSet.of("proven");

    /** The same whichever side of a merge comes first. */
    private static final Comparator<Ledger.Entry> LATER = Comparator.comparing(Ledger.Entry::sealed)
            .thenComparing(Ledger.Entry::text)
            .thenComparing(entry -> entry.mark().orElse(""));

    private final String source;
    private final Map<Ledger.Place, Ledger.Entry> values = new TreeMap<>();
    private final Map<String, LocalDate> backups = new TreeMap<>();
    private final BiPredicate<Ledger.Place, Ledger.Entry> fits;
    private int number;

    LedgerReader(String source, BiPredicate<Ledger.Place, Ledger.Entry> fits) {
        this.source = source;
        this.fits = fits;
    }

    Ledger read(String text) {
        for (String line : LINES.split(text)) {
            number++;
            // A checkout may have turned line ends into CR LF.
            line(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        }
        return new Ledger(ImmutableSortedMap.copyOf(values), ImmutableSortedMap.copyOf(backups));
    }

    private void line(String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        if (CONFLICT.matcher(line).matches()) {
            throw fault("is the mark of a merge conflict", "keep the lines of both sides and delete the marks");
        }
        List<String> words = WORDS.splitToList(line);
        if (words.size() > 2 && words.get(0).equals("value")) {
            value(words);
        } else if (words.size() > 2 && words.get(0).equals("backup")) {
            backup(words);
        } else {
            throw fault(
                    "is neither a comment, nor 'value <namespace>/<name>/<key> scope=...', nor 'backup <certificate>"
                            + " proven=<day>'",
                    "delete the line, or bring back the file that Git has");
        }
    }

    private void value(List<String> words) {
        Ledger.Place place = checked(() -> place(words.get(1)));
        Map<String, String> fields = fields(words, OF_VALUE);
        SealScope scope = checked(() -> scope(required(fields, "scope")));
        LocalDate sealed = day(required(fields, "sealed"), "sealed");
        String certificate = required(fields, "certificate");
        String text = required(fields, "text");
        Optional<String> mark = Optional.ofNullable(fields.get("mark"));
        values.merge(place, checked(() -> new Ledger.Entry(scope, certificate, sealed, text, mark)), (one, other) -> {
            boolean first = fits.test(place, one);
            if (first != fits.test(place, other)) {
                return first ? one : other;
            }
            return LATER.compare(one, other) < 0 ? other : one;
        });
    }

    private void backup(List<String> words) {
        String certificate = checked(() -> Ledger.requireCertificate(words.get(1)));
        LocalDate proven = day(required(fields(words, OF_BACKUP), "proven"), "proven");
        backups.merge(certificate, proven, (one, other) -> one.isBefore(other) ? other : one);
    }

    private static Ledger.Place place(String text) {
        List<String> names = NAMES.splitToList(text);
        if (names.size() != 3) {
            throw new IllegalArgumentException("the place must be <namespace>/<name>/<key>");
        }
        try {
            return new Ledger.Place(names.get(0), names.get(1), names.get(2));
        } catch (IllegalArgumentException unfit) {
            throw new IllegalArgumentException("the place must be names that Kubernetes allows", unfit);
        }
    }

    private static SealScope scope(String word) {
        for (SealScope scope : SealScope.values()) {
            if (scope.word().equals(word)) {
                return scope;
            }
        }
        throw new IllegalArgumentException("the scope must be strict, namespace-wide or cluster-wide");
    }

    private Map<String, String> fields(List<String> words, ImmutableSet<String> known) {
        Map<String, String> fields = new HashMap<>();
        for (String word : words.subList(2, words.size())) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? "" : word.substring(0, equals);
            if (!known.contains(name)) {
                throw fault(
                        "has a word that is none of " + String.join("=, ", known) + "=",
                        "remove it; where a newer Hearth wrote the file, use that one");
            }
            if (fields.put(name, word.substring(equals + 1)) != null) {
                throw fault("has " + name + "= twice", "remove one of them");
            }
        }
        return fields;
    }

    private String required(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw fault(
                    "lacks " + name + "=", "bring back the line that Git has, or delete it and seal the value again");
        }
        return value;
    }

    private LocalDate day(String text, String field) {
        try {
            if (DAY.matcher(text).matches()) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException noDay) {
            // The message below says all there is to say.
        }
        throw fault("has no day at " + field + "=", "write it as 2026-11-27");
    }

    private <T> T checked(Parser<T> parser) {
        try {
            return parser.parse();
        } catch (IllegalArgumentException unfit) {
            throw fault(
                    "is not right: " + unfit.getMessage(),
                    "bring back the line that Git has, or delete it and seal the value again");
        }
    }

    private SealException fault(String fault, String remedy) {
        return new SealException(source + " line " + number + " " + fault + "; " + remedy);
    }

    private interface Parser<T> {
        T parse();
    }
}
