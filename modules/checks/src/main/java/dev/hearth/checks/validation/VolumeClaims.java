package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.Optional;

/**
 * What the API server asks of claims for storage, by themselves or in a template.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-claim-v1/">
 *     PersistentVolumeClaim</a>
 */
final class VolumeClaims {

    /** How a volume may be used. */
    static final ImmutableList<String> ACCESS_MODES =
            ImmutableList.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");

    /** What a volume is to its containers. */
    static final ImmutableList<String> VOLUME_MODES = ImmutableList.of("Block", "Filesystem");

    private static final ImmutableSet<String> TEMPLATE_METADATA = ImmutableSet.of("annotations", "labels");

    private VolumeClaims() {}

    /** Tells every fault of the template of a claim that belongs to a pod. */
    static void template(Field template, Faults faults) {
        Field metadata = template.get("metadata");
        Metadata.labelled(metadata, faults);
        metadata.fields().stream()
                .filter(field -> !TEMPLATE_METADATA.contains(field.name()))
                .filter(field -> field.present()
                        && !field.text().filter(String::isEmpty).isPresent())
                .forEach(field -> faults.forbidden(field, "a template has only labels and annotations"));
        spec(template.get("spec"), faults);
    }

    /** Tells every fault of what is claimed. */
    static void spec(Field spec, Faults faults) {
        modes(spec.get("accessModes"), faults);
        Selectors.labels(spec.get("selector"), faults);
        storage(spec, faults);
        faults.optionalForm(spec.get("storageClassName"), Syntax::subdomain);
        faults.oneOf(spec.get("volumeMode"), VOLUME_MODES);
        sources(spec, faults);
        if (faults.version().atLeast(34)) {
            faults.optionalForm(spec.get("volumeAttributesClassName"), Syntax::subdomain);
        }
    }

    private static void modes(Field modes, Faults faults) {
        if (modes.empty()) {
            faults.required(modes, "must have at least one mode");
        }
        boolean ofOnePod = false;
        boolean others = false;
        for (Field item : modes.items()) {
            String mode = item.textOrEmpty();
            if (!ACCESS_MODES.contains(mode)) {
                faults.unsupported(modes, ACCESS_MODES);
            } else if (mode.equals("ReadWriteOncePod")) {
                ofOnePod = true;
            } else {
                others = true;
            }
        }
        if (ofOnePod && others) {
            faults.forbidden(modes, "ReadWriteOncePod stands alone");
        }
    }

    /** The API server leaves the requests out of this path. */
    private static void storage(Field spec, Faults faults) {
        Field told = spec.get("resources").get("storage");
        Field storage = spec.get("resources", "requests", "storage");
        if (!storage.present()) {
            faults.required(told);
            return;
        }
        Optional<Quantity> quantity = faults.quantity(storage);
        if (quantity.filter(amount -> amount.sign() <= 0).isPresent()) {
            faults.invalid(told, "must be more than nothing");
        }
        for (String amounts : new String[] {"requests", "limits"}) {
            spec.get("resources").get(amounts).fields().stream()
                    .filter(amount -> !amount.name().equals("storage") || amounts.equals("limits"))
                    .forEach(faults::quantity);
        }
    }

    private static void sources(Field spec, Faults faults) {
        Field source = spec.get("dataSource");
        Field reference = spec.get("dataSourceRef");
        if (source.present()) {
            source(source, faults);
        }
        if (reference.present()) {
            source(reference, faults);
        }
        if (source.present() && reference.present() && !same(source, reference)) {
            faults.invalid(spec, "must not have a dataSource that is not the dataSourceRef");
        }
    }

    private static boolean same(Field source, Field reference) {
        return source.get("name").textOrEmpty().equals(reference.get("name").textOrEmpty())
                && source.get("kind").textOrEmpty().equals(reference.get("kind").textOrEmpty())
                && source.get("apiGroup")
                        .textOrEmpty()
                        .equals(reference.get("apiGroup").textOrEmpty());
    }

    private static void source(Field source, Faults faults) {
        faults.present(source.get("name"));
        faults.present(source.get("kind"));
        Field group = source.get("apiGroup");
        if (group.empty() && !source.get("kind").textOrEmpty().equals("PersistentVolumeClaim")) {
            faults.invalid(source, "must be a PersistentVolumeClaim where it has no apiGroup");
        }
        faults.optionalForm(group, Syntax::subdomain);
    }
}
