package dev.hearth.checks;

import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import java.util.Optional;
import java.util.function.Function;

/** Where objects were said. */
final class Places {

    private Places() {}

    /** Where the component of an object was added, and where in its text the field stands, as far as these are known. */
    static Optional<Place> of(Manifest object, FieldPath path, Function<String, Optional<Place>> components) {
        Optional<Place> component = object.owner().flatMap(components);
        Optional<Place> text = object.position(path).map(Place::of);
        return component.isPresent() && text.isPresent()
                ? text.map(place -> new Place(component.get() + ", " + place.file(), place.line()))
                : component.or(() -> text);
    }
}
