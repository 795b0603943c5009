package dev.hearth.graph;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;

/**
 * That one object names another, as a field of it says.
 *
 * @param from the object that names
 * @param path the field that holds the name
 * @param to the object that is named; an empty namespace for what has none, and where any namespace will do
 * @param parts what of the other object is needed
 * @param optional whether the field says that the other object, or the part, may be absent
 */
public record Reference(Manifest from, FieldPath path, Identity to, ImmutableList<Part> parts, boolean optional) {

    /**
     * What of the other object is needed.
     *
     * @param sort what it is
     * @param name the key, or the name or number of the port
     * @param path the field that says so
     */
    public record Part(Sort sort, String name, FieldPath path) {

        public Part {
            requireNonNull(sort, "sort");
            requireNonNull(name, "name");
            requireNonNull(path, "path");
        }
    }

    /** What a part is. */
    public enum Sort {
        /** A key of a ConfigMap or a Secret. */
        KEY,
        /** A port of a Service. */
        PORT
    }

    public Reference {
        requireNonNull(from, "from");
        requireNonNull(path, "path");
        requireNonNull(to, "to");
        requireNonNull(parts, "parts");
    }

    /** The kind that is named, with its group: {@code apps/Deployment}, {@code /Secret}. */
    public String kind() {
        return to.group() + "/" + to.kind();
    }

    @Override
    public String toString() {
        return from + " " + path + " -> " + to
                + (parts.isEmpty() ? "" : " " + parts.stream().map(Part::name).toList());
    }
}
