package dev.hearth.checks.pods;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * {@code pod.runtime-socket} and {@code pod.writable-host-path}: no pod commands the container runtime of its node, or
 * writes where the node keeps itself. Both hold in namespaces for privileged pods too.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/storage/volumes/#hostpath">hostPath</a>
 */
final class HostAccess implements ObjectRule {

    private static final String SOCKET = "pod.runtime-socket";
    private static final String WRITABLE = "pod.writable-host-path";

    private static final Pattern SOCKETS = Pattern.compile(
            ".*/(docker|dockershim|containerd|crio|cri-dockerd|podman)\\.sock|/(var/)?run/(containerd|crio)");
    private static final Pattern OF_THE_NODE =
            Pattern.compile("/|/(bin|boot|etc|lib|lib64|opt|root|sbin|usr)|/etc/.+|/var"
                    + "|/var/lib|/var/lib/(kubelet|docker|containerd|etcd)|/proc|/sys|/(var/)?run|/home/?.*");

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(SOCKET, WRITABLE);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        Said said = new Said(object, findings);
        PodFields.of(object)
                .ifPresent(pod -> pod.spec().get("volumes").items().forEach(volume -> {
                    Field path = volume.get("hostPath").get("path");
                    path.text().ifPresent(text -> check(pod, volume, path, plain(text), said));
                }));
    }

    private static String plain(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static void check(PodFields pod, Field volume, Field path, String text, Said said) {
        if (SOCKETS.matcher(text).matches()) {
            said.warning(
                    SOCKET,
                    path,
                    "volume '" + volume.get("name").textOrEmpty()
                            + "' hands the container runtime of the node to the pod," + " and with it the node",
                    "build images with BuildKit or Buildah, and read containers through the kubelet or the API server");
        } else if (OF_THE_NODE.matcher(text).matches()) {
            for (Field container : pod.containers()) {
                for (Field mount : container.get("volumeMounts").items()) {
                    if (mount.get("name").text().equals(volume.get("name").text())
                            && !mount.get("readOnly").isTrue()) {
                        said.warning(
                                WRITABLE,
                                mount,
                                PodFields.called(container) + " may write to " + text + " of its node",
                                "add readOnly: true, or mount only the folder that it must write to");
                    }
                }
            }
        }
    }
}
