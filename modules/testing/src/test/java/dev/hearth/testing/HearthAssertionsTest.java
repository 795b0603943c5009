package dev.hearth.testing;

import static dev.hearth.testing.HearthAssertions.assertThatCluster;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterDefinition;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Manifests;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HearthAssertionsTest {

    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata:
              name: web
              labels: {app.kubernetes.io/name: web}
            spec:
              ports:
                - name: http
                  port: 80
              publishNotReadyAddresses: true
            """;

    @TempDir
    private Path root;

    /** One object. */
    record Web(String yaml) implements Component {
        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.none().yaml(yaml);
        }
    }

    private static Cluster cluster(String yaml) {
        return Cluster.named("home")
                .repository("https://git.example.org/me/home.git", "main")
                .layer("all", new Web(yaml));
    }

    @AfterEach
    void accept_no_more() {
        System.clearProperty(ClusterAssert.ACCEPT);
    }

    @Test
    void a_sound_cluster_renders_without_findings_and_twice_the_same() {
        assertThatCluster(cluster(SERVICE))
                .rendersWithoutFindings()
                .rendersWithoutErrors()
                .rendersTheSameTwice();
    }

    @Test
    void a_definition_is_asked_for_its_cluster() {
        ClusterDefinition definition = () -> cluster(SERVICE);

        assertThatCluster(definition).rendersWithoutFindings();
        assertThatThrownBy(() -> assertThatCluster((ClusterDefinition) () -> {
                    throw new IllegalStateException("no cluster today");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no cluster today");
    }

    @Test
    void a_broken_cluster_fails_with_its_findings() {
        ClusterAssert broken = assertThatCluster(cluster(SERVICE.replace("name: web\n", "name: Web\n")));

        assertThatThrownBy(broken::rendersWithoutFindings)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expected cluster home to render without findings")
                .hasMessageContaining("error schema.invalid  Service web/Web  metadata.name");
        assertThatThrownBy(broken::rendersWithoutErrors).isInstanceOf(AssertionError.class);
        broken.hasFinding("schema.invalid")
                .hasFinding("schema.invalid", "Web", "RFC 1035")
                .hasOnlyFindings("schema.invalid");
        assertThatThrownBy(() -> broken.hasFinding("name.duplicate")).hasMessageContaining("schema.invalid");
        assertThatThrownBy(() -> broken.hasFinding("schema.invalid", "other text"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(broken::hasOnlyFindings).isInstanceOf(AssertionError.class);
    }

    @Test
    void a_component_that_depends_on_chance_is_caught() {
        int[] calls = new int[1];
        ClusterDefinition changing = () -> cluster(SERVICE.replace("port: 80", "port: " + (80 + calls[0]++)));

        assertThatThrownBy(() -> assertThatCluster(changing).rendersTheSameTwice())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("on chance");
    }

    private static final String TWO_PODS = """
            apiVersion: v1
            kind: Pod
            metadata: {name: a, labels: {app: a}}
            spec: {containers: [{name: a, image: "registry.home.arpa/a:1", ports: [{containerPort: 8080}]}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: b, labels: {app: b}}
            spec: {containers: [{name: b, image: "registry.home.arpa/b:1", ports: [{containerPort: 8080}]}]}
            """;

    @Test
    void a_policy_that_opens_what_nobody_declared_is_caught() {
        String open = """
                ---
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: open}
                spec: {podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{}], egress: [{}]}
                """;

        assertThatCluster(cluster(TWO_PODS)).allowsDeclaredFlowsAlone();
        assertThatThrownBy(() -> assertThatCluster(cluster(TWO_PODS + open)).allowsDeclaredFlowsAlone())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("open");
    }

    @Test
    void fields_of_an_object_are_found_by_path() {
        assertThatCluster(cluster(SERVICE))
                .object("Service", "web")
                .isInNamespace("web")
                .hasField("spec.ports[0].port", 80)
                .hasField("spec.ports[http].port", 80)
                .hasField("spec.publishNotReadyAddresses", true)
                .hasField("metadata.labels[app.kubernetes.io/name]", "web")
                .hasNoField("spec.type")
                .hasNoField("spec.ports[1]");
        assertThatCluster(cluster(SERVICE)).hasNoObject("Service", "wep").object("Service", "web", "web");
    }

    @Test
    void a_field_that_is_otherwise_fails_with_what_it_is() {
        ManifestAssert service = assertThatCluster(cluster(SERVICE)).object("Service", "web");

        assertThatThrownBy(() -> service.hasField("spec.ports[0].port", 81))
                .hasMessage("Expected Service web/web to have spec.ports[0].port = 81, but it is 80");
        assertThatThrownBy(() -> service.hasField("spec.type", "ClusterIP"))
                .hasMessageContaining("there is no such field");
        assertThatThrownBy(() -> service.hasNoField("spec.ports[0].name")).hasMessageContaining("but it is \"http\"");
        assertThatThrownBy(() -> service.isInNamespace("other")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> service.hasField("spec..type", "a")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_object_is_compared_with_yaml_whatever_the_order_of_fields() {
        ManifestAssert service = assertThatCluster(cluster(SERVICE)).object("Service", "web");
        String yaml = """
                kind: Service
                apiVersion: v1
                spec: {publishNotReadyAddresses: true, ports: [{port: 80, name: http}]}
                metadata: {namespace: web, name: web, labels: {app.kubernetes.io/name: web}}
                """;

        service.isYaml(yaml);
        assertThatThrownBy(() -> service.isYaml(yaml.replace("80", "81"))).isInstanceOf(AssertionError.class);
    }

    @Test
    void an_object_that_is_not_there_fails_with_those_that_are() {
        ClusterAssert cluster = assertThatCluster(cluster(SERVICE));

        assertThatThrownBy(() -> cluster.object("Service", "wep"))
                .hasMessage(
                        "Expected cluster home to have one Service wep, but there are 0; of this kind it has [Service web/web]");
        assertThatThrownBy(() -> cluster.hasNoObject("Service", "web")).isInstanceOf(AssertionError.class);
    }

    @Test
    void a_tree_is_accepted_when_asked_to_and_then_matches() {
        assertThatThrownBy(() -> assertThatCluster(cluster(SERVICE)).matchesTree(root))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("generated/home/web/service-web.yaml")
                .hasMessageContaining("-Dhearth.accept=true");
        assertThat(root).isEmptyDirectory();

        System.setProperty(ClusterAssert.ACCEPT, "true");
        assertThatCluster(cluster(SERVICE)).matchesTree(root);
        System.clearProperty(ClusterAssert.ACCEPT);

        assertThatCluster(cluster(SERVICE)).matchesTree(root);
        assertThatThrownBy(() ->
                        assertThatCluster(cluster(SERVICE.replace("80", "81"))).matchesTree(root))
                .hasMessageContaining("-    port: 80")
                .hasMessageContaining("+    port: 81");
    }
}
