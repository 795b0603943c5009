package dev.hearth.checks.rule;

import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.function.Consumer;

/** A rule that looks at one object at a time, so that objects may be looked at side by side. */
public interface ObjectRule extends Rule {

    /** Says everything in which that object does not hold it; called by many threads. */
    void check(Manifest object, Context context, Consumer<Finding> findings);

    @Override
    default void check(Context context, Consumer<Finding> findings) {
        context.objects().forEach(object -> check(object, context, findings));
    }
}
