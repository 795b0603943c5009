package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.Quantity;
import java.util.Optional;

/**
 * What the API server asks of claims for storage, by themselves or in a template.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-claim-v1/">
 *     PersistentVolumeClaim</a>
 */
final class VolumeClaims {

    private static final ImmutableSet<String> TEMPLATE_METADATA = ImmutableSet.of("annotations", "labels");
    private static final ImmutableSet<String> NEEDED = ImmutableSet.of("name", "kind");
    private static final String CLAIM = "PersistentVolumeClaim";
    private static final int ATTRIBUTES_SINCE = 34;

    private VolumeClaims() {}

    /**
     * Tells every fault of a claim. What it is to be filled from can be written twice; the API server drops what it does not
     * know and copies one to the other.
     */
    static void claim(Field claim, Faults faults) {
        Field spec = claim.get("spec");
        wanted(spec, faults);
        Field source = spec.get("dataSource");
        Field reference = spec.get("dataSourceRef");
        boolean kept = reference.present() && reference.get("namespace").empty();
        if (source.present() && (kept || isClaimOrSnapshot(source))) {
            source(source, source, faults);
            if (!kept) {
                source(source, reference, faults);
            }
        }
        if (kept) {
            source(reference, reference, faults);
            if (!source.present()) {
                source(reference, source, faults);
            }
            both(spec, faults);
        }
    }

    /** Tells every fault of the template of a claim that belongs to a pod. */
    static void template(Field template, Faults faults) {
        Field metadata = template.get("metadata");
        Metadata.labelled(metadata, faults);
        metadata.fields().stream()
                .filter(field -> !TEMPLATE_METADATA.contains(field.name()))
                .filter(field -> !field.empty())
                .forEach(field -> faults.forbidden(field, "a template has only labels and annotations"));
        spec(template.get("spec"), faults);
    }

    /** Tells every fault of what a template says of claims. */
    static void spec(Field spec, Faults faults) {
        wanted(spec, faults);
        Field source = spec.get("dataSource");
        Field reference = spec.get("dataSourceRef");
        if (source.present()) {
            source(source, source, faults);
        }
        if (reference.present()) {
            source(reference, reference, faults);
            faults.optionalForm(reference.get("namespace"), Syntax::label);
        }
        if (reference.get("namespace").empty()) {
            both(spec, faults);
        } else if (source.present()) {
            faults.invalid(spec, "must have no dataSource beside a dataSourceRef with a namespace");
        }
    }

    private static void wanted(Field spec, Faults faults) {
        AccessModes.validate(spec.get("accessModes"), faults);
        Selectors.labels(spec.get("selector"), faults);
        storage(spec.get("resources"), faults);
        faults.optionalForm(spec.get("storageClassName"), Syntax::subdomain);
        faults.oneOf(spec.get("volumeMode"), AccessModes.VOLUME_MODES);
        if (faults.version().atLeast(ATTRIBUTES_SINCE)) {
            faults.optionalForm(spec.get("volumeAttributesClassName"), Syntax::subdomain);
        }
    }

    /** The API server leaves the requests out of this path. */
    private static void storage(Field resources, Faults faults) {
        Optional<Quantity> storage = Amounts.of(resources.get("requests", "storage"));
        if (storage.isEmpty()) {
            faults.required(resources.get("storage"), "must say how much is asked for");
        } else if (storage.get().sign() <= 0) {
            faults.invalid(resources.get("storage"), "must be more than 0");
        }
    }

    private static boolean isClaimOrSnapshot(Field source) {
        String group = source.get("apiGroup").textOrEmpty();
        String kind = source.get("kind").textOrEmpty();
        return group.isEmpty()
                ? kind.equals(CLAIM)
                : kind.equals("VolumeSnapshot") && group.equals("snapshot.storage.k8s.io");
    }

    private static void source(Field source, Field told, Faults faults) {
        for (String name : NEEDED) {
            if (source.get(name).empty()) {
                faults.required(told.get(name));
            }
        }
        String group = source.get("apiGroup").textOrEmpty();
        if (!group.isEmpty()) {
            faults.form(told.get("apiGroup"), group, Syntax::subdomain);
        } else if (!source.get("kind").textOrEmpty().equals(CLAIM)) {
            faults.invalid(told, "must be a PersistentVolumeClaim where it has no apiGroup");
        }
    }

    private static void both(Field spec, Faults faults) {
        Field source = spec.get("dataSource");
        Field reference = spec.get("dataSourceRef");
        if (source.present() && reference.present() && !same(source, reference)) {
            faults.invalid(spec, "must have the same dataSource and dataSourceRef");
        }
    }

    private static boolean same(Field one, Field other) {
        return one.get("apiGroup").text().equals(other.get("apiGroup").text())
                && one.get("kind").textOrEmpty().equals(other.get("kind").textOrEmpty())
                && one.get("name").textOrEmpty().equals(other.get("name").textOrEmpty());
    }
}
