package dev.hearth.importer;

import com.google.common.collect.ImmutableList;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Place;
import dev.hearth.manifest.Document;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Null;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Yaml;
import dev.hearth.manifest.YamlException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One text on its way to objects: document by document, so that a broken one does not hide the others. */
final class Reading {

    private final String file;
    private final String fileName;
    private final ImmutableList.Builder<Manifest> objects = ImmutableList.builder();
    private final ImmutableList.Builder<Finding> findings = ImmutableList.builder();
    private final Set<String> others = new LinkedHashSet<>();
    private boolean empty = true;

    private Reading(String file) {
        this.file = file;
        this.fileName = file.substring(file.lastIndexOf('/') + 1);
    }

    static Imported of(byte[] bytes, String file) {
        try {
            return of(Encoding.decode(bytes, file), file);
        } catch (YamlException unreadable) {
            return Imported.broken(file, finding(unreadable, file));
        }
    }

    static Imported of(String text, String file) {
        Reading reading = new Reading(file);
        for (Chunks.Chunk chunk : Chunks.of(text)) {
            if (!reading.read(chunk)) {
                return Imported.skipped(file, "a template that must be rendered first");
            }
        }
        return reading.done();
    }

    private Imported done() {
        ImmutableList<Manifest> found = objects.build();
        ImmutableList<Finding> wrong = findings.build();
        Optional<String> skipped = others.isEmpty()
                ? found.isEmpty() && wrong.isEmpty()
                        ? Optional.of(empty ? "it is empty" : "no object")
                        : Optional.empty()
                : Optional.of(String.join("; ", others));
        return new Imported(file, found, wrong, skipped);
    }

    /** False where the whole file is a template. */
    private boolean read(Chunks.Chunk chunk) {
        List<Document> documents;
        try {
            documents = documents(chunk);
        } catch (YamlException broken) {
            int lines = broken.position().line() - chunk.firstLine() + 1;
            if (Templates.template(chunk.text(), lines)) {
                return false;
            }
            empty = false;
            if (Templates.foreign(chunk.text())) {
                others.add("it has no apiVersion and kind");
            } else {
                findings.add(finding(broken, file));
            }
            return true;
        }
        documents.forEach(this::take);
        return true;
    }

    private List<Document> documents(Chunks.Chunk chunk) {
        try {
            return Yaml.documents(chunk.text(), file, chunk.firstLine());
        } catch (YamlException broken) {
            List<Chunks.Chunk> values = JsonValues.of(chunk);
            if (values.size() < 2) {
                throw broken;
            }
            return values.stream()
                    .flatMap(value -> Yaml.documents(value.text(), file, value.firstLine()).stream())
                    .toList();
        }
    }

    private void take(Document document) {
        if (document.root() == Null.NULL) {
            return;
        }
        empty = false;
        if (!(document.root() instanceof Mapping root) || !Shapes.object(root)) {
            others.add(Shapes.describe(document.root(), fileName));
            return;
        }
        Optional<String> client = Shapes.client(root);
        Optional<String> blank = Templates.blank(root);
        if (client.isPresent()) {
            others.add(client.get());
        } else if (blank.isPresent()) {
            others.add("a template: " + blank.get() + " is filled in by somebody else");
        } else if (list(root)) {
            FieldPath items = FieldPath.of("items");
            for (int index = 0; index < root.sequence("items").size(); index++) {
                take(document.part(items.index(index)));
            }
        } else {
            object(document, root);
        }
    }

    private static boolean list(Mapping root) {
        return root.text("kind").orElse("").endsWith("List")
                && root.get("items").orElse(Null.NULL) instanceof Sequence;
    }

    private void object(Document document, Mapping root) {
        ImmutableList<Finding> missing = Essentials.missing(document, root);
        if (missing.isEmpty()) {
            objects.add(Manifest.of(document));
        } else {
            findings.addAll(missing);
        }
    }

    private static Finding finding(YamlException broken, String file) {
        return Finding.error("schema.yaml", "file " + file, broken.fault())
                .from(Place.of(broken.position()))
                .hint(broken.remedy());
    }
}
