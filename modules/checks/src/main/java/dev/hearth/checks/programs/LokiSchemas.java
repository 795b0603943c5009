package dev.hearth.checks.programs;

import dev.hearth.checks.rule.Field;
import dev.hearth.findings.Finding;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Since when Loki keeps its lines in which form. An entry holds until the next one begins, and what was written by it is read by it;
 * so entries are appended and never changed, which a tree alone does not show.
 *
 * @see <a href="https://grafana.com/docs/loki/latest/operations/storage/schema/">Storage schema</a>
 */
final class LokiSchemas {

    private static final String REFUSED = ": Loki refuses to start";
    private static final Duration DAY = Duration.ofDays(1);
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern VERSION = Pattern.compile("v*([0-9]{1,4})v*");
    private static final int METADATA = 13;

    private final ProgramConfig config;
    private final Consumer<Finding> findings;

    LokiSchemas(ProgramConfig config, Consumer<Finding> findings) {
        this.config = config;
        this.findings = findings;
    }

    void judge() {
        List<Field> entries = config.field("schema_config.configs").items();
        for (int i = 0; i < entries.size(); i++) {
            Field entry = entries.get(i);
            period(entry, i == entries.size() - 1);
            version(entry);
            date(entry);
            if (i > 0) {
                order(entries.get(i - 1), entry);
            }
        }
        if (!entries.isEmpty()) {
            metadata(entries);
        }
    }

    /** An old boltdb-shipper may have had another one; everything else is of a day, or of days. */
    private void period(Field entry, boolean newest) {
        Field period = entry.get("index").get("period");
        if (varies(period) || varies(entry.get("store"))) {
            return;
        }
        String store = entry.get("store").textOrEmpty();
        Optional<Duration> time = period.present() ? Times.parse(period.textOrEmpty()) : Optional.of(Duration.ZERO);
        boolean daily = time.equals(Optional.of(DAY));
        boolean wanted = store.equals("tsdb") || (newest && store.equals("boltdb-shipper"));
        if (!period.present() && wanted) {
            error("says nothing of " + period.path() + ", but an index of " + store + " has to be of 24h", "write 24h");
        } else if (period.present() && !daily && (wanted || store.isEmpty())) {
            error(
                    "has an index of " + config.shown(period.textOrEmpty()) + " at " + period.path()
                            + ", but it may only be of 24h",
                    "write 24h; an entry that was in use stays as it is, and a change is a new entry with a date to come");
        } else if (time.isPresent()
                && !time.get().equals(Duration.ofDays(time.get().toDays()))) {
            error(
                    "has an index of " + config.shown(period.textOrEmpty()) + " at " + period.path()
                            + ", which is not of whole days",
                    "write 24h");
        }
    }

    private void version(Field entry) {
        Field schema = entry.get("schema");
        if (!varies(schema) && versionOf(entry).isEmpty()) {
            error(
                    (schema.present() ? "has " + config.shown(schema.textOrEmpty()) + " at " : "says nothing of ")
                            + schema.path() + ", where the version of the schema belongs",
                    "write v13, or what the entry had when it came into use");
        }
    }

    private static Optional<Integer> versionOf(Field entry) {
        Field schema = entry.get("schema");
        String text =
                schema.text().or(() -> schema.number().map(String::valueOf)).orElse("");
        return Optional.of(VERSION.matcher(text))
                .filter(matcher -> matcher.matches())
                .map(matcher -> Integer.parseInt(matcher.group(1)));
    }

    private void date(Field entry) {
        Field from = entry.get("from");
        if (from.present() && !varies(from) && dateOf(entry).isEmpty()) {
            error(
                    "has " + config.shown(from.text().orElse("no text")) + " at " + from.path() + ", which is no day",
                    "write it as 2024-04-01");
        }
    }

    private void order(Field before, Field entry) {
        Optional<LocalDate> first = dateOf(before);
        Optional<LocalDate> second = dateOf(entry);
        if (first.isEmpty() || second.isEmpty() || first.get().isBefore(second.get())) {
            return;
        }
        error(
                first.equals(second)
                        ? "has two entries from " + config.shown(second.get().toString()) + " on, at " + before.path()
                                + " and " + entry.path()
                        : "has an entry from " + config.shown(second.get().toString()) + " on at " + entry.path()
                                + ", behind one that begins later",
                "let each entry begin after the one before it; to change something, append an entry with a date to come");
    }

    /** What begins nowhere, begins with the calendar of computers. */
    private static Optional<LocalDate> dateOf(Field entry) {
        Field from = entry.get("from");
        if (!from.present()) {
            return Optional.of(LocalDate.EPOCH);
        }
        String text = from.textOrEmpty().strip();
        try {
            return DATE.matcher(text).matches() ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeParseException noDay) {
            return Optional.empty();
        }
    }

    /** Loki judges the entry of today, which nobody knows here: so that there is none, or that the newest is none. */
    private void metadata(List<Field> entries) {
        String allowed = "limits_config.allow_structured_metadata";
        if (!config.since(3, 0)
                || config.field(allowed).isFalse()
                || config.varies(allowed)
                || config.argued("allow-structured-metadata")
                || entries.stream()
                        .anyMatch(entry ->
                                varies(entry.get("store")) || versionOf(entry).isEmpty())) {
            return;
        }
        String remedy = "append an entry with store: tsdb, schema: v13 and a date to come, and write " + allowed
                + ": false until then";
        if (entries.stream().noneMatch(LokiSchemas::structured)) {
            error(
                    "takes structured metadata, as Loki does unless told otherwise, but none of its entries is of tsdb and"
                            + " v13 or newer",
                    remedy);
        } else if (!structured(entries.get(entries.size() - 1))) {
            findings.accept(config.warning(
                    "loki.config",
                    "takes structured metadata, but its newest entry is not of tsdb and v13 or newer: Loki refuses to start from"
                            + " its first day on",
                    remedy));
        }
    }

    private static boolean structured(Field entry) {
        return entry.get("store").textOrEmpty().equals("tsdb")
                && versionOf(entry).filter(version -> version >= METADATA).isPresent();
    }

    private boolean varies(Field field) {
        return config.expands() && field.textOrEmpty().contains("$");
    }

    private void error(String message, String hint) {
        findings.accept(config.error("loki.config", message + REFUSED, hint));
    }
}
