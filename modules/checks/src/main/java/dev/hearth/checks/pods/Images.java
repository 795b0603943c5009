package dev.hearth.checks.pods;

import static dev.hearth.checks.pods.PodTerms.CONTAINER;
import static dev.hearth.checks.pods.PodTerms.CONTAINERS;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.hold.Condition;
import dev.hearth.checks.hold.Held;
import dev.hearth.checks.hold.Holding;
import dev.hearth.checks.hold.Scope;
import dev.hearth.checks.hold.Target;
import dev.hearth.checks.hold.Term;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * {@code image.tag}, {@code image.registry}, {@code image.pull-policy} and {@code image.denied}: an image is one that
 * there is, the same on every node and tomorrow too.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/containers/images/">Images</a>
 */
final class Images implements ObjectRule, Holding {

    private static final String TAG = "image.tag";
    private static final String REGISTRY = "image.registry";
    private static final String POLICY = "image.pull-policy";
    private static final String DENIED = "image.denied";
    private static final Supplier<DeniedImages> LIST = Suppliers.memoize(DeniedImages::read);

    private static final Term IMAGE = CONTAINER.get("image");

    /** No digest, and no tag or the one that moves with each release; a name with {@code $} is somebody's template. */
    private static final Condition FLOATING = IMAGE.matches("(?:[^@$]*/)?[^/:@$\\s]+:?(?:latest)?");

    /** Another than a floating one, whose first part is no host. */
    private static final Condition UNPLACED = FLOATING.not()
            .and(IMAGE.matches("[^$]*[^$\\s][^$]*"))
            .and(IMAGE.matches("(?:localhost|[^/@]*[.:][^/@]*)/.*").not());

    private static final Supplier<Condition> WITHDRAWN =
            Suppliers.memoize(() -> LIST.get().withdrawn(IMAGE));

    @Override
    public ImmutableList<Held> held() {
        return ImmutableList.of(
                Held.of(TAG, Target.PODS, CONTAINERS.any(FLOATING)),
                Held.of(REGISTRY, Target.PODS, CONTAINERS.any(UNPLACED)),
                Held.of(DENIED, Target.PODS, CONTAINERS.any(WITHDRAWN.get())));
    }

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(TAG, REGISTRY, POLICY, DENIED);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        Said said = new Said(object, findings);
        PodFields.of(object)
                .ifPresent(pod -> pod.containers().forEach(container -> {
                    Field image = container.get("image");
                    image.text()
                            .filter(text -> !text.isBlank() && !text.contains("$"))
                            .ifPresent(text -> check(
                                    container,
                                    Scope.of(object).with("container", container),
                                    ImageName.parse(text),
                                    said));
                }));
    }

    private static void check(Field container, Scope scope, ImageName image, Said said) {
        Field field = container.get("image");
        denied(field, scope, image, said);
        boolean floating = FLOATING.holds(scope);
        if (floating) {
            said.warning(
                    TAG,
                    field,
                    PodFields.called(container) + " runs "
                            + (image.tag().isEmpty() ? "an image without a tag" : "the tag latest")
                            + ", which is another image tomorrow",
                    "name a version");
        }
        if (UNPLACED.holds(scope)) {
            said.info(
                    REGISTRY,
                    field,
                    "the image of " + PodFields.called(container)
                            + " names no registry; which one is asked depends on the node",
                    "write " + image.repository());
        }
        policy(container, floating, said);
    }

    private static void denied(Field field, Scope scope, ImageName image, Said said) {
        LIST.get().entry(image).ifPresent(entry -> {
            String message = image.repository() + ": " + entry.reason();
            if (WITHDRAWN.get().holds(scope)) {
                said.error(DENIED, field, message, entry.instead());
            } else {
                said.info(DENIED, field, message, entry.instead());
            }
        });
    }

    private static void policy(Field container, boolean floating, Said said) {
        Field policy = container.get("imagePullPolicy");
        if (policy.textOrEmpty().equals("Never")) {
            said.warning(
                    POLICY,
                    policy,
                    PodFields.called(container) + " starts only on nodes that have its image already",
                    "remove imagePullPolicy, or write IfNotPresent");
        }
        if (policy.textOrEmpty().equals("IfNotPresent") && floating) {
            said.warning(
                    POLICY,
                    policy,
                    PodFields.called(container)
                            + " may run another image on every node: its name moves, and is not asked" + " for again",
                    "name a version, or write Always");
        }
    }
}
