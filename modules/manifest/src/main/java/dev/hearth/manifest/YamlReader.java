package dev.hearth.manifest;

import com.google.common.collect.ImmutableList;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Composes documents from the events of a YAML 1.2 parser, with the scalars of YAML 1.1 that the API server's reader
 * knows.
 */
final class YamlReader {

    /** The most characters of a text. */
    static final int LONGEST = 64 << 20;

    /** The most levels of nesting. */
    static final int DEEPEST = 200;

    /** The most nodes that aliases may stand for in one text. */
    static final int MOST_EXPANDED = 1_000_000;

    /** A text that an alias stands for counts as one more node for each so many characters. */
    private static final int CHARACTERS_A_NODE = 32;

    private static final String CORE = "tag:yaml.org,2002:";

    private final String text;
    private final String file;
    /** The number of the first line of the text in its file, less one. */
    private final int above;

    private final ParserImpl events;
    private final Map<Anchor, Optional<Value>> anchors = new HashMap<>();
    private long expanded;
    private @Nullable Mark latest;
    /** How many of the open collections are written in braces or brackets. */
    private int flow;

    /** A node with what is known of it: where its fields stand, how many nodes it is with all below, how deep. */
    private record Value(Node node, Positions positions, long size, int height) {}

    YamlReader(String text, String file, int firstLine) {
        this.file = file;
        this.above = firstLine - 1;
        this.text = TextCheck.accept(text, file, firstLine);
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(LONGEST)
                // The whole text at once: the parser's reader fails where a surrogate pair crosses its buffer's end.
                .setBufferSize(this.text.length() + 2)
                .setParseComments(false)
                .build();
        this.events = new ParserImpl(settings, new StreamReader(settings, this.text));
    }

    List<Document> documents() {
        ImmutableList.Builder<Document> documents = ImmutableList.builder();
        next();
        while (next().getEventId() == Event.ID.DocumentStart) {
            anchors.clear();
            Event root = next();
            long start = at(root);
            Value value = compose(root, 0);
            documents.add(new Document(file, value.node(), start, value.positions()));
            next();
        }
        return documents.build();
    }

    private Event next() {
        try {
            Event event = events.next();
            latest = event.getEndMark().or(event::getStartMark).orElse(latest);
            return event;
        } catch (MarkedYamlEngineException e) {
            throw Syntax.fault(e, file, above);
        } catch (RuntimeException e) {
            // The parser's own slips on broken text are not this reader's to pass on.
            throw new YamlException(
                    latest == null ? new Position(file, above + 1, 1) : Syntax.position(latest, file, above),
                    "the text behind this place is no YAML (" + e.getMessage() + ")",
                    "correct the text");
        }
    }

    private long at(Event event) {
        return event.getStartMark()
                .map(mark -> Positions.pack(above + mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(Positions.pack(above + 1, 1));
    }

    private YamlException fault(long at, String fault, String remedy) {
        return new YamlException(Positions.unpack(file, at), fault, remedy);
    }

    private Value compose(Event event, int depth) {
        if (event instanceof AliasEvent alias) {
            return aliased(alias, depth);
        }
        NodeEvent start = (NodeEvent) event;
        if (depth > DEEPEST) {
            throw tooDeep(at(event));
        }
        Optional<Anchor> anchor = start.getAnchor();
        if (anchor.isPresent()) {
            anchors.put(anchor.get(), Optional.empty());
        }
        Value value = start instanceof ScalarEvent scalar
                ? leaf(scalar(scalar))
                : start instanceof MappingStartEvent mapping
                        ? mapping(mapping, depth)
                        : sequence((CollectionStartEvent) start, depth);
        if (anchor.isPresent()) {
            anchors.put(anchor.get(), Optional.of(value));
        }
        return value;
    }

    private static Value leaf(Node node) {
        long size = node instanceof Text text ? 1 + text.value().length() / CHARACTERS_A_NODE : 1;
        return new Value(node, Positions.NONE, size, 0);
    }

    private YamlException tooDeep(long at) {
        return fault(at, "more than " + DEEPEST + " levels of nesting", "make the document flatter");
    }

    private Value aliased(AliasEvent alias, int depth) {
        long at = at(alias);
        Anchor anchor = alias.getAlias();
        Optional<Value> known = anchors.get(anchor);
        if (known == null) {
            throw fault(
                    at,
                    "an alias names no anchor above it in this document",
                    "put the anchor before the value meant, or quote a text that begins with *");
        }
        Value value = known.orElseThrow(() -> fault(
                at, "an alias stands inside its own anchor: a value that contains itself", "write the value out"));
        if (depth + value.height() > DEEPEST) {
            throw tooDeep(at);
        }
        expanded += value.size();
        if (expanded > MOST_EXPANDED) {
            throw fault(
                    at,
                    "the aliases of this text stand for more than " + MOST_EXPANDED + " nodes",
                    "write the values out, or use fewer aliases of aliases");
        }
        return value;
    }

    private Value sequence(CollectionStartEvent start, int depth) {
        expectTag(start, "seq");
        ImmutableList.Builder<Node> items = ImmutableList.builder();
        Spots spots = new Spots();
        flow += start.isFlow() ? 1 : 0;
        for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
            long at = at(event);
            Value item = compose(event, depth + 1);
            items.add(item.node());
            spots.add(at, item);
        }
        flow -= start.isFlow() ? 1 : 0;
        return spots.value(Sequence.of(items.build()));
    }

    private Value mapping(MappingStartEvent start, int depth) {
        expectTag(start, "map");
        Map<String, Node> fields = new LinkedHashMap<>();
        Spots spots = new Spots();
        Merge merge = null;
        flow += start.isFlow() ? 1 : 0;
        for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
            long at = at(event);
            if (merges(event)) {
                merge = merge == null ? new Merge(fields, spots) : merge;
                merge(merge, at, depth);
                continue;
            }
            String name = name(event, at);
            Value value = compose(next(), depth + 1);
            if (merge != null) {
                merge.own(name, at, value);
            } else if (fields.put(name, value.node()) == null) {
                spots.add(at, value);
            } else {
                throw duplicate(name, at, spots.at(new ArrayList<>(fields.keySet()).indexOf(name)));
            }
        }
        flow -= start.isFlow() ? 1 : 0;
        return merge == null ? spots.value(Mapping.of(fields)) : merge.value();
    }

    private YamlException duplicate(String name, long at, long first) {
        return fault(
                at,
                "the key \"" + name + "\" is there twice; first at " + Positions.unpack(file, first),
                "remove one of the two");
    }

    private static boolean merges(Event key) {
        return key instanceof ScalarEvent scalar
                && scalar.getValue().equals("<<")
                && ((scalar.isPlain() && scalar.getTag().isEmpty())
                        || scalar.getTag()
                                .filter(tag -> tag.equals(CORE + "merge"))
                                .isPresent());
    }

    private void merge(Merge merge, long at, int depth) {
        Event event = next();
        Value value = compose(event, depth + 1);
        if (value.node() instanceof Mapping) {
            merge.merged(value, at);
        } else if (value.node() instanceof Sequence sequence
                && sequence.items().stream().allMatch(Mapping.class::isInstance)) {
            for (int index = 0; index < sequence.size(); index++) {
                Positions below = value.positions().below(index);
                merge.merged(new Value(sequence.items().get(index), below, value.size(), value.height()), at);
            }
        } else {
            throw fault(
                    at,
                    "the merge key << has " + Nodes.describe(value.node()) + " as its value",
                    "give it an alias of a mapping, a list of such, or quote it to mean the text <<");
        }
    }

    /** The fields of a mapping with merge keys, each with its origin. */
    private final class Merge {

        private record Field(long at, Value value, boolean merged) {}

        private final Map<String, Field> fields = new LinkedHashMap<>();

        Merge(Map<String, Node> before, Spots spots) {
            int index = 0;
            for (Map.Entry<String, Node> field : before.entrySet()) {
                fields.put(field.getKey(), new Field(spots.at(index), spots.part(index, field.getValue()), false));
                index++;
            }
        }

        void own(String name, long at, Value value) {
            Field known = fields.get(name);
            if (known != null && !known.merged()) {
                throw duplicate(name, at, known.at());
            }
            fields.put(name, new Field(at, value, false));
        }

        void merged(Value value, long at) {
            int index = 0;
            for (Map.Entry<String, Node> field :
                    ((Mapping) value.node()).fields().entrySet()) {
                Field known = fields.get(field.getKey());
                if (known != null && !known.merged()) {
                    throw fault(
                            known.at(),
                            "the key \"" + field.getKey() + "\" stands before a << that has it too; kubectl takes the"
                                    + " merged value, other readers this one",
                            "put << first");
                }
                if (known == null) {
                    Value part =
                            new Value(field.getValue(), value.positions().below(index), value.size(), value.height());
                    fields.put(field.getKey(), new Field(value.positions().at(index), part, true));
                }
                index++;
            }
            if (expanded > MOST_EXPANDED) {
                throw fault(at, "too many merged fields", "write the values out");
            }
        }

        Value value() {
            Map<String, Node> nodes = new LinkedHashMap<>();
            Spots spots = new Spots();
            fields.forEach((name, field) -> {
                nodes.put(name, field.value().node());
                spots.add(field.at(), field.value());
            });
            return spots.value(Mapping.of(nodes));
        }
    }

    /** Collects the positions, size and height of a collection while it is read. */
    private static final class Spots {

        private long[] at = new long[8];
        private Positions @Nullable [] below = null;
        private int count;
        private long size = 1;
        private int height;

        void add(long where, Value value) {
            if (count == at.length) {
                at = Arrays.copyOf(at, 2 * count);
            }
            at[count] = where;
            if (value.positions() != Positions.NONE) {
                if (below == null) {
                    below = new Positions[at.length];
                } else if (count >= below.length) {
                    below = Arrays.copyOf(below, at.length);
                }
                below[count] = value.positions();
            }
            count++;
            size += value.size();
            height = Math.max(height, value.height());
        }

        long at(int index) {
            return at[index];
        }

        Value part(int index, Node node) {
            Positions positions =
                    below == null || index >= below.length || below[index] == null ? Positions.NONE : below[index];
            return new Value(node, positions, size, height);
        }

        Value value(Node node) {
            Positions positions = count == 0
                    ? Positions.NONE
                    : new Positions(Arrays.copyOf(at, count), below == null ? null : Arrays.copyOf(below, count));
            return new Value(node, positions, size, height + 1);
        }
    }

    private void expectTag(CollectionStartEvent start, String wanted) {
        Optional<String> tag = start.getTag();
        if (tag.isPresent() && !tag.get().equals(CORE + wanted) && !tag.get().equals("!")) {
            throw unknownTag(at(start), tag.get());
        }
    }

    private YamlException unknownTag(long at, String tag) {
        return fault(
                at,
                (tag.startsWith(CORE) ? "the tag !!" + tag.substring(CORE.length()) : "a tag")
                        + " means nothing to Kubernetes, which would drop it without a word",
                "remove the tag, or quote a text that begins with !");
    }

    private String name(Event key, long at) {
        Event event = key;
        if (event instanceof AliasEvent alias) {
            Node node = aliased(alias, 0).node();
            if (node instanceof Text text) {
                return text.value();
            }
            throw fault(at, "a key is " + Nodes.describe(node), "write the key as a text");
        }
        if (!(event instanceof ScalarEvent scalar)) {
            throw fault(
                    at,
                    "a key is a list or a mapping",
                    "write the key as a text; quote a value that begins with { or [, and render a template first");
        }
        if (flow > 0 && scalar.isPlain()) {
            refuseLooseColon(scalar, at);
        }
        Node node = scalar(scalar);
        scalar.getAnchor().ifPresent(anchor -> anchors.put(anchor, Optional.of(leaf(node))));
        return Scalars.key(node, scalar.getValue())
                .orElseThrow(() -> fault(
                        at,
                        "the key " + (scalar.getValue().isEmpty() ? "is empty" : scalar.getValue())
                                + ", which is no text and has no one form as a text",
                        "quote the key"));
    }

    /** Readers of YAML 1.1 take {@code [a:, b]} for the text "a:", others for the key "a". */
    private void refuseLooseColon(ScalarEvent key, long at) {
        Mark end = key.getEndMark().orElse(null);
        if (end == null || end.getPointer() + 1 >= end.getBuffer().length) {
            return;
        }
        int colon = end.getBuffer()[end.getPointer()];
        int next = end.getBuffer()[end.getPointer() + 1];
        if (colon == ':' && (next == ',' || next == ']' || next == '}')) {
            throw fault(
                    at,
                    "\"" + key.getValue() + ":\" is a key without a value for some readers and a text for kubectl",
                    "put a space behind the colon, or quote the text");
        }
    }

    private Node scalar(ScalarEvent event) {
        String value = event.getValue();
        Optional<String> tag = event.getTag();
        if (tag.isEmpty()) {
            return event.isPlain() ? plain(value, event) : quoted(value, event);
        }
        return tagged(event, tag.get(), value);
    }

    private Text quoted(String value, ScalarEvent event) {
        if (event.isDQuoted() && !Unicode.wellFormed(value)) {
            throw fault(
                    at(event),
                    "an escape for half of a surrogate pair, which is no character",
                    "write the character itself, or \\U with its eight digits");
        }
        return new Text(value);
    }

    private Node tagged(ScalarEvent event, String tag, String value) {
        Node plain = switch (tag) {
            case "!", CORE + "str", CORE + "timestamp" -> quoted(value, event);
            case CORE + "binary" -> new Text(binary(event, value));
            case CORE + "int", CORE + "float", CORE + "bool", CORE + "null" -> plain(value, event);
            default -> throw unknownTag(at(event), tag);
        };
        boolean fits = switch (tag) {
            case CORE + "int", CORE + "float" -> plain instanceof Numeral;
            case CORE + "bool" -> plain instanceof Bool;
            case CORE + "null" -> plain == Null.NULL;
            default -> true;
        };
        if (!fits) {
            throw fault(
                    at(event),
                    "\"" + value + "\" is not what its tag !!" + tag.substring(CORE.length()) + " says",
                    "correct the value or remove the tag");
        }
        return plain;
    }

    private String binary(ScalarEvent event, String value) {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(value);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw fault(
                    at(event),
                    "!!binary holds what is no text in UTF-8, and JSON has no bytes",
                    "put the base64 into a field that takes base64, such as binaryData, without the tag");
        }
    }

    private Node plain(String value, ScalarEvent event) {
        if (flow > 0 && value.startsWith("?")) {
            throw fault(
                    at(event),
                    "a text that begins with ? within braces or brackets is a key for kubectl, and none for others",
                    "quote the text");
        }
        Node node = Scalars.resolve(value);
        if (node == null) {
            throw fault(
                    at(event),
                    "the number " + value + " has no form in JSON, so no object can hold it",
                    "quote it to mean a text");
        }
        return node;
    }
}
