package dev.hearth.platform.applications;

import static dev.hearth.dsl.Units.gib;
import static dev.hearth.platform.SmallCluster.container;
import static dev.hearth.platform.SmallCluster.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Flow;
import dev.hearth.dsl.HoldsData;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Stated;
import dev.hearth.dsl.Value;
import dev.hearth.findings.Finding;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.access.CertManager;
import dev.hearth.platform.access.NginxIngress;
import dev.hearth.platform.access.OidcClient;
import dev.hearth.platform.data.Postgres;
import dev.hearth.platform.observability.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoderTest {

    private static final Postgres POSTGRES = Postgres.named("postgres");
    private static final Coder CODER = Coder.named("coder", POSTGRES.database("coder"));

    private static SmallCluster with(Component... more) {
        return SmallCluster.of(Stream.concat(
                        Stream.of(NginxIngress.named("ingress"), CertManager.named("cert-manager"), POSTGRES),
                        Stream.of(more))
                .toArray(Component[]::new));
    }

    /** The plain variables of a container, and for others where they come from. */
    private static Map<String, String> environment(Manifest workload) {
        Map<String, String> environment = new TreeMap<>();
        for (Mapping variable : container(workload).sequence("env").mappings()) {
            Mapping secret = variable.mapping("valueFrom").mapping("secretKeyRef");
            environment.put(
                    variable.text("name").orElseThrow(),
                    variable.text("value")
                            .orElseGet(() -> secret.text("name").orElse("?") + "#"
                                    + secret.text("key").orElse("?")));
        }
        return environment;
    }

    private static List<String> flowsFrom(SmallCluster cluster, String namespace) {
        return cluster.expansion().flows().stream()
                .filter(flow ->
                        flow.from() instanceof Pods pods && pods.namespace().equals(namespace))
                .map(CoderTest::words)
                .distinct()
                .sorted()
                .toList();
    }

    private static String words(Flow flow) {
        Peer to = flow.to();
        String where = to instanceof Peer.Outside outside
                ? "outside " + outside.host()
                : to instanceof Peer.ApiServer ? "API server" : to.toString();
        return ((Pods) flow.from()).name() + " -> " + where + " " + flow.port();
    }

    @Test
    void becomes_the_expected_objects() {
        SmallCluster cluster = with(CODER);

        assertThat(cluster.findings()).isEmpty();
        GoldenTree.assertTree("coder", cluster.manifests("coder"));
    }

    @Test
    void its_database_is_made_and_its_credential_is_that_of_the_owner() {
        SmallCluster cluster = with(CODER);

        assertThat(environment(cluster.object("Job", "postgres-databases"))).containsEntry("DATABASES", "coder");
        assertThat(environment(cluster.object("Deployment", "coder")))
                .containsEntry("CODER_PG_CONNECTION_URL", "postgres-coder#url");
    }

    @Test
    void its_servers_open_the_database_the_api_server_the_ingress_and_the_registry_of_providers() {
        assertThat(flowsFrom(with(CODER), "coder"))
                .containsExactly(
                        "coder -> API server 16443",
                        "coder -> ingress/ingress 443",
                        "coder -> outside registry.terraform.io 443",
                        "coder -> postgres/postgres 5432",
                        "coder-answers -> coder/coder 8080");
    }

    @Test
    void its_workspaces_open_the_ingress_and_the_internet_and_nothing_of_the_cluster() {
        assertThat(flowsFrom(with(CODER), "coder-workspaces"))
                .containsExactly(
                        "coder-workspaces -> ingress/ingress 443", "coder-workspaces -> outside the internet 443");
    }

    @Test
    void workspaces_may_be_an_island_or_have_further_ports() {
        Workspaces workspaces = Workspaces.in("dev");

        assertThat(flowsFrom(with(CODER.workspaces(workspaces.offline())), "dev"))
                .containsExactly("coder-workspaces -> ingress/ingress 443");
        assertThat(flowsFrom(with(CODER.workspaces(workspaces.internet(Port.tcp("ssh", 22)))), "dev"))
                .contains("coder-workspaces -> outside the internet 22");
    }

    @Test
    void may_change_pods_disks_and_deployments_of_the_workspaces_and_nothing_else_anywhere() {
        List<Manifest> roles = with(CODER).manifests("coder").stream()
                .filter(manifest -> manifest.kind().contains("Role"))
                .toList();

        assertThat(roles)
                .extracting(role -> role.kind() + " " + role.namespace().orElse("everywhere"))
                .containsExactly("Role coder-workspaces", "RoleBinding coder-workspaces");
        assertThat(roles.get(0).root().sequence("rules").mappings().stream()
                        .flatMap(rule -> rule.sequence("resources").strings().stream()))
                .containsExactly("pods", "persistentvolumeclaims", "deployments");
    }

    @Test
    void workspaces_have_a_restricted_namespace_of_their_own_with_limits_that_is_kept_like_data() {
        SmallCluster cluster = with(
                CODER.workspaces(Workspaces.in("dev").pods(4).memory(gib(8)).storage(gib(50))));

        assertThat(cluster.object("Namespace", "dev").labels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
        assertThat(cluster.object("ResourceQuota", "coder").spec().mapping("hard"))
                .isEqualTo(Mapping.texts(
                        new TreeMap<>(Map.of("pods", "4", "limits.memory", "8Gi", "requests.storage", "50Gi"))));
        assertThat(cluster.expansion().facts(HoldsData.class).stream().map(Stated::fact))
                .anyMatch(data -> data.object().namespace().equals("dev"));
    }

    @Test
    void several_servers_relay_to_each_other_and_one_needs_no_way_to_itself() {
        SmallCluster two = with(CODER.replicas(2));

        assertThat(two.findings()).isEmpty();
        assertThat(flowsFrom(two, "coder")).contains("coder -> coder/coder 8080");
        assertThat(two.object("PodDisruptionBudget", "coder").spec().number("maxUnavailable"))
                .contains(1L);
        assertThat(flowsFrom(with(CODER), "coder")).doesNotContain("coder -> coder/coder 8080");
    }

    @Test
    void applications_have_hosts_below_its_own_unless_told_otherwise() {
        assertThat(environment(with(CODER.route("dev")).object("Deployment", "coder")))
                .containsEntry("CODER_ACCESS_URL", "https://dev.home.arpa")
                .containsEntry("CODER_WILDCARD_ACCESS_URL", "*.dev.home.arpa")
                .containsEntry("CODER_DISABLE_PATH_APPS", "true");
        assertThat(environment(with(CODER.withoutWildcard()).object("Deployment", "coder")))
                .doesNotContainKeys("CODER_WILDCARD_ACCESS_URL", "CODER_DISABLE_PATH_APPS");
        assertThat(with(CODER.withoutWildcard()).manifests("coder"))
                .filteredOn(manifest -> manifest.kind().equals("Ingress"))
                .hasSize(1);
    }

    @Test
    void trusts_the_certificates_of_a_config_map_that_somebody_keeps() {
        Manifest server = with(CODER.trust("internal-ca", "ca.crt")).object("Deployment", "coder");

        assertThat(environment(server)).containsEntry("SSL_CERT_FILE", "/etc/coder-trust/ca.crt");
        assertThat(pod(server).sequence("volumes").mappings())
                .contains(Mapping.builder()
                        .put("name", "trust")
                        .put(
                                "configMap",
                                Mapping.builder().put("name", "internal-ca").build())
                        .build());
    }

    @Test
    void people_log_in_at_a_provider() {
        OidcClient client = OidcClient.of(
                Value.of("https://").then(Value.publicHost("login")),
                Credential.named("coder-oidc").fixed("client-id", "coder").password("client-secret", 32));

        assertThat(environment(with(CODER.login(client)).object("Deployment", "coder")))
                .containsEntry("CODER_OIDC_ISSUER_URL", "https://login.home.arpa")
                .containsEntry("CODER_OIDC_CLIENT_ID", "coder-oidc#client-id")
                .containsEntry("CODER_OIDC_CLIENT_SECRET", "coder-oidc#client-secret");
    }

    @Test
    void a_client_of_a_provider_has_a_name_and_a_secret() {
        Credential nameless = Credential.named("coder-oidc").password("client-secret", 32);

        assertThatThrownBy(() -> OidcClient.of(Value.of("https://login.example.org"), nameless))
                .hasMessageContaining("client-id");
    }

    @Test
    void refuses_workspaces_beside_its_secrets() {
        assertThatThrownBy(() -> CODER.workspaces(Workspaces.in("coder")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another namespace");
    }

    @Test
    void comes_after_its_database_and_says_when_there_is_none() {
        assertThat(CODER.after()).containsExactly("postgres");
        assertThat(SmallCluster.of(NginxIngress.named("ingress"), CertManager.named("cert-manager"), CODER)
                        .findings())
                .extracting(Finding::rule)
                .contains("link.component");
    }

    @Test
    void runs_another_version_as_a_whole() {
        SmallCluster cluster = with(CODER.image(Image.of("ghcr.io/coder/coder", "v2.37.1")));

        assertThat(Stream.of(cluster.object("Deployment", "coder"), cluster.object("Job", "coder-answers"))
                        .map(workload -> container(workload).text("image")))
                .containsOnly(Optional.of("ghcr.io/coder/coder:v2.37.1"));
    }

    @Test
    void alerts_fire_when_they_should_and_not_before(@TempDir Path folder) throws IOException {
        Files.write(
                folder.resolve("coder.yml"),
                Yaml.bytes(with(CODER).object("PrometheusRule", "coder").spec()));
        Files.writeString(folder.resolve("tests.yaml"), """
                rule_files: [coder.yml]
                evaluation_interval: 1m
                tests:
                  - interval: 1m
                    input_series:
                      - series: kube_deployment_status_replicas_available{namespace="coder", deployment="coder"}
                        values: 1x30 0x60
                      - series: coderd_api_requests_processed_total{namespace="coder", pod="a", code="200"}
                        values: 0+90x120
                      - series: coderd_api_requests_processed_total{namespace="coder", pod="a", code="502"}
                        values: 0+1x30 30+30x90
                      - series: coderd_api_workspace_latest_build{namespace="coder", pod="a", status="failed"}
                        values: 0x30 2x90
                      - series: coderd_api_workspace_latest_build{namespace="coder", pod="b", status="failed"}
                        values: 0x30 2x90
                    alert_rule_test:
                      - {eval_time: 30m, alertname: CoderDown}
                      - {eval_time: 30m, alertname: CoderErrors}
                      - {eval_time: 50m, alertname: CoderBuildsFailing}
                      - eval_time: 45m
                        alertname: CoderDown
                        exp_alerts:
                          - exp_labels: {severity: critical, namespace: coder, deployment: coder}
                            exp_annotations:
                              summary: Coder is down
                              description: No server of coder is ready, so no workspace can be reached.
                      - eval_time: 80m
                        alertname: CoderErrors
                        exp_alerts:
                          - exp_labels: {severity: warning, namespace: coder}
                            exp_annotations:
                              summary: Coder answers many requests with errors
                              description: 25% of the requests to coder fail.
                      - eval_time: 80m
                        alertname: CoderBuildsFailing
                        exp_alerts:
                          - exp_labels: {severity: warning, namespace: coder}
                            exp_annotations:
                              summary: Workspaces of Coder could not be built
                              description: The last build of 2 workspaces of coder has failed.
                """);

        Outcome checked = Judges.require("promtool").in(folder).run("check", "rules", "--lint=all", "coder.yml");
        Outcome tested = Judges.require("promtool").in(folder).run("test", "rules", "tests.yaml");

        assertThat(checked.exitCode()).as(checked.stdout() + checked.stderr()).isZero();
        assertThat(tested.exitCode()).as(tested.stdout() + tested.stderr()).isZero();
    }

    @Test
    void traces_go_to_the_collector_of_the_cluster_by_the_only_protocol_it_knows() {
        SmallCluster cluster = SmallCluster.of(
                Stores.at(SmallCluster.site()),
                NginxIngress.named("ingress"),
                CertManager.named("cert-manager"),
                POSTGRES,
                Stores.collector(),
                CODER);

        assertThat(cluster.findings()).isEmpty();
        assertThat(environment(cluster.object("Deployment", "coder")))
                .containsEntry("CODER_TRACE_ENABLE", "true")
                .containsEntry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://alloy.monitoring.svc.cluster.local:4317")
                .containsEntry("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
        assertThat(environment(with(CODER).object("Deployment", "coder"))).doesNotContainKey("CODER_TRACE_ENABLE");
    }
}
