package dev.hearth.argocd;

import com.google.common.collect.ImmutableMap;
import dev.hearth.manifest.Manifest;
import java.util.Collection;
import java.util.Optional;

/**
 * The AppProjects of the tree on disk. What they allow is what the old tree used; a project goes on allowing it for one
 * more change, because Argo CD needs the right to a kind to remove its objects.
 */
public final class Previous {

    private static final Previous NONE = new Previous(ImmutableMap.of());

    private final ImmutableMap<String, Manifest> projects;

    private Previous(ImmutableMap<String, Manifest> projects) {
        this.projects = projects;
    }

    /** There is no tree yet. */
    public static Previous none() {
        return NONE;
    }

    /** The AppProjects among those manifests; others are passed over. */
    public static Previous of(Collection<Manifest> manifests) {
        ImmutableMap.Builder<String, Manifest> projects = ImmutableMap.builder();
        manifests.stream()
                .filter(manifest -> manifest.kind().equals("AppProject"))
                .forEach(manifest -> projects.put(manifest.name(), manifest));
        return new Previous(projects.buildKeepingLast());
    }

    Optional<Manifest> project(String name) {
        return Optional.ofNullable(projects.get(name));
    }
}
