package dev.hearth.manifest;

import java.util.List;

/** Reads and writes JSON. */
public final class Json {

    private Json() {}

    /**
     * The node that a JSON text is.
     *
     * @param file the name of the text in messages
     * @throws YamlException where the text is no JSON
     */
    public static Node read(String text, String file) {
        List<Document> documents = Yaml.documents(text, file);
        if (documents.size() != 1) {
            throw new YamlException(
                    new Position(file, 1, 1), documents.size() + " values instead of one", "give one JSON value");
        }
        return documents.get(0).root();
    }

    /** The node on one line, without spaces between its parts and without a line end. */
    public static String write(Node node) {
        StringBuilder out = new StringBuilder(256);
        new JsonWriter(out, false).value(node, 0);
        return out.toString();
    }

    /** The node indented by two, ending in a line end. */
    public static String pretty(Node node) {
        StringBuilder out = new StringBuilder(1024);
        new JsonWriter(out, true).value(node, 0);
        return out.append('\n').toString();
    }
}
