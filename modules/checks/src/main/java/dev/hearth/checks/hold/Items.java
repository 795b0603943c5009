package dev.hearth.checks.hold;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Field;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The items of lists, each of which gets a name in turn.
 *
 * <pre>{@code
 * Items.of("container", pod().get("containers")).any(Term.of("container").get("image").is(""))
 * }</pre>
 */
public final class Items {

    private final String name;
    private final Function<Scope, List<Field>> items;
    private final String cel;

    private Items(String name, Function<Scope, List<Field>> items, String cel) {
        this.name = name;
        this.items = items;
        this.cel = cel;
    }

    /** The items of those lists, one after the other. */
    public static Items of(String name, Term... lists) {
        ImmutableList<Term> all = ImmutableList.copyOf(lists);
        return new Items(
                name,
                scope -> all.stream()
                        .flatMap(list -> list.in(scope).items().stream())
                        .toList(),
                Arrays.stream(lists)
                        .map(list -> list.cel() + ".orValue([])")
                        .collect(Collectors.joining(" + ", "(", ")")));
    }

    /** Those of these items that are so. */
    public Items that(Condition wanted) {
        return new Items(name, scope -> keep(scope, wanted), cel + ".filter(" + name + ", " + wanted.cel() + ")");
    }

    /** These and then those of the other, which have the same name. */
    public Items and(Items other) {
        if (!other.name.equals(name)) {
            throw new IllegalArgumentException("items have one name, but these have " + name + " and " + other.name);
        }
        return new Items(
                name,
                scope -> Stream.concat(items.apply(scope).stream(), other.items.apply(scope).stream())
                        .toList(),
                "(" + cel + " + " + other.cel + ")");
    }

    /** At least one of them is so. */
    public Condition any(Condition wanted) {
        return new Condition(
                scope -> !keep(scope, wanted).isEmpty(), cel + ".exists(" + name + ", " + wanted.cel() + ")");
    }

    /** Those that are so in an object, for whoever says what is wrong with them. */
    public ImmutableList<Field> found(Scope scope, Condition wanted) {
        return keep(scope, wanted).stream().collect(toImmutableList());
    }

    private List<Field> keep(Scope scope, Condition wanted) {
        return items.apply(scope).stream()
                .filter(item -> wanted.holds(scope.with(name, item)))
                .toList();
    }
}
