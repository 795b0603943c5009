package dev.hearth.schemas.cel;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one place of a schema. They are compiled when they are first asked. Safe for use by many threads.
 *
 * <p>Values are those of {@link CelValues}. A rule that compares with the old object says nothing of a new one, unless it
 * takes the old one for optional.
 */
public final class CelRules {

    private final ImmutableList<CelRule> rules;
    private volatile @Nullable ImmutableList<Compiled> compiled;

    private CelRules(ImmutableList<CelRule> rules) {
        this.rules = rules;
    }

    /** Those rules. */
    public static CelRules of(Collection<CelRule> rules) {
        return new CelRules(ImmutableList.copyOf(rules));
    }

    /** The rules themselves. */
    public ImmutableList<CelRule> rules() {
        return rules;
    }

    /** Compiled by whoever asks first; compiled twice it is the same. */
    private ImmutableList<Compiled> compiled() {
        ImmutableList<Compiled> known = compiled;
        if (known == null) {
            known = rules.stream().map(Compiled::of).collect(toImmutableList());
            compiled = known;
        }
        return known;
    }

    /** Every rule that the value does not keep, in the order of the rules. A rule that cannot be evaluated is not kept. */
    public ImmutableList<CelViolation> violations(Object self) {
        return compiled().stream()
                .flatMap(rule -> rule.violation(self).stream())
                .collect(toImmutableList());
    }

    /** What is wrong with the expressions themselves, as {@code expression: fault}. */
    public ImmutableList<String> errors() {
        return compiled().stream()
                .flatMap(rule -> Stream.of(rule.expression(), rule.messageExpression()))
                .flatMap(expression -> expression.fault().stream())
                .collect(toImmutableList());
    }

    /** A rule with its programs. */
    private record Compiled(CelRule rule, Expression expression, Expression messageExpression) {

        static Compiled of(CelRule rule) {
            return new Compiled(rule, Expression.of(rule.rule()), Expression.of(rule.messageExpression()));
        }

        Optional<CelViolation> violation(Object self) {
            if (expression.usesOldSelf() && !rule.optionalOldSelf()) {
                return Optional.empty();
            }
            Expression.Result result = expression.evaluate(self);
            if (result.fault().isPresent()) {
                return Optional.of(new CelViolation(
                        rule, "cannot be judged: " + result.fault().get()));
            }
            return result.value().equals(Optional.of(true)) || result.value().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new CelViolation(rule, message(self)));
        }

        private String message(Object self) {
            return messageExpression
                    .evaluate(self)
                    .value()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .filter(text -> !text.isBlank() && text.indexOf('\n') < 0)
                    .orElseGet(() -> rule.message().isBlank()
                            ? "must hold: " + rule.rule().strip()
                            : rule.message().strip());
        }
    }
}
