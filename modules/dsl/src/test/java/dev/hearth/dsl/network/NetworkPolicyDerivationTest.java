package dev.hearth.dsl.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Protocol;
import dev.hearth.dsl.ServiceOffer;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.Stated;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NetworkPolicyDerivationTest {

    private static final Site SITE =
            Site.microk8s().node("shelf", "192.168.10.12").node("rack", "192.168.10.11");

    private static final Pods MINIO = pods("minio", "minio");
    private static final Pods GRAFANA = pods("monitoring", "grafana");
    private static final Pods PROMETHEUS = pods("monitoring", "prometheus");

    private static Pods pods(String namespace, String name) {
        return Pods.labelled(name, "app", name).orIn(namespace);
    }

    /** Says what flows it is told to say. */
    record Speaker(String name, String namespace, ImmutableList<Part> parts) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(parts);
        }
    }

    private static Speaker component(String name, String namespace, Part... parts) {
        return new Speaker(name, namespace, ImmutableList.copyOf(parts));
    }

    private static Part flow(Peer from, Peer to, int port) {
        return scope -> scope.flow(from, to, Protocol.TCP, port);
    }

    private static Expansion expand(Component... components) {
        return expand(SITE, components);
    }

    private static Expansion expand(Site site, Component... components) {
        return Expansion.of(Cluster.named("home").site(site).layer("all", components))
                .derive(new NetworkPolicyDerivation());
    }

    /** Every policy as text, by namespace and name. */
    private static Map<String, String> policies(Expansion expansion) {
        return expansion.manifests().stream()
                .filter(manifest -> manifest.kind().equals("NetworkPolicy"))
                .collect(Collectors.toMap(
                        manifest -> manifest.namespace().orElseThrow() + "/" + manifest.name(),
                        manifest -> Yaml.write(manifest.root()),
                        (one, other) -> {
                            throw new AssertionError("two policies of one name:\n" + one + other);
                        },
                        TreeMap::new));
    }

    private static String policy(Expansion expansion, String name) {
        return String.valueOf(policies(expansion).get(name));
    }

    /** What a policy allows, without the lines that all have. */
    private static String rules(Expansion expansion, String name) {
        String text = policy(expansion, name);
        return text.substring(text.indexOf("spec:\n") + 6, text.indexOf("  podSelector:\n    matchLabels"));
    }

    private static List<String> rulesBroken(Expansion expansion) {
        return expansion.findings().stream().map(Finding::rule).toList();
    }

    @Test
    void a_namespace_denies_everything_by_default() {
        Expansion expansion = expand(component("minio", "storage"));

        assertThat(policies(expansion)).containsExactly(Map.entry("storage/default-deny", """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: default-deny
                  namespace: storage
                spec:
                  podSelector: {}
                  policyTypes:
                  - Egress
                  - Ingress
                """));
        assertThat(expansion.manifests())
                .extracting(manifest -> manifest.owner().orElseThrow())
                .containsOnly(Expansion.NAMESPACES);
    }

    @Test
    void a_flow_opens_both_of_its_ends_and_dns_where_it_begins() {
        Expansion expansion =
                expand(component("grafana", "monitoring", flow(GRAFANA, MINIO, 9000)), component("minio", "minio"));

        assertThat(policies(expansion).keySet())
                .containsExactly(
                        "minio/default-deny",
                        "minio/minio-from-monitoring-grafana",
                        "monitoring/default-deny",
                        "monitoring/grafana-egress");
        assertThat(policy(expansion, "monitoring/grafana-egress")).isEqualTo("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: grafana-egress
                  namespace: monitoring
                spec:
                  egress:
                  - to:
                    - namespaceSelector:
                        matchLabels:
                          kubernetes.io/metadata.name: kube-system
                      podSelector:
                        matchLabels:
                          k8s-app: kube-dns
                    ports:
                    - port: 53
                      protocol: TCP
                    - port: 53
                      protocol: UDP
                  - to:
                    - namespaceSelector:
                        matchLabels:
                          kubernetes.io/metadata.name: minio
                      podSelector:
                        matchLabels:
                          app: minio
                    ports:
                    - port: 9000
                      protocol: TCP
                  podSelector:
                    matchLabels:
                      app: grafana
                  policyTypes:
                  - Egress
                """);
        assertThat(policy(expansion, "minio/minio-from-monitoring-grafana")).isEqualTo("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: minio-from-monitoring-grafana
                  namespace: minio
                spec:
                  ingress:
                  - from:
                    - namespaceSelector:
                        matchLabels:
                          kubernetes.io/metadata.name: monitoring
                      podSelector:
                        matchLabels:
                          app: grafana
                    ports:
                    - port: 9000
                      protocol: TCP
                  podSelector:
                    matchLabels:
                      app: minio
                  policyTypes:
                  - Ingress
                """);
    }

    @Test
    void pods_of_the_same_namespace_are_named_by_their_labels_alone() {
        Expansion expansion = expand(component("grafana", "monitoring", flow(GRAFANA, PROMETHEUS, 9090)));

        assertThat(rules(expansion, "monitoring/prometheus-from-grafana")).isEqualTo(indented("""
                ingress:
                - from:
                  - podSelector:
                      matchLabels:
                        app: grafana
                  ports:
                  - port: 9090
                    protocol: TCP
                """));
    }

    @Test
    void another_user_is_another_file_and_changes_none() {
        Component minio = component("minio", "minio");
        Component grafana = component("grafana", "monitoring", flow(GRAFANA, MINIO, 9000));
        Component loki = component("loki", "loki", flow(pods("loki", "loki"), MINIO, 9000));

        Map<String, String> before = policies(expand(minio, grafana));
        Map<String, String> after = policies(expand(minio, grafana, loki));

        assertThat(after).containsAllEntriesOf(before);
        after.keySet().removeAll(before.keySet());
        assertThat(after.keySet()).containsExactly("loki/default-deny", "loki/loki-egress", "minio/minio-from-loki");
    }

    @Test
    void what_another_component_says_of_pods_is_a_policy_of_its_own() {
        Component prometheus = component("prometheus", "monitoring", flow(PROMETHEUS, GRAFANA, 3000));
        Component minio = component("minio", "minio", flow(PROMETHEUS, MINIO, 9001));

        Map<String, String> alone = policies(expand(prometheus));
        Map<String, String> both = policies(expand(prometheus, minio));

        assertThat(both).containsAllEntriesOf(alone).containsKey("monitoring/prometheus-egress-for-minio");
    }

    @Test
    void the_order_of_flows_and_their_repetition_make_no_difference() {
        List<Part> flows = List.of(
                flow(GRAFANA, MINIO, 9001),
                flow(GRAFANA, PROMETHEUS, 9090),
                flow(GRAFANA, MINIO, 9000),
                scope -> scope.flow(GRAFANA, MINIO, Protocol.UDP, 9000));
        ImmutableList<Part> twiceBackwards = ImmutableList.<Part>builder()
                .addAll(flows)
                .addAll(flows)
                .build()
                .reverse();
        Component minio = component("minio", "minio");

        Expansion expansion = expand(new Speaker("grafana", "monitoring", ImmutableList.copyOf(flows)), minio);

        assertThat(policies(expand(new Speaker("grafana", "monitoring", twiceBackwards), minio)))
                .isEqualTo(policies(expansion));
        assertThat(lines(rules(expansion, "minio/minio-from-monitoring-grafana"), "port:", "protocol:"))
                .containsExactly(
                        "port: 9000", "protocol: TCP", "port: 9000", "protocol: UDP", "port: 9001", "protocol: TCP");
    }

    @Test
    void two_components_that_declare_one_flow_share_its_ingress_policy() {
        Expansion expansion = expand(
                component("grafana", "monitoring", flow(GRAFANA, MINIO, 9000)),
                component("minio", "minio", flow(GRAFANA, MINIO, 9001)));

        assertThat(policies(expansion).keySet())
                .containsExactly(
                        "minio/default-deny",
                        "minio/minio-from-monitoring-grafana",
                        "monitoring/default-deny",
                        "monitoring/grafana-egress",
                        "monitoring/grafana-egress-for-minio");
        assertThat(lines(rules(expansion, "minio/minio-from-monitoring-grafana"), "port:"))
                .containsExactly("port: 9000", "port: 9001");
    }

    @Test
    void the_api_server_is_opened_at_the_nodes_and_at_its_own_port_without_dns() {
        Expansion expansion = expand(component("minio", "minio", flow(MINIO, Peer.apiServer(), 443)));

        assertThat(expansion.findings()).isEmpty();
        assertThat(rules(expansion, "minio/minio-egress")).isEqualTo(indented("""
                egress:
                - to:
                  - ipBlock:
                      cidr: "192.168.10.11/32"
                  - ipBlock:
                      cidr: "192.168.10.12/32"
                  ports:
                  - port: 16443
                    protocol: TCP
                """));
    }

    @Test
    void the_api_server_calls_from_a_node_or_from_its_tunnel_address() {
        Expansion expansion =
                expand(component("webhook", "hooks", flow(Peer.apiServer(), pods("hooks", "webhook"), 10250)));

        assertThat(rules(expansion, "hooks/webhook-from-api-server")).isEqualTo(indented("""
                ingress:
                - from:
                  - ipBlock:
                      cidr: "10.1.0.0/16"
                  - ipBlock:
                      cidr: "192.168.10.11/32"
                  - ipBlock:
                      cidr: "192.168.10.12/32"
                  ports:
                  - port: 10250
                    protocol: TCP
                """));
    }

    @Test
    void without_nodes_the_api_server_may_be_anywhere_outside_and_that_is_said() {
        Expansion expansion = expand(
                Site.microk8s(),
                component("minio", "minio", flow(MINIO, Peer.apiServer(), 443), flow(Peer.apiServer(), MINIO, 9000)));

        assertThat(rules(expansion, "minio/minio-egress")).isEqualTo(indented("""
                egress:
                - to:
                  - ipBlock:
                      cidr: "0.0.0.0/0"
                      except:
                      - "10.1.0.0/16"
                      - "10.152.183.0/24"
                  ports:
                  - port: 16443
                    protocol: TCP
                """));
        assertThat(lines(rules(expansion, "minio/minio-from-api-server"), "cidr:"))
                .containsExactly("cidr: 0.0.0.0/0");
        assertThat(rulesBroken(expansion)).containsExactly("net.site");
        assertThat(expansion.findings().get(0).severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void a_site_without_nodes_is_fine_where_nobody_needs_them() {
        assertThat(expand(Site.microk8s(), component("grafana", "monitoring", flow(GRAFANA, PROMETHEUS, 9090)))
                        .findings())
                .isEmpty();
    }

    @Test
    void outside_is_every_address_but_those_of_the_cluster() {
        Expansion expansion = expand(component(
                "minio",
                "minio",
                flow(MINIO, Peer.outside("releases.example.org"), 443),
                flow(MINIO, Peer.outside("backup.example.org"), 443)));

        assertThat(policy(expansion, "minio/minio-egress")).isEqualTo("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  annotations:
                    hearth.dev/outside: backup.example.org:443 releases.example.org:443
                  name: minio-egress
                  namespace: minio
                spec:
                  egress:
                  - to:
                    - namespaceSelector:
                        matchLabels:
                          kubernetes.io/metadata.name: kube-system
                      podSelector:
                        matchLabels:
                          k8s-app: kube-dns
                    ports:
                    - port: 53
                      protocol: TCP
                    - port: 53
                      protocol: UDP
                  - to:
                    - ipBlock:
                        cidr: "0.0.0.0/0"
                        except:
                        - "10.1.0.0/16"
                        - "10.152.183.0/24"
                        - "192.168.10.11/32"
                        - "192.168.10.12/32"
                    ports:
                    - port: 443
                      protocol: TCP
                  podSelector:
                    matchLabels:
                      app: minio
                  policyTypes:
                  - Egress
                """);
    }

    @Test
    void what_is_opened_by_address_needs_no_dns() {
        Expansion expansion = expand(component(
                "minio",
                "minio",
                flow(MINIO, Peer.outside("203.0.113.7"), 443),
                flow(MINIO, Peer.nodes(), 10250),
                flow(MINIO, Peer.addresses("192.168.20.0/24", "192.168.10.128/25"), 2049)));

        assertThat(lines(rules(expansion, "minio/minio-egress"), "cidr:", "port:"))
                .containsExactly(
                        "cidr: 0.0.0.0/0",
                        "port: 443",
                        "cidr: 192.168.10.11/32",
                        "cidr: 192.168.10.12/32",
                        "port: 10250",
                        "cidr: 192.168.10.128/25",
                        "cidr: 192.168.20.0/24",
                        "port: 2049");
    }

    @Test
    void a_cluster_of_ipv6_names_addresses_of_ipv6() {
        Site site = Site.of("other", "fd00:1::/48", "fd00:2::/112", 6443).node("a", "2001:db8::1");

        Expansion expansion =
                expand(site, component("minio", "minio", flow(MINIO, Peer.outside("2001:db8:1::7"), 443)));

        assertThat(rules(expansion, "minio/minio-egress")).isEqualTo(indented("""
                egress:
                - to:
                  - ipBlock:
                      cidr: "::/0"
                      except:
                      - "2001:db8::1/128"
                      - fd00:1::/48
                      - fd00:2::/112
                  ports:
                  - port: 443
                    protocol: TCP
                """));
    }

    @Test
    void anyone_may_open_what_is_for_anyone() {
        Expansion expansion = expand(component("minio", "minio", flow(Peer.anywhere(), MINIO, 9000)));

        assertThat(rules(expansion, "minio/minio-from-anywhere")).isEqualTo(indented("""
                ingress:
                - ports:
                  - port: 9000
                    protocol: TCP
                """));
    }

    @Test
    void what_comes_from_outside_may_come_by_way_of_another_node() {
        Expansion expansion = expand(component("minio", "minio", flow(Peer.outside("clients"), MINIO, 9000)));

        assertThat(lines(rules(expansion, "minio/minio-from-outside"), "cidr:", "except:"))
                .containsExactly("cidr: 0.0.0.0/0");
    }

    @Test
    void addresses_name_the_policy_that_lets_them_in() {
        Expansion expansion =
                expand(component("minio", "minio", flow(Peer.addresses("192.168.20.0/24", "::/0"), MINIO, 9000)));

        assertThat(policies(expansion)).containsKey("minio/minio-from-192.168.20.0-24----0");
    }

    @Test
    void pods_on_the_network_of_their_node_are_nodes() {
        Pods speaker = pods("metallb", "speaker");
        Part daemons = scope -> Yaml.read(daemonSet("speaker", true), "test").forEach(scope::manifest);
        Expansion expansion = expand(
                component("metallb", "metallb", daemons, flow(speaker, GRAFANA, 3000), flow(PROMETHEUS, speaker, 7472)),
                component("grafana", "monitoring"));

        assertThat(policies(expansion).keySet())
                .containsExactly(
                        "metallb/default-deny",
                        "monitoring/default-deny",
                        "monitoring/grafana-from-metallb-speaker",
                        "monitoring/prometheus-egress-for-metallb");
        assertThat(lines(rules(expansion, "monitoring/grafana-from-metallb-speaker"), "cidr:"))
                .containsExactly("cidr: 10.1.0.0/16", "cidr: 192.168.10.11/32", "cidr: 192.168.10.12/32");
        assertThat(lines(rules(expansion, "monitoring/prometheus-egress-for-metallb"), "cidr:", "port:"))
                .containsExactly(
                        "port: 53", "port: 53", "cidr: 192.168.10.11/32", "cidr: 192.168.10.12/32", "port: 7472");
    }

    @Test
    void labels_that_mean_pods_of_both_networks_are_opened_as_both() {
        Pods agents = pods("agents", "agent");
        Part daemons = scope -> Yaml.read(daemonSet("agent", true) + "---\n" + daemonSet("agent", false), "test")
                .forEach(scope::manifest);
        Expansion expansion = expand(
                component("agents", "agents", daemons, flow(agents, GRAFANA, 3000)),
                component("grafana", "monitoring"));

        assertThat(policies(expansion)).containsKey("agents/agent-egress-for-agents");
        assertThat(lines(rules(expansion, "monitoring/grafana-from-agents-agent"), "app:", "cidr:"))
                .containsExactly("app: agent", "cidr: 10.1.0.0/16", "cidr: 192.168.10.11/32", "cidr: 192.168.10.12/32");
    }

    private static String daemonSet(String app, boolean hostNetwork) {
        return """
                apiVersion: apps/v1
                kind: DaemonSet
                metadata:
                  name: %s-%s
                spec:
                  template:
                    metadata:
                      labels:
                        app: %s
                    spec:
                      hostNetwork: %s
                """.formatted(app, hostNetwork, app, hostNetwork);
    }

    @Test
    void namespaces_of_others_get_no_policies_and_flows_there_only_their_own_end() {
        Pods ingress = pods("ingress", "nginx");
        Site site = SITE.preinstalled("nginx", "ingress", Offers.of(ServiceOffer.of("nginx", Port.http(80), ingress)));
        Pods metrics = pods("kube-system", "metrics-server");
        Expansion expansion = expand(
                site,
                component("grafana", "monitoring", flow(ingress, GRAFANA, 3000), flow(GRAFANA, ingress, 443)),
                component("metrics-server", "kube-system", flow(metrics, Peer.nodes(), 10250)));

        assertThat(expansion.findings()).isEmpty();
        assertThat(policies(expansion).keySet())
                .containsExactly(
                        "monitoring/default-deny",
                        "monitoring/grafana-egress",
                        "monitoring/grafana-from-ingress-nginx");
        assertThat(expansion.facts(Exemption.class))
                .containsExactly(new Stated<>(
                        "metrics-server",
                        "kube-system",
                        new Exemption(
                                "network policies",
                                "Namespace kube-system",
                                "others run there who have not declared what they open")));
    }

    @Test
    void dns_that_the_cluster_runs_itself_lets_those_in_who_ask() {
        Site site = new Site(
                "own",
                SITE.nodes(),
                SITE.pools(),
                SITE.podNetwork(),
                SITE.serviceNetwork(),
                6443,
                "cluster.local",
                pods("dns", "coredns"),
                "",
                SITE.loadBalancerAddress(),
                ImmutableList.of());
        Expansion expansion = expand(
                site, component("coredns", "dns"), component("grafana", "monitoring", flow(GRAFANA, PROMETHEUS, 9090)));

        assertThat(lines(rules(expansion, "dns/coredns-from-monitoring-grafana"), "app:", "port:", "protocol:"))
                .containsExactly("app: grafana", "port: 53", "protocol: TCP", "port: 53", "protocol: UDP");
    }

    @Test
    void objects_in_a_namespace_that_no_component_has_are_denied_everything_too() {
        Part elsewhere = scope -> Yaml.read(
                        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: workspaces\n", "test")
                .forEach(scope::manifest);

        assertThat(policies(expand(component("coder", "coder", elsewhere))).keySet())
                .containsExactly("coder/default-deny", "workspaces/default-deny");
    }

    @Test
    void pods_of_a_namespace_that_nobody_makes_are_an_error_of_the_component_that_names_them() {
        Expansion expansion = expand(component("grafana", "monitoring", flow(GRAFANA, pods("mino", "minio"), 9000)));

        assertThat(rulesBroken(expansion)).containsExactly("net.namespace");
        assertThat(expansion.findings().get(0).message())
                .isEqualTo("a flow names pods mino/minio, but nothing of the cluster is in namespace 'mino'");
        assertThat(expansion.findings().get(0).place().orElseThrow().file())
                .isEqualTo("NetworkPolicyDerivationTest.java");
    }

    @Test
    void different_pods_of_one_name_are_an_error() {
        Pods other = Pods.labelled("grafana", "app", "graphana").orIn("monitoring");
        Expansion expansion = expand(
                component("grafana", "monitoring", flow(GRAFANA, PROMETHEUS, 9090), flow(other, PROMETHEUS, 9090)));

        assertThat(rulesBroken(expansion)).containsExactly("net.pods-name");
        assertThat(expansion.findings().get(0).message())
                .isEqualTo(
                        "different pods of namespace monitoring have one name: those labelled {app=grafana} and those"
                                + " labelled {app=graphana}");
    }

    @Test
    void the_longest_names_stay_valid_and_different() {
        String longest = "a".repeat(63);
        Pods target = pods("b".repeat(63), longest);
        Expansion expansion = expand(
                component("minio", target.namespace()),
                component(
                        "users",
                        "c".repeat(63),
                        flow(pods("c".repeat(63), longest), target, 1),
                        flow(pods("c".repeat(63), "a".repeat(62) + "b"), target, 1)));

        assertThat(policies(expansion).keySet())
                .filteredOn(name -> name.startsWith("bbb"))
                .hasSize(3)
                .allMatch(name -> name.length() <= 64 + 150);
    }

    @Test
    void the_api_server_takes_every_policy_and_gives_back_what_was_written() {
        Expansion expansion = expand(
                component("minio", "minio", flow(MINIO, Peer.outside("releases.example.org"), 443)),
                component(
                        "grafana",
                        "monitoring",
                        flow(GRAFANA, MINIO, 9000),
                        flow(GRAFANA, PROMETHEUS, 9090),
                        flow(GRAFANA, Peer.apiServer(), 443),
                        flow(Peer.apiServer(), GRAFANA, 3000),
                        flow(Peer.anywhere(), GRAFANA, 3000),
                        flow(Peer.outside("clients"), GRAFANA, 3000),
                        flow(Peer.addresses("192.168.20.0/24", "2001:db8::/32"), GRAFANA, 3000)));
        try (ApiServer server = ApiServer.start()) {
            for (String namespace : List.of("minio", "monitoring")) {
                assertThat(server.createNamespace(namespace, Map.of()).message())
                        .isEmpty();
            }
            for (Manifest policy : expansion.manifests()) {
                Verdict verdict = server.dryRunApply(
                        policy.apiVersion(),
                        policy.kind(),
                        policy.namespace().orElseThrow(),
                        policy.name(),
                        Yaml.write(policy.root()).getBytes(UTF_8));
                assertThat(verdict.message()).as(policy.toString()).isEmpty();
                assertThat(verdict.warnings()).as(policy.toString()).isEmpty();
                assertThat(Yaml.read(verdict.body(), "answer").get(0).spec()).isEqualTo(policy.spec());
            }
        }
    }

    private static String indented(String text) {
        return text.indent(2);
    }

    /** The lines that start with one of those words, bare. */
    private static List<String> lines(String text, String... words) {
        return text.lines()
                .map(line -> line.strip().replaceFirst("^(- )+", ""))
                .map(line -> line.replace("\"", ""))
                .filter(line -> Arrays.stream(words).anyMatch(line::startsWith))
                .toList();
    }
}
