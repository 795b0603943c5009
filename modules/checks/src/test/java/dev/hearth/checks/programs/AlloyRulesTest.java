package dev.hearth.checks.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The edges of what the page of the rule of Alloy shows. */
class AlloyRulesTest {

    /** One Alloy with nothing wrong in it. */
    private static final ProgramTree GOOD = new ProgramTree("""
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: alloy, namespace: monitoring}
            spec:
              replicas: 1
              serviceName: alloy
              selector: {matchLabels: {app: alloy}}
              template:
                metadata: {labels: {app: alloy}}
                spec:
                  containers:
                    - name: alloy
                      image: docker.io/grafana/alloy:v1.18.1
                      args: [run, --disable-reporting, /etc/alloy/config.alloy, --storage.path=/var/lib/alloy/data]
                      env: [{name: TENANT, value: home}]
                      volumeMounts:
                        - {name: config, mountPath: /etc/alloy}
                        - {name: data, mountPath: /var/lib/alloy}
                  volumes:
                    - {name: config, configMap: {name: alloy}}
              volumeClaimTemplates:
                - metadata: {name: data}
                  spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: alloy, namespace: monitoring}
            data:
              config.alloy: |
                discovery.kubernetes "pods" {
                  role = "pod"
                  //selectors
                }
                discovery.relabel "pods" {
                  targets = discovery.kubernetes.pods.targets
                  rule {
                    source_labels = ["__meta_kubernetes_pod_node_name"]
                    target_label  = "node"
                    //action
                  }
                }
                loki.source.kubernetes "pods" {
                  targets    = discovery.relabel.pods.output
                  forward_to = [loki.write.default.receiver]
                  //clustering
                }
                //more
                loki.write "default" {
                  endpoint {
                    url       = "http://loki:3100/loki/api/v1/push"
                    tenant_id = sys.env("TENANT")
                  }
                }
            """);

    private static final ProgramTree TWO = GOOD.with("replicas: 1", "replicas: 2");
    private static final ProgramTree EVERYWHERE =
            GOOD.with("kind: StatefulSet", "kind: DaemonSet").with("replicas: 1", "minReadySeconds: 0");

    private static final String CLUSTERING = "clustering {\n        enabled = true\n      }";

    private static List<String> found(ProgramTree tree) {
        return tree.found("alloy.config", "config.variable");
    }

    private static ProgramTree argued(ProgramTree tree, String argument) {
        return tree.with("--disable-reporting", argument);
    }

    @Test
    void one_pod_does_all_of_the_work() {
        assertThat(found(GOOD)).isEmpty();
    }

    @Test
    void several_pods_share_the_work() {
        assertThat(found(TWO))
                .containsExactly(
                        "warning alloy.config runs loki.source.kubernetes.pods in 2 pods of StatefulSet monitoring/alloy, and each does all of the work: without a block clustering with enabled = true nothing is shared");
        assertThat(found(EVERYWHERE)).singleElement().asString().contains("on every node");
        assertThat(found(argued(TWO, "--cluster.enabled=true"))).hasSize(1);
        assertThat(found(TWO.with("//clustering", CLUSTERING)))
                .singleElement()
                .asString()
                .contains("without the argument --cluster.enabled");
        assertThat(found(argued(TWO, "--cluster.enabled=true").with("//clustering", CLUSTERING)))
                .isEmpty();
        assertThat(found(argued(TWO, "--cluster.enabled").with("//clustering", CLUSTERING)))
                .isEmpty();
        assertThat(found(argued(TWO, "--cluster.enabled=false").with("//clustering", CLUSTERING)))
                .hasSize(1);
        assertThat(found(argued(TWO, "--cluster.enabled").with("//clustering", CLUSTERING.replace("true", "false"))))
                .hasSize(1);
        assertThat(found(argued(TWO, "--cluster.enabled")
                        .with("//clustering", CLUSTERING.replace("true", "sys.env(\"TENANT\") == \"home\""))))
                .isEmpty();
    }

    @Test
    void one_finding_names_all_that_lack_the_same() {
        assertThat(found(TWO.with("//more", "loki.source.podlogs \"all\" { }")))
                .singleElement()
                .asString()
                .contains("loki.source.kubernetes.pods, loki.source.podlogs.all in 2 pods");
        assertThat(found(TWO.with("//clustering", CLUSTERING).with("//more", "loki.source.podlogs \"all\" { }")))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "loki.source.kubernetes_events \"all\" {\n      forward_to = []\n    }",
                "loki.source.podlogs \"all\" {\n      forward_to = []\n    }",
                "prometheus.operator.servicemonitors \"all\" {\n      forward_to = []\n    }",
                "prometheus.scrape \"all\" {\n      targets = discovery.relabel.pods.output\n      forward_to = []\n    }",
                "pyroscope.scrape \"all\" {\n      targets = array.concat(discovery.kubernetes.pods.targets, [])\n    }",
            })
    void components_that_ask_the_same_of_the_api_do_so_once(String component) {
        ProgramTree shared = argued(TWO, "--cluster.enabled").with("//clustering", CLUSTERING);

        assertThat(found(shared.with("//more", component)))
                .singleElement()
                .asString()
                .contains(".all in 2 pods");
        assertThat(found(GOOD.with("//more", component))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prometheus.scrape \"all\" {\n      targets = prometheus.exporter.unix.own.targets\n    }\n    prometheus.exporter.unix \"own\" { }",
                "prometheus.scrape \"all\" {\n      targets = module.of.others\n    }",
                "prometheus.scrape \"all\" {\n      targets = [{\"__address__\" = \"localhost:1\"}]\n    }",
                "loki.source.file \"all\" {\n      targets = discovery.relabel.pods.output\n    }",
                "loki.source.podlogs \"all\" {\n      node_filter {\n        enabled = true\n      }\n    }",
                "declare \"later\" {\n      loki.source.podlogs \"all\" { }\n    }",
                "prometheus.operator.probes \"all\" { }\n    prometheus.remote_write \"all\" {\n      external_labels = {__replica__ = \"a\"}\n    }",
            })
    void what_is_another_in_each_pod_is_passed_over(String component) {
        ProgramTree shared = argued(TWO, "--cluster.enabled").with("//clustering", CLUSTERING);

        assertThat(found(shared.with("//more", component))).isEmpty();
    }

    @Test
    void a_pod_may_take_what_is_on_its_node() {
        assertThat(
                        found(
                                EVERYWHERE.with(
                                        "//selectors",
                                        "selectors {\n        role  = \"pod\"\n        field = \"spec.nodeName=\" + constants.hostname\n      }")))
                .isEmpty();
        assertThat(found(EVERYWHERE.with("//action", "action = \"keep\""))).isEmpty();
        assertThat(found(EVERYWHERE.with("//action", "action = \"replace\""))).hasSize(1);
    }

    @Test
    void how_far_events_were_told_is_kept() {
        ProgramTree events =
                GOOD.with("//more", "loki.source.kubernetes_events \"all\" {\n      forward_to = []\n    }");
        String words = "tells all events of the last hour again";

        assertThat(found(events)).isEmpty();
        assertThat(found(events.with("--storage.path=/var/lib/alloy/data", "--storage.path, /tmp/alloy")))
                .singleElement()
                .asString()
                .contains(words);
        assertThat(found(events.with(", --storage.path=/var/lib/alloy/data", "")))
                .singleElement()
                .asString()
                .contains(words);
        assertThat(found(events.with("volumes:", "volumes:\n        - {name: data, emptyDir: {}}")
                        .with("- metadata: {name: data}", "- metadata: {name: other}")))
                .singleElement()
                .asString()
                .contains(words);
        assertThat(found(events.with("volumes:", "volumes:\n        - {name: data, hostPath: {path: /data}}")
                        .with("- metadata: {name: data}", "- metadata: {name: other}")))
                .isEmpty();
        assertThat(found(events.with("--storage.path=/var/lib/alloy/data", "--storage.path=$(FOLDER)")))
                .isEmpty();
        assertThat(found(events.with("env:", "workingDir: /var/lib/alloy\n          env:")
                        .with(", --storage.path=/var/lib/alloy/data", "")))
                .isEmpty();
    }

    @Test
    void older_ones_cannot_share_events() {
        String events = "loki.source.kubernetes_events \"all\" {\n      forward_to = []\n    }";
        ProgramTree shared = argued(TWO, "--cluster.enabled")
                .with("//clustering", CLUSTERING)
                .with("//more", events);

        assertThat(shared.with("v1.18.1", "v1.15.0").hints("alloy.config"))
                .singleElement()
                .asString()
                .contains("since 1.16");
        assertThat(shared.hints("alloy.config")).singleElement().asString().contains("--cluster.join-addresses");
    }

    @Test
    void variables_are_there() {
        String missing =
                "error config.variable reads NOBODY, which container alloy of StatefulSet monitoring/alloy has not in its environment: it gets an empty text";

        assertThat(found(GOOD.with("sys.env(\"TENANT\")", "sys.env(\"NOBODY\")")))
                .containsExactly(missing);
        assertThat(found(GOOD.with("sys.env(\"TENANT\")", "\"a\" + env(\"NOBODY\")")))
                .containsExactly(missing);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "coalesce(sys.env(\"NOBODY\"), \"home\")",
                "sys.env(\"NOBODY\") == \"\"",
                "other.env(\"NOBODY\")",
                "sys.env(\"HOSTNAME\")",
                "sys.env(\"LOKI_SERVICE_HOST\")",
                "\"sys.env(NOBODY)\"",
                "sys.env(local.file.a.content)",
            })
    void a_variable_that_may_be_missing_is_not_missed(String expression) {
        assertThat(found(GOOD.with("sys.env(\"TENANT\")", expression))).isEmpty();
    }

    @Test
    void what_a_whole_map_may_bring_is_not_missed() {
        assertThat(found(GOOD.with("sys.env(\"TENANT\")", "sys.env(\"NOBODY\")")
                        .with("env:", "envFrom: [{secretRef: {name: words}}]\n          env:")))
                .isEmpty();
    }

    @Test
    void files_are_found_as_alloy_finds_them() {
        assertThat(found(TWO.with("/etc/alloy/config.alloy", "/etc/alloy/"))).hasSize(1);
        assertThat(found(TWO.with(
                        "args: [run, --disable-reporting, /etc/alloy/config.alloy, --storage.path=/var/lib/alloy/data]",
                        "")))
                .hasSize(1);
        assertThat(found(TWO.with("args: [run", "command: [/bin/alloy]\n          args: [run")))
                .hasSize(1);
        assertThat(found(TWO.with("/etc/alloy/config.alloy", "/etc/alloy/other.alloy")))
                .isEmpty();
        assertThat(found(TWO.with("[run,", "[fmt,"))).isEmpty();
        assertThat(found(argued(TWO, "--config.format=prometheus"))).isEmpty();
        assertThat(found(TWO.with("docker.io/grafana/alloy", "docker.io/other/collector")))
                .isEmpty();
        assertThat(found(TWO.with("//more", "this is no block"))).isEmpty();
    }
}
