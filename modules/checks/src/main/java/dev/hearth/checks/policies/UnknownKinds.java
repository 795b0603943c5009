package dev.hearth.checks.policies;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import dev.hearth.schemas.Schemas;
import java.util.function.Consumer;

/**
 * {@code api.unknown}: every kind of an API group of Kubernetes itself, or of one whose definitions are at hand, is one that is
 * served. A kind of another group may be defined elsewhere.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/">API overview</a>
 */
final class UnknownKinds implements ObjectRule {

    private static final String UNKNOWN = "api.unknown";

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(UNKNOWN);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        Schemas schemas = context.schemas();
        boolean mistaken = schemas.kind(object.apiVersion(), object.kind()).isEmpty()
                && schemas.covers(object.identity().group())
                && !ApiVersions.removed(object, context);
        if (mistaken) {
            boolean version = schemas.kinds(object.identity().group())
                    .get(object.apiVersion())
                    .isEmpty();
            findings.accept(
                    Finding.error(UNKNOWN, object.identity(), schemas.unknown(object.apiVersion(), object.kind()))
                            .at(FieldPath.of(version ? "apiVersion" : "kind")));
        }
    }
}
