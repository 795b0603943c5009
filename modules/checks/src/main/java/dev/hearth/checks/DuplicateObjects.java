package dev.hearth.checks;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** {@code name.duplicate}: no two objects of a tree are one and the same to the API server. */
final class DuplicateObjects implements Rule {

    private final Function<String, Optional<Place>> places;

    DuplicateObjects(Function<String, Optional<Place>> places) {
        this.places = places;
    }

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of("name.duplicate");
    }

    @Override
    public void check(ImmutableList<Manifest> objects, Consumer<Finding> findings) {
        Map<Identity, Manifest> first = new HashMap<>();
        for (Manifest object : objects) {
            Manifest before = first.putIfAbsent(object.identity(), object);
            if (before != null) {
                findings.accept(Finding.error("name.duplicate", object.identity(), message(before, object))
                        .from(place(object))
                        .hint("give one of them another name or namespace, or leave one out"));
            }
        }
    }

    private String message(Manifest first, Manifest second) {
        String one = owner(first);
        String other = owner(second);
        return one.equals(other) ? one + " makes it twice" : one + " and " + other + " both make it";
    }

    private String owner(Manifest object) {
        String owner = object.owner().map(name -> "component " + name).orElse("something without an owner");
        return owner + place(object).map(place -> " (" + place + ")").orElse("");
    }

    private Optional<Place> place(Manifest object) {
        return Places.of(object, FieldPath.root(), places);
    }
}
