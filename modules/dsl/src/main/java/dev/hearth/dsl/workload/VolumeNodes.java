package dev.hearth.dsl.workload;

import dev.hearth.dsl.Site;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.Map;

/** Volumes and claims as they stand in manifests. */
final class VolumeNodes {

    private static final int READABLE = 0644;

    private VolumeNodes() {}

    static Mapping node(Volume volume, String workload) {
        return Mapping.builder()
                .put("name", volume.name())
                .putAll(source(volume, workload))
                .build();
    }

    private static Mapping source(Volume volume, String workload) {
        if (volume instanceof Volume.ConfigFiles files) {
            Mapping.Builder source =
                    Mapping.builder().put("name", files.config().name());
            files.mode().ifPresent(mode -> source.put("defaultMode", (long) mode));
            return Mapping.of(
                    "configMap",
                    source.putUnlessEmpty("items", items(files.items())).build());
        }
        if (volume instanceof Volume.SecretFiles files) {
            return Mapping.of(
                    "secret",
                    Mapping.builder()
                            .put("secretName", files.credential().name())
                            .put("defaultMode", files.mode())
                            .putUnlessEmpty("items", items(files.items()))
                            .build());
        }
        if (volume instanceof Volume.Scratch scratch) {
            Mapping.Builder source = Mapping.builder();
            if (scratch.memory()) {
                source.put("medium", "Memory");
            }
            scratch.size().ifPresent(size -> source.put("sizeLimit", size.toString()));
            return Mapping.of("emptyDir", source.build());
        }
        if (volume instanceof Volume.Claim claim) {
            return claimed(claimName(claim, workload));
        }
        if (volume instanceof Volume.ExistingClaim claim) {
            return claimed(claim.claim());
        }
        if (volume instanceof Volume.ExistingConfig config) {
            return Mapping.of("configMap", Mapping.of("name", Node.text(config.configMap())));
        }
        if (volume instanceof Volume.HostPath host) {
            Mapping.Builder source = Mapping.builder().put("path", host.path());
            if (!host.type().isEmpty()) {
                source.put("type", host.type());
            }
            return Mapping.of("hostPath", source.build());
        }
        Volume.Projected projected = (Volume.Projected) volume;
        // The list of sources is replaced as a whole, so what the API server would add is spelled out.
        return Mapping.of(
                "projected",
                Mapping.builder()
                        .put("defaultMode", projected.mode().orElse(READABLE))
                        .put(
                                "sources",
                                Sequence.of(projected.sources().stream()
                                        .map(VolumeNodes::part)
                                        .toList()))
                        .build());
    }

    private static Mapping claimed(String name) {
        return Mapping.of("persistentVolumeClaim", Mapping.of("claimName", Node.text(name)));
    }

    private static Mapping part(Volume.Source source) {
        if (source instanceof Volume.ConfigFiles files) {
            return Mapping.of(
                    "configMap",
                    Mapping.builder()
                            .put("name", files.config().name())
                            .putUnlessEmpty("items", items(files.items()))
                            .build());
        }
        if (source instanceof Volume.SecretFiles files) {
            return Mapping.of(
                    "secret",
                    Mapping.builder()
                            .put("name", files.credential().name())
                            .putUnlessEmpty("items", items(files.items()))
                            .build());
        }
        Volume.Token token = (Volume.Token) source;
        return Mapping.of(
                "serviceAccountToken",
                Mapping.builder()
                        .put("audience", token.audience())
                        .put("expirationSeconds", token.lifetime().toSeconds())
                        .put("path", token.path())
                        .build());
    }

    private static Sequence items(Map<String, String> items) {
        return Sequence.of(items.entrySet().stream()
                .map(item -> Mapping.builder()
                        .put("key", item.getKey())
                        .put("path", item.getValue())
                        .build())
                .toList());
    }

    static String claimName(Volume.Claim claim, String workload) {
        return workload + "-" + claim.name();
    }

    /** A claim's spec, with the fields that the API server would add. */
    static Mapping claimSpec(Volume.Claim claim, Site site) {
        Mapping.Builder spec = Mapping.builder()
                .put("accessModes", Node.texts(claim.accessMode().word()))
                .put(
                        "resources",
                        Mapping.of(
                                "requests",
                                Mapping.of("storage", Node.text(claim.size().toString()))));
        String storageClass = claim.storageClass().orElse(site.storageClass());
        if (!storageClass.isEmpty()) {
            spec.put("storageClassName", storageClass);
        }
        return spec.put("volumeMode", "Filesystem").build();
    }
}
