package dev.hearth.platform.gitops;

import static dev.hearth.dsl.Units.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hearth.dsl.ApplicationHealth;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Flow;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.RemoteChart;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Stated;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.workload.Autoscaler;
import dev.hearth.dsl.workload.ScalingRules;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.access.CertManager;
import dev.hearth.platform.access.Groups;
import dev.hearth.platform.access.NginxIngress;
import dev.hearth.platform.access.PublicOidcClient;
import dev.hearth.platform.observability.Stores;
import dev.hearth.platform.security.TrivyOperator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgoCdTest {

    private static SmallCluster cluster(Component argoCd) {
        return SmallCluster.of(CertManager.named("cert-manager"), NginxIngress.named("ingress"), argoCd);
    }

    private static RemoteChart.Resolved chart(SmallCluster cluster) {
        return cluster.expansion().facts(RemoteChart.Resolved.class).stream()
                .map(Stated::fact)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void of_its_chart_becomes_the_expected_objects() {
        SmallCluster cluster = cluster(ArgoCd.remoteChart());

        assertThat(cluster.findings()).isEmpty();
        GoldenTree.assertTree("argocd-remote-chart", cluster.manifests("argocd"));
    }

    @Test
    void preinstalled_becomes_the_expected_objects() {
        SmallCluster cluster = cluster(ArgoCd.preinstalled());

        assertThat(cluster.findings()).isEmpty();
        assertThat(cluster.expansion().facts(RemoteChart.Resolved.class)).isEmpty();
        GoldenTree.assertTree("argocd-preinstalled", cluster.manifests("argocd"));
    }

    @Test
    void gives_the_chart_the_expected_values() {
        RemoteChart.Resolved resolved = chart(cluster(ArgoCd.remoteChart()));

        assertThat(resolved.chart().repository()).isEqualTo("https://argoproj.github.io/argo-helm");
        assertThat(resolved.chart().chart()).isEqualTo("argo-cd");
        assertThat(resolved.chart().version()).isEqualTo("10.3.3");
        assertThat(resolved.chart().release()).isEqualTo("argocd");
        assertThat(Yaml.write(resolved.values())).isEqualTo("""
                crds:
                  install: true
                  keep: true
                global:
                  domain: argocd.home.arpa
                  networkPolicy:
                    create: false
                configs:
                  cm:
                    url: https://argocd.home.arpa
                    resource.customizations.health.argoproj.io_Application: |
                      local health = obj.status and obj.status.health or {}
                      return { status = health.status or "Progressing", message = health.message or "" }
                  params:
                    server.insecure: true
                dex:
                  enabled: false
                notifications:
                  resources:
                    requests:
                      cpu: 10m
                      memory: 64Mi
                    limits:
                      memory: 128Mi
                  enabled: false
                controller:
                  resources:
                    requests:
                      cpu: 100m
                      memory: 256Mi
                    limits:
                      memory: 1Gi
                  metrics:
                    enabled: true
                server:
                  resources:
                    requests:
                      cpu: 20m
                      memory: 96Mi
                    limits:
                      memory: 256Mi
                  metrics:
                    enabled: true
                repoServer:
                  resources:
                    requests:
                      cpu: 20m
                      memory: 96Mi
                    limits:
                      memory: 512Mi
                  metrics:
                    enabled: true
                applicationSet:
                  resources:
                    requests:
                      cpu: 10m
                      memory: 64Mi
                    limits:
                      memory: 256Mi
                redis:
                  resources:
                    requests:
                      cpu: 10m
                      memory: 32Mi
                    limits:
                      memory: 128Mi
                redisSecretInit:
                  resources:
                    requests:
                      cpu: 10m
                      memory: 32Mi
                    limits:
                      memory: 128Mi
                """);
    }

    @Test
    void knows_how_healthy_an_application_is() {
        Mapping settings =
                chart(cluster(ArgoCd.remoteChart())).values().mapping("configs").mapping("cm");

        assertThat(settings.text(ApplicationHealth.KEY)).contains(ApplicationHealth.LUA);
        assertThat(settings.text("url")).contains("https://argocd.home.arpa");
    }

    @Test
    void passes_over_what_others_write_to_tell_what_they_found_and_what_it_passes_over_by_itself() {
        Mapping settings = chart(SmallCluster.of(ArgoCd.remoteChart(), TrivyOperator.named("trivy")))
                .values()
                .mapping("configs")
                .mapping("cm");

        assertThat(settings.text("resource.exclusions").orElseThrow())
                .contains("- aquasecurity.github.io\n", "- VulnerabilityReport\n", "- EndpointSlice\n", "- Lease\n");
        assertThat(chart(cluster(ArgoCd.remoteChart()))
                        .values()
                        .mapping("configs")
                        .mapping("cm")
                        .has("resource.exclusions"))
                .isFalse();
    }

    @Test
    void lets_people_log_in_at_a_provider_and_do_what_their_groups_say() {
        ArgoCd argo = ArgoCd.remoteChart()
                .login(
                        PublicOidcClient.of(Value.of("https://id.example.org"), "argocd"),
                        Groups.admins("admins").editors("developers").viewers("family"))
                .trust("house-ca", "ca.crt");
        SmallCluster cluster = cluster(argo);
        Mapping configs = chart(cluster).values().mapping("configs");

        assertThat(configs.mapping("cm").text("oidc.config")).contains("""
                        name: the house
                        issuer: https://id.example.org
                        clientID: argocd
                        enablePKCEAuthentication: true
                        requestedScopes: [openid, profile, email, groups]
                        """);
        assertThat(configs.mapping("rbac").text("policy.default")).contains("");
        assertThat(configs.mapping("rbac").text("policy.csv").orElseThrow().lines())
                .contains(
                        "g, admins, role:admin",
                        "g, developers, role:editor",
                        "p, role:editor, applications, sync, */*, allow",
                        "g, family, role:readonly");
        assertThat(chart(cluster)
                        .values()
                        .mapping("server")
                        .sequence("env")
                        .mappings()
                        .get(0)
                        .text("value"))
                .contains("/etc/argocd-trust/ca.crt");
        assertThat(cluster.expansion().flows())
                .anyMatch(flow -> flow.from().toString().equals("argocd/argocd-server")
                        && flow.to().equals(Peer.outside("the identity provider")));
    }

    @Test
    void a_login_belongs_to_its_chart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArgoCd.preinstalled()
                        .login(
                                PublicOidcClient.of(Value.of("https://id.example.org"), "argocd"),
                                Groups.admins("admins")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArgoCd.remoteChart().trust("house-ca", "ca.crt"))
                .withMessageContaining("login");
    }

    @Test
    void lets_values_win_over_its_own() {
        Mapping values = chart(cluster(
                        ArgoCd.remoteChart().version("10.1.1").values(Data.map("dex", Data.map("enabled", true)))))
                .values();

        assertThat(Yaml.write(values.mapping("dex"))).isEqualTo("enabled: true\n");
    }

    @Test
    void lets_its_pods_talk_as_they_must_and_no_more() {
        assertThat(cluster(ArgoCd.remoteChart()).expansion().flows().stream()
                        .filter(flow -> flow.owner().equals("argocd"))
                        .filter(flow -> flow.to() instanceof Pods)
                        .filter(flow -> flow.from() instanceof Pods pods
                                && pods.namespace().equals("argocd"))
                        .map(flow -> flow.from() + " -> " + flow.to() + ":" + flow.port()))
                .containsExactlyInAnyOrder(
                        "argocd/argocd-server -> argocd/argocd-repo-server:8081",
                        "argocd/argocd-server -> argocd/argocd-redis:6379",
                        "argocd/argocd-application-controller -> argocd/argocd-repo-server:8081",
                        "argocd/argocd-application-controller -> argocd/argocd-redis:6379",
                        "argocd/argocd-repo-server -> argocd/argocd-redis:6379",
                        "argocd/argocd-applicationset-controller -> argocd/argocd-repo-server:8081");
    }

    @Test
    void reads_from_outside_at_the_ports_it_is_told() {
        assertThat(cluster(ArgoCd.remoteChart().sourcePorts(Port.tcp("git-ssh", 2222))).expansion().flows().stream()
                        .filter(flow ->
                                flow.from() instanceof Pods pods && pods.name().equals("argocd-repo-server"))
                        .map(Flow::port))
                .containsExactlyInAnyOrder(6379, 2222, 443);
    }

    private static SmallCluster readFrom(String repository, ArgoCd argoCd) {
        return SmallCluster.of(
                SmallCluster.site(),
                repository,
                CertManager.named("cert-manager"),
                NginxIngress.named("ingress"),
                argoCd);
    }

    @Test
    void is_never_locked_out_of_the_repository_it_reads_the_tree_from() {
        for (String pods : List.of("argocd-repo-server", "argocd-applicationset-controller")) {
            assertThat(
                            readFrom("https://git.example.org:3000/me/home.git", ArgoCd.remoteChart())
                                    .expansion()
                                    .flows()
                                    .stream()
                                    .filter(flow -> flow.from() instanceof Pods from
                                            && from.name().equals(pods))
                                    .filter(flow -> flow.to() instanceof Peer.Outside)
                                    .map(Flow::port))
                    .containsExactlyInAnyOrder(443, 22, 3000);
        }
    }

    @Test
    void tells_of_a_repository_below_the_domains_of_the_cluster_that_may_be_inside() {
        List<Finding> findings = readFrom("https://git.home.arpa/me/home.git", ArgoCd.preinstalled())
                .findings();

        assertThat(findings).extracting(Finding::rule).containsExactly("argo.repository");
        assertThat(findings).extracting(Finding::severity).containsExactly(Severity.INFO);
        assertThat(findings.get(0).hint().orElseThrow()).contains("ArgoCd.sources(");
        assertThat(readFrom(
                                "https://git.home.arpa/me/home.git",
                                ArgoCd.preinstalled().sources(ServiceRef.of("gitea", "gitea", "http")))
                        .findings())
                .extracting(Finding::rule)
                .doesNotContain("argo.repository");
    }

    @Test
    void has_a_finding_where_a_source_is_not_in_the_cluster() {
        assertThat(cluster(ArgoCd.remoteChart().sources(ServiceRef.of("gitea", "gitea", "http")))
                        .findings())
                .extracting(Finding::rule)
                .contains("link.component");
    }

    @Test
    void is_reached_without_tls_by_its_chart_and_with_tls_where_it_is_preinstalled() {
        assertThat(backends(cluster(ArgoCd.remoteChart()))).containsExactly("argocd-server:http");
        assertThat(backends(cluster(ArgoCd.preinstalled()))).containsExactly("argocd-server:https");
    }

    private static List<String> backends(SmallCluster cluster) {
        return cluster.manifests("argocd").stream()
                .filter(manifest -> manifest.kind().equals("Ingress"))
                .map(Manifest::spec)
                .flatMap(spec -> spec.sequence("rules").mappings().stream())
                .flatMap(rule -> rule.mapping("http").sequence("paths").mappings().stream())
                .map(path -> path.mapping("backend").mapping("service"))
                .map(service -> service.text("name").orElseThrow() + ":"
                        + service.mapping("port").text("name").orElse(""))
                .toList();
    }

    @Test
    void refuses_settings_of_the_chart_where_there_is_none() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArgoCd.preinstalled().version("10.3.3"))
                .withMessageContaining("remoteChart()");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArgoCd.remoteChart().version("~10"))
                .withMessageContaining("must be exact");
    }

    @Test
    void server_and_repo_server_scale_by_values_of_the_chart() {
        Autoscaler busy = Autoscaler.between(2, 5)
                .cpu(70)
                .scaleDown(ScalingRules.stabilized(seconds(300)).percent(50, seconds(60)));
        RemoteChart.Resolved resolved = chart(cluster(ArgoCd.remoteChart()
                .serverAutoscaler(busy)
                .repoServerAutoscaler(Autoscaler.between(1, 3).memory(80))));

        assertThat(Yaml.write(resolved.values().mapping("server"))).isEqualTo("""
                resources:
                  requests:
                    cpu: 100m
                    memory: 128Mi
                  limits:
                    memory: 256Mi
                metrics:
                  enabled: true
                autoscaling:
                  enabled: true
                  minReplicas: 2
                  maxReplicas: 5
                  metrics:
                  - type: Resource
                    resource:
                      name: cpu
                      target:
                        type: Utilization
                        averageUtilization: 70
                  behavior:
                    scaleDown:
                      stabilizationWindowSeconds: 300
                      policies:
                      - type: Percent
                        value: 50
                        periodSeconds: 60
                pdb:
                  enabled: true
                  maxUnavailable: 1
                """);
        assertThat(resolved.values().mapping("repoServer").has("pdb")).isFalse();
        assertThat(resolved.chart().kinds())
                .contains("autoscaling/HorizontalPodAutoscaler", "policy/PodDisruptionBudget");
        assertThat(chart(cluster(ArgoCd.remoteChart())).chart().kinds())
                .doesNotContain("autoscaling/HorizontalPodAutoscaler", "policy/PodDisruptionBudget");
    }

    @Test
    void takes_no_autoscaler_that_the_chart_cannot_make() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArgoCd.remoteChart().serverAutoscaler(Autoscaler.between(1, 2)))
                .withMessage("the autoscaler of Argo CD's server has no metric; add cpu(70) or memory(80)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArgoCd.remoteChart()
                        .repoServerAutoscaler(Autoscaler.between(1, 2).cpu(70).named("mine")))
                .withMessage("the autoscaler of Argo CD's repoServer cannot be named mine, for the chart names it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArgoCd.preinstalled()
                        .serverAutoscaler(Autoscaler.between(1, 2).cpu(70)))
                .withMessage("autoscalers belong to ArgoCd.remoteChart(), but this Argo CD is preinstalled");
    }

    @Test
    void traces_go_to_the_collector_of_the_cluster() {
        SmallCluster cluster = SmallCluster.of(
                Stores.at(SmallCluster.site()),
                CertManager.named("cert-manager"),
                NginxIngress.named("ingress"),
                Stores.collector(),
                ArgoCd.remoteChart());

        assertThat(cluster.findings()).isEmpty();
        assertThat(Yaml.write(chart(cluster).values().mapping("configs").mapping("params")))
                .isEqualTo("""
                server.insecure: true
                otlp.address: alloy.monitoring.svc.cluster.local:4317
                otlp.insecure: true
                """);
        assertThat(cluster.expansion().flows().stream()
                        .filter(flow -> flow.port() == 4317
                                && flow.from() instanceof Pods pods
                                && pods.namespace().equals("argocd"))
                        .map(flow -> ((Pods) flow.from()).name()))
                .hasSize(3);
    }
}
