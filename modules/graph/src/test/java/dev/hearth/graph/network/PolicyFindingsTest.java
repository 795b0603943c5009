package dev.hearth.graph.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFindingsTest {

    private static List<Manifest> policy(String spec) {
        return Yaml.read("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: web, namespace: shop}
                spec: %s
                """.formatted(spec), "test.yaml");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {ingress: [{from: [{ipBlock: {cidr: 10.0.0.0}}]}]} | net.policy-cidr spec.ingress[0].from[0].ipBlock.cidr: an IP range is an address, a slash and a prefix length, such as 192.168.10.11/32, but was "10.0.0.0"
            {ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/33}}]}]} | net.policy-cidr spec.ingress[0].from[0].ipBlock.cidr: the prefix length of an IP range is between 0 and 32, but was "10.0.0.0/33"
            {ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}}]}]} | net.policy-cidr spec.ingress[0].from[0].ipBlock.except[0]: 11.0.0.0/16 is no smaller part of 10.0.0.0/8
            {ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}}]}]} | net.policy-cidr spec.ingress[0].from[0].ipBlock.except[0]: 10.0.0.0/8 is no smaller part of 10.0.0.0/8
            {ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: ['fd00::/16']}}]}]} | net.policy-cidr spec.ingress[0].from[0].ipBlock.except[0]: fd00::/16 is no smaller part of 10.0.0.0/8
            {ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}]} | net.policy-peer spec.ingress[0].from[0]: a peer is either an ipBlock or selectors, not both
            {egress: [{to: [{}]}]} | net.policy-peer spec.egress[0].to[0]: a peer needs a podSelector, a namespaceSelector or an ipBlock
            {egress: [{to: [{podSelector: null}]}]} | net.policy-peer spec.egress[0].to[0]: a peer needs a podSelector, a namespaceSelector or an ipBlock
            {egress: [{ports: [{port: 0}]}]} | net.policy-port spec.egress[0].ports[0].port: a port is between 1 and 65535, but was 0
            {egress: [{ports: [{port: 65536}]}]} | net.policy-port spec.egress[0].ports[0].port: a port is between 1 and 65535, but was 65536
            {egress: [{ports: [{port: '80'}]}]} | net.policy-port spec.egress[0].ports[0].port: "80" is no port name
            {egress: [{ports: [{port: http_web}]}]} | net.policy-port spec.egress[0].ports[0].port: "http_web" is no port name
            {egress: [{ports: [{port: 80, endPort: 79}]}]} | net.policy-port spec.egress[0].ports[0].endPort: endPort 79 is before port 80
            {egress: [{ports: [{port: http, endPort: 90}]}]} | net.policy-port spec.egress[0].ports[0].endPort: endPort needs a number as port, but port is the name "http"
            {egress: [{ports: [{endPort: 90}]}]} | net.policy-port spec.egress[0].ports[0].endPort: endPort needs port, the first of the range
            {egress: [{ports: [{port: 80, protocol: tcp}]}]} | net.policy-port spec.egress[0].ports[0].protocol: "tcp" is no protocol of a NetworkPolicy
            {policyTypes: [ingress]} | net.policy-types spec.policyTypes: "ingress" is no policy type
            {podSelector: {matchExpressions: [{key: a, operator: in, values: [b]}]}} | net.policy-selector spec.podSelector.matchExpressions[0].operator: "in" is no operator of a selector
            {podSelector: {matchExpressions: [{key: a, operator: In}]}} | net.policy-selector spec.podSelector.matchExpressions[0].values: In needs at least one value
            {podSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}} | net.policy-selector spec.podSelector.matchExpressions[0].values: Exists takes no values
            {podSelector: {matchExpressions: [{operator: Exists}]}} | net.policy-selector spec.podSelector.matchExpressions[0].key: an expression needs the key of a label
            {podSelector: {app: web}} | net.policy-shape spec.podSelector.app: a NetworkPolicy has no such field here
            {podSelector: {matchLabels: {app: 1}}} | net.policy-shape spec.podSelector.matchLabels.app: must be a text, but is a number
            {ingress: [{form: [{podSelector: {}}]}]} | net.policy-shape spec.ingress[0].form: a NetworkPolicy has no such field here
            {ingress: [{from: {podSelector: {}}}]} | net.policy-shape spec.ingress[0].from: must be a list, but is a mapping
            {ingress: [null]} | net.policy-shape spec.ingress[0]: must be a mapping, but is null
            {egress: [{from: [{podSelector: {}}]}]} | net.policy-shape spec.egress[0].from: a NetworkPolicy has no such field here
            {egress: true} | net.policy-shape spec.egress: must be a list, but is a boolean
            """)
    void finds_what_the_api_server_refuses(String spec, String expected) {
        assertThat(NetworkPolicies.check(policy(spec)))
                .extracting(finding -> finding.rule() + " " + finding.path() + ": " + finding.message())
                .containsExactly(expected);
        assertThatThrownBy(() -> NetworkPolicies.of(policy(spec))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void finds_nothing_in_a_policy_that_uses_every_field() {
        assertThat(NetworkPolicies.check(policy("""
                        {podSelector: {matchLabels: {app: web}, matchExpressions: [{key: a, operator: NotIn, values: [b]}]},
                         policyTypes: [Ingress, Egress],
                         ingress: [{from: [{podSelector: {}, namespaceSelector: {}}, {ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}],
                                    ports: [{port: http}, {port: 80, endPort: 80, protocol: SCTP}, {protocol: UDP}]}],
                         egress: [{to: null, ports: []}, {}]}
                        """.replace("\n", " ").strip())))
                .isEmpty();
    }

    @Test
    void says_all_that_is_wrong_at_once() {
        List<Manifest> wrong = policy("{ingress: [{ports: [{port: 0}, {port: 80, endPort: 1}]}], types: []}");
        assertThatThrownBy(() -> NetworkPolicies.of(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("""
                        NetworkPolicies that the API server refuses cannot be evaluated:
                        error net.policy-port  NetworkPolicy shop/web  spec.ingress[0].ports[0].port
                          test.yaml:4  a port is between 1 and 65535, but was 0
                        error net.policy-port  NetworkPolicy shop/web  spec.ingress[0].ports[1].endPort
                          test.yaml:4  endPort 1 is before port 80
                        error net.policy-shape  NetworkPolicy shop/web  spec.types
                          test.yaml:4  a NetworkPolicy has no such field here
                          hint: the fields here are podSelector, policyTypes, ingress, egress""");
    }

    @Test
    void warns_of_policies_of_other_kinds() {
        List<Manifest> manifests = Yaml.read("""
                apiVersion: crd.projectcalico.org/v1
                kind: GlobalNetworkPolicy
                metadata: {name: deny}
                spec: {order: 1}
                """, "test.yaml");
        assertThat(NetworkPolicies.check(manifests))
                .extracting(Finding::toString)
                .containsExactly("""
                        warning net.policy-other  GlobalNetworkPolicy deny
                          test.yaml:1  a policy of crd.projectcalico.org is not evaluated
                          hint: what is said to be allowed or denied may be otherwise because of it""");
        assertThat(NetworkPolicies.of(manifests).pods()).isEmpty();
    }
}
