package dev.hearth.checks.container;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Field;
import java.util.Comparator;
import java.util.Optional;

/**
 * On which volumes the paths of a container lie.
 *
 * @param container the container
 * @see <a href="https://kubernetes.io/docs/concepts/storage/volumes/">Volumes</a>
 */
public record Mounts(Container container) {

    /** Volumes that go with their pod, or hold what others wrote. */
    private static final ImmutableList<String> PASSING =
            ImmutableList.of("emptyDir", "ephemeral", "configMap", "secret", "projected", "downwardAPI", "image");

    /** All of them. */
    public ImmutableList<Field> all() {
        return ImmutableList.copyOf(container.field().get("volumeMounts").items());
    }

    /** The mount that path lies on: the deepest one above it, or at it. */
    public Optional<Field> of(String path) {
        return all().stream()
                .filter(mount -> within(path, at(mount)))
                .max(Comparator.comparingInt(mount -> at(mount).length()));
    }

    /** The mounts at that path and below it. */
    public ImmutableList<Field> below(String path) {
        return all().stream().filter(mount -> within(at(mount), path)).collect(ImmutableList.toImmutableList());
    }

    /** The volume of a mount, as its pod says it; nothing stands there where the pod is given it by its claims. */
    public Field volume(Field mount) {
        String name = mount.get("name").textOrEmpty();
        return container.spec().get("volumes").items().stream()
                .filter(volume -> volume.get("name").textOrEmpty().equals(name))
                .findFirst()
                .orElse(Field.nothing());
    }

    /** Whether what is written there is kept when the pod goes. */
    public boolean kept(String path) {
        return of(path).filter(this::keeps).isPresent();
    }

    /** Whether there is any volume that is kept when the pod goes. */
    public boolean keeps() {
        return all().stream().anyMatch(this::keeps);
    }

    private boolean keeps(Field mount) {
        return each(mount) || lasting(volume(mount));
    }

    /** Whether each pod has a volume of its own for that mount. */
    public boolean each(Field mount) {
        String name = mount.get("name").textOrEmpty();
        return Field.of(container.workload()).get("spec").get("volumeClaimTemplates").items().stream()
                .anyMatch(
                        claim -> claim.get("metadata").get("name").textOrEmpty().equals(name));
    }

    private static boolean lasting(Field volume) {
        return volume.present()
                && PASSING.stream().noneMatch(sort -> volume.get(sort).present());
    }

    private static String at(Field mount) {
        return mount.get("mountPath").textOrEmpty().replaceFirst("/+$", "");
    }

    private static boolean within(String path, String folder) {
        return (path.replaceFirst("/+$", "") + "/").startsWith(folder.replaceFirst("/+$", "") + "/");
    }
}
