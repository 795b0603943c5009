package dev.hearth.checks.pods;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifecyclesTest {

    private static final String PRE_STOP =
            "warning Deployment shop/web spec.template.spec.containers[0].lifecycle.preStop";

    private static String stopping(String preStop) {
        return "lifecycle: {preStop: {" + preStop + "}}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec: {command: [sleep, '30']}",
                "exec: {command: [/bin/sleep, 60s]}",
                "exec: {command: [sh, -c, 'nginx -s quit; sleep 45']}",
                "sleep: {seconds: 30}"
            })
    void a_sleep_that_takes_all_the_time_is_found(String preStop) {
        assertThat(Judged.by("pod.grace", Judged.deployment("", stopping(preStop))))
                .containsExactly(PRE_STOP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec: {command: [sleep, '15']}",
                "sleep: {seconds: 5}",
                "exec: {command: [sh, -c, 'nosleep 45']}",
                "exec: {command: [/quit, '300']}",
                "httpGet: {port: 80}"
            })
    void one_that_leaves_time_is_not(String preStop) {
        assertThat(Judged.by("pod.grace", Judged.deployment("", stopping(preStop))))
                .isEmpty();
    }

    @Test
    void the_time_is_that_of_the_pod() {
        String sleep = stopping("exec: {command: [sleep, '30']}");

        assertThat(Judged.by("pod.grace", Judged.deployment("terminationGracePeriodSeconds: 60", sleep)))
                .isEmpty();
        assertThat(Judged.by("pod.grace", Judged.deployment("terminationGracePeriodSeconds: 20", sleep)))
                .containsExactly(PRE_STOP);
    }

    @Test
    void a_pod_of_a_stateful_set_is_not_killed_at_once() {
        String once = "terminationGracePeriodSeconds: 0";

        assertThat(Judged.by("pod.grace", Judged.workload("StatefulSet", "", once, "")))
                .containsExactly("warning StatefulSet shop/web spec.template.spec.terminationGracePeriodSeconds");
        assertThat(Judged.by("pod.grace", Judged.deployment(once, ""))).isEmpty();
    }

    @Test
    void a_pod_of_its_own_is_worth_knowing() {
        assertThat(Judged.by("pod.restart", Judged.object("v1", "Pod", "web", "spec: {containers: [{name: web}]}")))
                .containsExactly("info Pod shop/web spec");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spec: {restartPolicy: Never}",
                "spec: {restartPolicy: OnFailure}",
                "spec: {nodeName: rack}",
            })
    void one_that_ends_or_stands_on_a_node_is_not(String fields) {
        assertThat(Judged.by("pod.restart", Judged.object("v1", "Pod", "web", fields)))
                .isEmpty();
        assertThat(Judged.by("pod.restart", Judged.deployment("", ""))).isEmpty();
    }

    @Test
    void a_test_of_a_chart_is_no_pod_to_keep() {
        assertThat(
                        Judged.by(
                                "pod.restart",
                                "{apiVersion: v1, kind: Pod, metadata: {name: test, annotations: {helm.sh/hook: test}}, spec: {}}"))
                .isEmpty();
    }

    @Test
    void runs_that_may_pile_up_are_worth_knowing() {
        assertThat(Judged.by(
                        "pod.cron-overlap", Judged.object("batch/v1", "CronJob", "tidy", "spec: {jobTemplate: {}}")))
                .containsExactly("info CronJob shop/tidy spec.concurrencyPolicy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "concurrencyPolicy: Forbid",
                "concurrencyPolicy: Replace",
                "jobTemplate: {spec: {activeDeadlineSeconds: 600}}",
                "jobTemplate: {spec: {template: {spec: {activeDeadlineSeconds: 600}}}}"
            })
    void runs_that_may_not_are_not(String spec) {
        assertThat(Judged.by("pod.cron-overlap", Judged.object("batch/v1", "CronJob", "tidy", "spec: {" + spec + "}")))
                .isEmpty();
    }

    @Test
    void a_job_that_is_deleted_and_made_again_is_worth_knowing() {
        String job = Judged.object("batch/v1", "Job", "tidy", "spec: {ttlSecondsAfterFinished: 0}");

        assertThat(Judged.by("pod.job-ttl", job)).containsExactly("info Job shop/tidy spec.ttlSecondsAfterFinished");
        assertThat(Judged.by("pod.job-ttl", job.replace("ttlSecondsAfterFinished", "backoffLimit")))
                .isEmpty();
        assertThat(Judged.by(
                        "pod.job-ttl",
                        job.replace("name: tidy", "name: tidy, annotations: {argocd.argoproj.io/hook: Sync}")))
                .isEmpty();
    }
}
