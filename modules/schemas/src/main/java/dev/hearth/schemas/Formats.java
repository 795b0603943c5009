package dev.hearth.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.net.InetAddresses;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The formats of text that the API server checks in a custom resource, as loosely or strictly as it does; every other format is
 * a remark.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation">Validation</a>
 */
final class Formats {

    private static final int LONGEST_HOST = 255;
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_NAME = 253;
    private static final int SHORT_NAMES_SINCE = 34;

    private static final Splitter DOTS = Splitter.on('.');
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String OCTET = "0*(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[0-9]{1,2})";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern TIME =
            Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](.[0-9]+)?(z|[+-][0-9]{2}:[0-9]{2})");
    private static final Pattern HOST = Pattern.compile("^([a-zA-Z0-9\\p{S}\\p{L}]((-?[a-zA-Z0-9\\p{S}\\p{L}]{0,62})?)|"
            + "([a-zA-Z0-9\\p{S}\\p{L}](([a-zA-Z0-9-\\p{S}\\p{L}]{0,61}[a-zA-Z0-9\\p{S}\\p{L}])?)(\\.)){1,}"
            + "([a-zA-Z\\p{L}]){2,63})$");
    private static final Pattern GO_DURATION =
            Pattern.compile("[+-]?(0|(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)");
    private static final Pattern SCHEME_ONLY = Pattern.compile("[A-Za-z][-A-Za-z0-9+.]*:(//)?");
    private static final Pattern AMOUNT = Pattern.compile("([0-9]+)\\s*([A-Za-zµ]+)");
    private static final ImmutableList<String> UNITS =
            ImmutableList.of("ns", "us", "µs", "ms", "s", "m", "h", "hr", "d", "w", "wk");
    private static final ImmutableList<String> LONG_UNITS =
            ImmutableList.of("nano", "micro", "milli", "sec", "min", "hour", "day", "week");

    private static final ImmutableMap<String, String> DASHED =
            ImmutableMap.of("datetime", "date-time", "k8sshortname", "k8s-short-name", "k8slongname", "k8s-long-name");

    private static final ImmutableMap<String, Predicate<String>> KNOWN =
            ImmutableMap.<String, Predicate<String>>builder()
                    .put(
                            "byte",
                            matching("(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})"))
                    .put("cidr", Formats::isCidr)
                    .put("date", Formats::isDate)
                    .put("date-time", Formats::isDateTime)
                    .put("duration", Formats::isDuration)
                    .put("email", matching("[^\\s@]+@[^\\s@]+|.*<[^\\s@]+@[^\\s@]+>"))
                    .put("hexcolor", matching("#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})"))
                    .put("hostname", Formats::isHost)
                    .put("ipv4", text -> isAddress(text) && text.contains("."))
                    .put("ipv6", text -> text.contains(":") && isAddress(text))
                    .put("k8s-short-name", text -> text.length() <= LONGEST_LABEL && Pattern.matches(LABEL, text))
                    .put(
                            "k8s-long-name",
                            text -> text.length() <= LONGEST_NAME
                                    && Pattern.matches(LABEL + "(\\." + LABEL + ")*", text))
                    .put(
                            "mac",
                            matching("([0-9A-Fa-f]{2}[:-]){5}([0-9A-Fa-f]{2}[:-][0-9A-Fa-f]{2}[:-])?[0-9A-Fa-f]{2}"
                                    + "|([0-9A-Fa-f]{4}\\.){2}([0-9A-Fa-f]{4}\\.)?[0-9A-Fa-f]{4}"))
                    .put("ssn", matching("[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4}"))
                    .put("uri", Formats::isUri)
                    .put("uuid", uuid("[0-9a-f]", "[0-9a-f]"))
                    .put("uuid3", uuid("3", "[0-9a-f]"))
                    .put("uuid4", uuid("4", "[89ab]"))
                    .put("uuid5", uuid("5", "[89ab]"))
                    .buildOrThrow();

    private Formats() {}

    /** Whether a text is of that format; empty where that version of Kubernetes does not check it. */
    static Optional<Predicate<String>> check(String format, int minor) {
        String known = known(format);
        return known.startsWith("k8s") && minor < SHORT_NAMES_SINCE
                ? Optional.empty()
                : Optional.ofNullable(KNOWN.get(known));
    }

    /** All formats, by the names that people write. */
    static ImmutableMap<String, Predicate<String>> all() {
        return KNOWN;
    }

    /** The name of a format as in {@link #all()}; dashes in it do not count. */
    static String known(String format) {
        String plain = format.replace("-", "");
        return DASHED.getOrDefault(plain, plain);
    }

    private static Predicate<String> matching(String form) {
        Pattern pattern = Pattern.compile(form);
        return text -> pattern.matcher(text).matches();
    }

    private static Predicate<String> uuid(String version, String variant) {
        return matching(
                "(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?" + version + "[0-9a-f]{3}-?" + variant + "[0-9a-f]{3}-?[0-9a-f]{12}");
    }

    private static boolean isAddress(String text) {
        return text.contains(":")
                ? !text.contains("%") && InetAddresses.isInetAddress(text)
                : IPV4.matcher(text).matches();
    }

    private static boolean isCidr(String text) {
        List<String> parts = Splitter.on('/').splitToList(text);
        if (parts.size() != 2 || !isAddress(parts.get(0)) || !Pattern.matches("[0-9]{1,3}", parts.get(1))) {
            return false;
        }
        return Integer.parseInt(parts.get(1)) <= (parts.get(0).contains(":") ? 128 : 32);
    }

    private static boolean isDate(String text) {
        if (!Pattern.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}", text)) {
            return false;
        }
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isDateTime(String text) {
        List<String> parts = Splitter.on('t').limit(2).splitToList(Ascii.toLowerCase(text));
        return parts.size() == 2
                && isDate(parts.get(0))
                && TIME.matcher(parts.get(1)).matches();
    }

    private static boolean isDuration(String text) {
        if (GO_DURATION.matcher(text).matches()) {
            return true;
        }
        Matcher amounts = AMOUNT.matcher(text);
        while (amounts.find()) {
            String unit = Ascii.toLowerCase(amounts.group(2));
            if (UNITS.contains(unit) || LONG_UNITS.stream().anyMatch(unit::startsWith)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHost(String text) {
        return HOST.matcher(text).find()
                && text.getBytes(UTF_8).length <= LONGEST_HOST
                && DOTS.splitToStream(text).allMatch(label -> label.getBytes(UTF_8).length <= LONGEST_LABEL);
    }

    // An absolute path, or what has a scheme; Go lets an address be empty, and spaces stand in a path.
    private static boolean isUri(String text) {
        if (text.startsWith("/")) {
            return isJavaUri(text.replace(" ", "%20"));
        }
        return SCHEME_ONLY.matcher(text).matches()
                || (isJavaUri(text) && URI.create(text).isAbsolute());
    }

    private static boolean isJavaUri(String text) {
        try {
            new URI(text);
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
