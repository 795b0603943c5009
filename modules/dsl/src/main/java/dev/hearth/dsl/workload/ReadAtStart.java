package dev.hearth.dsl.workload;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Credential;
import java.util.stream.Stream;

/**
 * The credentials whose new values a pod learns of only when it starts: variables, files that say so, parts of volumes, and
 * whatever init containers read.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-files-from-a-pod">Secrets as
 *     files: a container with a subPath gets no updates</a>
 */
final class ReadAtStart {

    private ReadAtStart() {}

    static ImmutableSet<Credential> credentials(Settings settings) {
        ImmutableSet<Container> running = ImmutableSet.copyOf(settings.running());
        return settings.containers().stream()
                .flatMap(
                        container -> Stream.concat(variables(container), files(container, running.contains(container))))
                .collect(ImmutableSet.toImmutableSet());
    }

    private static Stream<Credential> variables(Container container) {
        Stream<Credential> single = container.settings().environment.values().stream()
                .filter(Variable.FromCredential.class::isInstance)
                .map(variable -> ((Variable.FromCredential) variable).key().credential());
        return Stream.concat(single, container.settings().credentialEnvironments.stream());
    }

    private static Stream<Credential> files(Container container, boolean runsOn) {
        return container.settings().mounts.stream()
                .flatMap(mount -> PodNodes.sources(Stream.of(mount.volume()))
                        .filter(Volume.SecretFiles.class::isInstance)
                        .map(Volume.SecretFiles.class::cast)
                        .filter(files ->
                                files.atStart() || !runsOn || !mount.subPath().isEmpty()))
                .map(Volume.SecretFiles::credential);
    }
}
