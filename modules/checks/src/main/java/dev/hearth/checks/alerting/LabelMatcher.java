package dev.hearth.checks.alerting;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What asks for the value of a label, as PromQL and the routes of Alertmanager do. A label that is not there has the empty value.
 *
 * @param label the name of the label
 * @param operator {@code =}, {@code !=}, {@code =~} or {@code !~}
 * @param value what it is compared with
 * @param test whether a value passes
 */
record LabelMatcher(String label, String operator, String value, Predicate<String> test) {

    /** Prometheus refuses deeper groups, and to read them would take too much of the stack. */
    private static final int DEEPEST = 1000;

    /** Nothing where the operator is none, or the regular expression is broken: then others refuse it. */
    static Optional<LabelMatcher> of(String label, String operator, String value) {
        return switch (operator) {
            case "=" -> Optional.of(new LabelMatcher(label, operator, value, value::equals));
            case "!=" -> Optional.of(new LabelMatcher(label, operator, value, text -> !text.equals(value)));
            case "=~" -> pattern(value).map(pattern -> new LabelMatcher(label, operator, value, pattern::matches));
            case "!~" ->
                pattern(value).map(pattern -> new LabelMatcher(label, operator, value, text -> !pattern.matches(text)));
            default -> Optional.empty();
        };
    }

    private static Optional<Pattern> pattern(String regex) {
        if (regex.chars().filter(sign -> sign == '(').count() > DEEPEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pattern.compile("(?s:" + regex + ")"));
        } catch (PatternSyntaxException broken) {
            return Optional.empty();
        }
    }

    /** Whether a label of that value is meant. */
    boolean matches(String text) {
        return test.test(text);
    }
}
