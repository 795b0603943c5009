package dev.hearth.schemas.cel;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelEvaluationExceptionBuilder;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A semantic version within an expression.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-semver-library">Semver library</a>
 * @see <a href="https://semver.org">Semantic Versioning</a>
 */
record SemverValue(ImmutableList<BigInteger> numbers, ImmutableList<String> preRelease) {

    static final CelType TYPE = OpaqueType.create("kubernetes.Semver");

    private static final String NUMBER = "(0|[1-9][0-9]*)";
    private static final Pattern FORM = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER
            + "(?:-((?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(?:\\.(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*))?"
            + "(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    static Optional<SemverValue> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        return Optional.of(new SemverValue(
                ImmutableList.of(
                        new BigInteger(form.group(1)), new BigInteger(form.group(2)), new BigInteger(form.group(3))),
                form.group(4) == null
                        ? ImmutableList.of()
                        : ImmutableList.copyOf(Splitter.on('.').split(form.group(4)))));
    }

    /** As people write it: with a {@code v}, leading zeros, or fewer numbers. */
    private static Optional<SemverValue> parse(String text, boolean normalize) {
        if (!normalize) {
            return parse(text);
        }
        String plain = text.startsWith("v") ? text.substring(1) : text;
        int end = 0;
        while (end < plain.length() && plain.charAt(end) != '-' && plain.charAt(end) != '+') {
            end++;
        }
        List<String> numbers = Splitter.on('.').splitToList(plain.substring(0, end)).stream()
                .map(number -> number.replaceFirst("^0+(?=[0-9])", ""))
                .toList();
        StringBuilder core = new StringBuilder(String.join(".", numbers));
        for (int count = numbers.size(); count < 3; count++) {
            core.append(".0");
        }
        return parse(core + plain.substring(end));
    }

    private static SemverValue require(String text, boolean normalize) throws CelEvaluationException {
        return parse(text, normalize)
                .orElseThrow(() -> CelEvaluationExceptionBuilder.newBuilder("'%s' is no semantic version", text)
                        .build());
    }

    private int comparedTo(SemverValue other) {
        for (int index = 0; index < numbers.size(); index++) {
            int order = numbers.get(index).compareTo(other.numbers.get(index));
            if (order != 0) {
                return order;
            }
        }
        if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
            return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
        }
        int both = Math.min(preRelease.size(), other.preRelease.size());
        for (int index = 0; index < both; index++) {
            int order = compared(preRelease.get(index), other.preRelease.get(index));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(preRelease.size(), other.preRelease.size());
    }

    private static int compared(String one, String other) {
        boolean oneNumber = DIGITS.matcher(one).matches();
        boolean otherNumber = DIGITS.matcher(other).matches();
        if (oneNumber && otherNumber) {
            return new BigInteger(one).compareTo(new BigInteger(other));
        }
        return oneNumber == otherNumber ? one.compareTo(other) : oneNumber ? -1 : 1;
    }

    static void functions(Functions to) {
        Class<SemverValue> java = SemverValue.class;
        Class<String> string = String.class;
        to.global("semver", TYPE, SimpleType.STRING, string, text -> require(text, false))
                .global("semver", TYPE, SimpleType.STRING, string, SimpleType.BOOL, Boolean.class, SemverValue::require)
                .global(
                        "isSemver",
                        SimpleType.BOOL,
                        SimpleType.STRING,
                        string,
                        text -> parse(text).isPresent())
                .global(
                        "isSemver",
                        SimpleType.BOOL,
                        SimpleType.STRING,
                        string,
                        SimpleType.BOOL,
                        Boolean.class,
                        (text, normalize) -> parse(text, normalize).isPresent())
                .member(
                        "major",
                        SimpleType.INT,
                        TYPE,
                        java,
                        version -> version.numbers.get(0).longValue())
                .member(
                        "minor",
                        SimpleType.INT,
                        TYPE,
                        java,
                        version -> version.numbers.get(1).longValue())
                .member(
                        "patch",
                        SimpleType.INT,
                        TYPE,
                        java,
                        version -> version.numbers.get(2).longValue())
                .member("compareTo", SimpleType.INT, TYPE, java, TYPE, java, (a, b) ->
                        (long) Integer.signum(a.comparedTo(b)))
                .member("isLessThan", SimpleType.BOOL, TYPE, java, TYPE, java, (a, b) -> a.comparedTo(b) < 0)
                .member("isGreaterThan", SimpleType.BOOL, TYPE, java, TYPE, java, (a, b) -> a.comparedTo(b) > 0);
    }
}
