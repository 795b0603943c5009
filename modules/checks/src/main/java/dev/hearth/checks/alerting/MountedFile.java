package dev.hearth.checks.alerting;

import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.PodTemplate;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file that a container has from a ConfigMap or a Secret.
 *
 * @param object the ConfigMap or the Secret
 * @param key its key
 */
record MountedFile(Identity object, String key) {

    private record Source(String kind, String name, Field items) {}

    /** Which file of the pod's volumes stands at that path of the container. */
    static Optional<MountedFile> at(String path, Field container, Manifest workload, PodTemplate pod) {
        Field spec = Field.of(workload).at(pod.specPath());
        return container.get("volumeMounts").items().stream()
                .flatMap(mount -> file(path, mount)
                        .flatMap(file -> sources(spec, mount.get("name").textOrEmpty())
                                .flatMap(source -> key(source, file)
                                        .map(key -> new MountedFile(
                                                new Identity(
                                                        "",
                                                        source.kind(),
                                                        workload.identity().namespace(),
                                                        source.name()),
                                                key))
                                        .stream())
                                .findFirst())
                        .stream())
                .findFirst();
    }

    /** The path below a mount; the one it names itself, where it shows a single file. */
    private static Optional<String> file(String path, Field mount) {
        String at = mount.get("mountPath").textOrEmpty();
        String sub = mount.get("subPath").textOrEmpty();
        if (!sub.isEmpty()) {
            return at.equals(path) ? Optional.of(sub) : Optional.empty();
        }
        String folder = at.endsWith("/") ? at : at + "/";
        return path.startsWith(folder) ? Optional.of(path.substring(folder.length())) : Optional.empty();
    }

    private static Stream<Source> sources(Field spec, String volume) {
        return spec.get("volumes").items().stream()
                .filter(candidate -> candidate.get("name").textOrEmpty().equals(volume))
                .flatMap(candidate -> Stream.concat(
                        Stream.of(
                                source("ConfigMap", candidate.get("configMap"), "name"),
                                source("Secret", candidate.get("secret"), "secretName")),
                        candidate.get("projected").get("sources").items().stream()
                                .flatMap(part -> Stream.of(
                                        source("ConfigMap", part.get("configMap"), "name"),
                                        source("Secret", part.get("secret"), "name")))))
                .filter(source -> !source.name().isEmpty());
    }

    private static Source source(String kind, Field field, String name) {
        return new Source(kind, field.get(name).textOrEmpty(), field.get("items"));
    }

    private static Optional<String> key(Source source, String file) {
        List<Field> items = source.items().items();
        return items.isEmpty()
                ? Optional.of(file)
                : items.stream()
                        .filter(item -> item.get("path").textOrEmpty().equals(file))
                        .map(item -> item.get("key").textOrEmpty())
                        .findFirst();
    }

    /** What stands in it, as far as it can be read here. */
    Stream<ConfigText> texts(Context context) {
        return context.graph().bringers(object).stream().flatMap(bringer -> ConfigText.of(bringer, key).stream());
    }
}
