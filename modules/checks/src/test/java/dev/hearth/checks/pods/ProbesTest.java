package dev.hearth.checks.pods;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbesTest {

    private static final String WEB = Judged.deployment("", "");
    private static final String AT = "Deployment shop/web spec.template.spec.containers";
    private static final String LIVENESS = "Deployment shop/web spec.template.spec.containers[0].livenessProbe";

    @Test
    void a_pod_behind_a_service_must_say_when_it_is_ready() {
        assertThat(Judged.by("pod.probe", WEB, Judged.service(""))).containsExactly("warning " + AT);
        assertThat(Judged.by("pod.liveness", WEB, Judged.service(""))).containsExactly("info " + AT);
    }

    @Test
    void behind_a_headless_service_alone_it_is_worth_knowing() {
        String headless = Judged.service(", clusterIP: None");

        assertThat(Judged.by("pod.probe", WEB, headless)).containsExactly("info " + AT);
        assertThat(Judged.by("pod.probe", WEB, headless, Judged.service("").replace("name: web,", "name: www,")))
                .containsExactly("warning " + AT);
    }

    @Test
    void a_pod_that_no_service_leads_to_need_not() {
        assertThat(Judged.by("pod.probe", WEB)).isEmpty();
        assertThat(Judged.by("pod.probe", WEB, Judged.service("").replace("app: web", "app: api")))
                .isEmpty();
        assertThat(Judged.by("pod.probe", WEB, Judged.service("").replace("namespace: shop", "namespace: other")))
                .isEmpty();
        assertThat(Judged.by("pod.probe", WEB, Judged.service("").replace("selector: {app: web}, ", "")))
                .isEmpty();
        assertThat(Judged.by("pod.probe", WEB, Judged.service(", publishNotReadyAddresses: true")))
                .isEmpty();
    }

    @Test
    void one_container_that_says_it_is_enough() {
        String ready = "readinessProbe: {httpGet: {port: 8080}}";
        String sidecar = "initContainers: [{name: side, restartPolicy: Always, " + ready + "}]";

        assertThat(Judged.by("pod.probe", Judged.deployment("", ready), Judged.service("")))
                .isEmpty();
        assertThat(Judged.by("pod.probe", Judged.deployment(sidecar, ""), Judged.service("")))
                .isEmpty();
    }

    @Test
    void what_comes_to_an_end_need_not() {
        String job = Judged.object(
                "batch/v1",
                "Job",
                "web",
                "spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web}]}}}");

        assertThat(Judged.by("pod.probe", job, Judged.service(""))).isEmpty();
    }

    @Test
    void a_probe_names_a_port_of_its_own_container() {
        String probe = "readinessProbe: {httpGet: {port: http}}";
        String sidecar =
                "initContainers: [{name: side, restartPolicy: Always, ports: [{name: http, containerPort: 1}]}]";

        assertThat(Judged.by(
                        "pod.probe-port", Judged.deployment("", probe + ", ports: [{name: web, containerPort: 1}]")))
                .containsExactly(
                        "error Deployment shop/web" + " spec.template.spec.containers[0].readinessProbe.httpGet.port");
        assertThat(Judged.by("pod.probe-port", Judged.deployment(sidecar, probe)))
                .hasSize(1);
        assertThat(Judged.by(
                        "pod.probe-port", Judged.deployment("", probe + ", ports: [{name: http, containerPort: 1}]")))
                .isEmpty();
        assertThat(Judged.by("pod.probe-port", Judged.deployment("", "livenessProbe: {tcpSocket: {port: 8080}}")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "httpGet: {host: database, port: 80}",
                "tcpSocket: {host: 10.0.0.1, port: 80}",
                "exec: {command: [curl, -f, 'http://database:8080/health']}",
                "exec: {command: [sh, -c, 'wget -q https://api.example.com/ || exit 1']}"
            })
    void a_liveness_probe_that_asks_another_host_is_found(String handler) {
        assertThat(Judged.by("pod.probe-elsewhere", Judged.deployment("", "livenessProbe: {" + handler + "}")))
                .containsExactly("warning " + LIVENESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "httpGet: {host: 127.0.0.1, port: 80}",
                "tcpSocket: {port: 80}",
                "exec: {command: [curl, -f, 'http://localhost:8080/health']}",
                "exec: {command: [curl, -f, 'http://[::1]:8080/health']}",
                "exec: {command: [sh, -c, 'wget -q http://$(hostname):80/']}",
                "exec: {command: [cat, /tmp/healthy]}"
            })
    void one_that_asks_the_container_itself_is_not(String handler) {
        assertThat(Judged.by("pod.probe-elsewhere", Judged.deployment("", "livenessProbe: {" + handler + "}")))
                .isEmpty();
        assertThat(Judged.by(
                        "pod.probe-elsewhere",
                        Judged.deployment("", "readinessProbe: {httpGet: {host: database, port: 80}}")))
                .isEmpty();
    }

    @Test
    void a_liveness_probe_is_more_patient_than_the_same_readiness_probe() {
        String ready = "readinessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 5}, ";

        assertThat(Judged.by(
                        "pod.probe-identical",
                        Judged.deployment(
                                "", ready + "livenessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 5}")))
                .containsExactly("info " + LIVENESS);
        assertThat(Judged.by(
                        "pod.probe-identical",
                        Judged.deployment("", ready + "livenessProbe: {httpGet: {path: /, port: 80}}")))
                .isEmpty();
        assertThat(Judged.by(
                        "pod.probe-identical",
                        Judged.deployment(
                                "", ready + "livenessProbe: {httpGet: {path: /live, port: 80}, periodSeconds: 5}")))
                .isEmpty();
        assertThat(Judged.by("pod.probe-identical", Judged.deployment("", "livenessProbe: {httpGet: {port: 80}}")))
                .isEmpty();
    }
}
