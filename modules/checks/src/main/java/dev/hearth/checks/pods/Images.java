package dev.hearth.checks.pods;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableSet;
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
final class Images implements ObjectRule {

    private static final String TAG = "image.tag";
    private static final String REGISTRY = "image.registry";
    private static final String POLICY = "image.pull-policy";
    private static final String DENIED = "image.denied";
    private static final Supplier<DeniedImages> LIST = Suppliers.memoize(DeniedImages::read);

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
                            .ifPresent(text -> check(container, image, ImageName.parse(text), said));
                }));
    }

    private static void check(Field container, Field field, ImageName image, Said said) {
        denied(field, image, said);
        if (image.floating()) {
            said.warning(
                    TAG,
                    field,
                    PodFields.called(container) + " runs "
                            + (image.tag().isEmpty() ? "an image without a tag" : "the tag latest")
                            + ", which is another image tomorrow",
                    "name a version");
        }
        if (image.registry().isEmpty() && !image.floating()) {
            said.info(
                    REGISTRY,
                    field,
                    "the image of " + PodFields.called(container)
                            + " names no registry; which one is asked depends on the node",
                    "write " + image.repository());
        }
        policy(container, image, said);
    }

    private static void denied(Field field, ImageName image, Said said) {
        LIST.get().entry(image).ifPresent(entry -> {
            String message = image.repository() + ": " + entry.reason();
            switch (entry.severity()) {
                case ERROR -> said.error(DENIED, field, message, entry.instead());
                case WARNING -> said.warning(DENIED, field, message, entry.instead());
                case INFO -> said.info(DENIED, field, message, entry.instead());
            }
        });
    }

    private static void policy(Field container, ImageName image, Said said) {
        Field policy = container.get("imagePullPolicy");
        if (policy.textOrEmpty().equals("Never")) {
            said.warning(
                    POLICY,
                    policy,
                    PodFields.called(container) + " starts only on nodes that have its image already",
                    "remove imagePullPolicy, or write IfNotPresent");
        }
        if (policy.textOrEmpty().equals("IfNotPresent") && image.floating()) {
            said.warning(
                    POLICY,
                    policy,
                    PodFields.called(container)
                            + " may run another image on every node: its name moves, and is not asked" + " for again",
                    "name a version, or write Always");
        }
    }
}
