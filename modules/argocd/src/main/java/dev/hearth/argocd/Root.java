package dev.hearth.argocd;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.GitRepository;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.Optional;

/**
 * The one file that a person applies: the Application of all Applications, and its project, which may make nothing but
 * Applications and AppProjects.
 *
 * <p>It does not sync itself. With the health check for Applications a root that is among its own objects would wait for
 * its own health; and where a tree is read from is changed by a person, not by a push to where it was read from so far.
 */
final class Root {

    private static final String ROOT = "root";

    private Root() {}

    static ImmutableList<Manifest> manifests(Cluster cluster, GitRepository repository) {
        String name = Projects.name(cluster.name(), ROOT);
        Manifest project = Projects.manifest(
                name,
                "Cluster " + cluster.name() + ": its applications and projects",
                Optional.empty(),
                ImmutableSortedSet.of(
                        Right.kind("argoproj.io", "AppProject"),
                        Right.kind("argoproj.io", "Application"),
                        Right.namespace(ArgoCd.NAMESPACE),
                        Right.source(repository.url())),
                ImmutableSortedSet.of());
        Manifest application = Manifest.of(Mapping.builder()
                .put("apiVersion", "argoproj.io/v1alpha1")
                .put("kind", "Application")
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", cluster.name())
                                .put("namespace", ArgoCd.NAMESPACE)
                                .build())
                .put(
                        "spec",
                        Mapping.builder()
                                .put("project", name)
                                .put(
                                        "source",
                                        Mapping.builder()
                                                .put("repoURL", repository.url())
                                                .put("targetRevision", repository.revision())
                                                .put("path", repository.path("argocd-apps/" + cluster.name()))
                                                .put(
                                                        "directory",
                                                        Mapping.builder()
                                                                .put("recurse", true)
                                                                .put("exclude", "root.yaml")
                                                                .build())
                                                .build())
                                .put("destination", Applications.destination(ArgoCd.NAMESPACE))
                                .put("syncPolicy", Applications.syncPolicy(true, ImmutableList.of()))
                                .build())
                .build());
        return ImmutableList.of(project, application);
    }
}
