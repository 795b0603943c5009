package dev.hearth.checks.container;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.Identity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files that a container sees out of ConfigMaps and Secrets of the tree, as far as their texts are in clear here.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/storage/volumes/">Volumes</a>
 */
public final class MountedFiles {

    private final Map<String, HeldFile> files = new TreeMap<>();

    private MountedFiles() {}

    static MountedFiles of(Container container, Context context) {
        MountedFiles all = new MountedFiles();
        // What is mounted deeper hides what is there.
        container.field().get("volumeMounts").items().stream()
                .sorted(Comparator.comparingInt(
                        mount -> mount.get("mountPath").textOrEmpty().length()))
                .forEach(mount -> all.mount(container, mount, context));
        return all;
    }

    /** The file at that path, if the tree tells what stands there. */
    public Optional<HeldFile> at(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /** The files in that folder and below it, by their paths. */
    public ImmutableList<HeldFile> below(String folder) {
        String start = folder.endsWith("/") ? folder : folder + "/";
        return files.values().stream()
                .filter(file -> file.path().startsWith(start))
                .collect(ImmutableList.toImmutableList());
    }

    private void mount(Container container, Field mount, Context context) {
        String at = mount.get("mountPath").textOrEmpty().replaceFirst("/+$", "");
        String sub = mount.get("subPath").textOrEmpty();
        files.keySet().removeIf(path -> path.equals(at) || path.startsWith(at + "/"));
        for (HeldFile file : content(container, mount, context)) {
            seen(at, sub, file.path()).ifPresent(path -> files.put(path, file.at(path)));
        }
    }

    /** Where a file of a volume is seen: all of the volume, one folder of it, or that one file is mounted. */
    private static Optional<String> seen(String at, String sub, String file) {
        if (sub.isEmpty()) {
            return Optional.of(at + "/" + file);
        }
        if (file.equals(sub)) {
            return Optional.of(at);
        }
        return file.startsWith(sub + "/") ? Optional.of(at + file.substring(sub.length())) : Optional.empty();
    }

    /** The files of a volume by their paths in it. */
    private static List<HeldFile> content(Container container, Field mount, Context context) {
        String namespace = container.workload().identity().namespace();
        Field volume = container.mounts().volume(mount);
        List<HeldFile> found = new ArrayList<>();
        files("ConfigMap", namespace, volume.get("configMap"), "name", context, found);
        files("Secret", namespace, volume.get("secret"), "secretName", context, found);
        for (Field source : volume.get("projected").get("sources").items()) {
            files("ConfigMap", namespace, source.get("configMap"), "name", context, found);
            files("Secret", namespace, source.get("secret"), "name", context, found);
        }
        return found;
    }

    private static void files(
            String kind, String namespace, Field source, String name, Context context, List<HeldFile> found) {
        if (source.get(name).empty()) {
            return;
        }
        Identity object = new Identity("", kind, namespace, source.get(name).textOrEmpty());
        HeldFile.of(object, context)
                .filter(HeldFile::whole)
                .forEach(file -> shown(source, file.path()).forEach(path -> found.add(file.at(path))));
    }

    /** The paths at which a key is shown: the key itself, unless the volume says which are shown where. */
    private static List<String> shown(Field source, String key) {
        return source.get("items").present()
                ? source.get("items").items().stream()
                        .filter(item -> item.get("key").textOrEmpty().equals(key))
                        .map(item -> item.get("path").textOrEmpty())
                        .toList()
                : List.of(key);
    }
}
