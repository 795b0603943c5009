package arpa.home.web;

import static dev.hearth.testing.HearthAssertions.assertThatCluster;
import static dev.hearth.testing.HearthAssertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppTest {

    /** As the architecture of the cluster wants it. */
    private static final String AUTOSCALER = """
            # Horizontal Pod Autoscaler configuration
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata:
              name: app-hpa
            spec:
              scaleTargetRef:
                apiVersion: apps/v1
                kind: Deployment
                name: app-deployment
              minReplicas: 3
              maxReplicas: 10
              metrics:
              - type: Resource
                resource:
                  name: cpu
                  target:
                    type: Utilization
                    averageUtilization: 70
              - type: Resource
                resource:
                  name: memory
                  target:
                    type: Utilization
                    averageUtilization: 80
              behavior:
                scaleUp:
                  stabilizationWindowSeconds: 60
                  policies:
                  - type: Percent
                    value: 100
                    periodSeconds: 15
                scaleDown:
                  stabilizationWindowSeconds: 300
                  policies:
                  - type: Percent
                    value: 50
                    periodSeconds: 60
            """;

    /** As the architecture of the cluster wants it. */
    private static final String CONFIG = """
            # Application configuration schema
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: app-config
              namespace: default
            data:
              # Application settings
              app.properties: |
                server.port=8080
                server.host=0.0.0.0

                # Database configuration
                db.host=postgres.database.local
                db.port=5432
                db.name=appdb

                # Redis configuration
                redis.host=redis.cache.local
                redis.port=6379

                # Monitoring configuration
                metrics.enabled=true
                metrics.endpoint=/metrics

                # Security settings
                security.cors.allowed-origins=https://app.home.arpa
                security.headers.content-security-policy=default-src 'self'
            """;

    @Test
    void it_renders_without_findings_and_the_same_twice() {
        assertThatCluster(new Home()).rendersWithoutFindings().rendersTheSameTwice();
    }

    @Test
    void the_autoscaler_is_field_by_field_as_wanted() {
        Manifest autoscaler = assertThatCluster(new Home())
                .object("HorizontalPodAutoscaler", "app-hpa")
                .isInNamespace("default")
                .manifest();

        assertThatObject(without(autoscaler, "labels", "namespace")).isYaml(AUTOSCALER);
    }

    @Test
    void the_configuration_is_field_by_field_as_wanted() {
        Manifest config = assertThatCluster(new Home())
                .object("ConfigMap", "app-config")
                .isInNamespace("default")
                .manifest();

        assertThatObject(without(config, "labels")).isYaml(CONFIG);
    }

    /** Labels are Hearth's own; the autoscaler is wanted without a namespace. */
    private static Manifest without(Manifest object, String... fields) {
        Mapping metadata = object.root().mapping("metadata");
        for (String field : fields) {
            metadata = metadata.without(field);
        }
        return object.with(object.root().with("metadata", metadata));
    }

    @Test
    void the_ingress_sends_the_same_policy_that_the_configuration_names() {
        assertThatCluster(new Home())
                .object("Ingress", "app")
                .isInNamespace("default")
                .hasField("spec.rules[0].host", "app.home.arpa")
                .hasField("spec.tls[0].hosts[0]", "app.home.arpa")
                .hasField(
                        "metadata.annotations[nginx.org/add-header]",
                        "Content-Security-Policy: default-src 'self': always");
        assertThat(App.CONTENT_SECURITY_POLICY).isEqualTo("default-src 'self'");
    }

    @Test
    void the_server_reads_its_configuration_and_runs_restricted_on_port_8080() {
        assertThatCluster(new Home())
                .object("Deployment", "app-deployment")
                .hasNoField("spec.replicas")
                .hasField("spec.template.spec.containers[0].ports[0].containerPort", 8080)
                .hasField("spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem", true)
                .hasField("spec.template.spec.securityContext.runAsNonRoot", true)
                .hasField("spec.template.spec.volumes[config-app-config].configMap.name", "app-config");
        assertThatCluster(new Home())
                .object("Namespace", "default")
                .hasField("metadata.labels[pod-security.kubernetes.io/enforce]", "restricted");
    }

    @Test
    void only_the_ingress_and_prometheus_may_open_it() {
        List<String> policies = assertThatCluster(new Home()).rendering().manifests().stream()
                .filter(object -> object.kind().equals("NetworkPolicy"))
                .map(Manifest::name)
                .toList();

        assertThat(policies)
                .containsExactlyInAnyOrder(
                        "app-deployment-from-nginx-ingress",
                        "app-deployment-from-monitoring-prometheus",
                        "default-deny");
    }
}
