package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.hearth.checks.rule.Field;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The volumes of a pod in which nothing is wrong, and what the API server asks of the containers that use them.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/storage/volumes/">Volumes</a>
 */
final class Volumes {

    private static final ImmutableList<String> PROPAGATION =
            ImmutableList.of("Bidirectional", "HostToContainer", "None");
    private static final ImmutableList<String> RECURSIVE = ImmutableList.of("Disabled", "Enabled", "IfPossible");

    private final Faults faults;
    private final ImmutableMap<String, Field> sound;

    private Volumes(Faults faults, ImmutableMap<String, Field> sound) {
        this.faults = faults;
        this.sound = sound;
    }

    /** Tells every fault of the volumes of a pod. */
    static Volumes validate(PodScope scope) {
        Faults faults = scope.faults();
        Map<String, Field> sound = new LinkedHashMap<>();
        Set<String> made = new HashSet<>();
        String pod = scope.template() ? "" : scope.pod().get("metadata", "name").textOrEmpty();
        for (Field volume : scope.spec().get("volumes").items()) {
            if (!pod.isEmpty() && volume.get("ephemeral").present()) {
                made.add(pod + "-" + volume.get("name").textOrEmpty());
            }
        }
        for (Field volume : scope.spec().get("volumes").items()) {
            int before = faults.told();
            Field name = volume.get("name");
            VolumeSources.validate(volume, pod, scope);
            faults.requiredForm(name, Syntax::label);
            if (sound.containsKey(name.textOrEmpty())) {
                faults.duplicate(name);
            }
            if (faults.told() == before) {
                sound.put(name.textOrEmpty(), volume);
            }
            Field claim = volume.get("persistentVolumeClaim").get("claimName");
            if (made.contains(claim.textOrEmpty())) {
                faults.invalid(claim, "must not name a claim that this pod makes for an ephemeral volume");
            }
        }
        return new Volumes(faults, ImmutableMap.copyOf(sound));
    }

    /** Tells every fault of what that container mounts. */
    void mounted(Field container) {
        Map<String, String> mounts = byName(container.get("volumeMounts"), "mountPath");
        Map<String, String> devices = byName(container.get("volumeDevices"), "devicePath");
        Set<String> paths = new HashSet<>();
        for (Field mount : container.get("volumeMounts").items()) {
            mount(mount, devices);
            if (!paths.add(mount.get("mountPath").textOrEmpty())) {
                faults.invalid(mount.get("mountPath"), "must be there only once");
            }
            propagation(container, mount);
        }
        devices(container.get("volumeDevices"), mounts);
    }

    private static Map<String, String> byName(Field list, String path) {
        Map<String, String> paths = new HashMap<>();
        list.items()
                .forEach(item ->
                        paths.put(item.get("name").textOrEmpty(), item.get(path).textOrEmpty()));
        return paths;
    }

    private void mount(Field mount, Map<String, String> devices) {
        Field name = mount.get("name");
        Field path = mount.get("mountPath");
        faults.present(name);
        if (!sound.containsKey(name.textOrEmpty())) {
            faults.notFound(name, "a volume");
        }
        faults.present(path);
        if (devices.containsKey(name.textOrEmpty())) {
            faults.invalid(name, "must not be in volumeDevices too");
        }
        if (devices.containsValue(path.textOrEmpty())) {
            faults.invalid(path, "must not be the path of one of the volumeDevices too");
        }
        // The API server leaves the index out of these paths.
        Field list = mount.parent();
        String sub = mount.get("subPath").textOrEmpty();
        String expression = mount.get("subPathExpr").textOrEmpty();
        if (!sub.isEmpty()) {
            relative(list.get("subPath"), sub);
        }
        if (!expression.isEmpty()) {
            if (!sub.isEmpty()) {
                faults.invalid(mount.get("subPathExpr"), "must not stand beside subPath");
            }
            relative(list.get("subPathExpr"), expression);
        }
    }

    private void relative(Field at, String path) {
        faults.form(at, path, Syntax::relativePath);
    }

    private void propagation(Field container, Field mount) {
        Field list = mount.parent();
        Field propagation = mount.get("mountPropagation");
        if (propagation.present()) {
            if (!PROPAGATION.contains(propagation.textOrEmpty())) {
                faults.unsupported(list.get("mountPropagation"), PROPAGATION);
            }
            if (propagation.textOrEmpty().equals("Bidirectional")
                    && !container.get("securityContext").get("privileged").isTrue()) {
                faults.forbidden(list.get("mountPropagation"), "only privileged containers can have Bidirectional");
            }
        }
        Field recursive = mount.get("recursiveReadOnly");
        if (!recursive.present() || recursive.textOrEmpty().equals("Disabled")) {
            return;
        }
        Field at = list.get("recursiveReadOnly");
        if (!RECURSIVE.contains(recursive.textOrEmpty())) {
            faults.unsupported(at, RECURSIVE);
            return;
        }
        if (!mount.get("readOnly").isTrue()) {
            faults.forbidden(at, "readOnly is not true");
        }
        if (propagation.present() && !propagation.textOrEmpty().equals("None")) {
            faults.forbidden(at, "mountPropagation is not None");
        }
    }

    private void devices(Field devices, Map<String, String> mounts) {
        Set<String> names = new HashSet<>();
        Set<String> paths = new HashSet<>();
        for (Field device : devices.items()) {
            Field name = device.get("name");
            if (faults.present(name) && !names.add(name.textOrEmpty())) {
                faults.invalid(name, "must be there only once");
            }
            Optional<Field> volume = Optional.ofNullable(sound.get(name.textOrEmpty()));
            if (volume.isEmpty()) {
                faults.notFound(name, "a volume");
            } else if (!volume.get().get("persistentVolumeClaim").present()
                    && !volume.get().get("ephemeral").present()) {
                faults.invalid(name, "must name a volume that is a persistentVolumeClaim or ephemeral");
            }
            if (mounts.containsKey(name.textOrEmpty())) {
                faults.invalid(name, "must not be in volumeMounts too");
            }
            devicePath(device.get("devicePath"), paths, mounts);
        }
    }

    private void devicePath(Field path, Set<String> paths, Map<String, String> mounts) {
        String text = path.textOrEmpty();
        faults.present(path);
        if (paths.contains(text)) {
            faults.invalid(path, "must be there only once");
        }
        if (faults.form(path, Syntax::pathWithoutBacksteps)) {
            paths.add(text);
        }
        if (mounts.containsValue(text)) {
            faults.invalid(path, "must not be the path of one of the volumeMounts too");
        }
    }
}
