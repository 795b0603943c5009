package dev.hearth.manifest;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/**
 * One Kubernetes object as an immutable tree of nodes.
 *
 * <p>Positions say where fields stand in the text the object was read from; they are no part of its content and
 * survive changes of the object where their field does.
 */
public final class Manifest {

    private final Mapping root;
    private final Identity identity;
    private final Optional<Document> source;
    private final String owner;

    private Manifest(Mapping root, Optional<Document> source, String owner) {
        this.root = root;
        this.source = source;
        this.owner = owner;
        Mapping metadata = root.mapping("metadata");
        this.identity = new Identity(
                Identity.groupOf(required(root, "apiVersion", "apiVersion")),
                required(root, "kind", "kind"),
                metadata.text("namespace").orElse(""),
                required(metadata, "name", "metadata.name"));
    }

    /**
     * The object with that content.
     *
     * @throws IllegalArgumentException where {@code apiVersion}, {@code kind} or {@code metadata.name} is absent
     */
    public static Manifest of(Mapping root) {
        return new Manifest(root, Optional.empty(), "");
    }

    /**
     * The object that a document holds; it keeps the positions.
     *
     * @throws IllegalArgumentException where the document is no mapping, or {@code apiVersion}, {@code kind} or
     *     {@code metadata.name} is absent
     */
    public static Manifest of(Document document) {
        return new Manifest(document.mapping(), Optional.of(document), "");
    }

    private static String required(Mapping from, String field, String path) {
        return from.text(field)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() ->
                        new IllegalArgumentException("a Kubernetes object needs " + path + " as a text, but it is "
                                + (from.has(field) ? "of another type or empty" : "absent")
                                + " in an object with the fields "
                                + from.fields().keySet()));
    }

    /** The whole content. */
    public Mapping root() {
        return root;
    }

    /** What makes this object one and the same for the API server. */
    public Identity identity() {
        return identity;
    }

    /** For example {@code apps/v1}. */
    public String apiVersion() {
        return root.text("apiVersion").orElseThrow();
    }

    /** For example {@code Deployment}. */
    public String kind() {
        return identity.kind();
    }

    /** {@code metadata.name}. */
    public String name() {
        return identity.name();
    }

    /** {@code metadata.namespace}; empty where the object states none. */
    public Optional<String> namespace() {
        return Optional.of(identity.namespace()).filter(namespace -> !namespace.isEmpty());
    }

    /** {@code metadata.labels}, as far as they are strings. */
    public ImmutableMap<String, String> labels() {
        return strings(root.mapping("metadata").mapping("labels"));
    }

    /** {@code metadata.annotations}, as far as they are strings. */
    public ImmutableMap<String, String> annotations() {
        return strings(root.mapping("metadata").mapping("annotations"));
    }

    /** The entries of a mapping that are strings, such as labels or a selector's {@code matchLabels}. */
    public static ImmutableMap<String, String> strings(Mapping mapping) {
        ImmutableMap.Builder<String, String> out = ImmutableMap.builder();
        mapping.fields().forEach((name, value) -> {
            if (value instanceof Text text) {
                out.put(name, text.value());
            }
        });
        return out.buildOrThrow();
    }

    /** {@code spec}, empty where there is none. */
    public Mapping spec() {
        return root.mapping("spec");
    }

    /** Where a field, or the nearest one above it, stands in the text this object came from. */
    public Optional<Position> position(FieldPath path) {
        return source.map(document -> document.position(path));
    }

    /** The component this object belongs to; empty until one is named. */
    public Optional<String> owner() {
        return Optional.of(owner).filter(name -> !name.isEmpty());
    }

    /** A copy that belongs to that component. */
    public Manifest ownedBy(String component) {
        return new Manifest(root, source, requireNonNull(component, "component"));
    }

    /** A copy with other content. */
    public Manifest with(Mapping content) {
        return new Manifest(content, source, owner);
    }

    /** A copy whose {@code metadata} has that field. */
    public Manifest withMetadata(String field, Node value) {
        return with(root.with("metadata", root.mapping("metadata").with(field, value)));
    }

    /** A copy in that namespace, which stands behind the name as people write it. */
    public Manifest inNamespace(String namespace) {
        requireNonNull(namespace, "namespace");
        Mapping.Builder metadata = Mapping.builder();
        root.mapping("metadata").without("namespace").fields().forEach((field, value) -> {
            metadata.put(field, value);
            if (field.equals("name")) {
                metadata.put("namespace", namespace);
            }
        });
        return with(root.with("metadata", metadata.build()));
    }

    /** A copy with that annotation, beside those it has. */
    public Manifest withAnnotation(String name, String value) {
        return withMetadata(
                "annotations", root.mapping("metadata").mapping("annotations").with(name, Node.text(value)));
    }

    /** A copy with that label, beside those it has. */
    public Manifest withLabel(String name, String value) {
        return withMetadata("labels", root.mapping("metadata").mapping("labels").with(name, Node.text(value)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Manifest that && root.equals(that.root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }

    @Override
    public String toString() {
        return identity.toString();
    }
}
