package dev.hearth.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.List;

/**
 * Reads YAML and JSON as kubectl and the API server do, and writes YAML that readers of YAML 1.1 and 1.2 read alike.
 *
 * <pre>{@code
 * Manifest manifest = Yaml.read(text, "service.yaml").get(0);
 * String yaml = Yaml.write(manifest.root());
 * }</pre>
 *
 * <p>Written text is block style, indented by two, with the dash of a list below its key, in the order of the nodes.
 * Text of several lines is a literal block; nothing is folded.
 *
 * <p>Read text may hold several documents. A key that is there twice is an error. Anchors, aliases and merge keys are
 * expanded, up to {@value YamlReader#MOST_EXPANDED} nodes a text. Nesting is limited to {@value YamlReader#DEEPEST}
 * levels and a text to {@value YamlReader#LONGEST} characters.
 */
public final class Yaml {

    private static final Splitter LINES = Splitter.on('\n');

    private Yaml() {}

    /**
     * The node, in most cases a mapping, as one document that ends in a line end.
     *
     * @throws IllegalArgumentException where a text holds half a surrogate pair, or a number is beyond a double
     */
    public static String write(Node document) {
        StringBuilder out = new StringBuilder(1024);
        new YamlWriter(out).document(document);
        return out.toString();
    }

    /** The nodes as documents of one text, separated by {@code ---}. */
    public static String write(List<? extends Node> documents) {
        StringBuilder out = new StringBuilder(1024 * documents.size());
        for (Node document : documents) {
            if (!out.isEmpty()) {
                out.append("---\n");
            }
            new YamlWriter(out).document(document);
        }
        return out.toString();
    }

    /**
     * The node below a comment, each line of which is written after {@code #}.
     *
     * @throws IllegalArgumentException where the comment holds characters that no reader prints, or as {@link
     *     #write(Node)} does
     */
    public static String write(String comment, Node document) {
        StringBuilder out = new StringBuilder(1024);
        for (String line : LINES.split(comment)) {
            if (!YamlWriter.printable(line)) {
                throw new IllegalArgumentException(
                        "a comment must be of printable characters, but was \"" + line + "\"; remove the others");
            }
            out.append(line.isEmpty() ? "#" : "# ").append(line).append('\n');
        }
        new YamlWriter(out).document(document);
        return out.toString();
    }

    /** {@link #write(Node)} as UTF-8. */
    public static byte[] bytes(Node document) {
        return write(document).getBytes(UTF_8);
    }

    /** {@link #write(List)} as UTF-8. */
    public static byte[] bytes(List<? extends Node> documents) {
        return write(documents).getBytes(UTF_8);
    }

    /**
     * The Kubernetes objects in a text, one a document, in order; documents without content are passed over.
     *
     * @param file the name of the text in positions and messages
     * @throws YamlException where the text is no YAML, or a document is no Kubernetes object with a name
     */
    public static List<Manifest> read(String text, String file) {
        ImmutableList.Builder<Manifest> manifests = ImmutableList.builder();
        for (Document document : documents(text, file)) {
            if (document.root() != Null.NULL) {
                manifests.add(manifest(document));
            }
        }
        return manifests.build();
    }

    /**
     * Like {@link #read(String, String)}, but a {@code List} (any object whose kind ends in {@code List} and that has
     * {@code items}) is replaced by its items.
     */
    public static List<Manifest> readFlat(String text, String file) {
        ImmutableList.Builder<Manifest> manifests = ImmutableList.builder();
        for (Document document : documents(text, file)) {
            if (document.root() != Null.NULL) {
                flatten(document, manifests);
            }
        }
        return manifests.build();
    }

    private static void flatten(Document document, ImmutableList.Builder<Manifest> to) {
        Mapping root = document.mapping();
        boolean list = root.text("kind").orElse("").endsWith("List")
                && root.get("items").orElse(Null.NULL) instanceof Sequence;
        if (!list) {
            to.add(manifest(document));
            return;
        }
        FieldPath items = FieldPath.of("items");
        for (int index = 0; index < root.sequence("items").size(); index++) {
            flatten(document.part(items.index(index)), to);
        }
    }

    private static Manifest manifest(Document document) {
        try {
            return Manifest.of(document);
        } catch (YamlException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new YamlException(
                    document.start(), String.valueOf(e.getMessage()), "complete the object or leave it out");
        }
    }

    /**
     * The documents in a text, whatever they hold.
     *
     * @param file the name of the text in positions and messages
     * @throws YamlException where the text is no YAML
     */
    public static List<Document> documents(String text, String file) {
        return documents(text, file, 1);
    }

    /**
     * The documents in a part of a text, whatever they hold.
     *
     * @param text the part; it begins with a line
     * @param file the name of the text in positions and messages
     * @param firstLine the number of that line in the text, from 1
     * @throws YamlException where the part is no YAML
     */
    public static List<Document> documents(String text, String file, int firstLine) {
        return new YamlReader(text, file, firstLine).documents();
    }

    /**
     * The text that these bytes are in UTF-8.
     *
     * @param file the name of the bytes in messages
     * @throws YamlException where they are no UTF-8
     */
    public static String decode(byte[] bytes, String file) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            return UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(in)
                    .toString();
        } catch (CharacterCodingException e) {
            int line = 1;
            int start = 0;
            for (int at = 0; at < in.position(); at++) {
                if (bytes[at] == '\n') {
                    line++;
                    start = at + 1;
                }
            }
            throw new YamlException(
                    new Position(file, line, in.position() - start + 1),
                    String.format("byte 0x%02X is no UTF-8", bytes[in.position()]),
                    "save the file as UTF-8, without a byte order mark");
        }
    }
}
