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
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
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
 * @see <a href="https://velero.io/docs/main/file-system-backup/">File system backup</a>
 */
public final class Backup implements Part {

    private static final Pattern FIELD = Pattern.compile("[0-9A-Za-z*?/,-]+");

    private final Settings settings;

    /** What a backup is made of; never changed once a backup holds it. */
    private static final class Settings {

        private ImmutableSortedSet<String> volumes = ImmutableSortedSet.of();
        private ImmutableSortedMap<String, String> without = ImmutableSortedMap.of();
        private ImmutableSortedSet<String> namespaces = ImmutableSortedSet.of();
        private boolean everyVolume;
        private String schedule = "";
        private Duration every = Duration.ofDays(1);
        private Duration keep = Duration.ofDays(30);
        private ImmutableList<Hook> before = ImmutableList.of();
        private ImmutableList<Hook> after = ImmutableList.of();
        private int restoreOrder;
        private String restored = "";
        private Optional<String> none = Optional.empty();

        private Settings copy() {
            Settings copy = new Settings();
            copy.volumes = volumes;
            copy.without = without;
            copy.namespaces = namespaces;
            copy.everyVolume = everyVolume;
            copy.schedule = schedule;
            copy.every = every;
            copy.keep = keep;
            copy.before = before;
            copy.after = after;
            copy.restoreOrder = restoreOrder;
            copy.restored = restored;
            copy.none = none;
            return copy;
        }

        private List<Object> values() {
            return List.of(
                    volumes,
                    without,
                    namespaces,
                    everyVolume,
                    schedule,
                    every,
                    keep,
                    before,
                    after,
                    restoreOrder,
                    restored,
                    none);
        }
    }

    private Backup(Settings settings) {
        this.settings = settings;
    }

    private static Backup of(Consumer<Settings> change) {
        return new Backup(new Settings()).with(change);
    }

    private Backup with(Consumer<Settings> change) {
        Settings copy = settings.copy();
        change.accept(copy);
        if (copy.every.toMinutes() < 1 || copy.keep.compareTo(copy.every) < 0) {
            throw new IllegalArgumentException(
                    "a backup must be kept until the next one at least, but it is made every " + copy.every
                            + " and kept for " + copy.keep);
        }
        for (String volume : copy.volumes) {
            if (copy.without.containsKey(volume)) {
                throw new IllegalArgumentException("volume " + volume + " is both backed up and left out");
            }
        }
        return new Backup(copy);
    }

    /** The objects, and the files of those volumes of its pods. */
    public static Backup volumes(String first, String... more) {
        return of(s -> s.volumes = Stream.concat(Stream.of(first), Stream.of(more))
                .map(volume -> Names.label("volume", volume))
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo)));
    }

    /**
     * The objects, and the files of every volume of every pod that is not left out; for pods that somebody makes whom the tree
     * does not know.
     */
    public static Backup everything() {
        return of(s -> s.everyVolume = true);
    }

    /**
     * The objects alone; and the files of volumes whose pods an operator makes, and marks with {@code
     * backup.velero.io/backup-volumes}.
     */
    public static Backup objects() {
        return of(s -> {});
    }

    /** Nothing, and why: it is listed as an exemption. */
    public static Backup none(String reason) {
        String given = reason("no backup", reason);
        return of(s -> s.none = Optional.of(given));
    }

    private static String reason(String what, String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException(what + " needs a reason");
        }
        return reason;
    }

    /** A copy without that volume, and why. */
    public Backup without(String volume, String reason) {
        TreeMap<String, String> all = new TreeMap<>(settings.without);
        all.put(Names.label("volume", volume), reason("leaving out volume " + volume, reason));
        return with(s -> s.without = ImmutableSortedMap.copyOf(all));
    }

    /** A copy with that further namespace, whole. */
    public Backup namespace(String name) {
        Names.label("namespace", name);
        return with(s -> s.namespaces = ImmutableSortedSet.<String>naturalOrder()
                .addAll(s.namespaces)
                .add(name)
                .build());
    }

    /**
     * A copy that is made by that schedule; each night unless said otherwise, at a time that follows from the name.
     *
     * @param cron five fields of cron, in UTC
     * @param longest the longest time between two backups, for the alert on missing ones
     */
    public Backup at(String cron, Duration longest) {
        String[] fields = cron.split(" ", -1);
        boolean right = fields.length == 5;
        for (String field : fields) {
            right &= FIELD.matcher(field).matches();
        }
        if (!right) {
            throw new IllegalArgumentException("the schedule of a backup must have five fields of cron with one space"
                    + " between, such as '30 3 * * *', but was '" + cron + "'");
        }
        return with(s -> {
            s.schedule = cron;
            s.every = longest;
        });
    }

    /** A copy whose backups are kept that long; 30 days unless said otherwise. */
    public Backup keep(Duration time) {
        return with(s -> s.keep = time);
    }

    /** A copy before which that runs, before the volumes of its pods are read. */
    public Backup before(Hook hook) {
        return with(s -> s.before = and(s.before, hook));
    }

    /** A copy after which that runs. */
    public Backup after(Hook hook) {
        return with(s -> s.after = and(s.after, hook));
    }

    private static ImmutableList<Hook> and(ImmutableList<Hook> hooks, Hook hook) {
        return ImmutableList.<Hook>builder().addAll(hooks).add(hook).build();
    }

    /**
     * A copy that is restored before those with a higher number; 0 unless said otherwise. Among equals the ones that a sync has
     * first are restored first.
     */
    public Backup restoreOrder(int order) {
        return with(s -> s.restoreOrder = order);
    }

    /** A copy with what people have to do once it is restored, in Markdown, such as to read a dump. */
    public Backup restored(String steps) {
        requireNonNull(steps, "steps");
        return with(s -> s.restored = steps);
    }

    ImmutableSortedSet<String> volumes() {
        return settings.volumes;
    }

    ImmutableSortedMap<String, String> without() {
        return settings.without;
    }

    ImmutableSortedSet<String> namespaces() {
        return settings.namespaces;
    }

    boolean everyVolume() {
        return settings.everyVolume;
    }

    String schedule() {
        return settings.schedule;
    }

    Duration every() {
        return settings.every;
    }

    Duration keep() {
        return settings.keep;
    }

    ImmutableList<Hook> before() {
        return settings.before;
    }

    ImmutableList<Hook> after() {
        return settings.after;
    }

    int restoreOrder() {
        return settings.restoreOrder;
    }

    String restored() {
        return settings.restored;
    }

    Optional<String> none() {
        return settings.none;
    }

    @Override
    public void expand(Scope scope) {
        String subject = "component " + scope.component();
        settings.none.ifPresent(why -> scope.exempt(new Exemption("a backup", subject, why)));
        settings.without.forEach(
                (volume, why) -> scope.exempt(new Exemption("a backup of volume " + volume, subject, why)));
        scope.fact(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Backup that && settings.values().equals(that.settings.values());
    }

    @Override
    public int hashCode() {
        return settings.values().hashCode();
    }

    /** For people: {@code backup of [data]}. */
    @Override
    public String toString() {
        return settings.none
                .map(why -> "no backup: " + why)
                .orElse(settings.everyVolume ? "backup of everything" : "backup of " + settings.volumes);
    }
}
