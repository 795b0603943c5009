package dev.hearth.secrets;

import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.SealScope;
import dev.hearth.manifest.Manifest;

/**
 * A SealedSecret as a file: what {@code kubeseal} writes, what the folder of secrets keeps, what the tree has. It is readable by
 * all of them.
 *
 * @param manifest the object; {@code bitnami.com/v1alpha1 SealedSecret}
 */
public record SealedFile(Manifest manifest) {

    public static final String SCOPE = "sealedsecrets.bitnami.com/";

    /** One without values. */
    public static SealedFile of(String namespace, String name, String type, SealScope scope) {
        throw new UnsupportedOperationException(namespace + name + type + scope);
    }

    /**
     * The one SealedSecret of a file in YAML or JSON, as kubeseal writes both.
     *
     * @throws SealException where the file holds something else, has the old {@code spec.data}, or both scope annotations
     */
    public static SealedFile read(byte[] text, String source) {
        throw new UnsupportedOperationException(source);
    }

    public String namespace() {
        return manifest.namespace().orElse("");
    }

    public String name() {
        return manifest.name();
    }

    /** By the annotations of the object; the controller looks at these. */
    public SealScope scope() {
        throw new UnsupportedOperationException();
    }

    /** The Secret's type; {@code Opaque} where the template names none. */
    public String type() {
        throw new UnsupportedOperationException();
    }

    /** The sealed values by key. */
    public ImmutableSortedMap<String, String> values() {
        throw new UnsupportedOperationException();
    }

    /** A copy with that sealed value at that key, in the place of another one; all else stays as it is. */
    public SealedFile with(String key, String sealed) {
        throw new UnsupportedOperationException(key + sealed);
    }

    /** A copy without that key. */
    public SealedFile without(String key) {
        throw new UnsupportedOperationException(key);
    }

    /** The file's bytes: YAML, the same on every machine. */
    public byte[] bytes() {
        throw new UnsupportedOperationException();
    }
}
