package dev.hearth.graph;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.hearth.manifest.Bool;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Numeral;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A place in an object on the search for references; its path is made when something was found there. */
final class Spot {

    private static final Splitter STEPS = Splitter.on('.');

    private final @Nullable Spot parent;
    private final Object step;
    private final @Nullable Node node;

    private Spot(@Nullable Spot parent, Object step, @Nullable Node node) {
        this.parent = parent;
        this.step = step;
        this.node = node;
    }

    static Spot of(Manifest object) {
        return new Spot(null, "", object.root());
    }

    /** The steps of a pattern such as {@code spec.rules[].host} or {@code spec.*.secretRef}. */
    static ImmutableList<String> pattern(String text) {
        return text.isEmpty() ? ImmutableList.of() : ImmutableList.copyOf(STEPS.split(text.replace("[]", ".[]")));
    }

    Spot get(String name) {
        return new Spot(
                this, name, node instanceof Mapping mapping ? mapping.fields().get(name) : null);
    }

    Spot get(String first, String second) {
        return get(first).get(second);
    }

    List<Spot> items() {
        if (!(node instanceof Sequence sequence)) {
            return List.of();
        }
        List<Spot> items = new ArrayList<>(sequence.size());
        for (int index = 0; index < sequence.size(); index++) {
            items.add(new Spot(this, index, sequence.items().get(index)));
        }
        return items;
    }

    List<Spot> fields() {
        if (!(node instanceof Mapping mapping)) {
            return List.of();
        }
        List<Spot> fields = new ArrayList<>(mapping.fields().size());
        mapping.fields().forEach((name, value) -> fields.add(new Spot(this, name, value)));
        return fields;
    }

    /** Told every place that the pattern leads to where something stands. */
    void each(List<String> pattern, Consumer<Spot> found) {
        if (node == null) {
            return;
        }
        if (pattern.isEmpty()) {
            found.accept(this);
            return;
        }
        List<String> rest = pattern.subList(1, pattern.size());
        switch (pattern.get(0)) {
            case "[]" -> items().forEach(item -> item.each(rest, found));
            case "*" -> fields().forEach(field -> field.each(rest, found));
            default -> get(pattern.get(0)).each(rest, found);
        }
    }

    /** What this is a field or an item of; the whole object is its own. */
    Spot parent() {
        return parent == null ? this : parent;
    }

    String name() {
        return step.toString();
    }

    /** The text; a whole number as it is written; the empty text for anything else. */
    String text() {
        if (node instanceof Text text) {
            return text.value();
        }
        return node instanceof Numeral numeral ? numeral.value().toPlainString() : "";
    }

    String text(String otherwise) {
        String text = text();
        return text.isEmpty() ? otherwise : text;
    }

    boolean isTrue() {
        return node == Bool.TRUE;
    }

    boolean present() {
        return node != null;
    }

    Mapping mapping() {
        return node instanceof Mapping mapping ? mapping : Mapping.empty();
    }

    FieldPath path() {
        List<Object> steps = new ArrayList<>();
        Spot spot = this;
        while (spot.parent != null) {
            steps.add(spot.step);
            spot = spot.parent;
        }
        return new FieldPath(ImmutableList.copyOf(Lists.reverse(steps)));
    }
}
