package dev.hearth.checks.alerting;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * An expression of PromQL, as far as it tells which series it reads and which labels its results have.
 *
 * @see <a href="https://prometheus.io/docs/prometheus/latest/querying/basics/">Querying Prometheus</a>
 */
sealed interface Query {

    /** The expression; nothing where this is no PromQL, or newer than what is known here. */
    static Optional<Query> parse(String text) {
        return QueryParser.parse(text);
    }

    /** Everything it reads. */
    Stream<Selector> selectors();

    /** Whether none of its results can have that label. */
    boolean lacks(String label);

    /** Whether it has no result for certain, where those selectors find nothing. */
    boolean emptyWithout(Predicate<Selector> nothing);

    /** Whether it is a number and not a vector. */
    default boolean scalar() {
        return false;
    }

    /**
     * The series of a metric.
     *
     * @param metric its name; empty where only matchers tell
     * @param matchers what their labels must be
     */
    record Selector(String metric, ImmutableList<LabelMatcher> matchers) implements Query {

        @Override
        public Stream<Selector> selectors() {
            return Stream.of(this);
        }

        @Override
        public boolean lacks(String label) {
            return of(label)
                    .anyMatch(matcher ->
                            matcher.operator().equals("=") && matcher.value().isEmpty());
        }

        @Override
        public boolean emptyWithout(Predicate<Selector> nothing) {
            return nothing.test(this);
        }

        /** The matchers of that label. */
        Stream<LabelMatcher> of(String label) {
            return matchers.stream().filter(matcher -> matcher.label().equals(label));
        }
    }

    /** A number or a text. */
    record Constant() implements Query {

        @Override
        public Stream<Selector> selectors() {
            return Stream.empty();
        }

        @Override
        public boolean lacks(String label) {
            return true;
        }

        @Override
        public boolean emptyWithout(Predicate<Selector> nothing) {
            return false;
        }

        @Override
        public boolean scalar() {
            return true;
        }
    }

    /** A function of other expressions. */
    record Call(String function, ImmutableList<Query> arguments) implements Query {

        private static final ImmutableSet<String> NUMBERS = ImmutableSet.of("scalar", "time", "pi");
        private static final ImmutableSet<String> ABSENCE = ImmutableSet.of("absent", "absent_over_time");
        private static final ImmutableSet<String> LABELLING = ImmutableSet.of("label_replace", "label_join", "info");

        @Override
        public Stream<Selector> selectors() {
            return arguments.stream().flatMap(Query::selectors);
        }

        @Override
        public boolean lacks(String label) {
            if (ABSENCE.contains(function)) {
                // What is absent gets the labels that were asked for by equality.
                return arguments.stream()
                        .noneMatch(argument -> argument instanceof Selector selector
                                && selector.of(label)
                                        .anyMatch(matcher -> matcher.operator().equals("=")));
            }
            return scalar()
                    || function.equals("vector")
                    || (!LABELLING.contains(function)
                            && arguments.stream().allMatch(argument -> argument.lacks(label)));
        }

        @Override
        public boolean emptyWithout(Predicate<Selector> nothing) {
            return !scalar()
                    && !function.equals("vector")
                    && !ABSENCE.contains(function)
                    && arguments.stream().anyMatch(argument -> argument.emptyWithout(nothing));
        }

        @Override
        public boolean scalar() {
            return NUMBERS.contains(function);
        }
    }

    /**
     * Many series made few.
     *
     * @param operator such as {@code sum}
     * @param by whether the labels stay, and all others go; otherwise the labels go
     * @param labels the labels of the clause; nothing stays where there is none
     * @param arguments what is made few, behind a parameter
     */
    record Aggregation(String operator, boolean by, ImmutableSet<String> labels, ImmutableList<Query> arguments)
            implements Query {

        private static final ImmutableSet<String> CHOOSING =
                ImmutableSet.of("topk", "bottomk", "limitk", "limit_ratio");

        @Override
        public Stream<Selector> selectors() {
            return arguments.stream().flatMap(Query::selectors);
        }

        @Override
        public boolean lacks(String label) {
            boolean inside = arguments.stream().allMatch(argument -> argument.lacks(label));
            if (operator.equals("count_values")) {
                return false;
            }
            if (CHOOSING.contains(operator)) {
                return inside;
            }
            return inside || by != labels.contains(label);
        }

        @Override
        public boolean emptyWithout(Predicate<Selector> nothing) {
            return arguments.stream().anyMatch(argument -> argument.emptyWithout(nothing));
        }
    }

    /**
     * Two expressions and what is between them.
     *
     * @param operator in small letters
     * @param left the first
     * @param right the second
     * @param grouped whether labels may come from either side
     */
    record Binary(String operator, Query left, Query right, boolean grouped) implements Query {

        @Override
        public Stream<Selector> selectors() {
            return Stream.concat(left.selectors(), right.selectors());
        }

        @Override
        public boolean lacks(String label) {
            if (grouped || operator.equals("or") || left.scalar()) {
                return left.lacks(label) && right.lacks(label);
            }
            return left.lacks(label);
        }

        @Override
        public boolean emptyWithout(Predicate<Selector> nothing) {
            boolean first = left.emptyWithout(nothing);
            return switch (operator) {
                case "or" -> first && right.emptyWithout(nothing);
                case "unless" -> first;
                default -> first || right.emptyWithout(nothing);
            };
        }

        @Override
        public boolean scalar() {
            return left.scalar() && right.scalar();
        }
    }
}
