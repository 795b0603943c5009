package dev.hearth.checks.links;

import dev.hearth.checks.rule.Context;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Position;

/** Findings about objects, as bad as the rule thinks. */
final class Findings {

    private Findings() {}

    static Finding of(String rule, Severity severity, Manifest object, String message) {
        return switch (severity) {
            case ERROR -> Finding.error(rule, object.identity(), message);
            case WARNING -> Finding.warning(rule, object.identity(), message);
            case INFO -> Finding.info(rule, object.identity(), message);
        };
    }

    /** A mistake for certain in a complete tree; otherwise something to look at. */
    static Severity sure(Context context, Severity complete, Severity otherwise) {
        return context.complete() ? complete : otherwise;
    }

    /** The folder that an object was read from; empty where it was read from no file. */
    static String folder(Manifest object) {
        return object.position(FieldPath.root())
                .map(position ->
                        position.file().substring(0, Math.max(0, position.file().lastIndexOf('/'))))
                .orElse("");
    }

    /** An error, unless the two objects stand in different files of a plain folder and may never be applied together. */
    static Severity rival(Manifest one, Manifest other, Context context) {
        return context.complete() || file(one).equals(file(other)) ? Severity.ERROR : Severity.WARNING;
    }

    private static String file(Manifest object) {
        return object.position(FieldPath.root()).map(Position::file).orElse("");
    }

    /**
     * Whether two objects may be alternatives that are never applied together: in a folder of examples, those without a
     * namespace that lie in different folders.
     */
    static boolean apart(Manifest one, Manifest other, Context context) {
        return !context.complete() && one.namespace().isEmpty() && !folder(one).equals(folder(other));
    }
}
