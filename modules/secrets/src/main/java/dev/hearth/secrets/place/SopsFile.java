package dev.hearth.secrets.place;

import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What can be read of a Secret that SOPS encrypted: all but its values.
 *
 * @param object a Secret, or a SopsSecret with templates of Secrets
 */
record SopsFile(Manifest object) {

    /** How every text begins that SOPS encrypted. */
    static final String ENCRYPTED = "ENC[";

    private static final ImmutableSet<String> RECIPIENTS =
            ImmutableSet.of("age", "pgp", "kms", "gcp_kms", "azure_kv", "hc_vault", "hckms", "key_groups");

    /** Whether it is of a kind that may hold a Secret. */
    boolean secret() {
        String group = object.identity().group();
        return (group.isEmpty() && object.kind().equals("Secret"))
                || (group.equals("isindir.github.com") && object.kind().equals("SopsSecret"));
    }

    /** Whether SOPS was there at all. */
    boolean marked() {
        return object.root().has("sops");
    }

    /** Whether all is there that decrypting needs. */
    boolean complete() {
        Mapping sops = object.root().mapping("sops");
        return sops.text("mac").filter(mac -> mac.startsWith(ENCRYPTED)).isPresent()
                && sops.text("lastmodified").isPresent()
                && RECIPIENTS.stream().anyMatch(sort -> !sops.sequence(sort).isEmpty());
    }

    /** The type of the Secret, as far as it is readable. */
    Optional<String> type() {
        return content().stream()
                .map(secret -> secret.text("type").orElse("Opaque"))
                .filter(type -> !type.startsWith(ENCRYPTED))
                .findFirst();
    }

    /** The keys of the Secret. */
    ImmutableSet<String> keys() {
        return content().stream()
                .flatMap(secret -> Stream.of("data", "stringData").map(secret::mapping))
                .flatMap(values -> values.fields().keySet().stream())
                .collect(ImmutableSet.toImmutableSet());
    }

    /** The Secret, or the template of it: that of its name, or one whose name is encrypted too. */
    private List<Mapping> content() {
        if (object.kind().equals("Secret")) {
            return List.of(object.root());
        }
        return object.spec().sequence("secretTemplates").mappings().stream()
                .filter(template -> template.text("name")
                        .filter(name -> name.equals(object.name()) || name.startsWith(ENCRYPTED))
                        .isPresent())
                .toList();
    }
}
