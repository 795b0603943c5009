package dev.hearth.checks.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlertmanagerSecretsTest {

    private static final String GOOD =
            "\"route: {receiver: a}\\nreceivers: [{name: a, webhook_configs: [{url: 'http://a.lan/'}]}]\"";

    private static String server(String spec) {
        return "apiVersion: monitoring.coreos.com/v1\nkind: Alertmanager\n"
                + "metadata: {name: main, namespace: monitoring}\nspec: {replicas: 1, " + spec + "}\n---\n";
    }

    private static String secret(String name, String key) {
        return "apiVersion: v1\nkind: Secret\nmetadata: {name: " + name + ", namespace: monitoring}\nstringData: {"
                + key + ": " + GOOD + "}\n---\n";
    }

    @Test
    void the_right_secret_has_the_right_key() {
        assertThat(AlertingCheck.of(server("") + secret("alertmanager-main", "alertmanager.yaml")))
                .isEmpty();
        assertThat(AlertingCheck.of(server("configSecret: mine") + secret("mine", "alertmanager.yaml")))
                .isEmpty();
        assertThat(AlertingCheck.of(server("configSecret: mine") + secret("mine", "config.yaml")))
                .singleElement()
                .asString()
                .startsWith("error alertmanager.secret spec.configSecret")
                .contains("finds no key alertmanager.yaml in Secret mine, only config.yaml");
    }

    @Test
    void what_the_operator_compresses_is_not_what_it_reads() {
        assertThat(AlertingCheck.of(server("") + secret("alertmanager-main", "alertmanager.yaml.gz")))
                .singleElement()
                .asString()
                .startsWith("error")
                .contains("only alertmanager.yaml.gz");
    }

    @Test
    void a_sealed_or_an_external_secret_is_one_too() {
        String sealed = """
                apiVersion: bitnami.com/v1alpha1
                kind: SealedSecret
                metadata: {name: alertmanager-main, namespace: monitoring}
                spec: {encryptedData: {KEY: AgB}}
                """;
        String external = """
                apiVersion: external-secrets.io/v1
                kind: ExternalSecret
                metadata: {name: alerts, namespace: monitoring}
                spec:
                  secretStoreRef: {name: vault}
                  target: {name: alertmanager-main}
                  data: [{secretKey: KEY, remoteRef: {key: alerts}}]
                """;
        for (String maker : new String[] {sealed, external}) {
            assertThat(AlertingCheck.of(server("") + maker.replace("KEY", "alertmanager.yaml")))
                    .isEmpty();
            assertThat(AlertingCheck.of(server("") + maker.replace("KEY", "alertmanager.yml")))
                    .singleElement()
                    .asString()
                    .startsWith("error");
        }
    }

    @Test
    void keys_that_nobody_tells_are_nobodys_business() {
        String external = """
                apiVersion: external-secrets.io/v1
                kind: ExternalSecret
                metadata: {name: alertmanager-main, namespace: monitoring}
                spec: {dataFrom: [{extract: {key: alerts}}]}
                """;
        String merged = """
                apiVersion: external-secrets.io/v1
                kind: ExternalSecret
                metadata: {name: alerts, namespace: monitoring}
                spec: {target: {name: alertmanager-main, creationPolicy: Merge}, dataFrom: [{extract: {key: alerts}}]}
                """;

        assertThat(AlertingCheck.of(server("") + external)).isEmpty();
        assertThat(AlertingCheck.of(server("") + secret("alertmanager-main", "mail.tmpl") + merged))
                .isEmpty();
    }

    @Test
    void where_alertmanager_configs_do_it_a_secret_may_have_templates_alone() {
        String gathering = server("alertmanagerConfigSelector: {}");

        assertThat(AlertingCheck.of(gathering + secret("alertmanager-main", "mail.tmpl")))
                .isEmpty();
        assertThat(AlertingCheck.of(gathering + secret("alertmanager-main", "alertmanager.yml")))
                .singleElement()
                .asString()
                .startsWith("warning");
        assertThat(AlertingCheck.of(server("alertmanagerConfiguration: {name: all}")
                        + secret("alertmanager-main", "alertmanager.yml")))
                .isEmpty();
    }

    @Test
    void a_secret_that_is_not_in_the_tree_may_come_from_elsewhere() {
        assertThat(AlertingCheck.of(server(""))).isEmpty();
        assertThat(AlertingCheck.of(server("") + secret("other", "word"))).isEmpty();
    }

    @Test
    void a_secret_of_another_name_that_nobody_reads_is_a_near_miss() {
        assertThat(AlertingCheck.of(server("") + secret("alertmanager", "alertmanager.yaml")))
                .singleElement()
                .asString()
                .startsWith("warning alertmanager.secret")
                .contains("Secret alertmanager-main, which is not in the tree, but Secret alertmanager has the key");
    }

    @Test
    void a_secret_that_another_reads_is_no_near_miss() {
        String pod = """
                apiVersion: v1
                kind: Pod
                metadata: {name: other, namespace: monitoring}
                spec:
                  containers: [{name: a, image: a}]
                  volumes: [{name: a, secret: {secretName: alertmanager}}]
                """;
        String second = server("configSecret: alertmanager").replace("name: main", "name: second");

        assertThat(AlertingCheck.of(server("") + secret("alertmanager", "alertmanager.yaml") + pod))
                .isEmpty();
        assertThat(AlertingCheck.of(server("") + secret("alertmanager", "alertmanager.yaml") + second))
                .isEmpty();
        assertThat(AlertingCheck.of(server("")
                        + secret("alertmanager", "alertmanager.yaml")
                                .replace("namespace: monitoring", "namespace: other")))
                .isEmpty();
    }

    @Test
    void a_config_map_is_no_secret() {
        String map = secret("alertmanager-main", "alertmanager.yaml")
                .replace("kind: Secret", "kind: ConfigMap")
                .replace("stringData", "data");

        assertThat(AlertingCheck.of(server("") + map))
                .singleElement()
                .asString()
                .startsWith("warning")
                .contains("ConfigMap alertmanager-main has the key");
    }
}
