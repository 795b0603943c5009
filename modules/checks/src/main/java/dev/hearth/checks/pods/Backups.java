package dev.hearth.checks.pods;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * {@code storage.backup}: where Velero makes backups, every claim is in one, or says that it need not be.
 *
 * @see <a href="https://velero.io/docs/main/file-system-backup/">File system backup</a>
 */
final class Backups implements Rule {

    private static final String ID = "storage.backup";
    private static final String VELERO = "velero.io";
    private static final String TAKEN = "backup.velero.io/backup-volumes";
    private static final String LEFT = "backup.velero.io/backup-volumes-excludes";
    private static final String EXCLUDED = "velero.io/exclude-from-backup";
    private static final Splitter NAMES = Splitter.on(',').trimResults().omitEmptyStrings();

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        List<Manifest> schedules = context.graph().known(VELERO, "Schedule");
        boolean snapshots =
                !context.graph().known(VELERO, "VolumeSnapshotLocation").isEmpty();
        if (schedules.isEmpty() || everything(context)) {
            return;
        }
        for (Manifest object : context.objects()) {
            PodFields.of(object)
                    .filter(pod -> !pod.ends() && !excluded(object))
                    .filter(pod -> schedules.stream().noneMatch(schedule -> takes(schedule, pod, snapshots)))
                    .ifPresent(pod -> check(pod, context, Said.placed(object, context, findings)));
        }
    }

    /** Whether the server is told to back up every volume that is not left out. */
    private static boolean everything(Context context) {
        return context.objects().stream()
                .flatMap(object -> PodFields.of(object).stream())
                .flatMap(pod -> pod.spec().get("containers").items().stream())
                .filter(container -> ImageName.parse(container.get("image").textOrEmpty())
                        .path()
                        .endsWith("velero/velero"))
                .flatMap(container -> container.get("args").texts().stream())
                .anyMatch(argument -> argument.equals("--default-volumes-to-fs-backup")
                        || argument.equals("--default-volumes-to-fs-backup=true"));
    }

    /** Whether a schedule backs up the volumes of that pod without a mark on it. */
    private static boolean takes(Manifest schedule, PodFields pod, boolean snapshots) {
        Field template = Field.of(schedule).get("spec").get("template");
        String namespace = PodFields.namespace(pod.object());
        List<String> included = template.get("includedNamespaces").texts();
        boolean meant = (included.isEmpty() || included.contains("*") || included.contains(namespace))
                && !template.get("excludedNamespaces").texts().contains(namespace);
        return meant
                && (template.get("defaultVolumesToFsBackup").isTrue()
                        || template.get("snapshotMoveData").isTrue()
                        || template.get("snapshotVolumes").isTrue()
                        || (snapshots && !template.get("snapshotVolumes").isFalse()));
    }

    private static boolean excluded(Manifest object) {
        return object.labels().getOrDefault(EXCLUDED, "").equals("true");
    }

    private static void check(PodFields pod, Context context, Said said) {
        List<String> marked = Stream.of(TAKEN, LEFT)
                .flatMap(name -> NAMES.splitToStream(pod.annotations().get(name).textOrEmpty()))
                .toList();
        for (Field volume : pod.spec().get("volumes").items()) {
            Field claim = volume.get("persistentVolumeClaim").get("claimName");
            boolean free = context.graph()
                    .find("", "PersistentVolumeClaim", pod.object().identity().namespace(), claim.textOrEmpty())
                    .filter(Backups::excluded)
                    .isPresent();
            if (claim.present() && !free) {
                unmarked(volume.get("name").textOrEmpty(), marked, claim, said);
            }
        }
        for (Field claim : Claims.claims(pod.object())) {
            boolean free = claim.get("metadata")
                    .get("labels")
                    .get(EXCLUDED)
                    .textOrEmpty()
                    .equals("true");
            if (!free) {
                unmarked(claim.get("metadata").get("name").textOrEmpty(), marked, claim, said);
            }
        }
    }

    private static void unmarked(String volume, List<String> marked, Field at, Said said) {
        if (!marked.contains(volume)) {
            said.warning(
                    ID,
                    at,
                    "volume '" + volume + "' is in no backup, and nothing says that it need not be",
                    "annotate the pod with " + TAKEN + ": " + volume + ", or with " + LEFT + ": " + volume);
        }
    }
}
