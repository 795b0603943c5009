package dev.hearth.platform.backup;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Scope;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;

/**
 * The places where Velero keeps backups, as it is told of them.
 *
 * @param all the places; the first is the one for whoever names none
 */
record Locations(ImmutableList<BackupLocation> all) implements Part {

    @Override
    public void expand(Scope scope) {
        for (BackupLocation location : all) {
            scope.uses(location.storage().credential());
            location.authority().ifPresent(key -> scope.uses(key.credential()));
            scope.manifest(manifest(location, location.equals(all.get(0)), scope));
        }
    }

    private static Manifest manifest(BackupLocation location, boolean byDefault, Scope scope) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "velero.io/v1")
                .put("kind", "BackupStorageLocation")
                .put("metadata", Mapping.builder().put("name", location.name()).build())
                .put(
                        "spec",
                        Mapping.builder()
                                .put("provider", "velero.io/aws")
                                .put("default", byDefault)
                                .put("accessMode", location.readOnly() ? "ReadOnly" : "ReadWrite")
                                .put(
                                        "validationFrequency",
                                        location.validation().toSeconds() + "s")
                                .put("objectStorage", storage(location))
                                .put(
                                        "credential",
                                        key(location.storage().credential().name(), BackupLocation.FILE))
                                .put("config", config(location, scope))
                                .build())
                .build());
    }

    private static Mapping storage(BackupLocation location) {
        Mapping.Builder storage =
                Mapping.builder().put("bucket", location.storage().bucket());
        if (!location.prefix().isEmpty()) {
            storage.put("prefix", location.prefix());
        }
        location.authority()
                .ifPresent(certificate ->
                        storage.put("caCertRef", key(certificate.credential().name(), certificate.key())));
        return storage.build();
    }

    private static Mapping key(String secret, String key) {
        return Mapping.builder().put("name", secret).put("key", key).build();
    }

    private static Mapping config(BackupLocation location, Scope scope) {
        Mapping.Builder config =
                Mapping.builder().put("region", location.storage().region());
        if (location.storage().pathStyle()) {
            config.put("s3ForcePathStyle", "true");
        }
        String url = location.service()
                .map(service -> scope.text(service.url()))
                .orElse(location.storage().endpoint());
        if (!url.isEmpty()) {
            config.put("s3Url", url);
        }
        if (!location.checksums()) {
            config.put("checksumAlgorithm", "");
        }
        return config.build();
    }
}
