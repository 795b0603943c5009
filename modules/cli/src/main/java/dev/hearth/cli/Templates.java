package dev.hearth.cli;

import dev.hearth.dsl.SealScope;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.secrets.SealedFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a SealedSecret says of the Secret besides its values. */
final class Templates {

    private Templates() {}

    static SealedFile type(SealedFile file, String type) {
        return template(file, template -> template.with("type", Node.text(type)));
    }

    static SealedFile labels(SealedFile file, Map<String, String> labels) {
        if (labels.isEmpty()) {
            return file;
        }
        return template(file, template -> {
            Mapping metadata = template.mapping("metadata");
            Mapping all = metadata.mapping("labels");
            for (Map.Entry<String, String> label : labels.entrySet()) {
                all = all.with(label.getKey(), Node.text(label.getValue()));
            }
            return template.with("metadata", metadata.with("labels", all));
        });
    }

    /** Says that scope, in both places where the controller and kubeseal look. */
    static SealedFile scope(SealedFile file, SealScope scope) {
        Mapping root = file.manifest().root();
        SealedFile outside =
                new SealedFile(file.manifest().with(root.with("metadata", scope(root.mapping("metadata"), scope))));
        return template(outside, template -> template.with("metadata", scope(template.mapping("metadata"), scope)));
    }

    private static Mapping scope(Mapping metadata, SealScope scope) {
        Mapping annotations = metadata.mapping("annotations");
        for (SealScope other : SealScope.values()) {
            annotations = annotations.without(SealedFile.SCOPE + other.word());
        }
        if (scope != SealScope.STRICT) {
            annotations = annotations.with(SealedFile.SCOPE + scope.word(), Node.text("true"));
        }
        return annotations.isEmpty() ? metadata.without("annotations") : metadata.with("annotations", annotations);
    }

    private static SealedFile template(SealedFile file, UnaryOperator<Mapping> change) {
        Manifest manifest = file.manifest();
        Mapping spec = manifest.spec();
        return new SealedFile(manifest.with(
                manifest.root().with("spec", spec.with("template", change.apply(spec.mapping("template"))))));
    }

    static Mapping data(SealedFile file) {
        return file.manifest().spec().mapping("template").mapping("data");
    }

    /** What is missing for a Secret of its type. */
    static Optional<String> missing(SealedFile file) {
        List<String> missing = file.missing();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("the API server will refuse " + file.namespace() + "/" + file.name() + " of type "
                        + file.type() + " without key " + String.join(", ", missing));
    }
}
