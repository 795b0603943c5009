package dev.hearth.checks.alerting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertmanagerConfigsTest {

    private static final String SERVER = """
            apiVersion: monitoring.coreos.com/v1
            kind: Alertmanager
            metadata: {name: main, namespace: monitoring}
            spec: {replicas: 1, secrets: [words]}
            ---
            """;
    private static final String BROKEN =
            "route: {receiver: b}\nreceivers: [{name: a, webhook_configs: [{url: 'http://a.lan'}]}]";

    @TempDir
    private Path folder;

    private static String secret(String configuration) {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: alertmanager-main, namespace: monitoring}
                stringData:
                  alertmanager.yaml: |
                """ + configuration.indent(4) + "---\n";
    }

    private static List<String> found(String configuration) {
        return AlertingCheck.of(SERVER + secret(configuration));
    }

    private Outcome amtool(String configuration) throws IOException {
        Path file = Files.writeString(folder.resolve("alertmanager.yaml"), configuration);
        return Judges.require("amtool").run("check-config", file.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{global: {smtp_smarthost: smtp.lan}, route: {receiver: a}, receivers: [{name: a, webhook_configs: [{url: 'http://a.lan'}]}]} | without a port at global.smtp_smarthost",
                "{global: {smtp_smarthost: 'smtp.lan:'}, route: {receiver: a}, receivers: [{name: a, webhook_configs: [{url: 'http://a.lan'}]}]} | without a port",
                "{global: {smtp_smarthost: '2001:db8::1:25'}, route: {receiver: a}, receivers: [{name: a, webhook_configs: [{url: 'http://a.lan'}]}]} | without a port",
                "{route: {receiver: a}, receivers: [{name: a, email_configs: [{to: b@c.d, from: e@f.g, smarthost: smtp.lan}]}]} | receivers[0].email_configs[0].smarthost",
                "{route: {receiver: b}, receivers: [{name: a, webhook_configs: [{url: 'http://a.lan'}]}]} | at route.receiver that is not among",
                "{route: {receiver: a, routes: [{routes: [{receiver: b}]}]}, receivers: [{name: a, webhook_configs: [{url: 'http://a.lan'}]}]} | at route.routes[0].routes[0].receiver",
                "{route: {receiver: a}, receivers: [{name: a, webhook_configs: [{url: 'http://a.lan'}]}, {name: a}]} | one name to receivers[0] and receivers[1]",
                "{route: {receiver: a}, receivers: [{name: a, email_configs: [{to: b@c.d, smarthost: 'smtp.lan:25'}]}]} | nor global.smtp_from",
                "{global: {smtp_from: e@f.g}, route: {receiver: a}, receivers: [{name: a, email_configs: [{to: b@c.d}]}]} | nor global.smtp_smarthost",
                "{global: {smtp_from: e@f.g, smtp_smarthost: 'smtp.lan:25'}, route: {receiver: a}, receivers: [{name: a, email_configs: [{send_resolved: true}]}]} | mail to nobody",
                "{route: {routes: [{receiver: a}]}, receivers: [{name: a, webhook_configs: [{url: 'http://a.lan'}]}]} | no receiver at route.receiver",
                "{receivers: [{name: a, webhook_configs: [{url: 'http://a.lan'}]}]} | no receiver at route.receiver",
                "{route: {receiver: a, matchers: ['b=\"c\"']}, receivers: [{name: a, webhook_configs: [{url: 'http://a.lan'}]}]} | has matchers at route",
                "{route: {receiver: a, match: {b: c}}, receivers: [{name: a, webhook_configs: [{url: 'http://a.lan'}]}]} | has match at route",
                "{route: {receiver: a, mute_time_intervals: [n]}, time_intervals: [{name: n}], receivers: [{name: a, webhook_configs: [{url: 'http://a.lan'}]}]} | has mute_time_intervals at route",
                "{route: {receiver: a, routes: [{active_time_intervals: [n]}]}, receivers: [{name: a, webhook_configs: [{url: 'http://a.lan'}]}]} | active_time_intervals[0] that is not among",
            })
    void what_is_an_error_amtool_refuses_too(String configuration, String words) throws IOException {
        assertThat(found(configuration))
                .singleElement()
                .asString()
                .startsWith("error alertmanager.config stringData")
                .contains(words);
        assertThat(amtool(configuration).exitCode()).isNotZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{global: {smtp_smarthost: 'smtp.lan:587', smtp_from: e@f.g}, route: {receiver: a}, receivers: [{name: a, email_configs: [{to: b@c.d}]}]}",
                "{global: {smtp_smarthost: '[2001:db8::1]:25', smtp_from: e@f.g}, route: {receiver: a}, receivers: [{name: a, email_configs: [{to: b@c.d}]}]}",
                "{route: {receiver: a, routes: [{matchers: ['b=\"c\"'], mute_time_intervals: [n, m]}]}, time_intervals: [{name: n}], mute_time_intervals: [{name: m}], receivers: [{name: a, webhook_configs: [{url: 'http://a.lan'}]}, {name: b}]}",
                "{global: {smtp_smarthost: ':25', smtp_from: e@f.g}, route: {receiver: a}, receivers: [{name: a, email_configs: [{to: b@c.d, headers: {Subject: '{{ .Status }}'}}]}]}",
            })
    void what_amtool_takes_is_passed_over(String configuration) throws IOException {
        assertThat(found(configuration)).isEmpty();
        assertThat(amtool(configuration).exitCode()).isZero();
    }

    @Test
    void of_receivers_that_tell_nobody_amtool_says_nothing() throws IOException {
        String silent = "{route: {receiver: 'null'}, receivers: [{name: 'null'}, {name: b, email_configs: []}]}";

        assertThat(amtool(silent).exitCode()).isZero();
        assertThat(found(silent))
                .singleElement()
                .asString()
                .startsWith("warning")
                .contains("tells nobody");
        assertThat(AlertingCheck.of(SERVER.replace("replicas: 1", "alertmanagerConfigSelector: {}") + secret(silent)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/etc/alertmanager/secrets/words/smtp   |",
                "/etc/alertmanager/secrets/words/other  | the object has no such key",
                "/etc/alertmanager/secrets/nobody/smtp  | of no object among its spec.secrets",
                "/etc/alertmanager/configmaps/words/smtp| of no object among its spec.configMaps",
                "/etc/elsewhere/smtp                    |",
                "relative                               |",
            })
    void of_files_that_are_not_mounted_amtool_says_nothing(String path, String words) throws IOException {
        String configuration = "{global: {smtp_smarthost: 'smtp.lan:25', smtp_from: e@f.g, smtp_auth_password_file: "
                + path + "}, route: {receiver: a}, receivers: [{name: a, email_configs: [{to: b@c.d}]}]}";
        String tree = SERVER + secret(configuration)
                + "{apiVersion: v1, kind: Secret, metadata: {name: words, namespace: monitoring}, stringData: {smtp: word}}";

        assertThat(amtool(configuration).exitCode()).isZero();
        if (words == null) {
            assertThat(AlertingCheck.of(tree)).isEmpty();
        } else {
            assertThat(AlertingCheck.of(tree))
                    .singleElement()
                    .asString()
                    .startsWith("error")
                    .contains("global.smtp_auth_password_file", words)
                    .doesNotContain(path);
        }
        assertThat(AlertingCheck.of(
                        tree.replace("secrets: [words]", "volumeMounts: [{name: a, mountPath: /etc/alertmanager}]")))
                .isEmpty();
    }

    @Test
    void it_is_read_in_whatever_form_it_can_be_read() {
        String encoded = """
                apiVersion: v1
                kind: Secret
                metadata: {name: alertmanager-main, namespace: monitoring}
                data: {alertmanager.yaml: TEXT}
                """.replace("TEXT", Base64.getEncoder().encodeToString(BROKEN.getBytes(UTF_8)));
        String sealed = """
                apiVersion: bitnami.com/v1alpha1
                kind: SealedSecret
                metadata: {name: alertmanager-main, namespace: monitoring}
                spec:
                  encryptedData: {word: AgB}
                  template:
                    data:
                      alertmanager.yaml: |
                """ + BROKEN.indent(8);
        String external = """
                apiVersion: external-secrets.io/v1
                kind: ExternalSecret
                metadata: {name: alerts, namespace: monitoring}
                spec:
                  target:
                    name: alertmanager-main
                    template:
                      data:
                        alertmanager.yaml: |
                """ + BROKEN.indent(10);

        assertThat(AlertingCheck.of(SERVER + encoded))
                .singleElement()
                .asString()
                .contains("data[alertmanager.yaml]");
        assertThat(AlertingCheck.of(SERVER + sealed)).singleElement().asString().contains("spec.template.data");
        assertThat(AlertingCheck.of(SERVER + external))
                .singleElement()
                .asString()
                .contains("spec.target.template.data");
        assertThat(AlertingCheck.of(SERVER.replace("replicas: 1", "alertmanagerConfiguration: {name: all}") + encoded))
                .isEmpty();
    }

    @Test
    void what_only_a_template_tells_is_passed_over() {
        assertThat(
                        found(
                                "route: {receiver: '{{ .who }}'}\nreceivers: [{name: a, webhook_configs: [{url: 'http://a.lan'}]}]"))
                .isEmpty();
        assertThat(
                        found(
                                "global: {smtp_smarthost: '${SMTP}'}\nroute: {receiver: a}\nreceivers: [{name: a, webhook_configs: [{url: 'http://a.lan'}]}]"))
                .isEmpty();
        assertThat(found("{{ if .x }}\n" + BROKEN + "\n{{ end }}")).isEmpty();
        assertThat(found("no: [yaml")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--config.file=/etc/config/a.yml | configMap: {name: alerts}                                         | 1",
                "--config.file=/etc/config/b.yml | configMap: {name: alerts, items: [{key: a.yml, path: b.yml}]}      | 1",
                "--config.file=/etc/config/a.yml | secret: {secretName: alerts}                                      | 1",
                "--config.file=/etc/config/a.yml | projected: {sources: [{secret: {name: alerts}}]}                  | 1",
                "--config.file=/etc/config/b.yml | configMap: {name: alerts}                                         | 0",
                "--config.file=/elsewhere/a.yml  | configMap: {name: alerts}                                         | 0",
                "--config.file=/etc/config/a.yml | emptyDir: {}                                                      | 0",
                "--storage.path=/data            | configMap: {name: alerts}                                         | 0",
            })
    void a_container_reads_the_file_that_is_mounted_there(String argument, String volume, int findings) {
        String tree = """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: alertmanager, namespace: monitoring}
                spec:
                  selector: {matchLabels: {a: b}}
                  template:
                    metadata: {labels: {a: b}}
                    spec:
                      containers:
                        - name: a
                          image: registry.lan:5000/prometheus/alertmanager:v0.33.1
                          args: ["ARGUMENT"]
                          volumeMounts: [{name: config, mountPath: /etc/config}]
                      volumes: [{name: config, VOLUME}]
                ---
                apiVersion: v1
                kind: KIND
                metadata: {name: alerts, namespace: monitoring}
                DATA:
                  a.yml: |
                """.replace("ARGUMENT", argument)
                        .replace("VOLUME", volume)
                        .replace("KIND", volume.contains("secret") ? "Secret" : "ConfigMap")
                        .replace("DATA", volume.contains("secret") ? "stringData" : "data")
                + BROKEN.indent(4);

        assertThat(AlertingCheck.of(tree)).hasSize(findings);
        assertThat(AlertingCheck.of(tree.replace("prometheus/alertmanager", "prometheus/other")))
                .isEmpty();
    }
}
