package dev.hearth.checks.programs;

import static dev.hearth.checks.programs.Trees.OPTIONS;
import static dev.hearth.checks.programs.Trees.found;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.checks.Checks;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Yaml;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The edges of what the pages of the rules show. */
class ProgramRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "loki | {}                                                       | keeps each line 3 times",
                "loki | {common: {replication_factor: 1}}                        | nowhere where its rings are kept",
                "loki | {common: {replication_factor: 2}}                        | keeps each line 2 times",
                "loki | {common: {replication_factor: 1, ring: {instance_addr: 127.0.0.1}}} | Consul",
                "loki | {common: {replication_factor: 1}, limits_config: {retention_period: 30d}} | nobody deletes",
                "loki | {common: {replication_factor: 1}, schema_config: {configs: [{index: {period: 168h}}]}} | only be of 24h",
                "tempo | {}                                                      | /var/tempo",
                "tempo | {distributor: {receivers: {otlp: {protocols: {http: }}}}} | by http from its own pod",
                "tempo | {backend_worker: {compaction: {block_retention: 14d}}}  | knows no days",
                "pyroscope | {architecture_storage: v2}                          | index of all profiles",
                "pyroscope:2.2.1 | {}                                            | keeps profiles for 31 days, as it does unless told otherwise",
                "pyroscope:2.2.1 | {storage: {backend: s3}}                      | index of all profiles",
                "pyroscope:2.0.0 | {architecture_storage: v1-v2-dual}            | index of all profiles",
                "pyroscope | {limits: {retention_period: 30d}}                   | older than 7 days",
                "pyroscope | {limits: {retention_period: 1w12h}}                 | keeps profiles for 180 hours",
                "pyroscope | {storage: {s3: {endpoint: 'https://s3.example.org'}}} | host and port alone",
                "loki | {common: {replication_factor: 1, storage: {object_store: {s3: {endpoint: 'http://minio:9000'}}}}} | host and port alone",
                "loki | {ruler_storage: {s3: {endpoint: 'https://s3.example.org'}}} | host and port alone",
                "loki | {compactor: {retention_enabled: true}}                   | compactor.delete_request_store",
                "loki | {ingester: {lifecycler: {ring: {replication_factor: 2}}}} | keeps each line 2 times",
                "pyroscope | {target: metastore, architecture_storage: v2}       | index of all profiles",
                "mimir | {common: {storage: {s3: {secret_access_key: '${NOBODY}'}}}} | NOBODY",
            })
    void a_fault_is_told(String program, String configuration, String words) {
        assertThat(found(program, configuration)).anyMatch(message -> message.contains(words));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "loki | {common: {ring: {kvstore: {store: inmemory}}, replication_factor: 1}}",
                "loki | {common: {ring: {kvstore: {store: inmemory}}, replication_factor: 1}, limits_config: {retention_period: 0}}",
                "loki | {common: {ring: {kvstore: {consul: {host: 'consul:8500'}}}, replication_factor: 1}}",
                "loki | {common: {ring: {}, replication_factor: 1}, memberlist: {join_members: [loki]}}",
                "loki | {common: {ring: {kvstore: {store: inmemory}}, replication_factor: 1, storage: {azure: {account_name: '${AZURE_CLIENT_ID}'}, s3: {region: '${AWS_REGION}'}}}}",
                "loki | {common: {ring: {kvstore: {store: inmemory}}, replication_factor: 1}, limits_config: {retention_period: 0s}}",
                "loki | {memberlist: {join_members: [loki]}, ingester: {lifecycler: {ring: {replication_factor: 1}}}}",
                "loki | {common: {ring: {kvstore: {store: inmemory}}, replication_factor: '${COPIES:3}'}}",
                "loki | {common: {ring: {kvstore: {store: inmemory}}, replication_factor: 1, storage: {s3: {endpoint: 'http://minio:9000'}}}}",
                "loki | {common: {ring: {kvstore: {store: inmemory}}, replication_factor: 1, path_prefix: '$${LATER}'}}",
                "pyroscope:2.1.0 | {target: query-frontend, architecture_storage: v2}",
                "pyroscope:2.2.1 | {target: query-frontend, architecture_storage: v2, limits: {max_query_lookback: 0}}",
                "pyroscope:2.2.1 | {architecture_storage: v1}",
                "pyroscope:2.2.1 | {architecture_storage: '${KIND:-v1}'}",
                "pyroscope:1.21.1 | {storage: {backend: s3}}",
                "loki | {target: read, common: {path_prefix: '${FOLDER:/var/loki}'}}",
                "pyroscope | {limits: {retention_period: 30d, max_query_lookback: 30d}}",
                "pyroscope | {limits: {retention_period: 7d}}",
                "pyroscope | {limits: {retention_period: 90d, max_query_lookback: 0h}}",
                "pyroscope | {limits: {retention_period: 0}}",
                "loki | {common: {ring: {kvstore: {store: inmemory}}, replication_factor: 1}, limits_config: {retention_period: 30d}, table_manager: {retention_deletes_enabled: true}}",
                "loki | {target: querier, limits_config: {retention_period: 30d}}",
                "loki | {common: {ring: {kvstore: {store: inmemory}}, replication_factor: 1, storage: {object_store: {s3: {endpoint: 'minio:9000', bucket_lookup_type: path}}}}}",
                "tempo:latest | {distributor: {receivers: {otlp: {protocols: {http: }}}}}",
                "promtail | {clients: [{url: 'http://loki:3100/loki/api/v1/push'}]}",
            })
    void what_is_well_is_passed_over(String program, String configuration) {
        assertThat(found(program, configuration)).isEmpty();
    }

    @Test
    void one_mimir_needs_both_rings_of_one_and_paths_that_it_may_write_to() {
        assertThat(found("mimir", "{}"))
                .hasSize(7)
                .anyMatch(message -> message.contains("ingester.ring.replication_factor"))
                .anyMatch(message -> message.contains("store_gateway.sharding_ring.replication_factor"))
                .anyMatch(message -> message.contains("./tsdb-sync/"));
        assertThat(found("mimir", """
                ingester: {ring: {replication_factor: 1}}
                store_gateway: {sharding_ring: {replication_factor: 1}}
                activity_tracker: {filepath: ""}
                blocks_storage: {tsdb: {dir: /data/tsdb}, bucket_store: {sync_dir: /data/sync}}
                compactor: {data_dir: /data/compactor}
                ruler: {rule_path: /data/ruler}
                """)).isEmpty();
    }

    @Test
    void nothing_escapes_a_dollar_in_a_mimir_that_replaces_variables() {
        String good =
                "{ingester: {ring: {replication_factor: 1}}, store_gateway: {sharding_ring: {replication_factor: 1}}, x: '%s'}";

        assertThat(found("mimir", OPTIONS, "", good.formatted("$1")))
                .singleElement()
                .asString()
                .contains("$1 at x");
        assertThat(found("mimir", OPTIONS, "", good.formatted("$$1")))
                .singleElement()
                .asString()
                .contains("$$ at x");
        assertThat(found("mimir", "\"--config.file=/etc/app/config.yaml\"", "", good.formatted("$1")))
                .isEmpty();
    }

    @Test
    void blocks_and_rules_share_no_bucket() {
        String mimir = """
                ingester: {ring: {replication_factor: 1}}
                store_gateway: {sharding_ring: {replication_factor: 1}}
                common: {storage: {backend: s3, s3: {bucket_name: metrics}}}
                blocks_storage: {storage_prefix: "%s"}
                """;

        assertThat(found("mimir", OPTIONS, "", mimir.formatted("")))
                .singleElement()
                .asString()
                .contains("one bucket, metrics");
        assertThat(found("mimir", OPTIONS, "", mimir.formatted("blocks"))).isEmpty();
        assertThat(found("mimir", OPTIONS, "", mimir.formatted("") + "ruler_storage: {backend: local}"))
                .isEmpty();
    }

    @Test
    void a_variable_is_looked_for_where_somebody_replaces_it() {
        String configuration = "{clients: [{password: '${WORD}'}]}";

        assertThat(found("other", OPTIONS, "", configuration))
                .singleElement()
                .asString()
                .contains("WORD");
        assertThat(found("other", OPTIONS, "env: [{name: WORD, value: x}]", configuration))
                .isEmpty();
        assertThat(found("other", OPTIONS, "envFrom: [{secretRef: {name: words}}]", configuration))
                .isEmpty();
        assertThat(found("other", "\"-config.file=/etc/app/config.yaml\"", "", configuration))
                .isEmpty();
    }

    @Test
    void an_argument_has_the_last_word_and_may_stand_in_two() {
        String ring = "{common: {replication_factor: 3, ring: {kvstore: {store: inmemory}}}}";

        assertThat(found("loki", "\"-config.file\", \"/etc/app/config.yaml\"", "", ring))
                .singleElement()
                .asString()
                .contains("3 times");
        assertThat(found("loki", OPTIONS + ", \"-ingester.replication-factor=1\"", "", ring))
                .isEmpty();
        assertThat(found(
                        "mimir",
                        OPTIONS
                                + ", \"-ingester.ring.replication-factor=1\", \"-store-gateway.sharding-ring.replication-factor=1\"",
                        "",
                        "{}"))
                .isEmpty();
    }

    @Test
    void relative_paths_are_passed_over_where_the_pod_names_the_folder_they_start_from() {
        String mimir =
                "{ingester: {ring: {replication_factor: 1}}, store_gateway: {sharding_ring: {replication_factor: 1}}}";

        assertThat(found(
                        "mimir",
                        OPTIONS,
                        "workingDir: /data\n          securityContext: {readOnlyRootFilesystem: true}",
                        mimir))
                .isEmpty();
    }

    @Test
    void tempo_is_judged_by_its_version() {
        String localhost = "{distributor: {receivers: {otlp: {protocols: {grpc: }}}}}";
        String days = "{overrides: {defaults: {compaction: {block_retention: 14d}}}}";

        assertThat(found("tempo", OPTIONS, "", localhost)).hasSize(1);
        assertThat(found("tempo", OPTIONS, "", days)).isEmpty();
        assertThat(found("tempo:2.6.1", localhost)).isEmpty();
    }

    @Test
    void an_operated_server_is_judged_by_its_namespace() {
        String server = """
                apiVersion: v1
                kind: Namespace
                metadata: {name: monitoring, labels: {pod-security.kubernetes.io/enforce: LEVEL}}
                ---
                apiVersion: monitoring.coreos.com/v1
                kind: Alertmanager
                metadata: {name: main, namespace: monitoring}
                spec: {replicas: 1}
                """;

        assertThat(found(server.replace("LEVEL", "restricted")))
                .singleElement()
                .asString()
                .contains("seccomp");
        assertThat(found(server.replace("LEVEL", "baseline"))).isEmpty();
    }

    @Test
    void copies_may_lie_in_other_workloads_of_the_same_ring() {
        String zone = Trees.program("loki", OPTIONS, "", "{}");
        String other = zone.replace("name: app", "name: other").replace("app: app", "app: other");

        assertThat(found(zone)).anySatisfy(finding -> assertThat(finding).contains("keeps each line 3 times"));
        assertThat(found(zone + "\n---\n" + other))
                .noneSatisfy(finding -> assertThat(finding).contains("keeps each line"));
    }

    @Test
    void a_receiver_on_localhost_serves_the_other_containers_of_its_pod() {
        String localhost = "{distributor: {receivers: {otlp: {protocols: {grpc: }}}}}";
        String alone = Trees.program("tempo", OPTIONS, "", localhost);
        String accompanied = alone.replace(
                "      containers:\n",
                "      containers:\n        - {name: collector, image: registry.example.org/collector:1}\n");

        assertThat(accompanied).isNotEqualTo(alone);
        assertThat(found(alone)).anySatisfy(finding -> assertThat(finding).contains("from its own pod alone"));
        assertThat(found(accompanied))
                .noneSatisfy(finding -> assertThat(finding).contains("from its own pod alone"));
    }

    @Test
    void a_prometheus_tells_the_alertmanager_that_is_there() {
        String server = """
                apiVersion: monitoring.coreos.com/v1
                kind: Prometheus
                metadata: {name: NAME, namespace: monitoring}
                spec: {ruleSelector: {}, podMonitorSelector: {}, retention: 7d}
                ---
                """;
        String silent = server.replace("NAME", "silent");
        String telling = server.replace("NAME", "telling")
                .replace("7d", "7d, alerting: {alertmanagers: [{namespace: monitoring, name: main, port: web}]}");
        String alertmanager = """
                apiVersion: monitoring.coreos.com/v1
                kind: Alertmanager
                metadata: {name: main, namespace: monitoring}
                spec: {replicas: 1}
                ---
                """;

        assertThat(found(silent + alertmanager))
                .singleElement()
                .asString()
                .contains("Prometheus monitoring/silent", "tells no Alertmanager", "Alertmanager monitoring/main");
        assertThat(found(silent)).isEmpty();
        assertThat(found(telling + alertmanager)).isEmpty();
        // Of two, one may only answer queries.
        assertThat(found(silent + telling + alertmanager)).isEmpty();
    }

    @Test
    void a_finding_names_the_place_in_the_text() {
        List<Finding> findings =
                Checks.of(KubernetesVersion.parse("1.35")).check(Yaml.read("""
                        apiVersion: monitoring.coreos.com/v1
                        kind: Prometheus
                        metadata: {name: main, namespace: monitoring}
                        spec: {ruleSelector: {}, podMonitorSelector: {}, retentionSize: 10GB, exemplars: {maxSize: 10}}
                        """, "tree.yaml")).findings().stream()
                        .filter(finding -> finding.rule().equals("monitor.server"))
                        .toList();

        assertThat(findings).singleElement().asString().contains("exemplar-storage", "tree.yaml:4");
    }

    @Test
    void of_mounts_in_each_other_the_inner_one_counts_in_whatever_order() {
        String pod = """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: app, namespace: monitoring}
                spec:
                  replicas: 1
                  serviceName: app
                  selector: {matchLabels: {app: app}}
                  template:
                    metadata: {labels: {app: app}}
                    spec:
                      containers:
                        - name: app
                          image: docker.io/grafana/pyroscope:2.2.1
                          args: ["-config.file=/etc/app/config.yaml"]
                          volumeMounts:
                            - {name: config, mountPath: /etc/app}
                            - {name: INNER, mountPath: /data/index}
                            - {name: OUTER, mountPath: /data}
                      volumes:
                        - {name: config, configMap: {name: app}}
                        - {name: passing, emptyDir: {}}
                        - {name: kept, persistentVolumeClaim: {claimName: app}}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: app, namespace: monitoring}
                data:
                  config.yaml: |
                    architecture_storage: v2
                    limits: {retention_period: 7d}
                    metastore: {data_dir: /data/index, raft: {dir: /data/index/raft}}
                """;

        assertThat(found(pod.replace("INNER", "kept").replace("OUTER", "passing")))
                .isEmpty();
        assertThat(found(pod.replace("INNER", "passing").replace("OUTER", "kept")))
                .hasSize(2);
    }

    @Test
    void a_configuration_in_a_secret_is_judged_without_showing_it() {
        String text = Base64.getEncoder()
                .encodeToString("ruler: {s3: {endpoint: 'http://key:hidden@minio:9000'}}".getBytes(UTF_8));
        String pod = """
                apiVersion: v1
                kind: Pod
                metadata: {name: app, namespace: monitoring}
                spec:
                  containers:
                    - name: app
                      image: registry.example.org/mimir:3.0.0
                      args: ["-config.file=/etc/app/mimir.yaml"]
                      volumeMounts: [{name: config, mountPath: /etc/app/}]
                  volumes: [{name: config, secret: {secretName: app}}]
                ---
                """;
        String secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: app, namespace: monitoring}\n";
        String sealed = """
                apiVersion: bitnami.com/v1alpha1
                kind: SealedSecret
                metadata: {name: app, namespace: monitoring}
                spec:
                  encryptedData: {password: AgBy3i4OJSWK}
                  template: {data: {mimir.yaml: "ruler: {s3: {endpoint: 'http://minio:9000', x: XX}}"}}
                """;

        assertThat(found(pod + secret + "data: {mimir.yaml: " + text + "}\n"))
                .singleElement()
                .asString()
                .contains("config.endpoint", "a value that is not shown")
                .doesNotContain("hidden");
        assertThat(found(pod + sealed)).singleElement().asString().contains("config.endpoint");
        // What is filled in later may be anything.
        assertThat(found(pod + sealed.replace("XX", "{{ .password }}"))).isEmpty();
        assertThat(found(pod + secret + "data: {mimir.yaml: '!'}\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'{name: config, mountPath: /etc/app/config.yaml, subPath: config.yaml}', true",
        "'{name: config, mountPath: /etc}', false",
        "'{name: config, mountPath: /etc/app}, {name: empty, mountPath: /etc/app/config.yaml}', false",
    })
    void a_container_sees_what_is_mounted_at_that_path(String mounts, boolean seen) {
        List<String> found = found("""
                apiVersion: v1
                kind: Pod
                metadata: {name: app, namespace: monitoring}
                spec:
                  containers:
                    - name: app
                      image: registry.example.org/mimir:3.0.0
                      args: ["-config.file=/etc/app/config.yaml"]
                      volumeMounts: [%s]
                  volumes: [{name: config, configMap: {name: app}}, {name: empty, emptyDir: {}}]
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: app, namespace: monitoring}
                data: {config.yaml: "ruler: {s3: {endpoint: 'http://minio:9000'}}"}
                """.formatted(mounts));

        assertThat(found).hasSize(seen ? 1 : 0);
    }

    private static String prometheus(String spec) {
        return """
                apiVersion: monitoring.coreos.com/v1
                kind: Prometheus
                metadata: {name: main, namespace: monitoring}
                spec: SPEC
                """.replace("SPEC", spec);
    }

    @Test
    void a_prometheus_needs_no_selectors_or_retention_where_it_can_do_without() {
        assertThat(found(prometheus("{enableRemoteWriteReceiver: true, retention: 7d}")))
                .isEmpty();
        assertThat(found(prometheus("{serviceMonitorSelector: {}, remoteWrite: [{url: 'http://mimir.example.org'}]}")))
                .isEmpty();
        assertThat(found(prometheus("{serviceMonitorSelector: {}, thanos: {objectStorageConfig: {name: a, key: b}}}")))
                .isEmpty();
        assertThat(found(prometheus("{serviceMonitorSelector: {}}")))
                .singleElement()
                .asString()
                .startsWith("INFO monitor.server")
                .contains("forgets after 24 hours");
    }

    @Test
    void rules_want_somebody_who_evaluates_them() {
        String rules = """
                ---
                apiVersion: monitoring.coreos.com/v1
                kind: PrometheusRule
                metadata: {name: main, namespace: monitoring}
                spec: {groups: []}
                """;
        String server = prometheus("{serviceMonitorSelector: {}, retention: 7d}");

        assertThat(found(server)).isEmpty();
        assertThat(found(server + rules)).singleElement().asString().contains("evaluates no rules");
        assertThat(found(server + rules + rules.replace("PrometheusRule", "ThanosRuler")))
                .isEmpty();
    }

    @Test
    void a_variable_in_a_secret_is_found_by_its_place() {
        String secret = Trees.program("mimir", OPTIONS, "", "{limits: {a: 'pa${hidden}'}}")
                .replace("configMap: {name", "secret: {name")
                .replace("kind: ConfigMap", "kind: Secret")
                .replace("\ndata:", "\nstringData:");

        assertThat(found(secret))
                .filteredOn(finding -> finding.contains("config.variable"))
                .singleElement()
                .asString()
                .contains("a variable at limits.a")
                .doesNotContain("hidden");
    }

    @Test
    void variants_of_one_application_are_not_mixed() {
        String small = Trees.program(
                "loki", OPTIONS, "", "{common: {replication_factor: 1, ring: {kvstore: {store: inmemory}}}}");
        String large = Trees.program(
                        "loki", OPTIONS, "", "{common: {replication_factor: 3, ring: {kvstore: {store: consul}}}}")
                .replace("replicas: 1", "replicas: 3");

        assertThat(found(small)).isEmpty();
        assertThat(found(large)).isEmpty();
        assertThat(found(small + "---\n" + large)).isEmpty();
    }
}
