package dev.hearth.checks.pods;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code storage.class} and {@code storage.read-write-many}: a claim is one that a class of the cluster can fill.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/storage/storage-classes/">Storage classes</a>
 */
final class Claims implements Rule {

    private static final String CLASS = "storage.class";
    private static final String SHARED = "storage.read-write-many";
    private static final ImmutableSet<String> OF_ONE_NODE = ImmutableSet.of(
            "rancher.io/local-path",
            "kubernetes.io/no-provisioner",
            "local.csi.openebs.io",
            "openebs.io/local",
            "topolvm.io",
            "zfs.csi.openebs.io",
            "ebs.csi.aws.com",
            "pd.csi.storage.gke.io",
            "disk.csi.azure.com",
            "cinder.csi.openstack.org",
            "csi.hetzner.cloud",
            "dobs.csi.digitalocean.com");

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(CLASS, SHARED);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        Map<String, Manifest> classes = new HashMap<>();
        context.graph().known("storage.k8s.io", "StorageClass").forEach(found -> classes.put(found.name(), found));
        List<Manifest> defaults =
                classes.values().stream().filter(Claims::isDefault).toList();
        boolean allKnown = context.complete()
                && !classes.isEmpty()
                && classes.values().stream()
                        .allMatch(found -> provisioner(found).isPresent());
        for (Manifest object : context.objects()) {
            Said said = Said.placed(object, context, findings);
            for (Field claim : claims(object)) {
                claim(claim.get("spec"), allKnown, classes, defaults, said);
            }
        }
    }

    /** The claim that an object is, or those that its pods get, one each. */
    static List<Field> claims(Manifest object) {
        return switch (PodFields.kind(object)) {
            case "/PersistentVolumeClaim" -> List.of(Field.of(object));
            case "apps/StatefulSet" ->
                Field.of(object).get("spec").get("volumeClaimTemplates").items();
            default -> List.of();
        };
    }

    /** What fills claims of a class; empty where no more than the name of the class is known. */
    private static Optional<String> provisioner(Manifest storageClass) {
        return storageClass.root().text("provisioner");
    }

    private static boolean isDefault(Manifest storageClass) {
        return storageClass
                        .annotations()
                        .getOrDefault("storageclass.kubernetes.io/is-default-class", "")
                        .equals("true")
                || storageClass
                        .annotations()
                        .getOrDefault("storageclass.beta.kubernetes.io/is-default-class", "")
                        .equals("true");
    }

    private static void claim(
            Field spec, boolean allKnown, Map<String, Manifest> classes, List<Manifest> defaults, Said said) {
        Field name = spec.get("storageClassName");
        boolean bound = spec.get("volumeName").present() || spec.get("selector").present();
        if (!name.present() && !bound && allKnown && defaults.isEmpty()) {
            said.warning(
                    CLASS,
                    name,
                    "asks for the default class, but none of the classes is it: "
                            + String.join(
                                    ", ", classes.keySet().stream().sorted().toList()),
                    "name a class, or annotate one with storageclass.kubernetes.io/is-default-class: \"true\"");
        }
        boolean files = !spec.get("volumeMode").textOrEmpty().equals("Block");
        if (!bound && files && spec.get("accessModes").texts().contains("ReadWriteMany")) {
            Optional<Manifest> filling = name.present()
                    ? Optional.ofNullable(classes.get(name.textOrEmpty()))
                    : defaults.size() == 1 ? Optional.of(defaults.get(0)) : Optional.empty();
            filling.ifPresent(storageClass -> shared(spec.get("accessModes"), storageClass, said));
        }
    }

    private static void shared(Field modes, Manifest storageClass, Said said) {
        String provisioner = provisioner(storageClass).orElse("");
        if (OF_ONE_NODE.contains(provisioner)) {
            said.warning(
                    SHARED,
                    modes,
                    "is to be written from many nodes, but the volumes of class " + storageClass.name() + " ("
                            + provisioner + ") are of one node",
                    "write ReadWriteOnce, or use a class for shared files such as NFS or CephFS");
        }
    }
}
