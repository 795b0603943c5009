package dev.hearth.homelab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.Site;
import dev.hearth.graph.network.Endpoint;
import dev.hearth.graph.network.Host;
import dev.hearth.graph.network.NetworkPolicies;
import dev.hearth.graph.network.Pod;
import dev.hearth.graph.network.Protocol;
import dev.hearth.testing.FlowProof;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who reaches whom in the home cluster. */
class FlowsTest {

    private static final Site SITE = Home.RENDERING.expansion().cluster().site();

    private static final NetworkPolicies POLICIES = NetworkPolicies.of(Home.RENDERING.manifests())
            .podCidrs(SITE.podNetwork().toString())
            .nodeCidrs("192.168.10.11/32", "192.168.10.12/32");

    /** Pods that no template of the tree makes: Argo CD's chart does, and the operator. */
    private static final Map<String, Pod> MADE_BY_OTHERS = Map.of(
            "monitoring/prometheus",
                    Pod.named("prometheus-prometheus-0", "monitoring")
                            .labels(Map.of(
                                    "app.kubernetes.io/name", "prometheus",
                                    "app.kubernetes.io/instance", "prometheus",
                                    "app.kubernetes.io/managed-by", "prometheus-operator",
                                    "operator.prometheus.io/name", "prometheus",
                                    "operator.prometheus.io/shard", "0",
                                    "prometheus", "prometheus")),
            "argocd/argocd-server", argoCd("argocd-server", "server"),
            "argocd/argocd-repo-server", argoCd("argocd-repo-server", "repo-server"),
            "argocd/argocd-application-controller", argoCd("argocd-application-controller", "application-controller"),
            "argocd/argocd-applicationset-controller",
                    argoCd("argocd-applicationset-controller", "applicationset-controller"),
            "argocd/argocd-redis", argoCd("argocd-redis", "redis"),
            "coder-workspaces/coder-workspaces",
                    Pod.named("coder-workspaces", "coder-workspaces")
                            .label("app.kubernetes.io/name", "coder-workspace"),
            "kube-system/kube-dns", Pod.named("coredns", "kube-system").label("k8s-app", "kube-dns"));

    private static Pod argoCd(String name, String component) {
        return Pod.named(name, "argocd")
                .labels(Map.of(
                        "app.kubernetes.io/name",
                        name,
                        "app.kubernetes.io/instance",
                        "argocd",
                        "app.kubernetes.io/component",
                        component,
                        "app.kubernetes.io/part-of",
                        "argocd"));
    }

    private static Endpoint endpoint(String who) {
        return switch (who) {
            case "the API server" ->
                Host.apiServer(SITE.apiServerPort(), "192.168.10.11", "192.168.10.12")
                        .tunnel(SITE.podNetwork().toString());
            case "a node" ->
                Host.node("rack", "192.168.10.11").tunnel(SITE.podNetwork().toString());
            case "the local network" -> Host.outside("192.168.10.77");
            case "the internet" -> Host.outside("203.0.113.7");
            default -> pod(who);
        };
    }

    private static Pod pod(String who) {
        Pod made = MADE_BY_OTHERS.get(who);
        int slash = who.indexOf('/');
        return made != null ? made : POLICIES.pod(who.substring(0, slash), who.substring(slash + 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void what_is_declared_is_allowed_and_a_sample_of_the_rest_is_not(long seed) {
        FlowProof proof = FlowProof.of(Home.RENDERING.expansion(), 5_000, seed);

        proof.holds();
        assertThat(proof.namespaces())
                .contains(
                        "argocd",
                        "cert-manager",
                        "coder",
                        "coder-workspaces",
                        "local-path-storage",
                        "metrics-server",
                        "minio",
                        "monitoring",
                        "nginx-ingress",
                        "node-metrics",
                        "postgres",
                        "redis",
                        "sealed-secrets",
                        "velero");
        assertThat(proof.declaredConnections()).isGreaterThan(50);
        assertThat(proof.otherConnections()).isGreaterThan(1000);
    }

    @ParameterizedTest(name = "{0} -> {1} {2}")
    @CsvSource({
        "the local network, nginx-ingress/nginx-ingress, 80",
        "the local network, nginx-ingress/nginx-ingress, 443",
        "nginx-ingress/nginx-ingress, monitoring/grafana, 3000",
        "nginx-ingress/nginx-ingress, prometheus-login/prometheus-login, 4180",
        "prometheus-login/prometheus-login, monitoring/prometheus, 9090",
        "nginx-ingress/nginx-ingress, dex/dex, 5556",
        "monitoring/grafana, dex/dex, 5556",
        "external-secrets/external-secrets, the API server, 16443",
        "nginx-ingress/nginx-ingress, minio/minio, 9000",
        "nginx-ingress/nginx-ingress, minio/minio, 9090",
        "nginx-ingress/nginx-ingress, argocd/argocd-server, 8080",
        "nginx-ingress/nginx-ingress, the API server, 16443",
        "monitoring/grafana, monitoring/prometheus, 9090",
        "monitoring/prometheus, a node, 10250",
        "monitoring/prometheus, a node, 9100",
        "monitoring/prometheus, the API server, 16443",
        "monitoring/prometheus, monitoring/grafana, 3000",
        "monitoring/prometheus, monitoring/kube-state-metrics, 8080",
        "monitoring/prometheus, monitoring/prometheus-operator, 8080",
        "monitoring/prometheus, minio/minio, 9000",
        "monitoring/prometheus, nginx-ingress/nginx-ingress, 9113",
        "monitoring/prometheus, cert-manager/cert-manager, 9402",
        "monitoring/prometheus, cert-manager/cert-manager-cainjector, 9402",
        "monitoring/prometheus, cert-manager/cert-manager-webhook, 9402",
        "monitoring/prometheus, argocd/argocd-application-controller, 8082",
        "monitoring/prometheus, argocd/argocd-server, 8083",
        "monitoring/prometheus, argocd/argocd-repo-server, 8084",
        "monitoring/prometheus-operator, the API server, 16443",
        "monitoring/kube-state-metrics, the API server, 16443",
        "cert-manager/cert-manager, the API server, 16443",
        "cert-manager/cert-manager-cainjector, the API server, 16443",
        "cert-manager/cert-manager-webhook, the API server, 16443",
        "the API server, cert-manager/cert-manager-webhook, 10250",
        "minio/minio-buckets, minio/minio, 9000",
        "nginx-ingress/nginx-ingress, coder/coder, 8080",
        "coder/coder, postgres/postgres, 5432",
        "coder/coder, the API server, 16443",
        "coder-workspaces/coder-workspaces, nginx-ingress/nginx-ingress, 443",
        "redis/redis, redis/redis, 26379",
        "redis/redis-master, redis/redis, 6379",
        "velero/velero, minio/minio, 9000",
        "velero/velero, the internet, 443",
        "the API server, metrics-server/metrics-server, 10250",
        "metrics-server/metrics-server, a node, 10250",
        "argocd/argocd-server, argocd/argocd-repo-server, 8081",
        "argocd/argocd-application-controller, argocd/argocd-repo-server, 8081",
        "argocd/argocd-applicationset-controller, argocd/argocd-repo-server, 8081",
        "argocd/argocd-server, argocd/argocd-redis, 6379",
        "argocd/argocd-application-controller, argocd/argocd-redis, 6379",
        "argocd/argocd-repo-server, argocd/argocd-redis, 6379",
        "argocd/argocd-repo-server, the internet, 443",
        "argocd/argocd-application-controller, the API server, 16443",
        "argocd/argocd-server, the API server, 16443",
    })
    void this_must_be_possible(String from, String to, int port) {
        assertThat(POLICIES.verdict(endpoint(from), endpoint(to), Protocol.TCP, port))
                .matches(verdict -> verdict.allowed(), "allowed");
    }

    @ParameterizedTest(name = "{0} -> {1} {2}")
    @CsvSource({
        "monitoring/grafana, minio/minio, 9000",
        "monitoring/grafana, the API server, 16443",
        "monitoring/grafana, the internet, 443",
        "monitoring/grafana, monitoring/kube-state-metrics, 8080",
        "monitoring/prometheus, minio/minio, 9090",
        "monitoring/prometheus, argocd/argocd-server, 8080",
        "monitoring/prometheus, the internet, 443",
        "minio/minio, the internet, 443",
        "minio/minio, the local network, 443",
        "minio/minio, the API server, 16443",
        "minio/minio, monitoring/prometheus, 9090",
        "minio/minio-buckets, minio/minio, 9090",
        "nginx-ingress/nginx-ingress, the internet, 443",
        "nginx-ingress/nginx-ingress, monitoring/kube-state-metrics, 8080",
        "nginx-ingress/nginx-ingress, argocd/argocd-repo-server, 8081",
        "the local network, minio/minio, 9000",
        "the local network, monitoring/grafana, 3000",
        "the local network, nginx-ingress/nginx-ingress, 9113",
        "cert-manager/cert-manager, the internet, 443",
        "cert-manager/cert-manager-webhook, minio/minio, 9000",
        "argocd/argocd-redis, the internet, 443",
        "argocd/argocd-server, minio/minio, 9000",
    })
    void this_must_not(String from, String to, int port) {
        assertThat(POLICIES.verdict(endpoint(from), endpoint(to), Protocol.TCP, port))
                .matches(verdict -> verdict.denied(), "denied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"monitoring/grafana", "monitoring/prometheus", "minio/minio-buckets", "argocd/argocd-server"})
    void who_calls_by_name_may_ask_for_names(String who) {
        assertThat(Arrays.asList(Protocol.TCP, Protocol.UDP))
                .allMatch(protocol -> POLICIES.allows(endpoint(who), endpoint("kube-system/kube-dns"), protocol, 53));
    }

    @Test
    void who_calls_nobody_may_not_even_ask_for_names() {
        assertThat(POLICIES.verdict(endpoint("minio/minio"), endpoint("kube-system/kube-dns"), Protocol.UDP, 53))
                .matches(verdict -> verdict.denied(), "denied");
    }
}
