package dev.hearth.checks.validation;

import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.schemas.Fault;
import dev.hearth.schemas.Reason;
import java.util.Collection;
import java.util.function.Consumer;

/** Told what is wrong with the fields of one object, in the API server's own sorts. */
final class Faults {

    private final KubernetesVersion version;
    private final Consumer<Fault> faults;

    Faults(KubernetesVersion version, Consumer<Fault> faults) {
        this.version = version;
        this.faults = faults;
    }

    /** The version of Kubernetes that judges. */
    KubernetesVersion version() {
        return version;
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

    private void add(Field field, Reason reason, String message) {
        faults.accept(new Fault(field.path(), reason, message));
    }
}
