package dev.hearth.checks.pods;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HardeningTest {

    private static final String SPEC = " Deployment shop/web spec.template.spec.";
    private static final String SECURITY = SPEC + "containers[0].securityContext.";

    private static String labelled(String labels) {
        return "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {" + labels + "}}}";
    }

    @Test
    void root_that_is_asked_for_is_a_warning_and_silence_is_worth_knowing() {
        assertThat(Judged.by("pod.root", Judged.deployment("securityContext: {runAsUser: 0}", "")))
                .containsExactly("warning" + SPEC + "securityContext.runAsUser");
        assertThat(Judged.by("pod.root", Judged.deployment("", "securityContext: {runAsUser: 0}")))
                .containsExactly("warning" + SECURITY + "runAsUser");
        assertThat(Judged.by("pod.root", Judged.deployment("", "")))
                .containsExactly("info" + SPEC + "securityContext.runAsNonRoot");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "securityContext: {runAsNonRoot: true}",
                "securityContext: {runAsUser: 1000}",
                "hostUsers: false",
                "os: {name: windows}"
            })
    void a_pod_that_is_not_root_is_not_found(String pod) {
        assertThat(Judged.by("pod.root", Judged.deployment(pod, ""))).isEmpty();
    }

    @Test
    void a_container_has_the_last_word() {
        assertThat(Judged.by(
                        "pod.root",
                        Judged.deployment("securityContext: {runAsUser: 0}", "securityContext: {runAsUser: 1000}")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"privileged: true", "allowPrivilegeEscalation: true"})
    void rights_of_the_node_are_found(String field) {
        assertThat(Judged.by("pod.privileged", Judged.deployment("", "securityContext: {" + field + "}")))
                .containsExactly("warning" + SECURITY + field.substring(0, field.indexOf(':')));
    }

    @Test
    void a_capability_that_is_almost_all_is_found_and_a_small_one_is_not() {
        String context = "securityContext: {capabilities: {add: [NET_ADMIN, SYS_ADMIN]}}";

        assertThat(Judged.by("pod.privileged", Judged.deployment("", context)))
                .containsExactly("warning" + SECURITY + "capabilities.add[1]");
        assertThat(Judged.by("pod.privileged", Judged.deployment("", context.replace(", SYS_ADMIN", ""))))
                .isEmpty();
        assertThat(Judged.by("pod.privileged", Judged.deployment("", "securityContext: {privileged: false}")))
                .isEmpty();
    }

    @Test
    void a_namespace_of_the_node_is_found() {
        assertThat(Judged.by("pod.host-namespaces", Judged.deployment("hostNetwork: true, hostPID: false", "")))
                .containsExactly("warning" + SPEC + "hostNetwork");
    }

    @Test
    void a_sysctl_that_the_kubelet_does_not_set_is_found() {
        String pod = Judged.deployment("securityContext: {sysctls: [{name: net.core.somaxconn}]}", "");

        assertThat(Judged.by("pod.sysctl", pod)).containsExactly("warning" + SPEC + "securityContext.sysctls[0].name");
        assertThat(Judged.by("pod.sysctl", pod.replace("net.core.somaxconn", "net.ipv4.tcp_rmem")))
                .isEmpty();
        assertThat(Judged.by("pod.sysctl", labelled("pod-security.kubernetes.io/enforce: privileged"), pod))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"enforce: privileged", "enforce: restricted", "warn: baseline"})
    void admission_judges_where_a_level_is_asked_for(String label) {
        String namespace = labelled("pod-security.kubernetes.io/" + label);
        String pod = Judged.deployment("hostNetwork: true", "securityContext: {privileged: true, runAsUser: 0}");

        assertThat(Judged.by("pod.root", namespace, pod)).isEmpty();
        assertThat(Judged.by("pod.privileged", namespace, pod)).isEmpty();
        assertThat(Judged.by("pod.host-namespaces", namespace, pod)).isEmpty();
        assertThat(Judged.by("pod.host-namespaces", labelled(""), pod)).hasSize(1);
    }

    @Test
    void a_root_that_can_be_written_is_said_once_a_pod() {
        assertThat(Judged.by("pod.read-only-root", Judged.deployment("initContainers: [{name: first}]", "")))
                .containsExactly("info" + SECURITY + "readOnlyRootFilesystem");
        assertThat(Judged.by(
                        "pod.read-only-root", Judged.deployment("", "securityContext: {readOnlyRootFilesystem: true}")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/var/run/docker.sock",
                "/run/containerd/containerd.sock",
                "/run/containerd/",
                "/var/run/crio/crio.sock",
                "/var/snap/microk8s/common/run/containerd.sock"
            })
    void a_socket_of_the_runtime_is_found_even_where_privileged_pods_are_meant(String path) {
        String pod = Judged.deployment("volumes: [{name: socket, hostPath: {path: " + path + "}}]", "");

        assertThat(Judged.by("pod.runtime-socket", labelled("pod-security.kubernetes.io/enforce: privileged"), pod))
                .containsExactly("warning" + SPEC + "volumes[0].hostPath.path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/var/run/app.sock", "/run/docker.sock.d", "/var/log"})
    void another_path_is_no_socket_of_the_runtime(String path) {
        assertThat(Judged.by(
                        "pod.runtime-socket",
                        Judged.deployment("volumes: [{name: a, hostPath: {path: " + path + "}}]", "")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/etc", "/etc/kubernetes/", "/usr", "/var/lib/kubelet"})
    void a_mount_that_may_write_to_the_node_is_found(String path) {
        String volume = "volumes: [{name: a, hostPath: {path: " + path + "}}]";

        assertThat(Judged.by("pod.writable-host-path", Judged.deployment(volume, "volumeMounts: [{name: a}]")))
                .containsExactly("warning" + SPEC + "containers[0].volumeMounts[0]");
        assertThat(Judged.by(
                        "pod.writable-host-path",
                        Judged.deployment(volume, "volumeMounts: [{name: a, readOnly: true}, {name: b}]")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/srv/data", "/opt/data", "/var/lib/postgres", "/dev/dri", "/etcetera"})
    void a_folder_of_its_own_may_be_written(String path) {
        String volume = "volumes: [{name: a, hostPath: {path: " + path + "}}]";

        assertThat(Judged.by("pod.writable-host-path", Judged.deployment(volume, "volumeMounts: [{name: a}]")))
                .isEmpty();
    }

    @Test
    void a_token_of_the_default_account_is_worth_knowing() {
        assertThat(Judged.by("pod.token", Judged.deployment("", "")))
                .containsExactly("info" + SPEC + "automountServiceAccountToken");
        assertThat(Judged.by("pod.token", Judged.deployment("serviceAccountName: default", "")))
                .hasSize(1);
    }

    @Test
    void no_token_or_one_that_is_used_is_not() {
        String binding = Judged.object(
                "rbac.authorization.k8s.io/v1",
                "RoleBinding",
                "web",
                "subjects: [{kind: ServiceAccount, name: default}]");

        assertThat(Judged.by("pod.token", Judged.deployment("automountServiceAccountToken: false", "")))
                .isEmpty();
        assertThat(Judged.by("pod.token", Judged.deployment("serviceAccountName: web", "")))
                .isEmpty();
        assertThat(Judged.by("pod.token", Judged.deployment("", ""), binding)).isEmpty();
        assertThat(Judged.by("pod.token", Judged.deployment("", ""), binding.replace("name: default", "name: web")))
                .hasSize(1);
        assertThat(Judged.by(
                        "pod.token",
                        Judged.deployment("", ""),
                        Judged.object("v1", "ServiceAccount", "default", "automountServiceAccountToken: false")))
                .isEmpty();
    }
}
