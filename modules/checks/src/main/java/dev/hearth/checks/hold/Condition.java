package dev.hearth.checks.hold;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Something that holds of an object or not: said once, judged in Java, and written in CEL for the API server.
 *
 * @see Term
 * @see Items
 */
public final class Condition {

    private final Predicate<Scope> judge;
    private final String cel;

    /** Both must mean the same; a test asks a real API server. */
    Condition(Predicate<Scope> judge, String cel) {
        this.judge = requireNonNull(judge, "judge");
        this.cel = requireNonNull(cel, "cel");
    }

    /** Whether it holds. */
    public boolean holds(Scope scope) {
        return judge.test(scope);
    }

    /** The same in CEL. */
    public String cel() {
        return cel;
    }

    /** This and the other. */
    public Condition and(Condition other) {
        return new Condition(judge.and(other.judge), "(" + cel + " && " + other.cel + ")");
    }

    /** This or the other, or both. */
    public Condition or(Condition other) {
        return new Condition(judge.or(other.judge), "(" + cel + " || " + other.cel + ")");
    }

    /** The contrary. */
    public Condition not() {
        return new Condition(judge.negate(), "!(" + cel + ")");
    }

    /** At least one of them; none of nothing. */
    public static Condition anyOf(Collection<Condition> conditions) {
        ImmutableList<Condition> all = ImmutableList.copyOf(conditions);
        return new Condition(
                scope -> all.stream().anyMatch(condition -> condition.holds(scope)),
                all.isEmpty()
                        ? "false"
                        : all.stream().map(Condition::cel).collect(Collectors.joining(" || ", "(", ")")));
    }

    @Override
    public String toString() {
        return cel;
    }
}
