package dev.hearth.schemas.cel;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelEvaluationExceptionBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What Kubernetes adds to texts: searching by a regular expression, and named formats.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-regex-library">Regex library</a>
 * @see <a href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-format-library">Format library</a>
 */
final class TextFunctions {

    private static final ListType TEXTS = ListType.create(SimpleType.STRING);
    private static final CelType FORMAT = OpaqueType.create("kubernetes.NamedFormat");

    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
    private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

    private static final ImmutableMap<String, Format> FORMATS = ImmutableMap.<String, Format>builder()
            .put("dns1123Label", Format.of(LABEL, 63))
            .put("dns1123Subdomain", Format.of(SUBDOMAIN, 253))
            .put("dns1035Label", Format.of("[a-z]([-a-z0-9]*[a-z0-9])?", 63))
            .put("qualifiedName", Format.of("(" + SUBDOMAIN + "/)?" + QUALIFIED, 253 + 1 + 63))
            .put("dns1123LabelPrefix", Format.of("[a-z0-9]([-a-z0-9]*)?", 63))
            .put("dns1123SubdomainPrefix", Format.of("[a-z0-9]([-a-z0-9.]*)?", 253))
            .put("dns1035LabelPrefix", Format.of("[a-z]([-a-z0-9]*)?", 63))
            .put("labelValue", Format.of("(" + QUALIFIED + ")?", 63))
            .put("uri", new Format(text -> UrlValue.parse(text).isPresent()))
            .put("uuid", Format.of("(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", 36))
            .put("byte", Format.of("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?", Integer.MAX_VALUE))
            .put("date", Format.of("[0-9]{4}-[0-9]{2}-[0-9]{2}", 10))
            .put(
                    "datetime",
                    Format.of(
                            "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})",
                            Integer.MAX_VALUE))
            .buildOrThrow();

    private TextFunctions() {}

    /** A form that texts can have. */
    record Format(Predicate<String> form) {

        static Format of(String pattern, int longest) {
            Pattern compiled = Pattern.compile("^(?:" + pattern + ")$");
            return new Format(text -> text.length() <= longest && compiled.matches(text));
        }

        /** What is wrong with a text; empty where nothing is. */
        Optional<List<String>> validate(String text) {
            return form.test(text) ? Optional.empty() : Optional.of(ImmutableList.of("has not the form"));
        }
    }

    static void functions(Functions to) {
        CelType text = SimpleType.STRING;
        Class<String> java = String.class;
        to.member("find", text, text, java, text, java, TextFunctions::find)
                .member("findAll", TEXTS, text, java, text, java, (value, pattern) -> findAll(value, pattern, -1))
                .member(
                        "findAll",
                        TEXTS,
                        ImmutableList.of(text, text, SimpleType.INT),
                        List.of(java, java, Long.class),
                        arguments -> findAll((String) arguments[0], (String) arguments[1], (Long) arguments[2]))
                .global(
                        "format.named",
                        OptionalType.create(FORMAT),
                        text,
                        java,
                        name -> Optional.ofNullable(FORMATS.get(name)))
                .member("validate", OptionalType.create(TEXTS), FORMAT, Format.class, text, java, Format::validate);
        FORMATS.forEach((name, format) -> to.constant("format." + name, FORMAT, format));
    }

    private static Pattern pattern(String pattern) throws CelEvaluationException {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw CelEvaluationExceptionBuilder.newBuilder("'%s' is no regular expression", pattern)
                    .build();
        }
    }

    private static String find(String text, String pattern) throws CelEvaluationException {
        Matcher matcher = pattern(pattern).matcher(text);
        return matcher.find() ? matcher.group() : "";
    }

    private static List<String> findAll(String text, String pattern, long most) throws CelEvaluationException {
        Matcher matcher = pattern(pattern).matcher(text);
        List<String> found = new ArrayList<>();
        while ((most < 0 || found.size() < most) && matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }
}
