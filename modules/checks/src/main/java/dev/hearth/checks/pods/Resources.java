package dev.hearth.checks.pods;

import static dev.hearth.checks.pods.PodTerms.CONTAINER;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.hold.Condition;
import dev.hearth.checks.hold.Held;
import dev.hearth.checks.hold.Holding;
import dev.hearth.checks.hold.Scope;
import dev.hearth.checks.hold.Target;
import dev.hearth.checks.hold.Term;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * {@code pod.resources}: every container that stays says how much processor time and memory it needs, and how much memory
 * it may have at most; or its pod says it for all, or a LimitRange of its namespace does.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/">Resource management</a>
 */
final class Resources implements Rule, Holding {

    private static final String ID = "pod.resources";

    private static final ImmutableMap<String, Condition> WANTED = ImmutableMap.of(
            "request of cpu", requests("cpu"),
            "request of memory", requests("memory"),
            "limit of memory", says("limits", "memory"));

    private static final Condition LACKING =
            Condition.anyOf(WANTED.values().stream().map(Condition::not).toList());

    @Override
    public ImmutableList<Held> held() {
        return ImmutableList.of(Held.of(ID, Target.PODS, PodTerms.RUNNING.any(LACKING)));
    }

    @Override
    public ImmutableSet<String> spared(String id, Context context) {
        return ImmutableSet.copyOf(limited(context));
    }

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
        Scope scope = Scope.of(pod.object());
        for (Field container : PodTerms.RUNNING.found(scope, LACKING)) {
            Scope its = scope.with("container", container);
            String missing = WANTED.entrySet().stream()
                    .filter(wanted -> !wanted.getValue().holds(its))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.joining(", no "));
            said.warning(
                    ID,
                    container.get("resources"),
                    PodFields.called(container) + " has no " + missing,
                    "set requests of cpu and memory and a limit of memory");
        }
    }

    /** A limit is the request too, where there is none; and what the pod says counts for each of its containers. */
    private static Condition requests(String resource) {
        return says("requests", resource).or(says("limits", resource));
    }

    private static Condition says(String list, String resource) {
        return CONTAINER
                .get("resources", list, resource)
                .present()
                .or(Term.pod().get("resources", list, resource).present());
    }

    /** A limit is the request too, where there is none. */
    static boolean requests(Field resources, String resource) {
        return resources.get("requests").get(resource).present()
                || resources.get("limits").get(resource).present();
    }
}
