package dev.hearth.checks.links;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.graph.Reference;
import dev.hearth.manifest.Manifest;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** {@code link.scale-target}: one workload has one autoscaler; that it is there is for {@link MissingObjects}. */
final class Autoscalers implements ObjectRule {

    private static final String ID = "link.scale-target";
    private static final ImmutableSet<String> REPLICAS =
            ImmutableSet.of("autoscaling/HorizontalPodAutoscaler", "keda.sh/ScaledObject");

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        if (!scales(object)) {
            return;
        }
        for (Reference reference : context.graph().references(object)) {
            if (reference.path().toString().startsWith("spec.scaleTargetRef")) {
                first(reference, context)
                        .ifPresent(other -> findings.accept(Findings.of(
                                        ID,
                                        Findings.rival(object, other, context),
                                        object,
                                        reference.to() + " is scaled by " + other.identity() + " as well")
                                .at(reference.path())
                                .hint("leave one of them out, and give its metrics to the other")));
            }
        }
    }

    /** The first autoscaler of that workload, where it is another than this. */
    private static Optional<Manifest> first(Reference reference, Context context) {
        Predicate<Manifest> rival =
                other -> other.identity().namespace().equals(reference.to().namespace())
                        && !Findings.apart(reference.from(), other, context);
        return context.graph().referrers(reference.to()).stream()
                .map(Reference::from)
                .filter(Autoscalers::scales)
                .filter(rival)
                .findFirst()
                .filter(other -> !other.identity().equals(reference.from().identity()));
    }

    private static boolean scales(Manifest object) {
        return REPLICAS.contains(object.identity().group() + "/" + object.kind());
    }
}
