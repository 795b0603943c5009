package dev.hearth.checks.validation;

import dev.hearth.checks.rule.Field;
import java.util.Optional;

/**
 * What the API server refuses of a PersistentVolumeClaim, by itself or in the template of one.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/storage/persistent-volumes/#persistentvolumeclaims">Claims</a>
 */
final class PersistentVolumeClaims {

    private static final String CLAIM = "PersistentVolumeClaim";
    private static final int ATTRIBUTES_SINCE = 34;

    private PersistentVolumeClaims() {}

    /** Tells every fault of a claim. What it is to be filled from is passed over where the API server drops it. */
    static void validate(Field claim, Faults faults) {
        Field spec = claim.get("spec");
        rest(spec, faults);
        Field source = spec.get("dataSource");
        Field reference = spec.get("dataSourceRef");
        boolean kept = reference.present() && reference.get("namespace").empty();
        if (source.present() && (kept || isClaimOrSnapshot(source))) {
            source(source, faults);
        }
        if (kept) {
            source(reference, faults);
            both(spec, faults);
        }
    }

    /** Tells every fault of what a template says of claims. */
    static void template(Field spec, Faults faults) {
        rest(spec, faults);
        Field source = spec.get("dataSource");
        Field reference = spec.get("dataSourceRef");
        if (source.present()) {
            source(source, faults);
        }
        if (reference.present()) {
            source(reference, faults);
            faults.optionalForm(reference.get("namespace"), Syntax::label);
        }
        if (reference.get("namespace").empty()) {
            both(spec, faults);
        } else if (source.present()) {
            faults.invalid(spec, "must have no dataSource beside a dataSourceRef with a namespace");
        }
    }

    private static void rest(Field spec, Faults faults) {
        AccessModes.validate(spec, faults);
        Selectors.labels(spec.get("selector"), faults);
        Field storage = spec.get("resources").get("requests").get("storage");
        // The API server leaves the requests out of this path.
        Field told = spec.get("resources").get("storage");
        if (!storage.present()) {
            faults.required(told, "must say how much is asked for");
        } else if (Quantity.of(storage).filter(amount -> amount.sign() <= 0).isPresent()) {
            faults.invalid(told, "must be more than 0");
        }
        faults.optionalForm(spec.get("storageClassName"), Syntax::subdomain);
        faults.oneOf(spec.get("volumeMode"), AccessModes.VOLUME_MODES);
        if (faults.version().atLeast(ATTRIBUTES_SINCE)) {
            faults.optionalForm(spec.get("volumeAttributesClassName"), Syntax::subdomain);
        }
    }

    private static boolean isClaimOrSnapshot(Field source) {
        String group = source.get("apiGroup").textOrEmpty();
        String kind = source.get("kind").textOrEmpty();
        return group.isEmpty()
                ? kind.equals(CLAIM)
                : kind.equals("VolumeSnapshot") && group.equals("snapshot.storage.k8s.io");
    }

    private static void source(Field source, Faults faults) {
        for (String name : new String[] {"name", "kind"}) {
            if (source.get(name).empty()) {
                faults.required(source.get(name));
            }
        }
        if (source.get("apiGroup").empty() && !source.get("kind").textOrEmpty().equals(CLAIM)) {
            faults.invalid(source, "must be a PersistentVolumeClaim, or have an apiGroup");
        }
        faults.optionalForm(source.get("apiGroup"), Syntax::subdomain);
    }

    private static void both(Field spec, Faults faults) {
        Field source = spec.get("dataSource");
        Field reference = spec.get("dataSourceRef");
        if (source.present() && reference.present() && !same(source, reference)) {
            faults.invalid(spec, "must have the same dataSource and dataSourceRef");
        }
    }

    private static boolean same(Field one, Field other) {
        Optional<String> group = one.get("apiGroup").text();
        return group.equals(other.get("apiGroup").text())
                && one.get("kind").textOrEmpty().equals(other.get("kind").textOrEmpty())
                && one.get("name").textOrEmpty().equals(other.get("name").textOrEmpty());
    }
}
