package dev.hearth.checks.links;

import static dev.hearth.checks.links.LinkCheck.complete;
import static dev.hearth.checks.links.LinkCheck.folder;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonitoringTest {

    private static final String SERVICE = """
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: shop, labels: {app: web}}
            spec: {ports: [{name: http, port: 80}]}
            """;

    private static String monitor(String spec) {
        return """
                apiVersion: monitoring.coreos.com/v1
                kind: ServiceMonitor
                metadata: {name: web, namespace: monitoring, labels: {release: home}}
                spec: %s
                """.formatted(spec);
    }

    private static String prometheus(String spec) {
        return """
                ---
                apiVersion: monitoring.coreos.com/v1
                kind: Prometheus
                metadata: {name: main, namespace: monitoring}
                spec: %s
                """.formatted(spec);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            {namespaceSelector: {matchNames: [shop]}, selector: {matchLabels: {app: web}}, endpoints: [{port: http}]} | -
            {namespaceSelector: {any: true}, selector: {matchLabels: {app: web}}, endpoints: [{port: http}]}          | -
            {namespaceSelector: {matchNames: [shop]}, selector: {matchLabels: {app: web}}, endpoints: [{targetPort: 1}]} | -
            {namespaceSelector: {matchNames: [shop]}, selector: {matchLabels: {app: web}}, endpoints: [{port: web}]}  | error link.monitor spec.endpoints[0].port: no port of Service shop/web is named "web"; there is http
            {namespaceSelector: {matchNames: [shop]}, selector: {matchLabels: {app: wep}}, endpoints: [{port: http}]} | warning link.monitor spec.selector: it selects no Service: none has app=wep
            {selector: {matchLabels: {app: web}}, endpoints: [{port: http}]}                                          | warning link.monitor spec.selector: it selects no Service: none has app=web
            """)
    void a_service_monitor_finds_services_and_their_ports(String spec, String finding) {
        assertThat(complete(monitor(spec) + SERVICE)).isEqualTo(finding == null ? List.of() : List.of(finding));
    }

    @Test
    void services_of_namespaces_that_a_folder_has_not_are_somebody_elses() {
        assertThat(folder(monitor("{namespaceSelector: {matchNames: [kube-system, other]},"
                        + " selector: {matchLabels: {app: web}}}")))
                .isEmpty();
    }

    @Test
    void the_service_of_the_api_server_is_always_there() {
        assertThat(complete(monitor("{namespaceSelector: {matchNames: [default]}, selector: {matchLabels:"
                        + " {component: apiserver}}, endpoints: [{port: https}]}")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {serviceMonitorSelector: {}, serviceMonitorNamespaceSelector: {}}    | true
            {serviceMonitorSelector: {}}                                         | true
            {serviceMonitorSelector: {matchLabels: {release: home}}}             | true
            {serviceMonitorSelector: {matchLabels: {release: other}}}            | false
            {podMonitorSelector: {}}                                             | false
            """)
    void a_prometheus_of_the_tree_reads_the_monitor(String spec, boolean reads) {
        assertThat(complete(monitor("{namespaceSelector: {any: true}, selector: {matchLabels: {app: web}}}")
                        + SERVICE
                        + prometheus(spec)))
                .hasSize(reads ? 0 : 1)
                .allMatch(line -> line.startsWith("warning link.monitor metadata.labels: nobody reads it"));
    }

    @Test
    void a_prometheus_reads_rules_of_the_namespaces_it_selects() {
        String rule = """
                apiVersion: monitoring.coreos.com/v1
                kind: PrometheusRule
                metadata: {name: web, namespace: shop}
                ---
                {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {watched: %s}}}
                ---
                {apiVersion: v1, kind: Namespace, metadata: {name: monitoring}}
                """;
        String server = prometheus("{ruleSelector: {}, ruleNamespaceSelector: {matchLabels: {watched: home}}}");

        assertThat(complete(rule.formatted("home") + server)).isEmpty();
        assertThat(complete(rule.formatted("lab") + server)).hasSize(1);
        assertThat(complete(rule.formatted("home") + prometheus("{ruleSelector: {}}")))
                .hasSize(1);
    }

    @Test
    void a_pod_monitor_finds_pods_and_their_ports() {
        String tree = """
                apiVersion: monitoring.coreos.com/v1
                kind: PodMonitor
                metadata: {name: web, namespace: shop}
                spec: {selector: {matchLabels: {app: %s}}, podMetricsEndpoints: [{port: %s}]}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: web, namespace: shop, labels: {app: web}}
                spec: {containers: [{name: web, ports: [{name: metrics, containerPort: 9000}]}]}
                """;

        assertThat(complete(tree.formatted("web", "metrics"))).isEmpty();
        assertThat(complete(tree.formatted("web", "http"))).hasSize(1);
        assertThat(complete(tree.formatted("wep", "metrics"))).hasSize(1);
    }
}
