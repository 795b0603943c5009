package dev.hearth.dsl.backup;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Scope;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What of a component is backed up, how often, and how long that is kept; or why nothing is. It becomes Schedules where the
 * cluster has a Velero.
 *
 * <pre>{@code
 * Backup.volumes("data")                                   // each night, kept for 30 days
 * Backup.volumes("dump").without("data", "the dump has all of it")
 *     .before(Hook.in(server.pods(), "/scripts/dump.sh"))
 *     .at("0 1,7,13,19 * * *", hours(6)).keep(days(14))
 * Backup.objects()                                         // Secrets and other objects, no volume
 * Backup.none("a cache; it fills again by itself")
 * }</pre>
 *
 * <p>The objects of the component's namespace are in the backup; where other components share the namespace, those with its
 * label {@code app.kubernetes.io/part-of}, and the claims of its pods.
 *
 * @param volumes the names of the volumes, as its pods have them, whose files are in the backup
 * @param without volumes that are left out, and why
 * @param namespaces further namespaces that are backed up whole
 * @param schedule five fields of cron in UTC; empty for each night at a time that follows from the name
 * @param every how far apart the backups are at the most, for the alert on missing ones
 * @param keep how long a backup is kept
 * @param before what runs in containers before their volumes are read
 * @param after what runs in containers when that is done
 * @param restoreOrder which components are restored first, the lower ones; among equals the earlier ones of a sync
 * @param none why nothing is backed up; empty where something is
 * @see <a href="https://velero.io/docs/main/file-system-backup/">File system backup</a>
 */
public record Backup(
        ImmutableSortedSet<String> volumes,
        ImmutableSortedMap<String, String> without,
        ImmutableSortedSet<String> namespaces,
        String schedule,
        Duration every,
        Duration keep,
        ImmutableList<Hook> before,
        ImmutableList<Hook> after,
        int restoreOrder,
        Optional<String> none)
        implements Part {

    private static final Pattern FIELD = Pattern.compile("[0-9A-Za-z*?/,-]+");
    private static final Duration DAY = Duration.ofDays(1);

    public Backup {
        volumes.forEach(volume -> Names.label("volume", volume));
        without.forEach((volume, reason) -> {
            Names.label("volume", volume);
            requireReason("leaving out volume " + volume, reason);
        });
        namespaces.forEach(namespace -> Names.label("namespace", namespace));
        requireNonNull(before, "before");
        requireNonNull(after, "after");
        none.ifPresent(reason -> requireReason("no backup", reason));
        for (String volume : volumes) {
            if (without.containsKey(volume)) {
                throw new IllegalArgumentException("volume " + volume + " is both backed up and left out");
            }
        }
        if (!schedule.isEmpty()) {
            checkCron(schedule);
        }
        if (every.toMinutes() < 1 || keep.compareTo(every) < 0) {
            throw new IllegalArgumentException(
                    "a backup must be kept until the next one at least, but it is made every " + every
                            + " and kept for " + keep);
        }
    }

    private static void requireReason(String what, String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException(what + " needs a reason");
        }
    }

    private static void checkCron(String schedule) {
        String[] fields = schedule.split(" ", -1);
        boolean right = fields.length == 5;
        for (String field : fields) {
            right &= FIELD.matcher(field).matches();
        }
        if (!right) {
            throw new IllegalArgumentException("the schedule of a backup must have five fields of cron with one space"
                    + " between, such as '30 3 * * *', but was '" + schedule + "'");
        }
    }

    private static Backup of(ImmutableSortedSet<String> volumes, Optional<String> none) {
        return new Backup(
                volumes,
                ImmutableSortedMap.of(),
                ImmutableSortedSet.of(),
                "",
                DAY,
                Duration.ofDays(30),
                ImmutableList.of(),
                ImmutableList.of(),
                0,
                none);
    }

    /** The objects, and the files of those volumes of its pods. */
    public static Backup volumes(String first, String... more) {
        return of(
                Stream.concat(Stream.of(first), Stream.of(more))
                        .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo)),
                Optional.empty());
    }

    /**
     * The objects alone; and the files of volumes whose pods an operator makes, and marks with {@code
     * backup.velero.io/backup-volumes}.
     */
    public static Backup objects() {
        return of(ImmutableSortedSet.of(), Optional.empty());
    }

    /** Nothing, and why: it is listed as an exemption. */
    public static Backup none(String reason) {
        return of(ImmutableSortedSet.of(), Optional.of(reason));
    }

    /** A copy without that volume, and why. */
    public Backup without(String volume, String reason) {
        TreeMap<String, String> all = new TreeMap<>(without);
        all.put(volume, reason);
        return new Backup(
                volumes,
                ImmutableSortedMap.copyOf(all),
                namespaces,
                schedule,
                every,
                keep,
                before,
                after,
                restoreOrder,
                none);
    }

    /** A copy with that further namespace, whole. */
    public Backup namespace(String name) {
        return new Backup(
                volumes,
                without,
                ImmutableSortedSet.<String>naturalOrder()
                        .addAll(namespaces)
                        .add(name)
                        .build(),
                schedule,
                every,
                keep,
                before,
                after,
                restoreOrder,
                none);
    }

    /**
     * A copy that is made by that schedule.
     *
     * @param cron five fields of cron, in UTC
     * @param longest the longest time between two backups
     */
    public Backup at(String cron, Duration longest) {
        checkCron(cron);
        return new Backup(volumes, without, namespaces, cron, longest, keep, before, after, restoreOrder, none);
    }

    /** A copy whose backups are kept that long; 30 days unless said otherwise. */
    public Backup keep(Duration time) {
        return new Backup(volumes, without, namespaces, schedule, every, time, before, after, restoreOrder, none);
    }

    /** A copy before which that runs. */
    public Backup before(Hook hook) {
        return new Backup(
                volumes, without, namespaces, schedule, every, keep, and(before, hook), after, restoreOrder, none);
    }

    /** A copy after which that runs. */
    public Backup after(Hook hook) {
        return new Backup(
                volumes, without, namespaces, schedule, every, keep, before, and(after, hook), restoreOrder, none);
    }

    /** A copy that is restored before those with a higher number; 0 unless said otherwise. */
    public Backup restoreOrder(int order) {
        return new Backup(volumes, without, namespaces, schedule, every, keep, before, after, order, none);
    }

    private static ImmutableList<Hook> and(ImmutableList<Hook> hooks, Hook hook) {
        return ImmutableList.<Hook>builder().addAll(hooks).add(hook).build();
    }

    @Override
    public void expand(Scope scope) {
        String subject = "component " + scope.component();
        none.ifPresent(reason -> scope.exempt(new Exemption("a backup", subject, reason)));
        without.forEach(
                (volume, reason) -> scope.exempt(new Exemption("a backup of volume " + volume, subject, reason)));
        scope.fact(this);
    }
}
