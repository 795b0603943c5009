package dev.hearth.checks.programs;

import dev.hearth.findings.Finding;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import dev.hearth.manifest.YamlException;
import java.util.Optional;

/**
 * A file that a container sees, out of the object of the tree that holds its text.
 *
 * @param path where the container sees it
 * @param source the ConfigMap, the Secret, or what becomes a Secret in the cluster
 * @param place the field of the source that holds the text
 * @param text what stands there
 */
record MountedFile(String path, Manifest source, FieldPath place, String text) {

    /** The last part of its path. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether nobody may be shown what stands there. */
    boolean secret() {
        return !source.kind().equals("ConfigMap");
    }

    /** The first document; nothing where it is no YAML: another rule says so of what is none. */
    Optional<Mapping> yaml() {
        try {
            return Yaml.documents(text, "configuration").stream()
                    .map(document -> document.mapping())
                    .findFirst();
        } catch (YamlException unreadable) {
            return Optional.empty();
        }
    }

    /** A finding about the file, where its text stands. */
    Finding error(String rule, String message, String hint) {
        return Finding.error(rule, source.identity(), message).at(place).hint(hint);
    }

    /** A finding about the file, where its text stands. */
    Finding warning(String rule, String message, String hint) {
        return Finding.warning(rule, source.identity(), message).at(place).hint(hint);
    }
}
