package dev.hearth.graph.network;

import static dev.hearth.graph.network.Protocol.SCTP;
import static dev.hearth.graph.network.Protocol.TCP;
import static dev.hearth.graph.network.Protocol.UDP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkPoliciesTest {

    private static final String CLUSTER = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop, labels: {team: sales}}
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: watch, labels: {team: ops}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop}
            spec:
              template:
                metadata: {labels: {app: web, tier: front}}
                spec:
                  containers:
                    - name: web
                      ports: [{name: http, containerPort: 8080}, {name: quic, containerPort: 8080, protocol: UDP}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: old, namespace: shop}
            spec:
              template:
                metadata: {labels: {app: old, tier: front}}
                spec:
                  containers:
                    - name: old
                      ports: [{name: http, containerPort: 8000}]
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db, namespace: shop}
            spec:
              template:
                metadata: {labels: {app: db}}
                spec:
                  serviceAccountName: db
                  containers:
                    - name: db
                      ports: [{name: sql, containerPort: 5432}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: prometheus, namespace: watch}
            spec:
              template:
                metadata: {labels: {app: prometheus}}
                spec:
                  containers: [{name: prometheus, ports: [{name: web, containerPort: 9090}]}]
            ---
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: exporter, namespace: watch}
            spec:
              template:
                metadata: {labels: {app: exporter}}
                spec:
                  hostNetwork: true
                  containers: [{name: exporter, ports: [{name: metrics, containerPort: 9100}]}]
            """;

    private static final NetworkPolicies OPEN = cluster();
    private static final Pod WEB = OPEN.pod("shop", "web");
    private static final Pod OLD = OPEN.pod("shop", "old");
    private static final Pod DB = OPEN.pod("shop", "db");
    private static final Pod PROMETHEUS = OPEN.pod("watch", "prometheus");
    private static final Pod EXPORTER = OPEN.pod("watch", "exporter");
    private static final Host OUTSIDE = Host.outside("203.0.113.7");

    /** The cluster with policies of these specs in the namespace shop, named p0, p1 and so on. */
    private static NetworkPolicies cluster(String... specs) {
        return NetworkPolicies.of(manifests(specs)).podCidrs("10.1.0.0/16").nodeCidrs("192.168.10.0/24");
    }

    private static List<Manifest> manifests(String... specs) {
        List<Manifest> manifests = new ArrayList<>(Yaml.read(CLUSTER, "test.yaml"));
        for (int i = 0; i < specs.length; i++) {
            manifests.addAll(policy("p" + i, specs[i]));
        }
        return manifests;
    }

    private static List<Manifest> policy(String name, String spec) {
        return Yaml.read("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: %s, namespace: shop}
                spec:
                """.formatted(name) + spec.indent(2), "test.yaml");
    }

    // Which pods are isolated, and in which direction.

    @Test
    void allows_everything_where_no_policy_selects_the_pods() {
        assertThat(OPEN.verdict(PROMETHEUS, WEB, TCP, 8080))
                .hasToString("allowed (egress: no policy isolates Deployment watch/prometheus; "
                        + "ingress: no policy isolates Deployment shop/web)");
        NetworkPolicies policies = cluster("podSelector: {matchLabels: {app: db}}");
        assertThat(policies.allows(PROMETHEUS, WEB, TCP, 8080)).isTrue();
        assertThat(policies.allows(PROMETHEUS, DB, TCP, 5432)).isFalse();
    }

    @Test
    void isolates_every_pod_of_the_namespace_by_an_empty_selector_and_none_of_another() {
        NetworkPolicies policies = cluster("{podSelector: {}, policyTypes: [Ingress]}");
        assertThat(policies.verdict(PROMETHEUS, WEB, TCP, 8080))
                .hasToString("denied (egress: no policy isolates Deployment watch/prometheus; "
                        + "ingress: isolated by NetworkPolicy shop/p0, which does not allow it)");
        assertThat(policies.allows(WEB, DB, TCP, 5432)).isFalse();
        assertThat(policies.allows(WEB, PROMETHEUS, TCP, 9090)).isTrue();
    }

    @Test
    void isolates_every_pod_by_a_selector_that_is_absent() {
        assertThat(cluster("policyTypes: [Ingress]").allows(WEB, DB, TCP, 5432)).isFalse();
    }

    @Test
    void takes_a_policy_without_types_to_be_about_ingress_alone() {
        NetworkPolicies policies = cluster("podSelector: {}");
        assertThat(policies.allows(WEB, OUTSIDE, TCP, 443)).isTrue();
        assertThat(policies.allows(OUTSIDE, WEB, TCP, 8080)).isFalse();
    }

    @Test
    void takes_a_policy_without_types_but_with_an_egress_rule_to_be_about_both() {
        NetworkPolicies policies = cluster("{podSelector: {}, egress: [{ports: [{port: 443}]}]}");
        assertThat(policies.allows(WEB, OUTSIDE, TCP, 443)).isTrue();
        assertThat(policies.allows(WEB, OUTSIDE, TCP, 80)).isFalse();
        assertThat(policies.allows(OUTSIDE, WEB, TCP, 8080)).isFalse();
    }

    @Test
    void does_not_take_an_empty_list_of_egress_rules_for_a_type() {
        assertThat(cluster("{podSelector: {}, egress: []}").allows(WEB, OUTSIDE, TCP, 443))
                .isTrue();
        assertThat(cluster("{podSelector: {}, egress: [], policyTypes: []}").allows(WEB, OUTSIDE, TCP, 443))
                .isTrue();
        assertThat(cluster("{podSelector: {}, egress: [], policyTypes: [Egress]}")
                        .allows(WEB, OUTSIDE, TCP, 443))
                .isFalse();
    }

    @Test
    void passes_over_rules_of_a_direction_that_the_types_leave_out() {
        NetworkPolicies policies =
                cluster("{podSelector: {}, policyTypes: [Ingress], egress: [{ports: [{port: 53}]}]}");
        assertThat(policies.allows(WEB, OUTSIDE, TCP, 443)).isTrue();
        assertThat(cluster("{podSelector: {}, policyTypes: [Egress], ingress: []}")
                        .allows(OUTSIDE, WEB, TCP, 8080))
                .isTrue();
    }

    @Test
    void asks_the_policies_of_both_ends() {
        String deny = "{podSelector: {}, policyTypes: [Ingress, Egress]}";
        String out = "{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress],"
                + " egress: [{to: [{podSelector: {matchLabels: {app: db}}}]}]}";
        String in =
                "{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}";
        assertThat(cluster(deny, out).verdict(WEB, DB, TCP, 5432))
                .hasToString("denied (egress: allowed by NetworkPolicy shop/p1; "
                        + "ingress: isolated by NetworkPolicy shop/p0, which does not allow it)");
        assertThat(cluster(deny, in).verdict(WEB, DB, TCP, 5432))
                .hasToString("denied (egress: isolated by NetworkPolicy shop/p0, which does not allow it; "
                        + "ingress: allowed by NetworkPolicy shop/p1)");
        assertThat(cluster(deny, out, in).verdict(WEB, DB, TCP, 5432))
                .hasToString("allowed (egress: allowed by NetworkPolicy shop/p1; "
                        + "ingress: allowed by NetworkPolicy shop/p2)");
        assertThat(cluster(deny, out, in).allows(DB, WEB, TCP, 8080)).isFalse();
    }

    @Test
    void adds_policies_up_and_names_every_one_that_allows() {
        String http = "{podSelector: {}, ingress: [{ports: [{port: 8080}]}]}";
        String sql = "{podSelector: {}, ingress: [{ports: [{port: 5432}]}]}";
        NetworkPolicies policies = cluster(http, sql, http);
        assertThat(policies.verdict(PROMETHEUS, WEB, TCP, 8080).ingress().reason())
                .isEqualTo("allowed by NetworkPolicy shop/p0, NetworkPolicy shop/p2");
        assertThat(policies.allows(PROMETHEUS, DB, TCP, 5432)).isTrue();
        assertThat(policies.verdict(PROMETHEUS, WEB, TCP, 22).ingress().reason())
                .isEqualTo("isolated by NetworkPolicy shop/p0, NetworkPolicy shop/p1, NetworkPolicy shop/p2,"
                        + " which do not allow it");
    }

    // Peers.

    @Test
    void takes_a_rule_without_peers_for_everyone() {
        for (String rule : List.of("{}", "{from: []}", "{from: null}")) {
            NetworkPolicies policies = cluster("{podSelector: {}, ingress: [" + rule + "]}");
            assertThat(policies.allows(PROMETHEUS, WEB, TCP, 1)).as(rule).isTrue();
            assertThat(policies.allows(OUTSIDE, WEB, UDP, 65_535)).as(rule).isTrue();
            assertThat(policies.allows(EXPORTER, WEB, TCP, 1)).as(rule).isTrue();
        }
        assertThat(cluster("{podSelector: {}, ingress: []}").allows(PROMETHEUS, WEB, TCP, 1))
                .isFalse();
    }

    @Test
    void looks_for_a_pod_selector_alone_in_its_own_namespace() {
        NetworkPolicies policies = cluster("{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}");
        assertThat(policies.allows(WEB, DB, TCP, 5432)).isTrue();
        assertThat(policies.allows(PROMETHEUS, DB, TCP, 5432)).isFalse();
        assertThat(policies.allows(OUTSIDE, DB, TCP, 5432)).isFalse();
    }

    @Test
    void takes_a_namespace_selector_alone_for_all_pods_of_those_namespaces() {
        NetworkPolicies policies =
                cluster("{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: ops}}}]}]}");
        assertThat(policies.allows(PROMETHEUS, DB, TCP, 5432)).isTrue();
        assertThat(policies.allows(WEB, DB, TCP, 5432)).isFalse();
    }

    @Test
    void knows_every_namespace_by_its_name() {
        String spec = "{podSelector: {}, egress: [{to: [{namespaceSelector:"
                + " {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]}]}";
        Pod dns = Pod.named("coredns", "kube-system");
        assertThat(cluster(spec).allows(WEB, dns, UDP, 53)).isTrue();
        assertThat(cluster(spec).allows(WEB, PROMETHEUS, UDP, 53)).isFalse();
        assertThat(cluster(spec)
                        .namespace("kube-system", Map.of("kubernetes.io/metadata.name", "shop"))
                        .allows(WEB, dns, UDP, 53))
                .isTrue();
    }

    @Test
    void takes_the_labels_of_a_namespace_that_no_manifest_shows_as_they_are_told() {
        String spec = "{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: edge}}}]}]}";
        Pod proxy = Pod.named("proxy", "edge");
        assertThat(cluster(spec).allows(proxy, WEB, TCP, 8080)).isFalse();
        assertThat(cluster(spec).namespace("edge", Map.of("team", "edge")).allows(proxy, WEB, TCP, 8080))
                .isTrue();
    }

    @Test
    void wants_both_selectors_of_one_peer_and_either_of_two() {
        String both = "{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: ops}},"
                + " podSelector: {matchLabels: {app: web}}}]}]}";
        String either = "{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: ops}}},"
                + " {podSelector: {matchLabels: {app: web}}}]}]}";
        assertThat(cluster(both).allows(PROMETHEUS, DB, TCP, 5432)).isFalse();
        assertThat(cluster(both).allows(WEB, DB, TCP, 5432)).isFalse();
        assertThat(cluster(both).allows(Pod.named("x", "watch").label("app", "web"), DB, TCP, 5432))
                .isTrue();
        assertThat(cluster(either).allows(PROMETHEUS, DB, TCP, 5432)).isTrue();
        assertThat(cluster(either).allows(WEB, DB, TCP, 5432)).isTrue();
        assertThat(cluster(either).allows(OLD, DB, TCP, 5432)).isFalse();
    }

    @Test
    void follows_every_operator_of_a_selector() {
        assertThat(selected("{key: app, operator: In, values: [web, db]}")).containsExactly(WEB, DB);
        assertThat(selected("{key: tier, operator: In, values: [back]}")).isEmpty();
        assertThat(selected("{key: tier, operator: NotIn, values: [front]}")).containsExactly(DB);
        assertThat(selected("{key: app, operator: NotIn, values: [web]}")).containsExactly(OLD, DB);
        assertThat(selected("{key: tier, operator: Exists}")).containsExactly(OLD, WEB);
        assertThat(selected("{key: tier, operator: DoesNotExist}")).containsExactly(DB);
        assertThat(selected("{key: tier, operator: Exists}, {key: app, operator: NotIn, values: [old]}"))
                .containsExactly(WEB);
    }

    private static List<Pod> selected(String expressions) {
        NetworkPolicies policies = cluster("{podSelector: {matchExpressions: [" + expressions + "]}}");
        return policies.pods().stream()
                .filter(pod -> !policies.allows(OUTSIDE, pod, TCP, 1))
                .toList();
    }

    @Test
    void wants_labels_and_expressions_of_one_selector_to_hold() {
        String spec = "{podSelector: {matchLabels: {tier: front}, matchExpressions:"
                + " [{key: app, operator: In, values: [web, db]}]}}";
        assertThat(cluster(spec).allows(OUTSIDE, WEB, TCP, 8080)).isFalse();
        assertThat(cluster(spec).allows(OUTSIDE, OLD, TCP, 8000)).isTrue();
        assertThat(cluster(spec).allows(OUTSIDE, DB, TCP, 5432)).isTrue();
    }

    // Ports.

    @Test
    void takes_a_port_without_protocol_for_tcp() {
        NetworkPolicies policies = cluster("{podSelector: {}, ingress: [{ports: [{port: 53}]}]}");
        assertThat(policies.allows(OUTSIDE, WEB, TCP, 53)).isTrue();
        assertThat(policies.allows(OUTSIDE, WEB, UDP, 53)).isFalse();
        NetworkPolicies udp = cluster("{podSelector: {}, ingress: [{ports: [{port: 53, protocol: UDP}]}]}");
        assertThat(udp.allows(OUTSIDE, WEB, TCP, 53)).isFalse();
        assertThat(udp.allows(OUTSIDE, WEB, UDP, 53)).isTrue();
    }

    @Test
    void takes_a_protocol_without_port_for_all_its_ports() {
        NetworkPolicies policies = cluster("{podSelector: {}, ingress: [{ports: [{protocol: SCTP}]}]}");
        assertThat(policies.allows(OUTSIDE, WEB, SCTP, 1)).isTrue();
        assertThat(policies.allows(OUTSIDE, WEB, SCTP, 65_535)).isTrue();
        assertThat(policies.allows(OUTSIDE, WEB, TCP, 1)).isFalse();
        assertThat(cluster("{podSelector: {}, ingress: [{ports: []}]}").allows(OUTSIDE, WEB, SCTP, 1))
                .isTrue();
    }

    @Test
    void holds_both_ends_of_a_port_range() {
        NetworkPolicies policies = cluster("{podSelector: {}, egress: [{ports: [{port: 1000, endPort: 1002}]}]}");
        assertThat(policies.allows(WEB, OUTSIDE, TCP, 999)).isFalse();
        assertThat(policies.allows(WEB, OUTSIDE, TCP, 1000)).isTrue();
        assertThat(policies.allows(WEB, OUTSIDE, TCP, 1002)).isTrue();
        assertThat(policies.allows(WEB, OUTSIDE, TCP, 1003)).isFalse();
        assertThat(policies.allows(WEB, OUTSIDE, UDP, 1001)).isFalse();
    }

    @Test
    void finds_a_named_port_at_each_destination() {
        NetworkPolicies policies = cluster("{podSelector: {}, ingress: [{ports: [{port: http}]}]}");
        assertThat(policies.allows(OUTSIDE, WEB, TCP, 8080)).isTrue();
        assertThat(policies.allows(OUTSIDE, WEB, TCP, 8000)).isFalse();
        assertThat(policies.allows(OUTSIDE, OLD, TCP, 8000)).isTrue();
        assertThat(policies.allows(OUTSIDE, OLD, TCP, 8080)).isFalse();
        assertThat(policies.allows(OUTSIDE, DB, TCP, 5432)).isFalse();
    }

    @Test
    void finds_a_named_port_by_its_protocol_too() {
        NetworkPolicies tcp = cluster("{podSelector: {}, ingress: [{ports: [{port: quic}]}]}");
        assertThat(tcp.allows(OUTSIDE, WEB, UDP, 8080)).isFalse();
        assertThat(tcp.allows(OUTSIDE, WEB, TCP, 8080)).isFalse();
        NetworkPolicies udp = cluster("{podSelector: {}, ingress: [{ports: [{port: quic, protocol: UDP}]}]}");
        assertThat(udp.allows(OUTSIDE, WEB, UDP, 8080)).isTrue();
    }

    @Test
    void finds_the_named_port_of_an_egress_rule_at_the_pod_that_is_called() {
        NetworkPolicies policies = cluster("{podSelector: {}, egress: [{ports: [{port: web}]}]}");
        assertThat(policies.allows(WEB, PROMETHEUS, TCP, 9090)).isTrue();
        assertThat(policies.allows(WEB, PROMETHEUS, TCP, 8080)).isFalse();
        assertThat(policies.allows(WEB, OUTSIDE, TCP, 9090)).isFalse();
        assertThat(policies.allows(WEB, EXPORTER, TCP, 9100)).isFalse();
    }

    @Test
    void joins_peers_and_ports_of_one_rule_and_not_of_two() {
        NetworkPolicies policies = cluster("""
                podSelector: {}
                ingress:
                  - from: [{podSelector: {matchLabels: {app: web}}}]
                    ports: [{port: 1}]
                  - from: [{podSelector: {matchLabels: {app: old}}}]
                    ports: [{port: 2}]
                """);
        assertThat(policies.allows(WEB, DB, TCP, 1)).isTrue();
        assertThat(policies.allows(WEB, DB, TCP, 2)).isFalse();
        assertThat(policies.allows(OLD, DB, TCP, 1)).isFalse();
        assertThat(policies.allows(OLD, DB, TCP, 2)).isTrue();
    }

    // Addresses.

    private static String toBlock(String block) {
        return "{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: " + block + "}]}]}";
    }

    @Test
    void holds_the_addresses_of_a_block_without_its_exceptions() {
        NetworkPolicies policies = cluster(toBlock("{cidr: 203.0.113.0/24, except: [203.0.113.128/25]}"));
        assertThat(policies.allows(WEB, OUTSIDE, TCP, 443)).isTrue();
        assertThat(policies.allows(WEB, Host.outside("203.0.113.128"), TCP, 443))
                .isFalse();
        assertThat(policies.allows(WEB, Host.outside("203.0.114.1"), TCP, 443)).isFalse();
    }

    @Test
    void allows_what_one_block_excepts_where_another_holds_it() {
        String except = toBlock("{cidr: 0.0.0.0/0, except: [203.0.113.0/24]}");
        assertThat(cluster(except).allows(WEB, OUTSIDE, TCP, 443)).isFalse();
        assertThat(cluster(except, toBlock("{cidr: 203.0.113.7/32}")).allows(WEB, OUTSIDE, TCP, 443))
                .isTrue();
    }

    @Test
    void keeps_ipv4_and_ipv6_apart() {
        Host six = Host.outside("2001:db8::7");
        assertThat(cluster(toBlock("{cidr: 0.0.0.0/0}")).allows(WEB, six, TCP, 443))
                .isFalse();
        assertThat(cluster(toBlock("{cidr: '::/0'}")).allows(WEB, six, TCP, 443))
                .isTrue();
        assertThat(cluster(toBlock("{cidr: '::/0'}")).allows(WEB, OUTSIDE, TCP, 443))
                .isFalse();
        NetworkPolicies hole = cluster(toBlock("{cidr: '2001:db8::/32', except: ['2001:db8::/64']}"));
        assertThat(hole.allows(WEB, six, TCP, 443)).isFalse();
        assertThat(hole.allows(WEB, Host.outside("2001:db8:0:1::7"), TCP, 443)).isTrue();
    }

    @Test
    void sees_pods_by_the_addresses_they_have_as_well() {
        assertThat(cluster(toBlock("{cidr: 10.0.0.0/8}")).allows(WEB, PROMETHEUS, TCP, 9090))
                .isTrue();
        assertThat(cluster(toBlock("{cidr: 0.0.0.0/0, except: [10.0.0.0/8]}")).allows(WEB, PROMETHEUS, TCP, 9090))
                .isFalse();
        assertThat(cluster(toBlock("{cidr: 10.1.5.5/32}")).allows(WEB, PROMETHEUS.address("10.1.5.5"), TCP, 9090))
                .isTrue();
    }

    @Test
    void says_where_addresses_that_are_not_known_decide() {
        NetworkPolicies some = cluster(toBlock("{cidr: 10.1.5.0/24}"));
        assertThat(some.verdict(WEB, PROMETHEUS, TCP, 9090))
                .hasToString("depends on addresses (egress: allowed for some addresses by NetworkPolicy shop/p0; "
                        + "ingress: no policy isolates Deployment watch/prometheus)");
        NetworkPolicies unknown = NetworkPolicies.of(manifests(toBlock("{cidr: 0.0.0.0/0}")));
        assertThat(unknown.verdict(WEB, PROMETHEUS, TCP, 9090).answer()).isEqualTo(Answer.DEPENDS);
        assertThat(unknown.podCidrs("10.1.0.0/16").allows(WEB, PROMETHEUS, TCP, 9090))
                .isTrue();
        assertThat(unknown.podCidrs("fd00::/8")
                        .verdict(WEB, PROMETHEUS, TCP, 9090)
                        .denied())
                .isTrue();
        assertThat(NetworkPolicies.of(manifests(toBlock("{cidr: 0.0.0.0/0}"), toBlock("{cidr: '::/0'}")))
                        .allows(WEB, PROMETHEUS, TCP, 9090))
                .isTrue();
    }

    @Test
    void puts_the_blocks_of_several_policies_together() {
        NetworkPolicies halves = cluster(toBlock("{cidr: 10.1.0.0/17}"), toBlock("{cidr: 10.1.128.0/17}"));
        assertThat(halves.verdict(WEB, PROMETHEUS, TCP, 9090).egress().reason())
                .isEqualTo("allowed by NetworkPolicy shop/p0, NetworkPolicy shop/p1");
        assertThat(cluster(toBlock("{cidr: 10.1.0.0/17}"), toBlock("{cidr: 10.1.192.0/18}"))
                        .verdict(WEB, PROMETHEUS, TCP, 9090)
                        .answer())
                .isEqualTo(Answer.DEPENDS);
    }

    // Nodes and what runs on their network.

    @Test
    void does_not_isolate_a_pod_on_the_network_of_its_node() {
        List<Manifest> manifests = new ArrayList<>(manifests());
        manifests.addAll(Yaml.read("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: deny, namespace: watch}
                spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
                """, "test.yaml"));
        NetworkPolicies policies = NetworkPolicies.of(manifests);
        assertThat(policies.verdict(WEB, EXPORTER, TCP, 9100))
                .hasToString("allowed (egress: no policy isolates Deployment shop/web; "
                        + "ingress: DaemonSet watch/exporter is on the network of its node)");
        assertThat(policies.allows(EXPORTER, WEB, TCP, 8080)).isTrue();
        assertThat(policies.allows(WEB, PROMETHEUS, TCP, 9090)).isFalse();
    }

    @Test
    void sees_a_pod_on_the_network_of_its_node_as_the_node() {
        String byLabel = "{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}";
        String byNode = "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 192.168.10.0/24}}]}]}";
        assertThat(cluster(byLabel).allows(EXPORTER, WEB, TCP, 8080)).isFalse();
        assertThat(cluster(byLabel).allows(PROMETHEUS, WEB, TCP, 8080)).isTrue();
        assertThat(cluster(byNode).allows(EXPORTER, WEB, TCP, 8080)).isTrue();
        assertThat(cluster(byNode).allows(PROMETHEUS, WEB, TCP, 8080)).isFalse();
    }

    @Test
    void polices_nodes_by_their_addresses() {
        Host rack = Host.node("rack", "192.168.10.11");
        Host shelf = Host.node("shelf", "192.168.10.12");
        NetworkPolicies policies = cluster(toBlock("{cidr: 192.168.10.11/32}"));
        assertThat(policies.verdict(WEB, rack, TCP, 10250))
                .hasToString("allowed (egress: allowed by NetworkPolicy shop/p0; ingress: node rack is no pod)");
        assertThat(policies.allows(WEB, shelf, TCP, 10250)).isFalse();
    }

    @Test
    void sees_the_api_server_behind_the_tunnel_of_another_node() {
        String nodes =
                "{podSelector: {}, ingress: [{ports: [{port: 8443}], from: [{ipBlock: {cidr: 192.168.10.11/32}}]}]}";
        String tunnel = "{podSelector: {}, ingress: [{ports: [{port: 8443}], from: [{ipBlock: {cidr: 10.1.0.0/16}}]}]}";
        Host apiServer = Host.apiServer(16443, "192.168.10.11").tunnel("10.1.0.0/16");
        assertThat(cluster(nodes).verdict(apiServer, WEB, TCP, 8443).answer()).isEqualTo(Answer.DEPENDS);
        assertThat(cluster(nodes, tunnel).allows(apiServer, WEB, TCP, 8443)).isTrue();
        assertThat(cluster(nodes, tunnel).allows(apiServer, WEB, TCP, 443)).isFalse();
        assertThat(cluster(toBlock("{cidr: 192.168.10.11/32}")).allows(WEB, apiServer, TCP, 16443))
                .isTrue();
    }

    @Test
    void never_stops_the_kubelet_of_a_pods_own_node() {
        NetworkPolicies policies = cluster("{podSelector: {}, policyTypes: [Ingress, Egress]}");
        assertThat(policies.allows(Host.kubelet(), WEB, TCP, 8080)).isTrue();
        assertThat(policies.allows(Host.node("rack", "192.168.10.11"), WEB, TCP, 8080))
                .isFalse();
        assertThatThrownBy(() -> policies.allows(WEB, Host.kubelet(), TCP, 10250))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the kubelet as an endpoint only calls; to reach the one of a node, name the node:"
                        + " Host.node(name, address)");
    }

    @Test
    void never_stops_a_single_pod_from_reaching_itself_but_does_stop_its_replicas() {
        NetworkPolicies policies = cluster("{podSelector: {}, policyTypes: [Ingress, Egress]}");
        assertThat(policies.allows(WEB.single(), WEB.single(), TCP, 8080)).isTrue();
        assertThat(policies.allows(WEB, WEB, TCP, 8080)).isFalse();
    }

    // The enumeration.

    @Test
    void lists_every_pair_of_endpoints_with_every_declared_port_once() {
        NetworkPolicies policies = NetworkPolicies.of(Yaml.read("""
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: a, namespace: x, labels: {app: a}}
                        spec: {containers: [{name: a, ports: [{name: one, containerPort: 80}, {name: two, containerPort: 80}]}]}
                        ---
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: b, namespace: x}
                        spec: {template: {spec: {containers: [{name: b, ports: [{containerPort: 53, protocol: UDP}]}]}}}
                        ---
                        apiVersion: networking.k8s.io/v1
                        kind: NetworkPolicy
                        metadata: {name: deny, namespace: x}
                        spec: {podSelector: {}}
                        ---
                        apiVersion: networking.k8s.io/v1
                        kind: NetworkPolicy
                        metadata: {name: a, namespace: x}
                        spec: {podSelector: {matchLabels: {app: a}}, ingress: [{from: [{podSelector: {}}], ports: [{port: one}]}]}
                        """, "test.yaml"))
                .with(Host.apiServer(16443, "192.168.10.11"), Host.node("rack", "192.168.10.11"));
        assertThat(policies.all())
                .isSorted()
                .extracting(connection -> connection.from() + " > " + connection.to() + " " + connection.protocol()
                        + " " + connection.port() + " " + connection.verdict().answer())
                .containsExactly(
                        "API server > Deployment x/b UDP 53 DENIED",
                        "API server > Pod x/a TCP 80 DENIED",
                        "Deployment x/b > API server TCP 16443 ALLOWED",
                        "Deployment x/b > Deployment x/b UDP 53 DENIED",
                        "Deployment x/b > Pod x/a TCP 80 ALLOWED",
                        "Pod x/a > API server TCP 16443 ALLOWED",
                        "Pod x/a > Deployment x/b UDP 53 DENIED",
                        "Pod x/a > Pod x/a TCP 80 ALLOWED",
                        "node rack > Deployment x/b UDP 53 DENIED",
                        "node rack > Pod x/a TCP 80 DENIED");
    }

    @Test
    void answers_the_same_whatever_the_order_of_the_manifests() {
        List<Manifest> manifests = manifests(toBlock("{cidr: 10.1.0.0/17}"), "{podSelector: {}, ingress: [{}]}");
        List<Manifest> reversed = new ArrayList<>(manifests);
        java.util.Collections.reverse(reversed);
        assertThat(NetworkPolicies.of(reversed).all())
                .isEqualTo(NetworkPolicies.of(manifests).all());
    }

    // Wrong calls.

    @Test
    void names_the_pods_there_are_when_asked_for_one_that_is_not_there() {
        assertThatThrownBy(() -> OPEN.pod("shop", "wbe"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing makes pods as shop/wbe; there are [DaemonSet watch/exporter, Deployment shop/old,"
                        + " Deployment shop/web, Deployment watch/prometheus, StatefulSet shop/db]");
        NetworkPolicies twice = OPEN.with(Pod.named("web", "shop"));
        assertThatThrownBy(() -> twice.pod("shop", "web"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "several make pods as shop/web: [Deployment shop/web, Pod shop/web]; name the kind as well");
        assertThat(twice.pod("Deployment", "shop", "web")).isEqualTo(WEB);
    }

    @Test
    void refuses_ports_that_are_none_and_hosts_without_address() {
        assertThatThrownBy(() -> OPEN.allows(WEB, DB, TCP, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a port is between 1 and 65535, but was 0");
        assertThatThrownBy(() -> Host.node("rack"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("node rack needs at least one IP address, because policies see nothing else of it");
    }
}
