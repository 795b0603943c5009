package dev.hearth.checks.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that keeps tenants apart stands behind the Service {@code app} of namespace {@code monitoring}. */
class TenantsTest {

    private static final String ADDRESS = "http://app.monitoring.svc.cluster.local:8080/api/v1/push";

    private static String store(String program, String configuration) {
        return Trees.program(program, Trees.OPTIONS, "ports: [{name: http, containerPort: 8080}]", configuration) + """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: app, namespace: monitoring}
                spec: {selector: {app: app}, ports: [{name: http, port: 8080}]}
                ---
                """;
    }

    private static final String MIMIR = store("mimir:3.2.0", "{target: all}");

    private static String prometheus(String remote) {
        return """
                apiVersion: monitoring.coreos.com/v1
                kind: Prometheus
                metadata: {name: main, namespace: metrics}
                spec: {remoteWrite: [{REMOTE}]}
                """.replace("REMOTE", remote);
    }

    /** A program with a file at that path. */
    private static String reader(String image, String container, String path, String text) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: reader, namespace: monitoring}
                spec:
                  selector: {matchLabels: {app: reader}}
                  template:
                    metadata: {labels: {app: reader}}
                    spec:
                      containers:
                        - name: reader
                          image: IMAGE
                          CONTAINER
                          volumeMounts: [{name: files, mountPath: PATH, subPath: file}]
                      volumes: [{name: files, configMap: {name: reader}}]
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: reader, namespace: monitoring}
                data:
                  file: |
                TEXT
                """.replace("IMAGE", image)
                .replace("CONTAINER", container)
                .replace("PATH", path)
                .replace("TEXT", text.indent(4).stripTrailing());
    }

    private static List<String> tenants(String tree) {
        return Trees.found(tree).stream()
                .filter(finding -> finding.contains("config.tenant"))
                .toList();
    }

    @Test
    void a_prometheus_of_the_operator_says_whose_samples_it_sends() {
        assertThat(tenants(MIMIR + prometheus("url: '" + ADDRESS + "'")))
                .containsExactly("ERROR config.tenant Prometheus metrics/main spec.remoteWrite[0] goes, by"
                        + " spec.remoteWrite[0], to Service monitoring/app without a tenant, but StatefulSet monitoring/app runs a"
                        + " mimir that keeps tenants apart: it refuses every request");
        assertThat(tenants(MIMIR + prometheus("url: '" + ADDRESS + "', headers: {x-scope-orgid: home}")))
                .isEmpty();
        assertThat(tenants(MIMIR + prometheus("url: '" + ADDRESS + "', proxyUrl: 'http://proxy:80'")))
                .isEmpty();
        assertThat(tenants(MIMIR + prometheus("url: '" + ADDRESS + "'").replace("remoteWrite", "remoteRead")))
                .hasSize(1);
        // This name is one of its own namespace, where there is none.
        assertThat(tenants(MIMIR + prometheus("url: 'http://app:8080/api/v1/push'")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "loki | {} | true",
                "loki | {auth_enabled: true} | true",
                "loki | {auth_enabled: false} | false",
                "loki | {auth_enabled: '${AUTH:-false}'} | false",
                "mimir | {multitenancy_enabled: false} | false",
                "tempo | {} | false",
                "tempo | {multitenancy_enabled: true} | true",
                "pyroscope | {} | false",
                "pyroscope | {multitenancy_enabled: true} | true",
                "another | {multitenancy_enabled: true} | false",
            })
    void each_store_keeps_tenants_apart_as_it_is_told(String program, String configuration, boolean apart) {
        assertThat(tenants(store(program, configuration) + prometheus("url: '" + ADDRESS + "'")))
                .hasSize(apart ? 1 : 0);
    }

    @Test
    void who_goes_by_way_of_another_is_passed_over() {
        String gateway = """
                apiVersion: v1
                kind: Service
                metadata: {name: gateway, namespace: monitoring}
                spec: {selector: {app: nginx}, ports: [{port: 8080}]}
                ---
                """;
        String to = prometheus("url: '" + ADDRESS + "'");

        assertThat(tenants(MIMIR + gateway + to.replace("//app.", "//gateway.")))
                .isEmpty();
        assertThat(tenants(MIMIR + to.replace("//app.monitoring.svc.cluster.local", "//mimir.example.org")))
                .isEmpty();
        // Nobody knows whether the store is the only one behind it.
        assertThat(tenants(MIMIR + """
                apiVersion: v1
                kind: Pod
                metadata: {name: other, namespace: monitoring, labels: {app: app}}
                spec: {containers: [{name: nginx, image: nginx:1.29.0}]}
                ---
                """ + to)).isEmpty();
    }

    @Test
    void of_several_containers_the_port_tells_which_is_meant() {
        String two = MIMIR.replace(
                "      containers:\n",
                "      containers:\n        - {name: proxy, image: nginx, ports: [{containerPort: 80}]}\n");
        String to = prometheus("url: '" + ADDRESS + "'");

        assertThat(tenants(two + to)).hasSize(1);
        assertThat(tenants(two.replace("port: 8080}", "port: 8080, targetPort: http}") + to))
                .hasSize(1);
        assertThat(tenants(two.replace("port: 8080}", "port: 8080, targetPort: 80}") + to))
                .isEmpty();
    }

    @Test
    void a_prometheus_with_a_file_says_whose_samples_it_sends() {
        String file = "remote_write: [{url: '" + ADDRESS + "'}]\nremote_read: [{url: '" + ADDRESS
                + "', headers: {X-Scope-OrgID: a}}]";
        String with = reader("prom/prometheus:v3.5.5", "args: [--config.file=/etc/p.yml]", "/etc/p.yml", file);

        assertThat(tenants(MIMIR + with)).singleElement().asString().contains("remote_write[0]", "data.file");
    }

    @Test
    void the_generator_of_tempo_says_whose_samples_it_sends_unless_it_knows_tenants_itself() {
        String file = "metrics_generator: {storage: {remote_write: [{url: '" + ADDRESS + "'}]}}";
        String with = reader("grafana/tempo:3.0.3", "args: [-config.file=/etc/t.yml]", "/etc/t.yml", file);

        assertThat(tenants(MIMIR + with)).hasSize(1);
        assertThat(tenants(MIMIR
                        + with.replace("metrics_generator:", "multitenancy_enabled: true\n    metrics_generator:")))
                .isEmpty();
    }

    @Test
    void a_data_source_of_grafana_says_whose_it_is() {
        String source =
                "datasources: [{name: a, type: prometheus, url: 'http://app:8080/prometheus', jsonData: {httpHeaderName1: HEADER}}]";
        String with =
                reader("grafana/grafana:13.1.4", "env: []", "/etc/grafana/provisioning/datasources/all.yaml", source);

        assertThat(tenants(MIMIR + with.replace("HEADER", "Authorization")))
                .singleElement()
                .asString()
                .contains("lets Grafana go, by datasources[0],");
        assertThat(tenants(MIMIR + with.replace("HEADER", "X-Scope-OrgID"))).isEmpty();
        assertThat(tenants(MIMIR + with.replace("name: a,", "name: a, access: direct,")))
                .isEmpty();
    }

    @Test
    void a_data_source_beside_grafana_is_judged_by_its_whole_address() {
        String map = """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: source, namespace: monitoring, labels: {grafana_datasource: "1"}}
                data: {a.yaml: "datasources: [{name: a, type: loki, url: 'http://app.monitoring:8080'}]"}
                """;
        String operated = """
                apiVersion: grafana.integreatly.org/v1beta1
                kind: GrafanaDatasource
                metadata: {name: source, namespace: monitoring}
                spec: {datasource: {name: a, type: loki, url: 'http://app.monitoring:8080'}}
                """;

        assertThat(tenants(MIMIR + map)).hasSize(1);
        assertThat(tenants(MIMIR + map.replace("app.monitoring:", "app:"))).isEmpty();
        assertThat(tenants(MIMIR + operated)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "loki.write \"a\" { endpoint { url = \"http://app:8080/loki/api/v1/push\" MORE } }",
                "prometheus.remote_write \"a\" { endpoint { url = \"http://app:8080/push\" MORE } }",
                "pyroscope.write \"a\" { endpoint { url = \"http://app:8080\" MORE } }",
                "otelcol.exporter.otlp \"a\" { client { endpoint = \"app:8080\" MORE } }",
                "otelcol.exporter.otlphttp \"a\" { client { endpoint = \"http://app:8080/otlp\" MORE } }",
            })
    void an_alloy_says_whose_it_is(String text) {
        assertThat(tenants(MIMIR + alloy(text.replace("MORE", ""))))
                .singleElement()
                .asString()
                .contains(" \"a\", to Service monitoring/app");
        assertThat(tenants(MIMIR + alloy(text.replace("MORE", "\nheaders = {\"Other\" = \"b\"}\n"))))
                .hasSize(1);
        assertThat(tenants(MIMIR + alloy(text.replace("MORE", "\nheaders = {\"X-Scope-OrgID\" = \"b\"}\n"))))
                .isEmpty();
        assertThat(tenants(MIMIR + alloy(text.replace("MORE", "\nheaders = argument.all.value\n"))))
                .isEmpty();
    }

    private static String alloy(String text) {
        return reader("grafana/alloy:v1.18.1", "args: [run]", "/etc/alloy/config.alloy", text);
    }

    @Test
    void lines_may_say_whose_they_are() {
        String write = "loki.write \"a\" { endpoint { url = \"http://app:8080\" } }\n";

        assertThat(tenants(MIMIR + alloy(write + "loki.process \"b\" { stage.tenant { label = \"team\" } }")))
                .isEmpty();
        assertThat(tenants(MIMIR + alloy(write.replace("\" }", "\"\n tenant_id = \"home\" }"))))
                .isEmpty();
        assertThat(tenants(MIMIR + alloy(write))).hasSize(1);
    }

    @Test
    void another_file_may_say_whose_lines_they_are() {
        String folder = alloy("loki.write \"a\" { endpoint { url = \"http://app:8080\" } }\n")
                .replace("/etc/alloy/config.alloy, subPath: file", "/etc/alloy")
                .replace("  file: |", "  write.alloy: |");

        assertThat(tenants(MIMIR + folder)).hasSize(1);
        assertThat(tenants(
                        MIMIR + folder + "  read.alloy: 'loki.process \"b\" { stage.tenant { label = \"team\" } }'\n"))
                .isEmpty();
    }

    @Test
    void falcosidekick_says_whose_lines_it_sends() {
        String args = "args: [-c, /etc/f.yaml]";
        String file = "loki: {hostport: 'http://app:8080'}";

        assertThat(tenants(MIMIR + reader("falcosecurity/falcosidekick:2.32.0", args, "/etc/f.yaml", file)))
                .hasSize(1);
        assertThat(tenants(MIMIR
                        + reader(
                                "falcosecurity/falcosidekick:2.32.0",
                                args,
                                "/etc/f.yaml",
                                file.replace("}", ", tenant: a}"))))
                .isEmpty();
        assertThat(tenants(MIMIR
                        + reader(
                                "falcosecurity/falcosidekick:2.32.0",
                                "env: [{name: LOKI_HOSTPORT, value: 'http://app:8080'}]",
                                "/etc/f.yaml",
                                "{}")))
                .singleElement()
                .asString()
                .contains("env[0]");
        assertThat(tenants(MIMIR
                        + reader(
                                "falcosecurity/falcosidekick:2.32.0",
                                "env: [{name: LOKI_HOSTPORT, value: 'http://app:8080'}, {name: LOKI_TENANT, value: a}]",
                                "/etc/f.yaml",
                                "{}")))
                .isEmpty();
        assertThat(tenants(MIMIR
                        + reader(
                                "falcosecurity/falcosidekick:2.32.0",
                                args + "\n          envFrom: [{secretRef: {name: falco}}]",
                                "/etc/f.yaml",
                                file)))
                .isEmpty();
    }
}
