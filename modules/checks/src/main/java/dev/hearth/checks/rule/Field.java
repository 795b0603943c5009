package dev.hearth.checks.rule;

import dev.hearth.manifest.Bool;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Null;
import dev.hearth.manifest.Numeral;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place in an object, and what stands there, if anything. Going down is always possible: below what is not there, nothing
 * is there. The path is only made when it is asked for.
 *
 * <pre>{@code
 * for (Field port : Field.of(service).get("spec").get("ports").items()) {
 *     port.get("name").text().filter(this::bad).ifPresent(name -> say(port.get("name").path(), name));
 * }
 * }</pre>
 */
public final class Field {

    private final @Nullable Field parent;
    private final Object step;
    private final @Nullable Node node;

    private Field(@Nullable Field parent, Object step, @Nullable Node node) {
        this.parent = parent;
        this.step = step;
        this.node = node;
    }

    /** The whole object. */
    public static Field of(Manifest object) {
        return of(object.root());
    }

    /** A whole object, by its content. */
    public static Field of(Mapping root) {
        return new Field(null, "", root);
    }

    /** A place where nothing stands. */
    public static Field nothing() {
        return new Field(null, "", null);
    }

    /** The field of that name below this one. */
    public Field get(String name) {
        return new Field(
                this, name, node instanceof Mapping mapping ? mapping.fields().get(name) : null);
    }

    /** The field that those names lead to, one below the other. */
    public Field get(String first, String second, String... further) {
        Field field = get(first).get(second);
        for (String name : further) {
            field = field.get(name);
        }
        return field;
    }

    /** The field at that path below this one. */
    public Field at(FieldPath path) {
        Field field = this;
        for (Object step : path.steps()) {
            field = step instanceof Integer index ? field.item(index) : field.get((String) step);
        }
        return field;
    }

    /** The items of this list, in order; none where it is no list. */
    public List<Field> items() {
        if (!(node instanceof Sequence sequence)) {
            return List.of();
        }
        List<Field> items = new ArrayList<>(sequence.size());
        for (int index = 0; index < sequence.size(); index++) {
            items.add(new Field(this, index, sequence.items().get(index)));
        }
        return items;
    }

    /** The item at that index of this list, whether it is there or not. */
    public Field item(int index) {
        return new Field(
                this,
                index,
                node instanceof Sequence sequence && index < sequence.size()
                        ? sequence.items().get(index)
                        : null);
    }

    /** The fields of this mapping, in order; none where it is no mapping. */
    public List<Field> fields() {
        if (!(node instanceof Mapping mapping)) {
            return List.of();
        }
        List<Field> fields = new ArrayList<>(mapping.fields().size());
        mapping.fields().forEach((name, value) -> fields.add(new Field(this, name, value)));
        return fields;
    }

    /** Everything below it, of mappings and lists: each field, and then what is below that one. */
    public List<Field> below() {
        List<Field> below = new ArrayList<>();
        below(below);
        return below;
    }

    private void below(List<Field> found) {
        for (Field next : node instanceof Mapping ? fields() : items()) {
            found.add(next);
            next.below(found);
        }
    }

    /** The name of this field in its mapping, or its index in its list; empty for the whole object. */
    public String name() {
        return step.toString();
    }

    /** What this is a field of; the whole object is its own. */
    public Field parent() {
        return parent == null ? this : parent;
    }

    /** Whether something stands here; null is nothing to the API server. */
    public boolean present() {
        return node != null && node != Null.NULL;
    }

    /** Whether nothing stands here, or an empty text, list or mapping. */
    public boolean empty() {
        return !present()
                || (node instanceof Text text && text.value().isEmpty())
                || (node instanceof Sequence sequence && sequence.isEmpty())
                || (node instanceof Mapping mapping && mapping.isEmpty());
    }

    /** What stands here. */
    public Optional<Node> node() {
        return Optional.ofNullable(node);
    }

    /** The text; empty where there is none. */
    public Optional<String> text() {
        return node instanceof Text text ? Optional.of(text.value()) : Optional.empty();
    }

    /** The text, or the empty one. */
    public String textOrEmpty() {
        return node instanceof Text text ? text.value() : "";
    }

    /** The whole number; empty where there is none. */
    public Optional<Long> number() {
        if (node instanceof Numeral numeral) {
            try {
                return Optional.of(numeral.value().longValueExact());
            } catch (ArithmeticException fractionOrTooLarge) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Whether it is {@code true}. */
    public boolean isTrue() {
        return node == Bool.TRUE;
    }

    /** Whether it is {@code false}. */
    public boolean isFalse() {
        return node == Bool.FALSE;
    }

    /** The mapping; the empty one where there is none. */
    public Mapping mapping() {
        return node instanceof Mapping mapping ? mapping : Mapping.empty();
    }

    /** The texts of this list, in order; others are passed over. */
    public List<String> texts() {
        return node instanceof Sequence sequence ? sequence.strings() : List.of();
    }

    /** Where it stands. */
    public FieldPath path() {
        if (parent == null) {
            return FieldPath.root();
        }
        return step instanceof Integer index
                ? parent.path().index(index)
                : parent.path().field((String) step);
    }

    @Override
    public String toString() {
        return path().toString();
    }
}
