package dev.hearth.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON. */
public final class Json {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final JsonFactory LENIENT = new JsonFactory();

    private Json() {}

    /**
     * The node that a JSON text is.
     *
     * @param file the name of the text in messages
     * @throws YamlException where the text is not exactly one JSON value, or a name is there twice in an object
     */
    public static Node read(String text, String file) {
        try (JsonParser json = FACTORY.createParser(text);
                NodeGenerator nodes = new NodeGenerator(null)) {
            if (json.nextToken() == null) {
                throw new YamlException(new Position(file, 1, 1), "the text is empty", "give a JSON value");
            }
            nodes.copyCurrentStructureExact(json);
            if (json.nextToken() != null) {
                throw fault(json.currentTokenLocation(), file, "a second value after the first");
            }
            return nodes.node();
        } catch (JsonProcessingException e) {
            throw fault(e.getLocation(), file, e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the text is JSON: one value or several. */
    static boolean valid(String text) {
        try (JsonParser json = LENIENT.createParser(text)) {
            while (json.nextToken() != null) {
                json.finishToken();
            }
            return true;
        } catch (JsonProcessingException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static YamlException fault(@Nullable JsonLocation at, String file, String fault) {
        Position where = at == null
                ? new Position(file, 1, 1)
                : new Position(file, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
        return new YamlException(where, "no JSON: " + fault, "correct the text");
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
