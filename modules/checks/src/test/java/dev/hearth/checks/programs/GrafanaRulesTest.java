package dev.hearth.checks.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The edges of what the pages of the rules of Grafana show. */
class GrafanaRulesTest {

    private static final ProgramTree GOOD = GrafanaTree.GOOD;

    private static final String DISABLED = "- {name: GF_PLUGINS_PREINSTALL_DISABLED, value: \"true\"}";

    private static final String DENY = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: deny, namespace: monitoring}
            spec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{podSelector: {}}]}]}
            """;

    private static List<String> found(ProgramTree tree) {
        return tree.found("grafana.config", "grafana.dashboard");
    }

    private static List<String> source(String words) {
        return found(GOOD.with("http://loki:3100", words));
    }

    @Test
    void a_good_one_is_passed_over() {
        assertThat(found(GOOD)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "- {name: GF_PLUGINS_PREINSTALL_DISABLED, value: \"false\"}"})
    void plugins_are_not_renewed_where_nothing_can_be_written(String variable) {
        assertThat(found(GOOD.with(DISABLED, variable)))
                .singleElement()
                .asString()
                .startsWith("warning grafana.config")
                .contains("cannot write to /usr/share/grafana/data/plugins-bundled");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- {name: GF_PLUGINS_PREINSTALL_AUTO_UPDATE, value: \"false\"}",
                "- {name: GF_PLUGINS_PREINSTALL_DISABLED, valueFrom: {configMapKeyRef: {name: other, key: word}}}",
                "- {name: GF_PLUGINS_PREINSTALL_DISABLED__FILE, value: /etc/word}",
                "- {name: GF_PATHS_CONFIG, value: /etc/grafana/provisioning/datasources/unknown.ini}",
            })
    void plugins_are_passed_over_where_they_stay_or_nobody_tells(String variable) {
        assertThat(found(GOOD.with(DISABLED, variable))).isEmpty();
    }

    @Test
    void plugins_of_other_versions_stay() {
        ProgramTree tree = GOOD.with(DISABLED, "");

        assertThat(found(tree.with(":13.1.4", ":12.4.1"))).isEmpty();
        assertThat(found(tree.with(":13.1.4", ":latest"))).isEmpty();
        assertThat(found(tree.with("grafana:13.1.4", "grafana-enterprise:14.0.0")))
                .hasSize(1);
        assertThat(found(tree.with("grafana/grafana:13.1.4", "grafana/grafana-image-renderer:13.1.4")))
                .isEmpty();
    }

    @Test
    void the_file_is_asked_where_no_variable_says_it() {
        ProgramTree tree = GOOD.with(DISABLED, "")
                .with(
                        "volumeMounts:",
                        "volumeMounts:\n            - {name: ini, mountPath: /etc/grafana/grafana.ini, subPath: grafana.ini}")
                .with("volumes:", "volumes:\n        - {name: ini, configMap: {name: ini}}");
        String ini = """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: ini, namespace: monitoring}
                data:
                  grafana.ini: |
                    ; a word
                    [server]
                    preinstall_disabled = true
                    [plugins]
                    preinstall_disabled = %s
                """;

        assertThat(found(tree)).isEmpty();
        assertThat(found(tree.and(ini.formatted("true")))).isEmpty();
        assertThat(found(tree.and(ini.formatted("$__env{WORD}")))).isEmpty();
        assertThat(found(tree.and(ini.formatted("false")))).hasSize(1);
    }

    @Test
    void plugins_are_not_renewed_where_nobody_gets_out() {
        ProgramTree open = GOOD.with(DISABLED, "").with("readOnlyRootFilesystem: true", "runAsNonRoot: true");

        assertThat(found(open)).isEmpty();
        assertThat(found(open.and(DENY))).singleElement().asString().contains("no NetworkPolicy lets it out");
        assertThat(found(open.and(DENY.replace("{podSelector: {}}]}", "{ipBlock: {cidr: 0.0.0.0/0}}]}"))))
                .isEmpty();
        assertThat(found(open.and(DENY)
                        .with("name: PASSWORD", "name: HTTPS_PROXY")
                        .with("$PASSWORD", "x")))
                .isEmpty();
        assertThat(found(open.and(DENY).and("""
                apiVersion: cilium.io/v2
                kind: CiliumNetworkPolicy
                metadata: {name: out, namespace: monitoring}
                spec: {endpointSelector: {}, egress: [{toFQDNs: [{matchName: grafana.com}]}]}
                """))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://loki/${__value.raw}",
                "http://loki/$NOBODY/x",
                "http://loki/${NOBODY}",
                "http://loki/$__env{NOBODY}",
                "http://loki/$1",
                "http://loki/$$$NOBODY",
            })
    void a_dollar_that_is_not_doubled_is_told(String url) {
        assertThat(source(url))
                .singleElement()
                .asString()
                .startsWith("error grafana.config holds "
                        + url.substring(url.indexOf('$')).replaceAll("/x$|^\\$\\$", ""))
                .contains("at datasources[0].url", "container grafana of Deployment monitoring/grafana");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://loki/$${__value.raw}",
                "http://loki/$$NOBODY",
                "http://loki/$PASSWORD",
                "http://loki/${PASSWORD}",
                "http://loki/$__env{PASSWORD}",
                "http://loki/$__file{/etc/word}",
                "http://$LOKI_SERVICE_HOST:$LOKI_SERVICE_PORT",
                "http://$HOSTNAME/$GF_PATHS_DATA",
                "http://loki/(a|b)$",
                "http://loki/$/x",
            })
    void a_dollar_that_grafana_leaves_or_knows_is_passed_over(String url) {
        assertThat(source(url)).isEmpty();
    }

    @Test
    void what_a_whole_map_may_bring_is_not_missed() {
        ProgramTree tree = GOOD.with("env:", "envFrom: [{secretRef: {name: words}}]\n          env:");

        assertThat(found(tree.with("http://loki:3100", "$NOBODY"))).isEmpty();
        assertThat(found(tree.with("http://loki:3100", "${__span.tags}"))).hasSize(1);
    }

    @Test
    void where_flux_replaces_variables_nobody_knows_what_grafana_reads() {
        String folder = """
                apiVersion: kustomize.toolkit.fluxcd.io/v1
                kind: Kustomization
                metadata: {name: monitoring, namespace: flux-system}
                spec: {interval: 1h, path: ./monitoring, prune: true, sourceRef: {kind: GitRepository, name: home}%s}
                """;
        ProgramTree tree = GOOD.with("http://loki:3100", "http://loki.${DOMAIN}");

        assertThat(found(tree.and(folder.formatted("")))).hasSize(1);
        assertThat(found(tree.and(folder.formatted(", postBuild: {substitute: {DOMAIN: home.arpa}}"))))
                .isEmpty();
    }

    @Test
    void no_part_of_a_password_is_shown() {
        assertThat(found(GOOD.with("\"$PASSWORD\"", "\"pa$word\"")))
                .singleElement()
                .asString()
                .contains("what begins with a dollar at datasources[0].secureJsonData.basicAuthPassword")
                .doesNotContain("$word");

        ProgramTree secret = GOOD.with("configMap: {name: sources}", "secret: {secretName: sources}")
                .with("kind: ConfigMap\nmetadata: {name: sources", "kind: Secret\nmetadata: {name: sources")
                .with("data:\n  loki.yaml", "stringData:\n  loki.yaml")
                .with("http://loki:3100", "http://me:$hidden@loki");
        assertThat(found(secret))
                .singleElement()
                .asString()
                .contains("what begins with a dollar at datasources[0].url")
                .doesNotContain("hidden");
    }

    @Test
    void data_sources_lead_to_those_that_there_are() {
        assertThat(found(GOOD.with("alertmanagerUid: grafana", "derivedFields: [{datasourceUid: tempo}]")))
                .singleElement()
                .asString()
                .startsWith("warning grafana.config leads to tempo")
                .endsWith("only loki");
        assertThat(found(GOOD.with("alertmanagerUid: grafana", "derivedFields: [{datasourceUid: loki}]")))
                .isEmpty();
    }

    @Test
    void a_folder_of_dashboards_is_on_a_volume() {
        assertThat(found(GOOD.with("options: {path: /etc/grafana/dashboards}", "options: {path: /dashboards}")))
                .singleElement()
                .asString()
                .startsWith("warning grafana.config looks for dashboards in /dashboards");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "options: {path: /var/lib/grafana/dashboards}",
                "options: {path: /etc/grafana/dashboards/}",
                "options: {path: /usr/share/grafana/public/dashboards}",
                "options: {path: $PASSWORD}",
                "type: other, options: {path: /dashboards}",
            })
    void a_folder_that_is_there_or_that_nobody_knows_is_passed_over(String options) {
        assertThat(found(GOOD.with("options: {path: /etc/grafana/dashboards}", options)))
                .isEmpty();
    }

    @Test
    void a_file_of_sqlite_has_one_writer() {
        String changed = "starts the new Grafana before the old one ends";
        ProgramTree rolling = GOOD.with("strategy: {type: Recreate}", "strategy: {}");

        assertThat(found(rolling)).singleElement().asString().contains(changed, "claim grafana");
        assertThat(found(GOOD.with("strategy: {type: Recreate}", "strategy: {rollingUpdate: {maxSurge: 0}}")))
                .isEmpty();
        assertThat(found(rolling.with("persistentVolumeClaim: {claimName: grafana}", "emptyDir: {}")))
                .isEmpty();
        assertThat(found(GOOD.with("replicas: 1", "replicas: 2")))
                .singleElement()
                .asString()
                .contains("2 times, and all write to one SQLite file");
        assertThat(found(GOOD.with("replicas: 1", "replicas: 2")
                        .with("persistentVolumeClaim: {claimName: grafana}", "emptyDir: {}")))
                .singleElement()
                .asString()
                .contains("each with an SQLite file of its own");
        assertThat(found(rolling.with("replicas: 1", "replicas: 0"))).isEmpty();
    }

    @Test
    void of_a_claim_for_one_node_others_say_it() {
        ProgramTree rolling =
                GOOD.with("strategy: {type: Recreate}", "strategy: {}").and("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: grafana, namespace: monitoring}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """);

        assertThat(found(rolling)).isEmpty();
        assertThat(rolling.found("pod.rollout")).hasSize(1);
        assertThat(found(rolling.with("ReadWriteOnce", "ReadWriteMany"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- {name: GF_DATABASE_TYPE, value: postgres}",
                "- {name: GF_DATABASE_URL, valueFrom: {secretKeyRef: {name: grafana, key: url}}}",
            })
    void another_database_has_many_writers(String variable) {
        assertThat(found(GOOD.with("replicas: 1", "replicas: 2").with("env:", "env:\n            " + variable)))
                .isEmpty();
    }

    @Test
    void an_image_of_others_may_have_dashboards_of_its_own() {
        assertThat(found(GOOD.with("options: {path: /etc/grafana/dashboards}", "options: {path: /dashboards}")
                        .with("docker.io/grafana/grafana:", "docker.io/bitnami/grafana:")))
                .isEmpty();
    }
}
