package dev.hearth.dsl.workload;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dsl.Image;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import org.junit.jupiter.api.Test;

class AutoscalerTest {

    private static Workload app() {
        return Workload.deployment("app-deployment")
                .image(Image.of("ghcr.io/example/app", "1"))
                .requests(cpu("50m"), memory("64Mi"))
                .limits(memory("64Mi"));
    }

    @Test
    void scales_by_cpu_and_memory_with_a_pace_for_each_direction() {
        Manifest expected = Yaml.read("""
                        apiVersion: autoscaling/v2
                        kind: HorizontalPodAutoscaler
                        metadata:
                          name: app-hpa
                          namespace: shop
                          labels:
                            app.kubernetes.io/managed-by: hearth
                            app.kubernetes.io/name: app-deployment
                            app.kubernetes.io/part-of: shop
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
                        """, "expected").get(0);

        Expanded shop = Expanded.of(app().autoscaler(Autoscaler.between(3, 10)
                .named("app-hpa")
                .cpu(70)
                .memory(80)
                .scaleUp(ScalingRules.stabilized(seconds(60)).percent(100, seconds(15)))
                .scaleDown(ScalingRules.stabilized(seconds(300)).percent(50, seconds(60)))));

        assertThat(shop.findings()).isEmpty();
        assertThat(shop.yaml("HorizontalPodAutoscaler", "app-hpa")).isEqualTo(Yaml.write(expected.root()));
    }

    @Test
    void owns_the_number_of_pods() {
        Expanded shop = Expanded.of(
                app().replicas(5).autoscaler(Autoscaler.between(1, 4).cpu(70)));

        assertThat(shop.manifest("Deployment", "app-deployment").spec().has("replicas"))
                .isFalse();
        assertThat(shop.objects())
                .containsExactly(
                        "ServiceAccount shop/app-deployment",
                        "Deployment shop/app-deployment",
                        "HorizontalPodAutoscaler shop/app-deployment");
    }

    @Test
    void refuses_what_cannot_scale() {
        assertThatThrownBy(() -> Autoscaler.between(3, 2))
                .hasMessage("maximum of an autoscaler must be at least 3, but was 2");
        assertThatThrownBy(() -> Autoscaler.between(0, 2))
                .hasMessage("minimum of an autoscaler must be at least 1, but was 0");
        assertThatThrownBy(() -> app().autoscaler(Autoscaler.between(1, 2)))
                .hasMessage("the autoscaler of app-deployment has no metric; add cpu(70) or memory(80)");
        assertThatThrownBy(() -> Workload.daemonSet("agent")
                        .autoscaler(Autoscaler.between(1, 2).cpu(70)))
                .hasMessage("a DaemonSet has no autoscaler; take it from agent");
        assertThatThrownBy(() -> ScalingRules.stabilized(seconds(3601)))
                .hasMessage("stabilization in seconds must be 0 to 3600, but was 3601");
    }
}
