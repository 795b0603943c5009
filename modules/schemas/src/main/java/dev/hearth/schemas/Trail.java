package dev.hearth.schemas;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.FieldPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way down to a value; it becomes a path only where there is a fault. */
record Trail(@Nullable Trail above, Object step) {

    private static final Trail ROOT = new Trail(null, "");

    static Trail root() {
        return ROOT;
    }

    Trail field(String name) {
        return new Trail(this, name);
    }

    Trail index(int index) {
        return new Trail(this, index);
    }

    FieldPath path() {
        List<Object> steps = new ArrayList<>();
        Trail at = this;
        while (at.above != null) {
            steps.add(at.step);
            at = at.above;
        }
        Collections.reverse(steps);
        return new FieldPath(ImmutableList.copyOf(steps));
    }

    Fault fault(Reason reason, String message) {
        return new Fault(path(), reason, message);
    }
}
