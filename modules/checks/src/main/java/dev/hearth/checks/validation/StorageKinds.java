package dev.hearth.checks.validation;

import com.google.common.base.Utf8;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the API server asks of the kinds of {@code storage.k8s.io}: classes, CSI drivers and what these report.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/storage/storage-classes/">Storage classes</a>
 * @see <a href="https://kubernetes-csi.github.io/docs/csi-driver-object.html">CSIDriver object</a>
 */
final class StorageKinds {

    private static final ImmutableSet<String> RECLAIM = ImmutableSet.of("Delete", "Retain");
    private static final ImmutableSet<String> BINDING = ImmutableSet.of("Immediate", "WaitForFirstConsumer");
    private static final ImmutableSet<String> FS_GROUP = ImmutableSet.of("File", "None", "ReadWriteOnceWithFSType");
    private static final ImmutableSet<String> LIFECYCLES = ImmutableSet.of("Persistent", "Ephemeral");
    private static final int MOST_PARAMETERS = 512;
    private static final int MOST_BYTES = 256 * 1024;
    private static final int LONGEST_NODE = 256;
    private static final int SHORTEST_TOKEN = 600;
    private static final long LONGEST_TOKEN = 1L << 32;
    private static final int SHORTEST_PERIOD = 10;

    private StorageKinds() {}

    static void storageClass(Field object, Faults faults) {
        faults.requiredForm(object.get("provisioner"), Names::provisioner);
        parameters(object.get("parameters"), faults);
        if (!object.get("reclaimPolicy").empty()) {
            faults.oneOf(object.get("reclaimPolicy"), RECLAIM);
        }
        faults.oneOf(object.get("volumeBindingMode"), BINDING);
        Selectors.topologies(object.get("allowedTopologies"), faults);
    }

    static void attributesClass(Field object, Faults faults) {
        faults.requiredForm(object.get("driverName"), Names::provisioner);
        Field parameters = object.get("parameters");
        parameters(parameters, faults);
        if (parameters.empty()) {
            faults.required(parameters);
        }
    }

    private static void parameters(Field parameters, Faults faults) {
        if (parameters.fields().size() > MOST_PARAMETERS) {
            faults.tooLong(parameters, MOST_PARAMETERS);
            return;
        }
        long size = 0;
        for (Field parameter : parameters.fields()) {
            if (parameter.name().isEmpty()) {
                faults.invalid(parameters, "must not have an empty key");
            }
            size += Utf8.encodedLength(parameter.name()) + (long) Utf8.encodedLength(parameter.textOrEmpty());
        }
        if (size > MOST_BYTES) {
            faults.tooLong(parameters, MOST_BYTES);
        }
    }

    static void capacity(Field object, Faults faults) {
        Selectors.labels(object.get("nodeTopology"), faults);
        faults.form(object.get("storageClassName"), Syntax::subdomain);
        Field capacity = object.get("capacity");
        if (faults.quantity(capacity).filter(amount -> amount.sign() < 0).isPresent()) {
            faults.invalid(capacity, "must not be negative");
        }
    }

    static void driver(Field object, Faults faults) {
        Field spec = object.get("spec");
        faults.oneOf(spec.get("fsGroupPolicy"), FS_GROUP);
        tokens(spec.get("tokenRequests"), faults);
        Field modes = spec.get("volumeLifecycleModes");
        if (!LIFECYCLES.containsAll(modes.texts())) {
            faults.unsupported(modes, LIFECYCLES);
        }
        if (!faults.version().atLeast(35)) {
            return;
        }
        Field period = spec.get("nodeAllocatableUpdatePeriodSeconds");
        if (period.present() && period.number().orElse(0L) < SHORTEST_PERIOD) {
            faults.invalid(period, "must be " + SHORTEST_PERIOD + " or more");
        }
        Field inSecrets = spec.get("serviceAccountTokenInSecrets");
        if (inSecrets.present() && spec.get("tokenRequests").empty()) {
            faults.invalid(inSecrets, "must only stand beside tokenRequests");
        }
    }

    private static void tokens(Field tokens, Faults faults) {
        Set<String> audiences = new HashSet<>();
        for (Field token : tokens.items()) {
            Field seconds = token.get("expirationSeconds");
            if (!audiences.add(token.get("audience").textOrEmpty())) {
                faults.duplicate(token.get("audience"));
            } else if (seconds.present()) {
                faults.within(seconds, SHORTEST_TOKEN, LONGEST_TOKEN);
            }
        }
    }

    static void node(Field object, Faults faults) {
        Set<String> names = new HashSet<>();
        for (Field driver : object.get("spec", "drivers").items()) {
            nodeDriver(driver, faults);
            if (!names.add(driver.get("name").textOrEmpty())) {
                faults.duplicate(driver.get("name"));
            }
        }
    }

    /** The API server names the driver where one of its keys is wrong. */
    private static void nodeDriver(Field driver, Faults faults) {
        Names.driver(driver.get("name"), faults);
        Field id = driver.get("nodeID");
        if (id.empty()) {
            faults.required(id);
        } else if (Utf8.encodedLength(id.textOrEmpty()) > LONGEST_NODE) {
            faults.invalid(id, "must have at most " + LONGEST_NODE + " bytes");
        }
        faults.atLeast(driver.get("allocatable", "count"), 0);
        Set<String> keys = new HashSet<>();
        for (Field item : driver.get("topologyKeys").items()) {
            String key = item.textOrEmpty();
            if (key.isEmpty()) {
                faults.required(driver, "the topologyKeys must not be empty");
            }
            if (!keys.add(key)) {
                faults.duplicate(driver);
            }
            faults.form(driver, key, Syntax::labelKey);
        }
    }

    static void attachment(Field object, Faults faults) {
        Field spec = object.get("spec");
        Names.driver(spec.get("attacher"), faults);
        Field source = spec.get("source");
        Field volume = source.get("persistentVolumeName");
        Field inline = source.get("inlineVolumeSpec");
        if (!volume.present() && !inline.present()) {
            faults.required(source, "must have persistentVolumeName or inlineVolumeSpec");
        } else if (volume.present() && inline.present()) {
            faults.forbidden(source, "must have persistentVolumeName or inlineVolumeSpec, not both");
        } else if (volume.present() && volume.empty()) {
            faults.required(volume);
        } else if (inline.present()) {
            inline(inline, faults);
        }
        if (volume.present()) {
            faults.form(volume, Syntax::subdomain);
        }
        faults.form(spec.get("nodeName"), Syntax::subdomain);
    }

    /** The specification of a volume that has no object of its own. */
    private static void inline(Field spec, Faults faults) {
        for (String field : List.of("claimRef", "nodeAffinity")) {
            if (spec.get(field).present()) {
                faults.forbidden(spec.get(field), "is not for a volume that stands inline");
            }
        }
        for (String field : List.of("capacity", "storageClassName")) {
            if (!spec.get(field).empty()) {
                faults.forbidden(spec.get(field), "is not for a volume that stands inline");
            }
        }
        if (!spec.get("csi").present()) {
            faults.required(spec.get("csi"), "must be there for a volume that stands inline");
        }
        AccessModes.validate(spec, faults);
        Field reclaim = spec.get("persistentVolumeReclaimPolicy");
        if (!reclaim.empty() && !reclaim.textOrEmpty().equals("Retain")) {
            faults.forbidden(reclaim, "must be Retain for a volume that stands inline");
        }
        PersistentVolumeSources.validate(spec, "", faults);
        Field mode = spec.get("volumeMode");
        if (mode.present() && !mode.textOrEmpty().equals("Filesystem")) {
            faults.forbidden(mode, "must be Filesystem for a volume that stands inline");
        }
    }
}
