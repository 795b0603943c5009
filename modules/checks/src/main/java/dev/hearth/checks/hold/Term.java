package dev.hearth.checks.hold;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.re2j.Pattern;
import dev.hearth.checks.rule.Field;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * A field below something that has a name, whether it is there or not.
 *
 * <pre>{@code
 * Term.pod().get("hostNetwork").isTrue()
 * Term.of("container").get("image").matches("[^@]*:latest")
 * }</pre>
 *
 * @param variable the name
 * @param steps the fields that lead down from it
 */
public record Term(String variable, ImmutableList<String> steps) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** What a comprehension gave that name. */
    public static Term of(String variable) {
        return new Term(variable, ImmutableList.of());
    }

    /** The whole object. */
    public static Term object() {
        return of(Scope.OBJECT);
    }

    /** The {@code spec} of the pod that the object makes, or is. */
    public static Term pod() {
        return of(Scope.POD);
    }

    /** The field that those names lead to, one below the other. */
    public Term get(String... names) {
        return new Term(
                variable,
                ImmutableList.<String>builder().addAll(steps).add(names).build());
    }

    /** Where that is in an object. */
    public Field in(Scope scope) {
        Field field = scope.get(variable);
        for (String step : steps) {
            field = field.get(step);
        }
        return field;
    }

    /** As an optional value. */
    String cel() {
        String root = variable.equals(Scope.POD) ? "variables.pod" : variable;
        return root + steps.stream().map(Term::step).collect(Collectors.joining());
    }

    private static String step(String name) {
        return NAME.matches(name) ? ".?" + name : "[?" + literal(name) + "]";
    }

    private String text() {
        return cel() + ".orValue('')";
    }

    /** Something stands here. */
    public Condition present() {
        return new Condition(scope -> in(scope).present(), cel() + ".hasValue()");
    }

    /** It is {@code true}. */
    public Condition isTrue() {
        return new Condition(scope -> in(scope).isTrue(), cel() + ".orValue(false)");
    }

    /** It is {@code false}, and not merely left out. */
    public Condition isFalse() {
        return new Condition(scope -> in(scope).isFalse(), "!" + cel() + ".orValue(true)");
    }

    /** It is one of those texts; what is left out is the empty one. */
    public Condition isIn(Collection<String> texts) {
        ImmutableList<String> all = texts.stream().sorted().collect(toImmutableList());
        return new Condition(scope -> all.contains(in(scope).textOrEmpty()), text() + " in " + literals(all));
    }

    /** It is that text; what is left out is the empty one. */
    public Condition is(String text) {
        return new Condition(scope -> in(scope).textOrEmpty().equals(text), text() + " == " + literal(text));
    }

    /** It is the same text as the other. */
    public Condition sameAs(Term other) {
        return new Condition(
                scope -> in(scope).textOrEmpty().equals(other.in(scope).textOrEmpty()), text() + " == " + other.text());
    }

    /** The whole text, empty where it is left out, has the form of that regular expression of RE2. */
    public Condition matches(String expression) {
        Pattern pattern = Pattern.compile("^(?:" + expression + ")$");
        return new Condition(
                scope -> pattern.matches(in(scope).textOrEmpty()),
                text() + ".matches(" + literal("^(?:" + expression + ")$") + ")");
    }

    /** It is a list with that text among its items. */
    public Condition contains(String text) {
        return new Condition(
                scope -> in(scope).texts().contains(text), literal(text) + " in " + cel() + ".orValue([])");
    }

    /** It is a list with the same text as the other among its items. */
    public Condition containsSameAs(Term other) {
        return new Condition(
                scope -> in(scope).texts().contains(other.in(scope).textOrEmpty()),
                other.text() + " in " + cel() + ".orValue([])");
    }

    /** It is a list with one of those texts among its items. */
    public Condition containsAnyOf(String... texts) {
        return Condition.anyOf(Arrays.stream(texts).map(this::contains).collect(toImmutableList()));
    }

    /** It is a list without items, or left out. */
    public Condition isEmpty() {
        return new Condition(scope -> in(scope).items().isEmpty(), cel() + ".orValue([]).size() == 0");
    }

    static String literals(Collection<String> texts) {
        return texts.stream().map(Term::literal).collect(Collectors.joining(", ", "[", "]"));
    }

    /** A text as CEL writes it. */
    static String literal(String text) {
        if (text.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("a text in a condition is one line, but was " + text);
        }
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
