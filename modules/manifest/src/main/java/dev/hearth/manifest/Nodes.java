package dev.hearth.manifest;

/** Questions asked of nodes of any type. */
final class Nodes {

    private Nodes() {}

    /** The node's type with an article, for messages. */
    static String describe(Node node) {
        if (node instanceof Mapping) {
            return "a mapping";
        }
        if (node instanceof Sequence) {
            return "a list";
        }
        if (node instanceof Text) {
            return "a text";
        }
        if (node instanceof Numeral) {
            return "a number";
        }
        return node instanceof Bool ? "a boolean" : "null";
    }

    /** Which child of the collection a step of a path leads to; negative where there is none. */
    static int indexOf(Node node, Object step) {
        if (node instanceof Mapping mapping && step instanceof String name) {
            return mapping.fields().keySet().asList().indexOf(name);
        }
        if (node instanceof Sequence sequence && step instanceof Integer index && index < sequence.size()) {
            return index;
        }
        return -1;
    }

    /** The child of a collection at that place of its order. */
    static Node child(Node node, int index) {
        return node instanceof Mapping mapping
                ? mapping.fields().values().asList().get(index)
                : ((Sequence) node).items().get(index);
    }
}
