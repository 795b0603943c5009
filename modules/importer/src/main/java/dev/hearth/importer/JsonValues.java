package dev.hearth.importer;

import java.util.ArrayList;
import java.util.List;

/** JSON objects one behind the other without anything between them, which kubectl reads as well as documents. */
final class JsonValues {

    private JsonValues() {}

    /** The objects of a text that begins with one; nothing where it does not. */
    static List<Chunks.Chunk> of(Chunks.Chunk chunk) {
        String text = chunk.text();
        List<Chunks.Chunk> values = new ArrayList<>();
        if (!text.stripLeading().startsWith("{")) {
            return values;
        }
        int depth = 0;
        int start = 0;
        int startLine = chunk.firstLine();
        int line = startLine;
        boolean quoted = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\n') {
                line++;
            } else if (quoted && c == '\\') {
                at++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '{') {
                depth++;
            } else if (!quoted && c == '}' && --depth == 0) {
                values.add(new Chunks.Chunk(text.substring(start, at + 1), startLine));
                start = at + 1;
                startLine = line;
            }
        }
        if (!text.substring(start).isBlank()) {
            values.add(new Chunks.Chunk(text.substring(start), startLine));
        }
        return values;
    }
}
