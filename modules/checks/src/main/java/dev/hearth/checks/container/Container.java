package dev.hearth.checks.container;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.PodTemplate;
import dev.hearth.manifest.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A container that runs on in the pods of a workload, and what it is started with as far as the tree tells.
 *
 * @param workload what makes the pod
 * @param pod the pod it is in
 * @param field where it stands
 */
public record Container(Manifest workload, PodTemplate pod, Field field) {

    private static final Pattern VERSION = Pattern.compile(":v?([0-9]{1,4})\\.([0-9]{1,4})[^/]*$");

    /** The containers of an object; none where it makes no pods. */
    public static ImmutableList<Container> of(Manifest object) {
        return PodTemplate.of(object).stream()
                .flatMap(pod -> Field.of(object).at(pod.specPath()).get("containers").items().stream()
                        .map(field -> new Container(object, pod, field)))
                .collect(toImmutableList());
    }

    /** What it runs. */
    public Command command() {
        return Command.of(field);
    }

    /** Its variables. */
    public Environment environment() {
        return Environment.of(field);
    }

    /** Its volumes. */
    public Mounts mounts() {
        return new Mounts(this);
    }

    /** The files that it sees. */
    public MountedFiles files(Context context) {
        return MountedFiles.of(this, context);
    }

    /** Whether the image says that it is of that version or a newer one. */
    public boolean since(int major, int minor) {
        Matcher version = version();
        return version.find() && compared(version, major, minor) >= 0;
    }

    /** Whether the image says that it is older than that version. */
    public boolean before(int major, int minor) {
        Matcher version = version();
        return version.find() && compared(version, major, minor) < 0;
    }

    private Matcher version() {
        return VERSION.matcher(field.get("image").textOrEmpty().replaceFirst("@.*", ""));
    }

    private static int compared(Matcher version, int major, int minor) {
        int first = Integer.compare(Integer.parseInt(version.group(1)), major);
        return first != 0 ? first : Integer.compare(Integer.parseInt(version.group(2)), minor);
    }

    /** Whether others run beside it in its pod, which reach what listens on localhost. */
    public boolean accompanied() {
        Field spec = spec();
        return spec.get("containers").items().size() > 1
                || spec.get("initContainers").items().stream().anyMatch(Container::staysBeside);
    }

    /** Whether an init container runs on beside the others: a native sidecar. */
    public static boolean staysBeside(Field initContainer) {
        return initContainer.get("restartPolicy").textOrEmpty().equals("Always");
    }

    Field spec() {
        return Field.of(workload).at(pod.specPath());
    }

    /** For people. */
    @Override
    public String toString() {
        return "container " + field.get("name").textOrEmpty() + " of " + workload;
    }
}
