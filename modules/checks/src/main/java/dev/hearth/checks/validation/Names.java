package dev.hearth.checks.validation;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import dev.hearth.checks.rule.Field;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The forms of names that are made of other names. Each answers as {@link Syntax} does. */
final class Names {

    private static final Splitter DOTS = Splitter.on('.');
    private static final Splitter SLASHES = Splitter.on('/');
    private static final int LONGEST_DRIVER = 63;
    private static final Pattern MICRO_TIME =
            Pattern.compile(".*T\\d\\d:\\d\\d:\\d\\d\\.\\d{6}(Z|[+-]\\d\\d:\\d\\d)");

    private Names() {}

    /** The parts of a name, between the dots. */
    static Stream<String> labels(String name) {
        return DOTS.splitToStream(name);
    }

    /** The name of a webhook: three labels or more. */
    static Optional<String> fullyQualified(String name) {
        Optional<String> fault = Syntax.subdomain(name);
        return fault.isEmpty() && labels(name).count() < 3
                ? Optional.of("must be a domain with at least three parts, like check.example.com")
                : fault;
    }

    /** What has the form of a qualified name but for its case: a provisioner. */
    static Optional<String> provisioner(String name) {
        return Syntax.labelKey(Ascii.toLowerCase(name));
    }

    /** What has the form of an RFC 1035 label but for its case: a kind. */
    static Optional<String> kind(String name) {
        return Syntax.service(Ascii.toLowerCase(name));
    }

    /** A domain with a dot, '/' and a name: who signs a certificate. */
    static Optional<String> signer(String name) {
        List<String> segments = SLASHES.splitToList(name);
        boolean good = segments.size() == 2
                && segments.get(0).length() <= Syntax.LONGEST_SUBDOMAIN
                && segments.get(0).indexOf('.') >= 0
                && labels(segments.get(0)).allMatch(label -> Syntax.label(label).isEmpty())
                && labels(segments.get(1))
                        .allMatch(label -> Syntax.subdomain(label).isEmpty());
        return good ? Optional.empty() : Optional.of("must be a domain, '/' and a name, like example.com/signer");
    }

    /** The name of a driver, which may have upper-case letters. */
    static Optional<String> driverForm(String name) {
        return name.length() <= LONGEST_DRIVER
                ? Syntax.subdomain(Ascii.toLowerCase(name))
                : Optional.of("must have at most " + LONGEST_DRIVER + " characters");
    }

    /** A time with its millionths. */
    static Optional<String> microTime(String time) {
        return MICRO_TIME.matcher(time).matches()
                ? Optional.empty()
                : Optional.of("must have six digits behind its seconds, like 2026-01-02T03:04:05.000000Z");
    }

    /** Tells every fault of the name of a CSI or DRA driver. */
    static void driver(Field field, Faults faults) {
        if (field.empty()) {
            faults.required(field);
            return;
        }
        faults.atMostBytes(field, LONGEST_DRIVER);
        faults.form(field, text -> Syntax.subdomain(Ascii.toLowerCase(text)));
    }
}
