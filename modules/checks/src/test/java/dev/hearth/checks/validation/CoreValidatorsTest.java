package dev.hearth.checks.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.checks.Checks;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoreValidatorsTest {

    private static final String MANY = "1".repeat(1024 * 1024);

    @Test
    void a_config_map_holds_at_most_a_mebibyte() {
        assertThat(refused("1.35", configMap(MANY.substring(0, MANY.length() - 1))))
                .isEmpty();
        assertThat(refused("1.35", configMap(MANY))).containsExactly("schema.too-long ");
    }

    private static String configMap(String value) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: '" + value
                + "'}, binaryData: {b: AA==}}";
    }

    @Test
    void a_secret_holds_at_most_a_mebibyte_in_both_its_fields() {
        assertThat(refused("1.35", secret(MANY, ""))).isEmpty();
        assertThat(refused("1.35", secret(MANY, "AA=="))).containsExactly("schema.too-long data");
    }

    private static String secret(String text, String base64) {
        return "{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {a: '" + text + "'}, data: {b: '"
                + base64 + "'}}";
    }

    @Test
    void no_message_shows_the_value_of_a_secret() {
        assertThat(messages("{apiVersion: v1, kind: Secret, metadata: {name: a}, type: kubernetes.io/dockerconfigjson,"
                        + " stringData: {.dockerconfigjson: hunter2, 'a b': hunter2}}"))
                .hasSize(2)
                .noneMatch(message -> message.contains("hunter2"));
    }

    @Test
    void older_versions_know_only_that_traffic_stays_close() {
        String service = "{apiVersion: v1, kind: Service, metadata: {name: a},"
                + " spec: {ports: [{port: 80}], trafficDistribution: PreferSameNode}}";

        assertThat(refused("1.33", service)).containsExactly("schema.unsupported spec.trafficDistribution");
        assertThat(refused("1.34", service)).isEmpty();
    }

    @Test
    void older_versions_drop_the_class_of_attributes_of_a_claim() {
        String claim = "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a}, spec: {accessModes:"
                + " [ReadWriteOnce], resources: {requests: {storage: 1Gi}}, volumeAttributesClassName: Gold}}";

        assertThat(refused("1.33", claim)).isEmpty();
        assertThat(refused("1.34", claim)).containsExactly("schema.invalid spec.volumeAttributesClassName");
    }

    @Test
    void older_versions_drop_the_tolerance_of_an_autoscaler() {
        String autoscaler = "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: a},"
                + " spec: {maxReplicas: 2, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a},"
                + " behavior: {scaleUp: {tolerance: '-1'}}}}";

        assertThat(refused("1.34", autoscaler)).isEmpty();
        assertThat(refused("1.35", autoscaler)).containsExactly("schema.invalid spec.behavior.scaleUp.tolerance");
    }

    @Test
    void a_job_takes_at_most_twenty_rules_and_255_exit_codes() {
        String rule = "{action: Count, onExitCodes: {operator: In, values: ["
                + IntStream.rangeClosed(1, 256)
                        .mapToObj(String::valueOf)
                        .reduce((a, b) -> a + "," + b)
                        .orElseThrow()
                + "]}}";
        String rules = String.join(",", Stream.generate(() -> rule).limit(21).toList());

        assertThat(refused(
                        "1.35",
                        "{apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {podFailurePolicy: {rules: ["
                                + rules
                                + "]}, template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}"))
                .contains(
                        "schema.too-many spec.podFailurePolicy.rules",
                        "schema.too-many spec.podFailurePolicy.rules[20].onExitCodes.values")
                .hasSize(22);
    }

    @Test
    void the_name_of_who_manages_a_job_has_at_most_63_letters() {
        assertThat(refused(
                        "1.35",
                        "{apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {managedBy: example.com/"
                                + "a".repeat(60)
                                + ", template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}"))
                .containsExactly("schema.too-long spec.managedBy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 3 * * *", "*/15 8-18 * * mon-fri", "@hourly", "@every 90s", "0 0 1 1 ?"})
    void takes_schedules_that_cron_takes(String schedule) {
        assertThat(CronSchedule.syntax(schedule)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "daily", "0 3 * *", "0 3 * * 7", "61 * * * *", "@fortnightly", "TZ=UTC 0 3 * * *"})
    void refuses_schedules_that_cron_refuses(String schedule) {
        assertThat(CronSchedule.syntax(schedule)).isPresent();
    }

    private static List<String> refused(String version, String yaml) {
        return Checks.of(KubernetesVersion.parse(version)).only(schema()).check(read(yaml)).findings().stream()
                .map(finding -> finding.rule() + " " + finding.path())
                .toList();
    }

    private static List<String> messages(String yaml) {
        return Checks.of(KubernetesVersion.parse("1.35")).only(schema()).check(read(yaml)).findings().stream()
                .map(finding -> finding.message())
                .toList();
    }

    private static List<String> schema() {
        return Checks.ids().stream().filter(id -> id.startsWith("schema.")).toList();
    }

    private static List<Manifest> read(String yaml) {
        return Yaml.read(yaml, "object.yaml");
    }
}
