package dev.hearth.helm;

import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.ArrayList;
import java.util.List;

/** The fields in which two renderings of an object differ. */
final class Difference {

    private final List<FieldPath> fields = new ArrayList<>();

    private Difference() {}

    static List<FieldPath> between(Node one, Node other) {
        Difference difference = new Difference();
        difference.compare(FieldPath.root(), one, other);
        return difference.fields;
    }

    private void compare(FieldPath at, Node one, Node other) {
        if (one.equals(other)) {
            return;
        }
        if (one instanceof Mapping first
                && other instanceof Mapping second
                && first.fields().keySet().equals(second.fields().keySet())) {
            first.fields()
                    .forEach((name, value) ->
                            compare(at.field(name), value, second.get(name).orElseThrow()));
        } else if (one instanceof Sequence first && other instanceof Sequence second && first.size() == second.size()) {
            for (int i = 0; i < first.size(); i++) {
                compare(at.index(i), first.items().get(i), second.items().get(i));
            }
        } else {
            fields.add(at);
        }
    }
}
