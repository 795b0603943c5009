package dev.hearth.importer;

import java.util.ArrayList;
import java.util.List;

/**
 * A stream of documents in its parts, so that one that is broken does not hide the others. A line that begins with three
 * dashes ends a document wherever it stands, even within quotes.
 *
 * @see <a href="https://yaml.org/spec/1.2.2/#914-explicit-documents">YAML 1.2.2, documents</a>
 */
final class Chunks {

    /** One document of a text, with the number of its first line. */
    record Chunk(String text, int firstLine) {}

    private Chunks() {}

    static List<Chunk> of(String text) {
        List<Chunk> chunks = new ArrayList<>();
        int start = 0;
        int startLine = 1;
        int line = 1;
        boolean content = false;
        for (int at = 0; at < text.length(); at = next(text, at), line++) {
            if (content && separates(text, at)) {
                chunks.add(new Chunk(text.substring(start, at), startLine));
                start = at;
                startLine = line;
                content = false;
            }
            // Directives, such as %YAML, stand before the dashes of the document they are for.
            content |= !(text.charAt(at) == '%' || blank(text, at));
        }
        chunks.add(new Chunk(text.substring(start), startLine));
        return chunks;
    }

    private static int next(String text, int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end + 1;
    }

    private static boolean separates(String text, int at) {
        if (!text.startsWith("---", at)) {
            return false;
        }
        return at + 3 >= text.length() || Character.isWhitespace(text.charAt(at + 3));
    }

    private static boolean blank(String text, int at) {
        char first = text.charAt(at);
        return first == '\n' || first == '\r' || first == '#';
    }
}
