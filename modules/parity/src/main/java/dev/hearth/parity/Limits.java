package dev.hearth.parity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.google.common.base.Splitter;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far Hearth agrees with the server so that nothing gets worse unnoticed: {@code limits.tsv}, a line for each kind that
 * falls short of the aim, which is no false alarm and one miss in a hundred.
 */
final class Limits {

    private static final String HEAD = """
            # What the sample of ParityTest shows of each kind that falls short of the aim: misses and false alarms at most.
            # Written by modules/parity/run --few --limits=modules/parity/src/main/resources/limits.tsv
            """;

    private static final double AIM = 0.01;

    private record Limit(int missed, int alarms) {

        static Limit aim(int refused) {
            return new Limit((int) (AIM * refused), 0);
        }
    }

    private final Map<String, Limit> limits;

    private Limits(Map<String, Limit> limits) {
        this.limits = limits;
    }

    static Limits of(Collection<Tally> tallies) {
        Map<String, Limit> limits = new TreeMap<>();
        for (Tally tally : tallies) {
            if (!holds(tally, Limit.aim(tally.refused()))) {
                limits.put(tally.kind().toString(), shown(tally));
            }
        }
        return new Limits(limits);
    }

    static Limits onClassPath() {
        try {
            Map<String, Limit> limits = new TreeMap<>();
            String text =
                    Resources.toString(requireNonNull(Limits.class.getResource("/limits.tsv"), "/limits.tsv"), UTF_8);
            for (String line : Splitter.on('\n').omitEmptyStrings().split(text)) {
                if (!line.startsWith("#")) {
                    List<String> parts = Splitter.on('\t').splitToList(line);
                    limits.put(parts.get(0), new Limit(Integer.parseInt(parts.get(1)), Integer.parseInt(parts.get(2))));
                }
            }
            return new Limits(limits);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    void write(Path file) {
        StringBuilder out = new StringBuilder(HEAD);
        limits.forEach((kind, limit) -> out.append(kind)
                .append('\t')
                .append(limit.missed())
                .append('\t')
                .append(limit.alarms())
                .append('\n'));
        try {
            Files.writeString(file, out, UTF_8);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Whether a kind is at least as good as it was, or as it should be. */
    boolean hold(Tally tally) {
        return holds(tally, Limit.aim(tally.refused()))
                || holds(tally, limits.getOrDefault(tally.kind().toString(), new Limit(0, 0)));
    }

    private static boolean holds(Tally tally, Limit limit) {
        Limit shown = shown(tally);
        return shown.missed() <= limit.missed() && shown.alarms() <= limit.alarms();
    }

    private static Limit shown(Tally tally) {
        return new Limit(tally.count(Comparison.Outcome.MISSED), tally.count(Comparison.Outcome.FALSE_ALARM));
    }
}
