package dev.hearth.checks.pods;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * {@code pod.resources}: every container that stays says how much processor time and memory it needs, and how much memory
 * it may have at most; or its pod says it for all, or a LimitRange of its namespace does.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/">Resource management</a>
 */
final class Resources implements Rule {

    private static final String ID = "pod.resources";

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        Set<String> limited = limited(context);
        for (Manifest object : context.objects()) {
            if (!limited.contains(PodFields.namespace(object))) {
                PodFields.of(object).ifPresent(pod -> check(pod, Said.placed(object, context, findings)));
            }
        }
    }

    /** The namespaces in which a LimitRange gives every container what it does not say. */
    static Set<String> limited(Context context) {
        Set<String> namespaces = new HashSet<>();
        for (Manifest range : context.graph().known("", "LimitRange")) {
            for (Field limit : Field.of(range).get("spec").get("limits").items()) {
                if (limit.get("type").textOrEmpty().equals("Container")
                        && (limit.get("default").present()
                                || limit.get("defaultRequest").present()
                                || limit.get("max").present())) {
                    namespaces.add(PodFields.namespace(range));
                }
            }
        }
        return namespaces;
    }

    private static void check(PodFields pod, Said said) {
        Field ofPod = pod.spec().get("resources");
        for (Field container : pod.running()) {
            Field own = container.get("resources");
            List<String> missing = new ArrayList<>();
            for (String resource : List.of("cpu", "memory")) {
                if (!requests(own, resource) && !requests(ofPod, resource)) {
                    missing.add("request of " + resource);
                }
            }
            if (!says(own, "limits", "memory") && !says(ofPod, "limits", "memory")) {
                missing.add("limit of memory");
            }
            if (!missing.isEmpty()) {
                said.warning(
                        ID,
                        own,
                        PodFields.called(container) + " has no " + String.join(", no ", missing),
                        "set requests of cpu and memory and a limit of memory");
            }
        }
    }

    /** A limit is the request too, where there is none. */
    static boolean requests(Field resources, String resource) {
        return says(resources, "requests", resource) || says(resources, "limits", resource);
    }

    private static boolean says(Field resources, String list, String resource) {
        return resources.get(list).get(resource).present();
    }
}
