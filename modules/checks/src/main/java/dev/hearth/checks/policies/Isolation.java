package dev.hearth.checks.policies;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.PodTemplate;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.graph.Selector;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Consumer;

/**
 * {@code net.isolation}: some policy of the network says who may reach a pod. In a namespace that has policies, one that none of
 * them selects was forgotten; in one that has none, everybody may reach everything.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/network-policies/">Network policies</a>
 */
final class Isolation implements Rule {

    private static final String ID = "net.isolation";

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        Set<Manifest> isolated = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<String> guarded = new HashSet<>();
        for (Manifest policy : context.graph().known("networking.k8s.io", "NetworkPolicy")) {
            String namespace = policy.identity().namespace();
            guarded.add(namespace);
            context.graph()
                    .pods()
                    .selected(namespace, Selector.of(policy.spec().mapping("podSelector")))
                    .forEach(pods -> isolated.add(pods.maker()));
        }
        for (Manifest object : context.objects()) {
            String namespace = object.identity().namespace();
            if (makesPods(object)
                    && !isolated.contains(object)
                    && !context.graph().unknownContents(namespace)) {
                findings.accept(finding(object, guarded.contains(namespace)));
            }
        }
    }

    /** Host pods are out of the reach of policies. */
    private static boolean makesPods(Manifest object) {
        return !object.kind().equals("PodTemplate")
                && PodTemplate.of(object)
                        .filter(pod -> !pod.spec().isTrue("hostNetwork"))
                        .isPresent();
    }

    private static Finding finding(Manifest object, boolean guarded) {
        Finding finding = guarded
                ? Finding.warning(
                        ID,
                        object.identity(),
                        "no NetworkPolicy of its namespace selects its pods, so everybody may reach them")
                : Finding.info(
                        ID, object.identity(), "its namespace has no NetworkPolicy, so everybody may reach its pods");
        return finding.at(PodTemplate.of(object)
                        .map(pod -> pod.path().field("metadata").field("labels"))
                        .orElse(FieldPath.root()))
                .hint("add a policy that denies all by default, and one that allows what is needed");
    }
}
