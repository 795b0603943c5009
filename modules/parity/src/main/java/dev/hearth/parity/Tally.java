package dev.hearth.parity;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The comparisons of one kind, counted. */
final class Tally {

    private final Kind kind;
    private final List<Comparison> comparisons;
    private final Map<Comparison.Outcome, Integer> outcomes = new EnumMap<>(Comparison.Outcome.class);
    private final Map<Comparison.Paths, Integer> paths = new EnumMap<>(Comparison.Paths.class);

    Tally(Kind kind, List<Comparison> comparisons) {
        this.kind = kind;
        this.comparisons = List.copyOf(comparisons);
        for (Comparison comparison : comparisons) {
            outcomes.merge(comparison.outcome(), 1, Integer::sum);
            if (comparison.outcome() == Comparison.Outcome.BOTH_REFUSE) {
                paths.merge(comparison.paths(), 1, Integer::sum);
            }
        }
    }

    Kind kind() {
        return kind;
    }

    int count(Comparison.Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0);
    }

    int count(Comparison.Paths outcome) {
        return paths.getOrDefault(outcome, 0);
    }

    int refused() {
        return count(Comparison.Outcome.BOTH_REFUSE) + count(Comparison.Outcome.MISSED);
    }

    int valid() {
        return count(Comparison.Outcome.BOTH_ACCEPT) + count(Comparison.Outcome.FALSE_ALARM);
    }

    /** Of a hundred that the server refuses. */
    double caught() {
        return refused() == 0 ? 100 : 100.0 * count(Comparison.Outcome.BOTH_REFUSE) / refused();
    }

    List<Comparison> of(Comparison.Outcome outcome) {
        List<Comparison> out = new ArrayList<>();
        for (Comparison comparison : comparisons) {
            if (comparison.outcome() == outcome) {
                out.add(comparison);
            }
        }
        return out;
    }

    long createDiffers() {
        return comparisons.stream().filter(Comparison::createDiffers).count();
    }

    List<Comparison> comparisons() {
        return comparisons;
    }
}
