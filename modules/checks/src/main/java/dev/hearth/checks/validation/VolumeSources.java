package dev.hearth.checks.validation;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.hearth.checks.rule.Field;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the API server asks of the source of a volume, of which there is exactly one.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/">Volume</a>
 */
final class VolumeSources {

    private static final int IMAGES = 35;
    private static final int MOST_MODE = 0777;
    private static final int MOST_BYTE = 255;
    private static final int LONGEST_DRIVER = 63;
    private static final int LONGEST_PORTAL = 64;
    private static final int LONGEST_TENANT = 64;
    private static final Pattern HOST_PORT = Pattern.compile("(\\[[^\\[\\]]*]|[^:\\[\\]]*):[^:\\[\\]]*");
    private static final Splitter COMMAS = Splitter.on(',');
    private static final ImmutableList<String> PULL = ImmutableList.of("Always", "IfNotPresent", "Never");
    private static final ImmutableList<String> HOST_PATHS = ImmutableList.of(
            "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket");

    /** The fields that the simple sources must have. */
    private static final ImmutableMap<String, ImmutableList<String>> NEEDED =
            ImmutableMap.<String, ImmutableList<String>>builder()
                    .put("gitRepo", ImmutableList.of("repository"))
                    .put("gcePersistentDisk", ImmutableList.of("pdName"))
                    .put("awsElasticBlockStore", ImmutableList.of("volumeID"))
                    .put("secret", ImmutableList.of("secretName"))
                    .put("nfs", ImmutableList.of("server", "path"))
                    .put("iscsi", ImmutableList.of("targetPortal", "iqn"))
                    .put("glusterfs", ImmutableList.of("endpoints", "path"))
                    .put("persistentVolumeClaim", ImmutableList.of("claimName"))
                    .put("rbd", ImmutableList.of("monitors", "image"))
                    .put("cinder", ImmutableList.of("volumeID"))
                    .put("cephfs", ImmutableList.of("monitors"))
                    .put("quobyte", ImmutableList.of("registry", "volume"))
                    .put("flexVolume", ImmutableList.of("driver"))
                    .put("configMap", ImmutableList.of("name"))
                    .put("azureFile", ImmutableList.of("secretName", "shareName"))
                    .put("vsphereVolume", ImmutableList.of("volumePath"))
                    .put("photonPersistentDisk", ImmutableList.of("pdID"))
                    .put("portworxVolume", ImmutableList.of("volumeID"))
                    .put("azureDisk", ImmutableList.of("diskName", "diskURI"))
                    .put("storageos", ImmutableList.of("volumeName"))
                    .put("scaleIO", ImmutableList.of("gateway", "system", "volumeName"))
                    .put("csi", ImmutableList.of("driver"))
                    .put("ephemeral", ImmutableList.of("volumeClaimTemplate"))
                    .buildOrThrow();

    /** In the order in which the API server looks: from the second on they are forbidden. */
    private static final ImmutableList<String> ALL = ImmutableList.of(
            "emptyDir",
            "hostPath",
            "gitRepo",
            "gcePersistentDisk",
            "awsElasticBlockStore",
            "secret",
            "nfs",
            "iscsi",
            "glusterfs",
            "flocker",
            "persistentVolumeClaim",
            "rbd",
            "cinder",
            "cephfs",
            "quobyte",
            "downwardAPI",
            "fc",
            "flexVolume",
            "configMap",
            "azureFile",
            "vsphereVolume",
            "photonPersistentDisk",
            "portworxVolume",
            "azureDisk",
            "storageos",
            "projected",
            "scaleIO",
            "csi",
            "ephemeral",
            "image");

    /** Where the API server names a source otherwise in its paths. */
    private static final Map<String, String> TOLD_TWICE = Map.of("cephfs", "cephFS", "downwardAPI", "downwarAPI");

    private final PodScope scope;
    private final Faults faults;

    private VolumeSources(PodScope scope) {
        this.scope = scope;
        this.faults = scope.faults();
    }

    /** Tells every fault of a volume; the name of its pod is empty in a template. */
    static void validate(Field volume, String pod, PodScope scope) {
        new VolumeSources(scope).volume(volume, pod);
    }

    /** Whether a volume is an empty directory; it is where it has no source. */
    static boolean isEmptyDir(Field volume) {
        return volume.get("emptyDir").present()
                || ALL.stream().noneMatch(source -> volume.get(source).present());
    }

    private void volume(Field volume, String pod) {
        List<Field> sources = ALL.stream()
                .filter(source -> !source.equals("image") || faults.version().atLeast(IMAGES))
                .map(volume::get)
                .filter(Field::present)
                .toList();
        if (sources.isEmpty() && volume.get("image").present()) {
            faults.required(volume, "must have a source; images are none before 1." + IMAGES);
        }
        sources.stream()
                .skip(1)
                .forEach(second -> faults.forbidden(
                        volume.get(TOLD_TWICE.getOrDefault(second.name(), second.name())),
                        "the volume has another source"));
        if (sources.isEmpty()) {
            return;
        }
        Field source = sources.get(0);
        Field at = source.name().equals("gcePersistentDisk") ? volume.get("persistentDisk") : source;
        NEEDED.getOrDefault(source.name(), ImmutableList.of()).stream()
                .filter(needed -> source.get(needed).empty())
                .filter(needed -> !(needed.equals("volumeClaimTemplate")
                        && source.get(needed).present()))
                .forEach(needed -> faults.required(at.get(needed)));
        further(volume, source, pod);
    }

    private void further(Field volume, Field source, String pod) {
        switch (source.name()) {
            case "emptyDir" -> emptyDir(source.get("sizeLimit"));
            case "hostPath" -> hostPath(source);
            case "gitRepo" -> faults.form(source.get("directory"), Syntax::relativePath);
            case "gcePersistentDisk" -> partition(source, volume.get("persistentDisk"));
            case "awsElasticBlockStore" -> partition(source, source);
            case "secret", "configMap" -> files(source);
            case "nfs" -> {
                if (!source.get("path").textOrEmpty().startsWith("/")) {
                    faults.invalid(source.get("path"), "must be an absolute path");
                }
            }
            case "iscsi" -> iscsi(volume, source);
            case "flocker" -> flocker(source);
            case "cinder", "storageos" -> named(source);
            case "quobyte" -> quobyte(source);
            case "downwardAPI" -> downwardApi(source);
            case "fc" -> fibreChannel(source);
            case "flexVolume" -> flex(source);
            case "azureDisk" -> azureDisk(source);
            case "projected" -> ProjectedVolumes.validate(source, faults);
            case "csi" -> csi(source);
            case "ephemeral" -> ephemeral(volume, source, pod);
            case "image" -> image(source);
            default -> {}
        }
    }

    private void emptyDir(Field limit) {
        if (faults.quantity(limit).filter(quantity -> quantity.sign() < 0).isPresent()) {
            faults.forbidden(limit, "must not be negative");
        }
    }

    private void hostPath(Field source) {
        if (faults.requiredForm(source.get("path"), Syntax::pathWithoutBacksteps)
                || !source.get("path").empty()) {
            faults.oneOf(source.get("type"), HOST_PATHS);
        }
    }

    private void partition(Field source, Field told) {
        long partition = source.get("partition").number().orElse(0L);
        if (partition < 0 || partition > MOST_BYTE) {
            faults.invalid(told.get("partition"), "must be between 0 and 255");
        }
    }

    private void files(Field source) {
        mode(source.get("defaultMode"), faults);
        source.get("items").items().forEach(item -> file(item, faults));
    }

    /** Tells every fault of a key that becomes a file. */
    static void file(Field item, Faults faults) {
        faults.present(item.get("key"));
        path(item.get("path"), item.get("path"), faults);
        mode(item.get("mode"), faults);
    }

    /** Tells whether that is no path of a file in a volume, and where that is told. */
    static void path(Field path, Field at, Faults faults) {
        String text = path.textOrEmpty();
        if (text.isEmpty()) {
            faults.required(at);
        } else if (faults.form(at, text, Syntax::relativePath) && text.startsWith("..")) {
            faults.invalid(at, "must not begin with '..'");
        }
    }

    /** Tells whether that is no mode of a file. */
    static void mode(Field mode, Faults faults) {
        mode(mode, mode, faults);
    }

    /** Tells whether that is no mode of a file, and where that is told. */
    static void mode(Field mode, Field at, Faults faults) {
        long bits = mode.number().orElse(0L);
        if (bits < 0 || bits > MOST_MODE) {
            faults.invalid(at, "must be between 0 and 0777 (511)");
        }
    }

    private void iscsi(Field volume, Field source) {
        Iscsi.qualifiedName(source.get("iqn"), source.get("iqn"), faults);
        faults.within(source.get("lun"), 0, MOST_BYTE);
        boolean authenticated = source.get("chapAuthDiscovery").isTrue()
                || source.get("chapAuthSession").isTrue();
        if (authenticated && !source.get("secretRef").present()) {
            faults.required(source.get("secretRef"), "the session is authenticated");
        }
        Field initiator = source.get("initiatorName");
        if (!initiator.present()) {
            return;
        }
        Iscsi.qualifiedName(initiator, source.get("initiatorname"), faults);
        if (initiator.textOrEmpty().isEmpty()) {
            faults.invalid(source.get("initiatorname"), "must begin with iqn, eui or naa");
        }
        String portal = volume.get("name").textOrEmpty() + ":"
                + source.get("targetPortal").textOrEmpty();
        if (portal.length() > LONGEST_PORTAL) {
            faults.invalid(volume.get("name"), "must be shorter, with the targetPortal under 64 characters");
        }
    }

    private void flocker(Field source) {
        Field name = source.get("datasetName");
        if (name.empty() && source.get("datasetUUID").empty()) {
            faults.required(source, "must have datasetName or datasetUUID");
        } else if (!name.empty() && !source.get("datasetUUID").empty()) {
            faults.invalid(source, "must have only one of datasetName and datasetUUID");
        }
        if (name.textOrEmpty().indexOf('/') >= 0) {
            faults.invalid(name, "must not contain '/'");
        }
    }

    private void named(Field source) {
        if (source.name().equals("storageos")) {
            faults.optionalForm(source.get("volumeName"), Syntax::label);
            faults.optionalForm(source.get("volumeNamespace"), Syntax::label);
        }
        if (source.get("secretRef").present()) {
            faults.present(source.get("secretRef").get("name"));
        }
    }

    private void quobyte(Field source) {
        String registry = source.get("registry").textOrEmpty();
        if (registry.isEmpty()) {
            return;
        }
        if (source.get("tenant").textOrEmpty().length() > LONGEST_TENANT) {
            faults.required(source.get("tenant"), "must have at most 64 characters");
        } else if (COMMAS.splitToStream(registry)
                .anyMatch(pair -> !HOST_PORT.matcher(pair).matches())) {
            faults.invalid(source.get("registry"), "must be pairs of host:port with commas between them");
        }
    }

    private void downwardApi(Field source) {
        mode(source.get("defaultMode"), faults);
        source.get("items").items().forEach(item -> ProjectedVolumes.downward(item, source, faults));
    }

    private void fibreChannel(Field source) {
        Field targets = source.get("targetWWNs");
        if (targets.empty() && source.get("wwids").empty()) {
            faults.required(targets, "must have targetWWNs or wwids");
        } else if (!targets.empty() && !source.get("wwids").empty()) {
            faults.invalid(targets, "must not stand beside wwids");
        }
        if (!targets.empty()) {
            if (source.get("lun").present()) {
                faults.within(source.get("lun"), 0, MOST_BYTE);
            } else {
                faults.required(source.get("lun"), "targetWWNs need it");
            }
        }
    }

    private void flex(Field source) {
        for (Field option : source.get("options").fields()) {
            String name = option.name();
            String space = "." + Ascii.toLowerCase(name.substring(0, (name + "/").indexOf('/')));
            if (space.endsWith(".kubernetes.io") || space.endsWith(".k8s.io")) {
                faults.invalid(option, "must not be in the name space of Kubernetes");
            }
        }
    }

    private void azureDisk(Field source) {
        Field kind = source.get("kind");
        Field uri = source.get("diskURI");
        faults.oneOf(source.get("cachingMode"), ImmutableList.of("None", "ReadOnly", "ReadWrite"));
        faults.oneOf(kind, ImmutableList.of("Dedicated", "Managed", "Shared"));
        boolean managed = kind.textOrEmpty().equals("Managed");
        String prefix = managed ? "/subscriptions/" : "https://";
        // Without a kind it is a shared one.
        if (!uri.textOrEmpty().startsWith(prefix)) {
            faults.unsupported(uri, ImmutableList.of(prefix + "..."));
        }
    }

    private void csi(Field source) {
        Field driver = source.get("driver");
        if (!driver.empty()) {
            faults.atMostBytes(driver, LONGEST_DRIVER);
            faults.form(driver, Ascii.toLowerCase(driver.textOrEmpty()), Syntax::subdomain);
        }
        Field secret = source.get("nodePublishSecretRef");
        if (secret.present() && faults.present(secret.get("name"))) {
            faults.form(source.get("name"), secret.get("name").textOrEmpty(), Syntax::subdomain);
        }
    }

    private void ephemeral(Field volume, Field source, String pod) {
        Field template = source.get("volumeClaimTemplate");
        if (template.present()) {
            VolumeClaims.template(template, faults);
        }
        String name = volume.get("name").textOrEmpty();
        if (!pod.isEmpty() && !name.isEmpty()) {
            faults.form(volume.get("name"), pod + "-" + name, Syntax::subdomain);
        }
    }

    private void image(Field source) {
        if (!scope.template()) {
            faults.present(source.get("reference"));
        }
        if (!source.get("pullPolicy").empty()) {
            faults.oneOf(source.get("pullPolicy"), PULL);
        }
    }
}
