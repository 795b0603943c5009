package dev.hearth.checks.validation;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.List;

/** What the API server refuses of where the content of a PersistentVolume lies: exactly one place, and all of it. */
final class PersistentVolumeSources {

    /** In the order in which the API server looks for them: it tells of all but the first. */
    private static final List<String> ALL = List.of(
            "hostPath",
            "gcePersistentDisk",
            "awsElasticBlockStore",
            "glusterfs",
            "flocker",
            "nfs",
            "rbd",
            "quobyte",
            "cephfs",
            "iscsi",
            "cinder",
            "fc",
            "flexVolume",
            "azureFile",
            "vsphereVolume",
            "photonPersistentDisk",
            "portworxVolume",
            "azureDisk",
            "scaleIO",
            "local",
            "storageos",
            "csi");

    private static final ImmutableListMultimap<String, String> NEEDED = ImmutableListMultimap.<String, String>builder()
            .put("hostPath", "path")
            .put("gcePersistentDisk", "pdName")
            .put("awsElasticBlockStore", "volumeID")
            .putAll("glusterfs", "endpoints", "path")
            .putAll("nfs", "server", "path")
            .putAll("rbd", "monitors", "image")
            .putAll("quobyte", "registry", "volume")
            .put("cephfs", "monitors")
            .putAll("iscsi", "targetPortal", "iqn")
            .put("cinder", "volumeID")
            .put("flexVolume", "driver")
            .putAll("azureFile", "secretName", "shareName")
            .put("vsphereVolume", "volumePath")
            .put("photonPersistentDisk", "pdID")
            .put("portworxVolume", "volumeID")
            .putAll("azureDisk", "diskName", "diskURI")
            .putAll("scaleIO", "gateway", "system", "volumeName")
            .put("local", "path")
            .put("storageos", "volumeName")
            .putAll("csi", "driver", "volumeHandle")
            .build();

    private static final ImmutableSet<String> HOST_PATHS = ImmutableSet.of(
            "", "DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice");
    private static final ImmutableSet<String> CACHING = ImmutableSet.of("None", "ReadOnly", "ReadWrite");
    private static final ImmutableSet<String> DISKS = ImmutableSet.of("Dedicated", "Managed", "Shared");
    /** Where the API server names a source otherwise when there is another. */
    private static final ImmutableMap<String, String> FORBIDDEN_AS = ImmutableMap.of("cephfs", "cephFS");

    private static final List<String> CSI_SECRETS = List.of(
            "controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef", "nodeExpandSecretRef");
    private static final int LAST_OF_A_BYTE = 255;
    private static final int LONGEST_INITIATOR = 64;
    private static final int LONGEST_TENANT = 64;
    private static final int LONGEST_DRIVER = 63;
    private static final Splitter COMMAS = Splitter.on(',');

    private PersistentVolumeSources() {}

    static void validate(Field spec, String volume, Faults faults) {
        List<Field> given = ALL.stream().map(spec::get).filter(Field::present).toList();
        if (given.isEmpty()) {
            faults.required(spec, "must say where the content of the volume lies, as csi, nfs or local do");
        }
        for (Field source : given) {
            if (source == given.get(0) || source.name().equals("flexVolume")) {
                new Source(source, spec, volume, faults).all();
            } else {
                faults.forbidden(
                        spec.get(FORBIDDEN_AS.getOrDefault(source.name(), source.name())),
                        "a volume lies in one place only");
            }
        }
        Field policy = spec.get("persistentVolumeReclaimPolicy");
        if (policy.textOrEmpty().equals("Recycle")
                && isRoot(spec.get("hostPath").get("path").textOrEmpty())) {
            faults.forbidden(policy, "Recycle is not for the host path '/'");
        }
    }

    private static boolean isRoot(String path) {
        return path.startsWith("/")
                && Splitter.on('/').splitToStream(path).allMatch(part -> part.isEmpty() || part.equals("."));
    }

    /** The place of one volume. */
    private record Source(Field source, Field spec, String volume, Faults faults) {

        void all() {
            for (String name : NEEDED.get(source.name())) {
                if (source.get(name).empty()) {
                    faults.required(told().get(name));
                }
            }
            switch (source.name()) {
                case "hostPath" -> hostPath();
                case "local" -> faults.form(source.get("path"), Syntax::pathWithoutBacksteps);
                case "gcePersistentDisk", "awsElasticBlockStore" -> partition();
                case "glusterfs" -> glusterfs();
                case "flocker" -> flocker();
                case "nfs" -> nfs();
                case "quobyte" -> quobyte();
                case "iscsi" -> iscsi();
                case "cinder" -> secret(source.get("secretRef"));
                case "fc" -> fibreChannel();
                case "flexVolume" -> options();
                case "azureFile" -> azureFile();
                case "azureDisk" -> azureDisk();
                case "storageos" -> storageOs();
                case "csi" -> csi();
                default -> {}
            }
        }

        /** The API server writes the path of this source otherwise. */
        private Field told() {
            return source.name().equals("gcePersistentDisk") ? spec.get("persistentDisk") : source;
        }

        private void partition() {
            long partition = source.get("partition").number().orElse(0L);
            if (partition < 0 || partition > LAST_OF_A_BYTE) {
                faults.invalid(told().get("partition"), "must be between 0 and " + LAST_OF_A_BYTE);
            }
        }

        private void hostPath() {
            if (!source.get("path").empty()) {
                faults.form(source.get("path"), Syntax::pathWithoutBacksteps);
                faults.oneOf(source.get("type"), HOST_PATHS);
            }
        }

        private void glusterfs() {
            if (source.get("endpointsNamespace").present()) {
                faults.form(source.get("endpointsNamespace"), Syntax::label);
            }
        }

        private void flocker() {
            boolean name = !source.get("datasetName").empty();
            boolean id = !source.get("datasetUUID").empty();
            if (!name && !id) {
                faults.required(source, "must have datasetName or datasetUUID");
            }
            if (name && id) {
                faults.invalid(source, "must not have both datasetName and datasetUUID");
            }
            if (source.get("datasetName").textOrEmpty().indexOf('/') >= 0) {
                faults.invalid(source.get("datasetName"), "must not contain '/'");
            }
        }

        private void nfs() {
            if (!source.get("path").textOrEmpty().startsWith("/")) {
                faults.invalid(source.get("path"), "must be an absolute path");
            }
        }

        private void quobyte() {
            Field registry = source.get("registry");
            if (registry.empty()) {
                return;
            }
            if (source.get("tenant").textOrEmpty().length() > LONGEST_TENANT) {
                faults.required(source.get("tenant"), "must have at most " + LONGEST_TENANT + " letters");
            } else if (COMMAS.splitToStream(registry.textOrEmpty()).anyMatch(pair -> pair.indexOf(':') < 0)) {
                faults.invalid(registry, "must be pairs of host and port with ',' between them");
            }
        }

        private void iscsi() {
            Field initiator = source.get("initiatorName");
            String portal = source.get("targetPortal").textOrEmpty();
            if (initiator.present() && (volume + ":" + portal).length() > LONGEST_INITIATOR) {
                faults.invalid(
                        source.get("targetportal"),
                        "must not have more than " + LONGEST_INITIATOR + " letters with the name of the volume");
            }
            Iscsi.qualifiedName(source.get("iqn"), source.get("iqn"), faults);
            Iscsi.qualifiedName(initiator, source.get("initiatorname"), faults);
            if (initiator.present() && initiator.empty()) {
                faults.invalid(source.get("initiatorname"), "must not be empty");
            }
            faults.within(source.get("lun"), 0, LAST_OF_A_BYTE);
            Field secret = source.get("secretRef");
            boolean login = source.get("chapAuthDiscovery").isTrue()
                    || source.get("chapAuthSession").isTrue();
            if (login && !secret.present()) {
                faults.required(secret);
            }
            if (secret.present() && secret.get("name").empty()) {
                faults.required(secret.get("name"));
            }
        }

        private void fibreChannel() {
            Field targets = source.get("targetWWNs");
            if (targets.empty() && source.get("wwids").empty()) {
                faults.required(targets, "must be there, or wwids");
            }
            if (targets.empty()) {
                return;
            }
            if (!source.get("wwids").empty()) {
                faults.invalid(targets, "must not be there beside wwids");
            }
            if (source.get("lun").present()) {
                faults.within(source.get("lun"), 0, LAST_OF_A_BYTE);
            } else {
                faults.required(source.get("lun"), "must be there where there are targetWWNs");
            }
        }

        private void options() {
            for (Field option : source.get("options").fields()) {
                int slash = option.name().indexOf('/');
                String prefix = "."
                        + Ascii.toLowerCase(
                                slash < 0 ? option.name() : option.name().substring(0, slash));
                if (prefix.endsWith(".kubernetes.io") || prefix.endsWith(".k8s.io")) {
                    faults.invalid(option, "must not have a prefix of Kubernetes");
                }
            }
        }

        private void azureFile() {
            Field namespace = source.get("secretNamespace");
            if (namespace.present() && namespace.empty()) {
                faults.required(namespace);
            }
        }

        private void azureDisk() {
            faults.oneOf(source.get("cachingMode"), CACHING);
            faults.oneOf(source.get("kind"), DISKS);
            boolean managed = source.get("kind").textOrEmpty().equals("Managed");
            String start = managed ? "/subscriptions/" : "https://";
            if (!source.get("diskURI").textOrEmpty().startsWith(start)) {
                faults.unsupported(source.get("diskURI"), List.of(start + "..."));
            }
        }

        private void storageOs() {
            faults.optionalForm(source.get("volumeName"), Syntax::label);
            faults.optionalForm(source.get("volumeNamespace"), Syntax::label);
            secret(source.get("secretRef"));
        }

        private void secret(Field secret) {
            if (secret.present()) {
                for (String name : List.of("name", "namespace")) {
                    if (secret.get(name).empty()) {
                        faults.required(secret.get(name));
                    }
                }
            }
        }

        private void csi() {
            Field driver = source.get("driver");
            if (!driver.empty()) {
                faults.atMostBytes(driver, LONGEST_DRIVER);
                faults.form(driver, Ascii.toLowerCase(driver.textOrEmpty()), Syntax::subdomain);
            }
            for (String name : CSI_SECRETS) {
                Field secret = source.get(name);
                if (secret.present()) {
                    faults.requiredForm(secret.get("name"), Syntax::subdomain);
                    faults.requiredForm(secret.get("namespace"), Syntax::label);
                }
            }
        }
    }
}
