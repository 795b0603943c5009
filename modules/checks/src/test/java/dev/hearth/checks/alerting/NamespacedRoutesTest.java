package dev.hearth.checks.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespacedRoutesTest {

    private static final String RULES = """
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            metadata: {name: rules, namespace: monitoring}
            spec:
              groups:
                - name: rules
                  rules:
                    - {alert: OfNodes, expr: "sum by (node) (up) < 1"}
                    - {alert: OfPods, expr: "up == 0"}
                    - {alert: OfOther, expr: "up == 0", labels: {namespace: other}}
                    - {alert: OfShop, expr: "sum(up) < 1", labels: {namespace: shop}}
                    - {alert: Watchdog, expr: "vector(1)", labels: {severity: none}}
            ---
            """;

    private static String server(String spec) {
        return "apiVersion: monitoring.coreos.com/v1\nkind: Alertmanager\n"
                + "metadata: {name: main, namespace: monitoring}\nspec: {replicas: 1, " + spec + "}\n---\n";
    }

    private static String config(String namespace, String route) {
        return "apiVersion: monitoring.coreos.com/v1alpha1\nkind: AlertmanagerConfig\nmetadata: {name: routes, namespace: "
                + namespace + ", labels: {team: shop}}\nspec: {route: {receiver: a, " + route
                + "}, receivers: [{name: a, webhookConfigs: [{url: 'http://a.lan'}]}]}\n---\n";
    }

    private static final String ALL = "alertmanagerConfigSelector: {}, alertmanagerConfigNamespaceSelector: {}";

    private static List<String> found(String matcher) {
        return AlertingCheck.of(RULES + server(ALL) + config("shop", "matchers: [" + matcher + "]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: namespace, value: other}",
                "{name: namespace, value: ''}",
                "{name: namespace, value: 'other|more', matchType: =~}",
                "{name: namespace, value: 'oth.+', regex: true}",
                "{name: namespace, value: shop, matchType: '!='}",
                "{name: namespace, value: 's.*', matchType: '!~'}",
                "{name: alertname, value: OfNodes}",
                "{name: alertname, value: OfOther}",
                "{name: alertname, value: 'OfNodes|OfOther', matchType: =~}",
            })
    void a_route_that_no_alert_of_its_namespace_takes_is_found(String matcher) {
        assertThat(found(matcher))
                .singleElement()
                .asString()
                .startsWith("warning alertmanager.namespace spec.route.matchers[0]")
                .contains("namespace=\"shop\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: namespace, value: shop}",
                "{name: namespace, value: 'shop|other', matchType: =~}",
                "{name: namespace, value: other, matchType: '!='}",
                "{name: alertname, value: OfPods}",
                "{name: alertname, value: OfShop}",
                "{name: alertname, value: Unknown}",
                "{name: alertname, value: 'OfNodes|Unknown', matchType: =~}",
                "{name: alertname, value: 'Of.*', matchType: =~}",
                "{name: alertname, value: OfNodes, matchType: '!='}",
                "{name: severity, value: critical}",
            })
    void a_route_that_some_alert_may_take_is_passed_over(String matcher) {
        assertThat(found(matcher)).isEmpty();
    }

    @Test
    void routes_below_are_looked_at_too() {
        assertThat(AlertingCheck.of(
                        server(ALL) + config("shop", "routes: [{matchers: [{name: namespace, value: other}]}]")))
                .singleElement()
                .asString()
                .contains("spec.route.routes[0].matchers[0]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alertmanagerConfigMatcherStrategy: {type: OnNamespace}                               | shop       | 1",
                "alertmanagerConfigMatcherStrategy: {type: None}                                      | shop       | 0",
                "alertmanagerConfigMatcherStrategy: {type: OnNamespaceExceptForAlertmanagerNamespace} | shop       | 1",
                "alertmanagerConfigMatcherStrategy: {type: OnNamespaceExceptForAlertmanagerNamespace} | monitoring | 0",
                "alertmanagerConfigMatcherStrategy: {}                                                | monitoring | 1",
            })
    void the_alertmanager_says_whether_namespaces_are_kept_apart(String strategy, String namespace, int findings) {
        assertThat(AlertingCheck.of(server(ALL + ", " + strategy)
                        + config(namespace, "matchers: [{name: namespace, value: other}]")))
                .hasSize(findings);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alertmanagerConfigSelector: {matchLabels: {team: shop}}, alertmanagerConfigNamespaceSelector: {} | 1",
                "alertmanagerConfigSelector: {matchLabels: {team: none}}, alertmanagerConfigNamespaceSelector: {} | 0",
                "alertmanagerConfigSelector: {}                                                                  | 0",
                "alertmanagerConfigSelector: {}, alertmanagerConfigNamespaceSelector: {matchLabels: {a: b}}      | 0",
                "alertmanagerConfiguration: {name: routes}                                                       | 0",
            })
    void only_what_an_alertmanager_selects_for_certain_is_judged(String selectors, int findings) {
        assertThat(AlertingCheck.of(server(selectors) + config("shop", "matchers: [{name: namespace, value: other}]")))
                .hasSize(findings);
    }

    @Test
    void another_alertmanager_that_may_read_it_may_keep_nothing_apart() {
        String open = server(ALL + ", alertmanagerConfigMatcherStrategy: {type: None}")
                .replace("name: main", "name: open");

        assertThat(AlertingCheck.of(server(ALL) + open + config("shop", "matchers: [{name: namespace, value: other}]")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "enforcedNamespaceLabel: namespace",
                "externalLabels: {namespace: shop}",
                "additionalAlertRelabelConfigs: {name: a, key: b}",
            })
    void where_a_server_may_write_the_label_nobody_knows(String spec) {
        String prometheus = "apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\n"
                + "metadata: {name: main, namespace: monitoring}\nspec: {ruleSelector: {}, " + spec + "}\n---\n";

        assertThat(AlertingCheck.of(RULES
                        + server(ALL)
                        + prometheus
                        + config("shop", "matchers: [{name: alertname, value: OfNodes}]")))
                .isEmpty();
    }

    @Test
    void alerts_of_no_namespace_are_heard_by_nobody_where_all_are_kept_apart() {
        String routes = config("monitoring", "groupBy: [job]");
        String free = server(
                "alertmanagerConfigSelector: {}, alertmanagerConfigMatcherStrategy: {type: OnNamespaceExceptForAlertmanagerNamespace}");
        String own = """
                apiVersion: v1
                kind: Secret
                metadata: {name: alertmanager-main, namespace: monitoring}
                stringData:
                  alertmanager.yaml: |
                    route: {receiver: a}
                    receivers: [{name: a, webhook_configs: [{url: 'http://a.lan'}]}]
                """;

        assertThat(AlertingCheck.complete(RULES + server(ALL) + routes))
                .singleElement()
                .asString()
                .startsWith("warning alertmanager.namespace spec.alertmanagerConfigMatcherStrategy")
                .contains("tells nobody of OfNodes:");
        assertThat(AlertingCheck.of(
                        RULES + server(ALL) + routes + own.replace(", webhook_configs: [{url: 'http://a.lan'}]", "")))
                .hasSize(1);
        assertThat(AlertingCheck.of(RULES + server(ALL) + routes)).isEmpty();
        assertThat(AlertingCheck.complete(RULES + free + routes)).isEmpty();
        assertThat(AlertingCheck.complete(RULES + server(ALL) + routes + own)).isEmpty();
        assertThat(AlertingCheck.complete(RULES + server(ALL))).isEmpty();
    }
}
