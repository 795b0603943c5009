package dev.hearth.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableList;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Place;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksTest {

    private static final String GOOD_WEB = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop, labels: {app: web}}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  volumes: [{name: cache, emptyDir: {sizeLimit: 1Gi}}]
                  containers:
                    - name: web
                      image: ghcr.io/example/web:1.4.2
                      ports: [{name: http, containerPort: 8080}]
                      resources: {requests: {cpu: 50m, memory: 64Mi}, limits: {memory: "1.5e9"}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: shop}
            spec:
              selector: {app: web}
              ports: [{name: web, port: 80, targetPort: http}]
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: web, namespace: shop}
            spec:
              rules:
                - host: shop.home.arpa
                  http:
                    paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {name: web}}}}]
            """;

    /** The families whose rules are shown here; those about pods ask for more than these objects have. */
    private static final ImmutableList<String> FAMILIES = ImmutableList.of("link.", "name.", "schema.", "secret.");

    private static List<Finding> check(String yaml, Manifest... elsewhere) {
        ImmutableList<Manifest> objects = ImmutableList.copyOf(Yaml.read(yaml, "shop.yaml"));
        return Checks.of(KubernetesVersion.parse("1.35"))
                .only(Checks.ids().stream()
                        .filter(id -> FAMILIES.stream().anyMatch(id::startsWith))
                        .toList())
                .components(owner -> Optional.of(new Place("Home.java", 7)))
                .elsewhere(ImmutableList.copyOf(elsewhere))
                .complete()
                .check(objects)
                .findings();
    }

    private static String report(String yaml, Manifest... elsewhere) {
        return String.join(
                "\n", check(yaml, elsewhere).stream().map(Finding::toString).toList());
    }

    @Test
    void objects_that_hold_the_rules_have_no_findings() {
        assertThat(report(GOOD_WEB)).isEmpty();
    }

    @Test
    void all_findings_come_together_and_in_order() {
        String broken = GOOD_WEB.replace("targetPort: http", "targetPort: grpc")
                .replace("cpu: 50m", "cpu: 50 m")
                .replace("port: {name: web}", "port: {name: http}");

        assertThat(report(broken)).isEqualTo("""
                error link.service-port  Ingress shop/web  spec.rules[0].http.paths[0].backend.service.port.name
                  shop.yaml:30  Service web has no port "http"; it has web (80)
                  hint: lead to one of those ports
                error link.target-port  Service shop/web  spec.ports[0].targetPort
                  shop.yaml:21  no container of Deployment shop/web has a port named 'grpc'; they have http
                  hint: name a port that a container has, or give its number
                error schema.type  Deployment shop/web  spec.template.spec.containers[0].resources.requests.cpu
                  shop.yaml:14  must be a quantity such as 500m or 2Gi, but is "50 m\"""");
    }

    @Test
    void two_objects_of_one_identity_name_both_owners_and_places() {
        Manifest one = Yaml.read(config("settings"), "a.yaml").get(0).ownedBy("grafana");
        Manifest typed = Manifest.of(one.root()).ownedBy("loki");

        assertThat(Checks.of(KubernetesVersion.parse("1.35"))
                        .components(owner -> Optional.of(new Place("Home.java", 12)))
                        .check(ImmutableList.of(one, typed))
                        .findings())
                .hasToString("""
                        [error name.duplicate  ConfigMap shop/settings
                          Home.java:12  component grafana (Home.java:12, a.yaml:1) and component loki (Home.java:12) both make it
                          hint: give one of them another name or namespace, or leave one out]""");
    }

    @Test
    void the_version_of_the_api_is_no_part_of_the_identity() {
        String two = """
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: a, namespace: b}
                ---
                apiVersion: batch/v1beta1
                kind: CronJob
                metadata: {name: a, namespace: b}
                """;

        assertThat(check(two)).extracting(Finding::rule).contains("name.duplicate");
    }

    @Test
    void objects_of_one_name_in_two_namespaces_are_two() {
        assertThat(check(config("settings") + "---\n" + config("settings").replace("shop", "other")))
                .isEmpty();
    }

    private static String config(String name) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + ", namespace: shop}\ndata: {a: b}\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"64MB", "1 Gi", "Mi", "", "1_000", "0x10", "1Gib", "lots"})
    void what_is_no_quantity_is_refused(String amount) {
        assertThat(check(GOOD_WEB.replace("64Mi", '"' + amount + '"')))
                .extracting(Finding::rule, finding -> finding.path().toString())
                .containsExactly(tuple("schema.type", "spec.template.spec.containers[0].resources.requests.memory"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"64Mi", "1", "0.5", ".5", "1.", "1e3", "1E6", "100m", "5n", "+1Gi", "128974848"})
    void what_is_a_quantity_is_taken(String amount) {
        assertThat(check(GOOD_WEB.replace("64Mi", '"' + amount + '"'))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: a, namespace: b}
                spec: {resources: {requests: {storage: 20 GB}}}
                """,
                "apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: a}\nspec: {capacity: {storage: 20GB}}\n",
                "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: a, namespace: b}\nspec: {hard: {pods: many}}\n",
                """
                apiVersion: monitoring.coreos.com/v1
                kind: Prometheus
                metadata: {name: a, namespace: b}
                spec: {storage: {volumeClaimTemplate: {spec: {resources: {requests: {storage: 20GB}}}}}}
                """
            })
    void amounts_of_storage_and_quotas_are_quantities(String yaml) {
        assertThat(check(yaml)).extracting(Finding::rule).containsAnyOf("schema.type", "schema.invalid");
    }

    @Test
    void a_secret_with_values_is_refused_and_one_without_is_taken() {
        String secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: token, namespace: shop}\n";

        assertThat(check(secret + "data: {a: Yg==}\nstringData: {c: d}\n"))
                .extracting(finding -> finding.rule() + " " + finding.path())
                .containsExactly("secret.clear data", "secret.clear stringData");
        assertThat(check(secret + "type: Opaque\n")).isEmpty();
    }

    @Test
    void an_ingress_to_a_service_that_is_not_there_is_refused() {
        assertThat(report(GOOD_WEB.replace("{service: {name: web,", "{service: {name: wep,")))
                .isEqualTo("""
                        error link.service  Ingress shop/web  spec.rules[0].http.paths[0].backend.service.name
                          shop.yaml:30  namespace shop has no Service wep
                          hint: lead to a Service of the same namespace; one that a chart or an operator makes belongs in \
                        the offers() of its component""");
    }

    @Test
    void an_ingress_to_a_service_of_another_namespace_says_where_it_is() {
        String broken = GOOD_WEB.replace(
                "Ingress\nmetadata: {name: web, namespace: shop}", "Ingress\nmetadata: {name: web, namespace: edge}");

        assertThat(check(broken))
                .singleElement()
                .asString()
                .contains("namespace edge has no Service web, but shop has");
    }

    @Test
    void an_ingress_may_lead_to_a_service_that_somebody_else_makes() {
        String yaml = GOOD_WEB.replace("{service: {name: web,", "{service: {name: operated,");

        assertThat(check(yaml, known("web"))).isEmpty();
        assertThat(check(yaml, known("http")))
                .singleElement()
                .asString()
                .contains("Service operated has no port \"web\"; it has http (9090)");
    }

    private static Manifest known(String port) {
        return service("operated", port, 9090);
    }

    private static Manifest service(String name, String port, int number) {
        return Yaml.read(
                        "{apiVersion: v1, kind: Service, metadata: {name: " + name
                                + ", namespace: shop}, spec: {ports: [{name: " + port + ", port: " + number + "}]}}",
                        "elsewhere.yaml")
                .get(0);
    }

    @Test
    void a_service_in_the_tree_counts_for_more_than_what_is_said_of_it() {
        Manifest said = service("web", "admin", 9000);

        assertThat(check(GOOD_WEB.replace("port: {name: web}", "port: {number: 9000}"), said))
                .extracting(Finding::rule)
                .containsExactly("link.service-port");
    }

    @Test
    void the_ports_of_a_service_whose_pods_somebody_else_makes_are_passed_over() {
        assertThat(check(GOOD_WEB.replace("selector: {app: web}\n", "selector: {app: other}\n")
                        .replace("targetPort: http", "targetPort: anything")))
                .extracting(Finding::rule)
                .containsExactly("link.pods");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"})
    void a_workload_that_does_not_select_its_own_pods_is_an_error(String kind) {
        String relabelled = GOOD_WEB.replace("kind: Deployment", "kind: " + kind)
                .replace("metadata: {labels: {app: web}}", "metadata: {labels: {app: shop}}");

        assertThat(check(relabelled).stream()
                        .filter(finding -> finding.rule().startsWith("schema.")
                                && finding.path().toString().endsWith("labels"))
                        .map(Finding::toString))
                .containsExactly("""
                        error schema.invalid  %s shop/web  spec.template.metadata.labels
                          shop.yaml:7  must hold what the selector asks for""".formatted(kind));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {key: app, operator: In, values: [web, shop]}    | true
            {key: app, operator: In, values: [shop]}         | false
            {key: app, operator: NotIn, values: [shop]}      | true
            {key: tier, operator: NotIn, values: [web]}      | true
            {key: app, operator: NotIn, values: [web]}       | false
            {key: app, operator: Exists}                     | true
            {key: tier, operator: Exists}                    | false
            {key: tier, operator: DoesNotExist}              | true
            {key: app, operator: DoesNotExist}               | false
            """)
    void a_selector_may_be_told_in_expressions(String expression, boolean matches) {
        String web = GOOD_WEB.replace("{matchLabels: {app: web}}", "{matchExpressions: [" + expression + "]}");

        assertThat(check(web).stream()
                        .filter(finding -> finding.path().toString().endsWith("metadata.labels"))
                        .map(Finding::rule)
                        .filter(rule -> rule.startsWith("schema."))
                        .toList())
                .isEqualTo(matches ? List.of() : List.of("schema.invalid"));
    }

    @Test
    void a_workload_that_selects_the_pods_of_another_is_an_error() {
        String job = """
                ---
                apiVersion: batch/v1
                kind: Job
                metadata: {name: %s, namespace: %s}
                spec: {template: {metadata: {labels: {app: %s}}, spec: {restartPolicy: Never, containers: [{name: a, image: i}]}}}
                """;

        assertThat(check(GOOD_WEB + job.formatted("web", "shop", "web"))).hasToString("""
                        [error link.selector-shared  Deployment shop/web  spec.selector
                          shop.yaml:5  the selector matches the pods of Job shop/web as well: {app=web}
                          hint: give one of them another name, or labels of its own that its selector asks for]""");
        assertThat(check(GOOD_WEB + job.formatted("web", "other", "web"))).isEmpty();
        assertThat(check(GOOD_WEB + job.formatted("load", "shop", "load"))).isEmpty();
    }

    @Test
    void two_workloads_that_select_each_others_pods_are_told_once() {
        String twin =
                GOOD_WEB.substring(0, GOOD_WEB.indexOf("---")).replace("name: web, namespace", "name: twin, namespace");

        assertThat(check(GOOD_WEB + "---\n" + twin)).extracting(Finding::rule).containsExactly("link.selector-shared");
    }

    @Test
    void what_is_found_in_one_of_two_objects_of_one_identity_stands_in_its_own_file() {
        String good = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: b}, data: {c: d}}";
        List<Manifest> both = new ArrayList<>(Yaml.read(good, "good.yaml"));
        both.addAll(Yaml.read(good.replace(" data:", " dta:"), "bad.yaml"));

        assertThat(Checks.of(KubernetesVersion.parse("1.35"))
                        .only(List.of("schema.unknown-field"))
                        .check(both)
                        .findings())
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.place().map(Place::file)).contains("bad.yaml"));
    }

    @Test
    void what_the_rules_over_all_objects_find_stands_in_the_file_of_its_object_too() {
        String secret = "{apiVersion: v1, kind: Secret, metadata: {name: a, namespace: b}, data: {c: ZA==}}";
        String pod = "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: b}, "
                + "spec: {containers: [{name: c, image: d}]}}";
        List<Manifest> all = new ArrayList<>(Yaml.read(secret, "one.yaml"));
        all.addAll(Yaml.read(secret, "two.yaml"));
        all.addAll(Yaml.read(pod, "three.yaml"));
        all.addAll(Yaml.read(pod, "four.yaml"));

        assertThat(Checks.of(KubernetesVersion.parse("1.35"))
                        .only(List.of("secret.clear", "pod.token"))
                        .check(all)
                        .findings())
                .extracting(finding ->
                        finding.rule() + " " + finding.place().map(Place::file).orElse(""))
                .containsExactlyInAnyOrder(
                        "secret.clear one.yaml",
                        "secret.clear two.yaml",
                        "pod.token three.yaml",
                        "pod.token four.yaml");
    }
}
