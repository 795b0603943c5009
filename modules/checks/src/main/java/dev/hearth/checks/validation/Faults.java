package dev.hearth.checks.validation;

import com.google.common.base.Ascii;
import com.google.common.base.Utf8;
import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Quantity;
import dev.hearth.schemas.Fault;
import dev.hearth.schemas.Reason;
import dev.hearth.schemas.cel.CelLanguage;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Told what is wrong with the fields of one object, in the API server's own sorts. */
final class Faults {

    private static final int LONGEST_QUOTE = 80;

    private final KubernetesVersion version;
    private final Consumer<Fault> faults;
    private int told;

    Faults(KubernetesVersion version, Consumer<Fault> faults) {
        this.version = version;
        this.faults = faults;
    }

    /** The version of Kubernetes that judges. */
    KubernetesVersion version() {
        return version;
    }

    /** How many faults were told so far. */
    int told() {
        return told;
    }

    /** It is of another type than it must be. */
    void type(Field field, String must) {
        add(field, Reason.TYPE, must);
    }

    /** It names something that is not there. */
    void notFound(Field field, String what) {
        invalid(field, "names " + what + " that is not there: " + quoted(field.textOrEmpty()));
    }

    /** It must be there, and not empty. Says whether it is. */
    boolean present(Field field) {
        if (field.empty()) {
            required(field);
        }
        return !field.empty();
    }

    /** A fault that another found. */
    void tell(Fault fault) {
        faults.accept(fault);
    }

    /** It must be there, and not empty. */
    void required(Field field) {
        required(field, "must be there");
    }

    /** It must be there, and why. */
    void required(Field field, String why) {
        add(field, Reason.REQUIRED, why);
    }

    /** Its value breaks a rule: what it must be. */
    void invalid(Field field, String must) {
        add(field, Reason.INVALID, must);
    }

    /** Its value is none of those. */
    void unsupported(Field field, Collection<String> supported) {
        add(field, Reason.UNSUPPORTED, "is none of " + String.join(", ", supported));
    }

    /** It must not be there, and why. */
    void forbidden(Field field, String why) {
        add(field, Reason.FORBIDDEN, why);
    }

    /** Its value is an expression that nobody could evaluate. */
    void expression(Field field, CelLanguage language) {
        if (!field.empty()) {
            language.fault(field.textOrEmpty()).ifPresent(why -> invalid(field, why));
        }
    }

    /** It is there already. */
    void duplicate(Field field) {
        add(field, Reason.DUPLICATE, "is there twice");
    }

    /** It is longer than that many characters or bytes. */
    void tooLong(Field field, int most) {
        add(field, Reason.TOO_LONG, "has at most " + most + " bytes");
    }

    /** It has more than that many items. */
    void tooMany(Field field, int most) {
        add(field, Reason.TOO_MANY, "has at most " + most + " items");
    }

    /** It must have that form, whether it is there or not. Says whether it has. */
    boolean form(Field field, Function<String, Optional<String>> form) {
        return form(field, field.textOrEmpty(), form);
    }

    /** That text, a key of a mapping for example, must have that form. Says whether it has. */
    boolean form(Field field, String text, Function<String, Optional<String>> form) {
        Optional<String> broken = form.apply(text);
        broken.ifPresent(must -> invalid(field, quoted(text) + " " + must));
        return broken.isEmpty();
    }

    /** It must be there, and have that form. Says whether it has. */
    boolean requiredForm(Field field, Function<String, Optional<String>> form) {
        if (field.empty()) {
            required(field);
            return false;
        }
        return form(field, form);
    }

    /** It must have that form if it is there and not empty. Says whether it has. */
    boolean optionalForm(Field field, Function<String, Optional<String>> form) {
        return field.empty() || form(field, form);
    }

    /** It must be there, and one of those. Says whether it is. */
    boolean requiredOneOf(Field field, Collection<String> supported) {
        if (field.empty()) {
            required(field);
            return false;
        }
        return oneOf(field, supported);
    }

    /** It must be one of those if it is there; the empty text is one only where it is among them. Says whether it is. */
    boolean oneOf(Field field, Collection<String> supported) {
        boolean good = field.text().map(supported::contains).orElse(true);
        if (!good) {
            unsupported(field, supported);
        }
        return good;
    }

    /** It must be one of those; where it is not there, it is the empty text. Says whether it is. */
    boolean among(Field field, Collection<String> supported) {
        boolean good = supported.contains(field.textOrEmpty());
        if (!good) {
            unsupported(field, supported);
        }
        return good;
    }

    /** It must not be less than that; what is not there counts as nought. Says whether it is not. */
    boolean atLeast(Field field, long least) {
        boolean good = field.number().orElse(0L) >= least;
        if (!good) {
            invalid(field, "must be " + least + " or more");
        }
        return good;
    }

    /** It must be between those; what is not there counts as nought. Says whether it is. */
    boolean within(Field field, long least, long most) {
        long number = field.number().orElse(0L);
        boolean good = number >= least && number <= most;
        if (!good) {
            invalid(field, "must be between " + least + " and " + most);
        }
        return good;
    }

    /** Its text must not be longer than that many bytes. Says whether it is not. */
    boolean atMostBytes(Field field, int most) {
        boolean good = Utf8.encodedLength(field.textOrEmpty()) <= most;
        if (!good) {
            tooLong(field, most);
        }
        return good;
    }

    /** What stands there, as a quantity; where it is none, that is told. */
    Optional<Quantity> quantity(Field field) {
        Optional<Quantity> quantity = field.node().flatMap(Quantity::of);
        if (quantity.isEmpty() && field.present()) {
            invalid(
                    field,
                    quoted(field.textOrEmpty())
                            + " is no quantity; write a number with one of m k M G T P E Ki Mi Gi Ti Pi Ei behind it or"
                            + " nothing, like 250m, 2, 64Mi or 20Gi");
        }
        return quantity;
    }

    private static String quoted(String text) {
        return "'" + Ascii.truncate(text, LONGEST_QUOTE, "...") + "'";
    }

    private void add(Field field, Reason reason, String message) {
        told++;
        faults.accept(new Fault(field.path(), reason, message));
    }
}
