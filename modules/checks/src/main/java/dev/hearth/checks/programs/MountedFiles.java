package dev.hearth.checks.programs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.PodTemplate;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files that a container sees out of ConfigMaps and Secrets of the tree. Of a Secret that is made in the cluster those whose
 * text is in clear here: a template without anything to fill in.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/storage/volumes/">Volumes</a>
 */
final class MountedFiles {

    /** Where a Secret, or what becomes one, has texts in clear. */
    private static final ImmutableList<FieldPath> TEXTS = ImmutableList.of(
            FieldPath.of("stringData"),
            FieldPath.of("spec", "template", "data"),
            FieldPath.of("spec", "target", "template", "data"));

    /** What will be replaced in the cluster, nobody knows here. */
    private static final String TEMPLATE = "{{";

    /** What SOPS wrote. */
    private static final String ENCRYPTED = "ENC[";

    private final Map<String, MountedFile> files = new TreeMap<>();

    private MountedFiles() {}

    /** The files of one container of a workload. */
    static MountedFiles of(Manifest workload, PodTemplate pod, Field container, Context context) {
        MountedFiles all = new MountedFiles();
        Field volumes = Field.of(workload).at(pod.specPath()).get("volumes");
        // What is mounted deeper hides what is there.
        container.get("volumeMounts").items().stream()
                .sorted(Comparator.comparingInt(
                        mount -> mount.get("mountPath").textOrEmpty().length()))
                .forEach(mount -> all.mount(workload, volumes, mount, context));
        return all;
    }

    /** The file at that path, if the tree tells what stands there. */
    Optional<MountedFile> at(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /** The files in that folder and below it, by their paths. */
    ImmutableList<MountedFile> below(String folder) {
        String start = folder.endsWith("/") ? folder : folder + "/";
        return files.values().stream()
                .filter(file -> file.path().startsWith(start))
                .collect(ImmutableList.toImmutableList());
    }

    private void mount(Manifest workload, Field volumes, Field mount, Context context) {
        String at = mount.get("mountPath").textOrEmpty().replaceFirst("/+$", "");
        String sub = mount.get("subPath").textOrEmpty();
        files.keySet().removeIf(path -> path.equals(at) || path.startsWith(at + "/"));
        for (MountedFile file : content(workload, volumes, mount.get("name").textOrEmpty(), context)) {
            seen(at, sub, file.path())
                    .ifPresent(
                            path -> files.put(path, new MountedFile(path, file.source(), file.place(), file.text())));
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
    private static List<MountedFile> content(Manifest workload, Field volumes, String volume, Context context) {
        List<MountedFile> found = new ArrayList<>();
        for (Field candidate : volumes.items()) {
            if (candidate.get("name").textOrEmpty().equals(volume)) {
                maps(workload, candidate.get("configMap"), context, found);
                secrets(workload, candidate.get("secret"), "secretName", context, found);
                for (Field source : candidate.get("projected").get("sources").items()) {
                    maps(workload, source.get("configMap"), context, found);
                    secrets(workload, source.get("secret"), "name", context, found);
                }
            }
        }
        return found;
    }

    private static void maps(Manifest workload, Field source, Context context, List<MountedFile> found) {
        context.graph()
                .find(
                        "",
                        "ConfigMap",
                        workload.identity().namespace(),
                        source.get("name").textOrEmpty())
                .ifPresent(map -> add(map, Field.of(map).get("data").fields(), source, found));
    }

    private static void secrets(
            Manifest workload, Field source, String name, Context context, List<MountedFile> found) {
        if (source.get(name).empty()) {
            return;
        }
        Identity secret = new Identity(
                "", "Secret", workload.identity().namespace(), source.get(name).textOrEmpty());
        for (Manifest bringer : context.graph().bringers(secret)) {
            add(bringer, encoded(bringer), source, found);
            TEXTS.forEach(texts -> add(bringer, Field.of(bringer).at(texts).fields(), source, found));
        }
    }

    private static List<Field> encoded(Manifest bringer) {
        return bringer.kind().equals("Secret") ? Field.of(bringer).get("data").fields() : List.of();
    }

    private static void add(Manifest holder, List<Field> texts, Field source, List<MountedFile> found) {
        for (Field text : texts) {
            boolean encoded =
                    holder.kind().equals("Secret") && text.parent().name().equals("data");
            Optional<String> clear = encoded ? decoded(text.textOrEmpty()) : text.text();
            clear.filter(content -> holder.kind().equals("ConfigMap") || inClear(content))
                    .ifPresent(content -> shown(source, text.name())
                            .forEach(path -> found.add(new MountedFile(path, holder, text.path(), content))));
        }
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

    private static boolean inClear(String text) {
        return !text.contains(TEMPLATE) && !text.startsWith(ENCRYPTED);
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(new String(Base64.getMimeDecoder().decode(text), UTF_8));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }
}
