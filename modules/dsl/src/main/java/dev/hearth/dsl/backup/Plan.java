package dev.hearth.dsl.backup;

import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * The backups of one component that are kept in one place.
 *
 * @param component the component
 * @param namespace its namespace
 * @param alone whether the namespace is its own
 * @param backup what it says
 * @param location where they are kept
 */
record Plan(String component, String namespace, boolean alone, Backup backup, BackupOffer.Location location) {

    private static final int LONGEST_LABEL = 63;
    private static final int FIRST_HOUR = 1;
    private static final int MINUTES = 4 * 60;

    /** The name of the Schedule, which labels of its Backups hold. */
    String name() {
        String name = component + "-" + location.name();
        return name.length() <= LONGEST_LABEL ? name : name.substring(0, LONGEST_LABEL - 9) + "-" + hex(name);
    }

    private static String hex(String text) {
        return Hashing.sha256()
                .hashString(text, StandardCharsets.UTF_8)
                .toString()
                .substring(0, 8);
    }

    /** When they are made. Without a word of the component, some minute of the night that is the same every time. */
    String schedule() {
        if (!backup.schedule().isEmpty()) {
            return backup.schedule();
        }
        long minute = Long.parseLong(hex(component + "/" + location.name()), 16) % MINUTES;
        return minute % 60 + " " + (FIRST_HOUR + minute / 60) + " * * *";
    }

    /** The Schedule, in that namespace. */
    Manifest manifest(String in) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "velero.io/v1")
                .put("kind", "Schedule")
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", name())
                                .put("namespace", in)
                                // Velero hands the labels on to each Backup, by which people find them.
                                .put("labels", Mapping.texts(ImmutableMap.of("hearth.dev/component", component)))
                                .build())
                .put(
                        "spec",
                        Mapping.builder()
                                .put("schedule", schedule())
                                // Velero writes it where it is not said.
                                .put("skipImmediately", false)
                                .put("template", template())
                                .build())
                .build());
    }

    private Mapping template() {
        Mapping.Builder template = Mapping.builder().put("includedNamespaces", Node.texts(namespaces()));
        if (!alone) {
            template.put("labelSelector", matching(ImmutableMap.of("app.kubernetes.io/part-of", component)));
        }
        return template.put("storageLocation", location.name())
                .put("ttl", backup.keep().toHours() + "h" + backup.keep().toMinutesPart() + "m0s")
                .put("snapshotVolumes", false)
                .put("defaultVolumesToFsBackup", backup.everyVolume())
                .putUnlessEmpty("hooks", hooks())
                .build();
    }

    private List<String> namespaces() {
        return Stream.concat(Stream.of(namespace), backup.namespaces().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static Mapping matching(ImmutableMap<String, String> labels) {
        return Mapping.of("matchLabels", Mapping.texts(labels));
    }

    private Mapping hooks() {
        Sequence resources = Sequence.of(Stream.concat(
                        backup.before().stream().map(hook -> hook(hook, "pre")),
                        backup.after().stream().map(hook -> hook(hook, "post")))
                .toList());
        return resources.isEmpty() ? Mapping.empty() : Mapping.of("resources", resources);
    }

    private Mapping hook(Hook hook, String when) {
        return Mapping.builder()
                .put("name", hook.pods().name() + "-" + when)
                .put(
                        "includedNamespaces",
                        Node.texts(hook.pods().orIn(namespace).namespace()))
                .put("labelSelector", matching(ImmutableMap.copyOf(hook.pods().labels())))
                .put(
                        when,
                        Sequence.of(List.of(Mapping.of(
                                "exec",
                                Mapping.builder()
                                        .put("container", hook.container())
                                        .put("command", Node.texts(hook.command()))
                                        .put("onError", hook.required() ? "Fail" : "Continue")
                                        .put("timeout", hook.timeout().toSeconds() + "s")
                                        .build()))))
                .build();
    }
}
