package dev.hearth.dsl;

import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes every namespace that the cluster uses, with the Pod Security Standard that its components need.
 *
 * <p>Where the cluster has {@link Segments}, the label {@value Segments#LABEL} says to which one a namespace belongs; where
 * it has {@link Admission}, {@value Admission#LABEL} says that the rules hold in it.
 *
 * <p>Where components share a namespace, the most open standard wins. Left out are the namespaces that are Kubernetes'
 * own, those of preinstalled systems, and those of which a component makes the object itself. Objects may lie in a
 * namespace that no component has; that is made as well, so this comes after what adds objects.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/configure-pod-container/enforce-standards-namespace-labels/">Pod
 *     Security labels</a>
 */
public final class Namespaces implements Derivation {

    private static final String LABEL = "pod-security.kubernetes.io/";

    @Override
    public void derive(Expansion soFar, Function<String, Scope> scopes) {
        Map<String, PodSecurity.Level> levels = new TreeMap<>();
        for (Manifest manifest : soFar.manifests()) {
            manifest.namespace().ifPresent(namespace -> levels.put(namespace, PodSecurity.Level.RESTRICTED));
        }
        soFar.cluster().members().map(Layer.Member::component).forEach(component -> {
            levels.merge(
                    component.namespace(),
                    component.podSecurity().level(),
                    (one, other) -> one.compareTo(other) > 0 ? one : other);
        });
        levels.keySet().removeAll(made(soFar));
        levels.keySet().removeIf(namespace -> namespace.startsWith("kube-"));

        String version = "v" + soFar.cluster().kubernetes();
        Segments segments = soFar.cluster().segments();
        Set<String> held = held(soFar, levels.keySet());
        levels.forEach((namespace, level) -> {
            Mapping.Builder labels = Mapping.builder();
            if (held.contains(namespace)) {
                labels.put(Admission.LABEL, "true");
            }
            segments.of(soFar, namespace).stream()
                    .findFirst()
                    .ifPresent(segment -> labels.put(Segments.LABEL, segment));
            scopes.apply(Expansion.NAMESPACES).manifest(namespace(namespace, level.word(), version, labels.build()));
        });
        soFar.cluster()
                .members()
                .map(Layer.Member::component)
                .filter(component -> component.podSecurity().level() != PodSecurity.Level.RESTRICTED)
                .sorted(Comparator.comparing(Component::name))
                .forEach(component -> scopes.apply(component.name())
                        .exempt(new Exemption(
                                "Pod Security restricted",
                                "Namespace " + component.namespace(),
                                component.podSecurity().reason())));
    }

    /** The namespaces whose objects are all known: nobody has seen what Argo CD makes of a chart. */
    private static Set<String> held(Expansion soFar, Set<String> namespaces) {
        Set<String> held = new HashSet<>();
        if (soFar.cluster().admission().isPresent()) {
            held.addAll(namespaces);
            soFar.facts(RemoteChart.Resolved.class).forEach(chart -> {
                held.remove(chart.namespace());
                held.removeAll(chart.fact().chart().namespaces());
            });
        }
        return held;
    }

    private static Set<String> made(Expansion soFar) {
        Set<String> made = soFar.manifests().stream()
                .filter(manifest -> manifest.kind().equals("Namespace")
                        && manifest.identity().group().isEmpty())
                .map(Manifest::name)
                .collect(Collectors.toSet());
        soFar.cluster().site().preinstalled().forEach(system -> made.add(system.namespace()));
        return made;
    }

    private static Manifest namespace(String name, String level, String version, Mapping further) {
        Mapping.Builder labels = Mapping.builder();
        for (String mode : new String[] {"audit", "enforce", "warn"}) {
            labels.put(LABEL + mode, level).put(LABEL + mode + "-version", version);
        }
        labels.putAll(further);
        Mapping.Builder metadata = Mapping.builder().put("name", name);
        if (name.equals("default")) {
            // The API server makes it again when it is deleted, but all that is in it would be lost.
            metadata.put(
                    "annotations",
                    Mapping.builder()
                            .put("argocd.argoproj.io/sync-options", "Delete=false,Prune=false")
                            .build());
        }
        metadata.put("labels", labels.build());
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", "Namespace")
                .put("metadata", metadata.build())
                .build());
    }
}
