package dev.hearth.secrets;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.SealScope;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Null;
import dev.hearth.manifest.Yaml;
import java.util.List;
import java.util.Optional;

/**
 * A SealedSecret as a file: what {@code kubeseal} writes, what the folder of secrets keeps, what the tree has. It is readable by
 * all of them.
 *
 * @param manifest the object; {@code bitnami.com/v1alpha1 SealedSecret}
 * @see <a href="https://github.com/bitnami/sealed-secrets#overview">Sealed Secrets</a>
 */
public record SealedFile(Manifest manifest) {

    /** What the annotation of a wider scope begins with; the word of the scope follows. */
    public static final String SCOPE = "sealedsecrets.bitnami.com/";

    /** What the API server asks of a Secret of these types. */
    private static final ImmutableMap<String, ImmutableList<String>> REQUIRED = ImmutableMap.of(
            "kubernetes.io/tls", ImmutableList.of("tls.crt", "tls.key"),
            "kubernetes.io/dockerconfigjson", ImmutableList.of(".dockerconfigjson"),
            "kubernetes.io/dockercfg", ImmutableList.of(".dockercfg"),
            "kubernetes.io/ssh-auth", ImmutableList.of("ssh-privatekey"));

    public SealedFile {
        requireNonNull(manifest, "manifest");
    }

    /** One without values. */
    public static SealedFile of(String namespace, String name, String type, SealScope scope) {
        Mapping.Builder metadata = Mapping.builder().put("name", name).put("namespace", namespace);
        if (scope != SealScope.STRICT) {
            metadata.put(
                    "annotations",
                    Mapping.builder().put(SCOPE + scope.word(), "true").build());
        }
        return new SealedFile(Manifest.of(Mapping.builder()
                .put("apiVersion", "bitnami.com/v1alpha1")
                .put("kind", "SealedSecret")
                .put("metadata", metadata.build())
                .put(
                        "spec",
                        Mapping.builder()
                                .put("encryptedData", Mapping.empty())
                                .put(
                                        "template",
                                        Mapping.builder()
                                                .put("type", type)
                                                .put("metadata", metadata.build())
                                                .build())
                                .build())
                .build()));
    }

    /**
     * The one SealedSecret of a file in YAML or JSON, as kubeseal writes both.
     *
     * @throws SealException where the file holds something else, has the old {@code spec.data}, or both scope annotations
     */
    public static SealedFile read(byte[] text, String source) {
        List<Manifest> objects;
        try {
            objects = Yaml.readFlat(Yaml.decode(text, source), source);
        } catch (IllegalArgumentException unreadable) {
            // Its message may quote what stands in the file, and that may be a value that nobody sealed.
            throw new SealException(source + " is no YAML or JSON of a Kubernetes object");
        }
        if (objects.size() != 1) {
            throw new SealException(source + " must hold one SealedSecret, but holds " + objects.size() + " objects");
        }
        return checked(objects.get(0), source);
    }

    private static SealedFile checked(Manifest object, String source) {
        if (!object.identity().group().equals("bitnami.com") || !object.kind().equals("SealedSecret")) {
            throw new SealException(source + " holds a " + object.kind() + ", not a SealedSecret"
                    + (object.kind().equals("Secret")
                            ? "; seal it with hearth seal --from-secret, and take it away"
                            : ""));
        }
        if (object.spec().get("data").filter(old -> old != Null.NULL).isPresent()) {
            throw new SealException(
                    source + " has the old field spec.data, one sealed text for all keys; seal the values again");
        }
        if (wide(object, SealScope.CLUSTER_WIDE) && wide(object, SealScope.NAMESPACE_WIDE)) {
            throw new SealException(source + " is annotated cluster-wide and namespace-wide; take one of them out");
        }
        if (object.spec()
                .get("encryptedData")
                .filter(node -> node != Null.NULL && !(node instanceof Mapping))
                .isPresent()) {
            throw new SealException(source + ": spec.encryptedData must be a mapping of keys to sealed values");
        }
        Mapping values = object.spec().mapping("encryptedData");
        for (String key : values.fields().keySet()) {
            if (values.text(key).isEmpty()) {
                throw new SealException(source + ": spec.encryptedData." + key + " must be a text");
            }
        }
        return new SealedFile(object);
    }

    private static boolean wide(Manifest object, SealScope scope) {
        return "true".equals(object.annotations().get(SCOPE + scope.word()));
    }

    public String namespace() {
        return manifest.namespace().orElse("");
    }

    public String name() {
        return manifest.name();
    }

    /** By the annotations of the object; the controller looks at these. */
    public SealScope scope() {
        if (wide(manifest, SealScope.CLUSTER_WIDE)) {
            return SealScope.CLUSTER_WIDE;
        }
        return wide(manifest, SealScope.NAMESPACE_WIDE) ? SealScope.NAMESPACE_WIDE : SealScope.STRICT;
    }

    /** The Secret's type; {@code Opaque} where the template names none. */
    public String type() {
        return manifest.spec()
                .mapping("template")
                .text("type")
                .filter(type -> !type.isEmpty())
                .orElse("Opaque");
    }

    /** The sealed values by key. */
    public ImmutableSortedMap<String, String> values() {
        return ImmutableSortedMap.copyOf(Manifest.strings(manifest.spec().mapping("encryptedData")));
    }

    /** The keys that the API server asks of a Secret of this type and that are neither sealed nor in the template. */
    public ImmutableList<String> missing() {
        Mapping template = manifest.spec().mapping("template").mapping("data");
        if (type().equals("kubernetes.io/basic-auth")) {
            boolean one = List.of("username", "password").stream()
                    .anyMatch(key -> values().containsKey(key) || template.has(key));
            return one ? ImmutableList.of() : ImmutableList.of("username", "password");
        }
        return Optional.ofNullable(REQUIRED.get(type())).orElse(ImmutableList.of()).stream()
                .filter(key -> !values().containsKey(key) && !template.has(key))
                .collect(ImmutableList.toImmutableList());
    }

    /** One sealed value. */
    public Optional<String> value(String key) {
        return Optional.ofNullable(values().get(key));
    }

    /** A copy with that sealed value at that key, in the place of another one; all else stays as it is. */
    public SealedFile with(String key, String sealed) {
        return values(ImmutableSortedMap.<String, String>naturalOrder()
                .putAll(without(key).values())
                .put(key, sealed)
                .build());
    }

    /** A copy without that key. */
    public SealedFile without(String key) {
        return values(values().entrySet().stream()
                .filter(entry -> !entry.getKey().equals(key))
                .collect(ImmutableSortedMap.toImmutableSortedMap(
                        String::compareTo, entry -> entry.getKey(), entry -> entry.getValue())));
    }

    private SealedFile values(ImmutableSortedMap<String, String> values) {
        Mapping spec = manifest.spec().with("encryptedData", Mapping.texts(values));
        return new SealedFile(manifest.with(manifest.root().with("spec", spec)));
    }

    /**
     * A copy with every value opened and sealed anew.
     *
     * @throws SealException where a value does not open; the message names its key
     */
    public SealedFile resealed(SealingKeys keys, Sealer sealer) {
        SealedFile out = this;
        for (var value : values().entrySet()) {
            try (Plain plain = keys.open(value.getValue(), scope(), namespace(), name())) {
                out = out.with(value.getKey(), sealer.seal(plain, scope(), namespace(), name()));
            } catch (SealException closed) {
                throw new SealException(
                        "key " + value.getKey() + " of " + namespace() + "/" + name() + ": " + closed.getMessage());
            }
        }
        return out;
    }

    /** The file's bytes: YAML, the same on every machine. */
    public byte[] bytes() {
        return Yaml.bytes(manifest.root());
    }
}
