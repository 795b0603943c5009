package dev.hearth.helm;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Helm's hooks as Argo CD's.
 *
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#helm-hooks">Helm hooks in Argo CD</a>
 */
final class Hooks {

    private static final String HELM = "helm.sh/hook";
    private static final String ARGO_CD = "argocd.argoproj.io/";
    private static final Splitter LIST = Splitter.on(',').trimResults().omitEmptyStrings();

    private static final ImmutableMap<String, String> PHASES = ImmutableMap.of(
            "pre-install", "PreSync",
            "pre-upgrade", "PreSync",
            "post-install", "PostSync",
            "post-upgrade", "PostSync",
            "pre-delete", "PreDelete",
            "post-delete", "PostDelete");

    private static final ImmutableMap<String, String> POLICIES = ImmutableMap.of(
            "before-hook-creation", "BeforeHookCreation",
            "hook-succeeded", "HookSucceeded",
            "hook-failed", "HookFailed");

    private static final ImmutableSet<String> OWN =
            ImmutableSet.of(HELM, HELM + "-weight", HELM + "-delete-policy", HELM + "-output-log-policy");

    private Hooks() {}

    static boolean is(Manifest object) {
        List<String> points = points(object);
        return !points.isEmpty() && !points.contains("crd-install");
    }

    /** When Helm would run it. */
    static List<String> points(Manifest object) {
        return LIST.splitToList(object.annotations().getOrDefault(HELM, ""));
    }

    /** The object as a hook of Argo CD; empty where Argo CD has none like it. */
    static Optional<Manifest> mapped(Manifest object) {
        String phases = words(points(object), PHASES);
        if (phases.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Node> annotations = new LinkedHashMap<>(
                object.root().mapping("metadata").mapping("annotations").fields());
        annotations.keySet().removeAll(OWN);
        annotations.put(ARGO_CD + "hook", Node.text(phases));
        String policies =
                words(LIST.splitToList(object.annotations().getOrDefault(HELM + "-delete-policy", "")), POLICIES);
        if (!policies.isEmpty()) {
            annotations.put(ARGO_CD + "hook-delete-policy", Node.text(policies));
        }
        String weight = object.annotations().getOrDefault(HELM + "-weight", "0");
        if (!weight.equals("0")) {
            annotations.put(ARGO_CD + "sync-wave", Node.text(weight));
        }
        return Optional.of(object.withMetadata("annotations", Mapping.of(annotations)));
    }

    private static String words(Collection<String> helm, ImmutableMap<String, String> words) {
        return helm.stream().map(words::get).filter(Objects::nonNull).distinct().collect(Collectors.joining(","));
    }
}
