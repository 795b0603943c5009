package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.List;

/**
 * What the API server refuses of a PersistentVolume, beside where its content lies.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/storage/persistent-volumes/">Persistent volumes</a>
 * @see PersistentVolumeSources
 */
final class PersistentVolumeValidator implements Validator {

    private static final ImmutableSet<String> RECLAIM = ImmutableSet.of("Delete", "Recycle", "Retain");
    private static final ImmutableSet<String> WITH_MOUNT_OPTIONS = ImmutableSet.of(
            "gcePersistentDisk",
            "awsElasticBlockStore",
            "glusterfs",
            "nfs",
            "rbd",
            "quobyte",
            "iscsi",
            "cinder",
            "cephfs",
            "azureFile",
            "vsphereVolume",
            "azureDisk",
            "photonPersistentDisk");
    private static final String MOUNT_OPTIONS = "volume.beta.kubernetes.io/mount-options";
    private static final String STORAGE = "storage";
    private static final int ATTRIBUTES_SINCE = 34;

    @Override
    public void validate(Field volume, Faults faults) {
        Field spec = volume.get("spec");
        AccessModes.validate(spec.get("accessModes"), faults);
        capacity(spec.get("capacity"), faults);
        if (!spec.get("persistentVolumeReclaimPolicy").empty()) {
            faults.oneOf(spec.get("persistentVolumeReclaimPolicy"), RECLAIM);
        }
        affinity(spec, faults);
        PersistentVolumeSources.validate(
                spec, volume.get("metadata").get("name").textOrEmpty(), faults);
        faults.optionalForm(spec.get("storageClassName"), Syntax::subdomain);
        faults.oneOf(spec.get("volumeMode"), AccessModes.VOLUME_MODES);
        attributes(spec, faults);
        Field options = volume.get("metadata").get("annotations").get(MOUNT_OPTIONS);
        if (options.present()
                && WITH_MOUNT_OPTIONS.stream().noneMatch(name -> spec.get(name).present())) {
            faults.forbidden(options, "is not for this kind of volume");
        }
    }

    private static void capacity(Field capacity, Faults faults) {
        if (capacity.empty()) {
            faults.required(capacity);
        }
        if (capacity.get(STORAGE).node().isEmpty() || capacity.fields().size() > 1) {
            faults.unsupported(capacity, List.of(STORAGE));
        }
        for (Field amount : capacity.fields()) {
            Amounts.positive(amount, faults);
            Amounts.notTooMuch(amount, faults);
        }
    }

    private static void affinity(Field spec, Faults faults) {
        Field affinity = spec.get("nodeAffinity");
        Field needed = affinity.get("required");
        if (needed.present()) {
            Selectors.nodes(needed, faults);
        } else if (affinity.present()) {
            faults.required(needed, "must say on which nodes the volume is");
        }
        if (spec.get("local").present() && !affinity.present()) {
            faults.required(affinity, "must say on which node a local volume is");
        }
    }

    private static void attributes(Field spec, Faults faults) {
        Field attributes = spec.get("volumeAttributesClassName");
        if (attributes.present() && faults.version().atLeast(ATTRIBUTES_SINCE)) {
            faults.requiredForm(attributes, Syntax::subdomain);
            if (!spec.get("csi").present()) {
                faults.required(spec.get("csi"), "must be there where there is a volumeAttributesClassName");
            }
        }
    }
}
