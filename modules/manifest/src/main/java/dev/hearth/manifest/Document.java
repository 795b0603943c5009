package dev.hearth.manifest;

import static java.util.Objects.requireNonNull;

/** One YAML or JSON document: its content, and where in the text each field stands. */
public final class Document {

    private final String file;
    private final Node root;
    private final long start;
    private final Positions positions;

    Document(String file, Node root, long start, Positions positions) {
        this.file = requireNonNull(file, "file");
        this.root = requireNonNull(root, "root");
        this.start = start;
        this.positions = requireNonNull(positions, "positions");
    }

    /** The content: a mapping in nearly every document, but any node is allowed. */
    public Node root() {
        return root;
    }

    /**
     * The content as a mapping.
     *
     * @throws YamlException where it is something else
     */
    public Mapping mapping() {
        if (root instanceof Mapping mapping) {
            return mapping;
        }
        throw new YamlException(
                start(),
                "a mapping (fields and values) was expected, but the document is " + Nodes.describe(root),
                "write \"name: value\" lines");
    }

    /** Where the document begins. */
    public Position start() {
        return Positions.unpack(file, start);
    }

    /** Where a field (its key, or the item of a list) stands, or the nearest one above it that is there. */
    public Position position(FieldPath path) {
        Node node = root;
        Positions here = positions;
        long found = start;
        for (Object step : path.steps()) {
            int index = Nodes.indexOf(node, step);
            if (index < 0 || index >= here.size()) {
                break;
            }
            found = here.at(index);
            here = here.below(index);
            node = Nodes.child(node, index);
        }
        return Positions.unpack(file, found);
    }

    /** The part of this document at that path, which must be there, as a document of its own. */
    public Document part(FieldPath path) {
        Node node = root;
        Positions here = positions;
        for (Object step : path.steps()) {
            int index = Nodes.indexOf(node, step);
            here = here.below(index);
            node = Nodes.child(node, index);
        }
        Position begin = position(path);
        return new Document(file, node, Positions.pack(begin.line(), begin.column()), here);
    }

    @Override
    public String toString() {
        return start().toString();
    }
}
