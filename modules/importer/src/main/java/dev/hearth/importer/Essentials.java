package dev.hearth.importer;

import com.google.common.collect.ImmutableList;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Place;
import dev.hearth.manifest.Document;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Null;
import java.util.Optional;

/**
 * What every object has, whatever its kind: without it the API server does not know what is sent to it.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/">Objects in Kubernetes</a>
 */
final class Essentials {

    private final Document document;
    private final Mapping root;
    private final Identity identity;
    private final ImmutableList.Builder<Finding> findings = ImmutableList.builder();

    private Essentials(Document document, Mapping root) {
        this.document = document;
        this.root = root;
        Mapping metadata = root.mapping("metadata");
        String kind = root.text("kind").filter(text -> !text.isEmpty()).orElse("object");
        this.identity = new Identity(
                Identity.groupOf(root.text("apiVersion").orElse("")),
                kind,
                metadata.text("namespace").orElse(""),
                metadata.text("name").orElse(""));
    }

    /** What is not there, or is no text; nothing for an object that can be judged further. */
    static ImmutableList<Finding> missing(Document document, Mapping root) {
        Essentials essentials = new Essentials(document, root);
        essentials.text(root, FieldPath.root(), "apiVersion", "an object says which version of which API it is for");
        essentials.text(root, FieldPath.root(), "kind", "an object says of which kind it is");
        Node metadata = root.get("metadata").orElse(Null.NULL);
        if (metadata instanceof Mapping mapping) {
            essentials.name(mapping);
        } else if (metadata == Null.NULL) {
            essentials.name(Mapping.empty());
        } else {
            essentials.add("schema.type", FieldPath.of("metadata"), "it is no mapping", "write metadata: {name: ...}");
        }
        return essentials.findings.build();
    }

    private void name(Mapping metadata) {
        FieldPath path = FieldPath.of("metadata");
        if (metadata.text("generateName").filter(text -> !text.isEmpty()).isPresent()
                && metadata.get("name").isEmpty()) {
            add(
                    "schema.required",
                    path.field("name"),
                    "generateName makes a name only for what is created; what is applied, as Argo CD does, needs one",
                    "give it a name");
        } else {
            text(metadata, path, "name", "an object has a name");
        }
    }

    private void text(Mapping from, FieldPath path, String field, String why) {
        Optional<Node> value = from.get(field).filter(node -> node != Null.NULL);
        if (value.isEmpty() || from.text(field).filter(String::isEmpty).isPresent()) {
            add("schema.required", path.field(field), "it must be there, and not empty: " + why, "add it");
        } else if (from.text(field).isEmpty()) {
            add("schema.type", path.field(field), "it must be a text: " + why, "put it in quotes, or correct it");
        }
    }

    private void add(String rule, FieldPath path, String message, String hint) {
        findings.add(Finding.error(rule, identity, message)
                .about(subject())
                .writtenIn(root.text("apiVersion").orElse(""))
                .at(path)
                .from(Place.of(document.position(path)))
                .hint(hint));
    }

    private String subject() {
        String name = identity.namespace().isEmpty() || identity.name().isEmpty()
                ? identity.name()
                : identity.namespace() + "/" + identity.name();
        return name.isEmpty() ? identity.kind() + " without a name" : identity.kind() + " " + name;
    }
}
