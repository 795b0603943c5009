package dev.hearth.checks.pods;

import static dev.hearth.checks.pods.PodTerms.CONTAINER;
import static dev.hearth.checks.pods.PodTerms.CONTAINERS;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.hold.Condition;
import dev.hearth.checks.hold.Held;
import dev.hearth.checks.hold.Holding;
import dev.hearth.checks.hold.Items;
import dev.hearth.checks.hold.Scope;
import dev.hearth.checks.hold.Target;
import dev.hearth.checks.hold.Term;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.function.Consumer;

/**
 * {@code pod.runtime-socket} and {@code pod.writable-host-path}: no pod commands the container runtime of its node, or
 * writes where the node keeps itself. Both hold in namespaces for privileged pods too.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/storage/volumes/#hostpath">hostPath</a>
 */
final class HostAccess implements ObjectRule, Holding {

    private static final String SOCKET = "pod.runtime-socket";
    private static final String WRITABLE = "pod.writable-host-path";

    private static final Items VOLUMES = Items.of("volume", Term.pod().get("volumes"));
    private static final Items MOUNTS = Items.of("mount", CONTAINER.get("volumeMounts"));
    private static final Term VOLUME = Term.of("volume");
    private static final Term PATH = VOLUME.get("hostPath", "path");

    private static final Condition RUNTIME = PATH.matches(
            "(?:.*/(?:docker|dockershim|containerd|crio|cri-dockerd|podman)\\.sock|/(?:var/)?run/(?:containerd|crio))/?");
    private static final Condition OF_THE_NODE = RUNTIME.not()
            .and(PATH.matches("/|(?:/(?:bin|boot|etc|lib|lib64|opt|root|sbin|usr)|/etc/.+|/var"
                    + "|/var/lib|/var/lib/(?:kubelet|docker|containerd|etcd)|/proc|/sys|/(?:var/)?run|/home/?.*)/?"));
    private static final Condition WRITES = Term.of("mount")
            .get("name")
            .sameAs(VOLUME.get("name"))
            .and(Term.of("mount").get("readOnly").isTrue().not());

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(SOCKET, WRITABLE);
    }

    @Override
    public ImmutableList<Held> held() {
        return ImmutableList.of(
                Held.of(SOCKET, Target.PODS, VOLUMES.any(RUNTIME)),
                Held.of(WRITABLE, Target.PODS, VOLUMES.any(OF_THE_NODE.and(CONTAINERS.any(MOUNTS.any(WRITES))))));
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        Said said = new Said(object, findings);
        if (PodFields.of(object).isPresent()) {
            Scope scope = Scope.of(object);
            VOLUMES.found(scope, RUNTIME)
                    .forEach(
                            volume -> said.warning(
                                    SOCKET,
                                    volume.get("hostPath").get("path"),
                                    "volume '" + volume.get("name").textOrEmpty()
                                            + "' hands the container runtime of the node to the pod,"
                                            + " and with it the node",
                                    "build images with BuildKit or Buildah, and read containers through the kubelet or the API server"));
            VOLUMES.found(scope, OF_THE_NODE).forEach(volume -> writable(scope.with("volume", volume), volume, said));
        }
    }

    private static void writable(Scope scope, Field volume, Said said) {
        String path = plain(volume.get("hostPath").get("path").textOrEmpty());
        for (Field container : CONTAINERS.found(scope, MOUNTS.any(WRITES))) {
            for (Field mount : MOUNTS.found(scope.with("container", container), WRITES)) {
                said.warning(
                        WRITABLE,
                        mount,
                        PodFields.called(container) + " may write to " + path + " of its node",
                        "add readOnly: true, or mount only the folder that it must write to");
            }
        }
    }

    private static String plain(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
