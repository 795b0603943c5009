package dev.hearth.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SnapshotsTest {

    private static final String SERVICE = """
            kind: Service
            apiVersion: v1
            metadata:
              name: web
              labels: {}
              finalizers: []
            spec:
              unknown: null
              ports:
              - targetPort: 080
                port: 80
                name: http
                extra: []
              - {name: metrics, port: 9090, targetPort: metrics}
            """;

    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
            spec:
              containers:
              - name: a
                args: []
                resources:
                  limits: {cpu: 0.5}
              - name: b
                command: []
            """;

    /** A custom resource of the user's own. */
    @Group("example.org")
    @Version("v1")
    static final class Lamp extends CustomResource<LampSpec, Void> {
        private static final long serialVersionUID = 1L;
    }

    /** Its settings, in an order that is not that of the alphabet. */
    static final class LampSpec {
        public boolean on;
        public float warmth = 0.1f;
        public double bright = 1e-9;
        public long seed = Long.MAX_VALUE;
        public BigInteger huge = BigInteger.TWO.pow(70);
        public BigDecimal exact = new BigDecimal("1.10");
        public Instant since = Instant.parse("2026-01-01T00:00:00Z");
        public byte[] key = {1, 2, (byte) 255};
        public List<String> colours = new ArrayList<>();
        public @Nullable String label;

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        public List<String> scenes = new ArrayList<>();
    }

    @Test
    void snapshots_a_typed_object() {
        Service service = new ServiceBuilder()
                .withNewMetadata()
                .withName("web")
                .addToLabels("b", "2")
                .addToLabels("a", "1")
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withPort(80)
                .withNewTargetPort("http")
                .endPort()
                .endSpec()
                .build();

        assertThat(Yaml.write(Snapshots.of(service).root())).isEqualTo("""
                        apiVersion: v1
                        kind: Service
                        metadata:
                          labels:
                            a: "1"
                            b: "2"
                          name: web
                        spec:
                          ports:
                          - port: 80
                            targetPort: http
                        """);
    }

    @Test
    void maps_are_sorted_because_they_may_have_no_order() {
        Map<String, String> data = new HashMap<>();
        for (int count = 0; count < 50; count++) {
            data.put("key-" + (count * 7919) % 50, "x");
        }
        ConfigMap config = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("a")
                .endMetadata()
                .withData(data)
                .build();

        assertThat(Snapshots.of(config).root().mapping("data").fields().keySet().asList())
                .isSorted();
    }

    @Test
    void an_own_class_loses_nothing_and_decides_itself_on_nulls_and_empty_lists() {
        Lamp lamp = new Lamp();
        lamp.setMetadata(new ObjectMetaBuilder().withName("desk").build());
        lamp.setSpec(new LampSpec());

        assertThat(Yaml.write(Snapshots.of(lamp).root())).isEqualTo("""
                        apiVersion: example.org/v1
                        kind: Lamp
                        metadata:
                          name: desk
                        spec:
                          "on": false
                          warmth: 0.1
                          bright: 1.0e-9
                          seed: 9223372036854775807
                          huge: 1180591620717411303424
                          exact: 1.10
                          since: "2026-01-01T00:00:00Z"
                          key: AQL/
                          colours: []
                          label: null
                        """);
        assertThat(Snapshots.to(Snapshots.of(lamp), Lamp.class).getSpec().key).containsExactly(1, 2, 255);
    }

    @Test
    void fields_that_a_class_does_not_know_are_kept() {
        Service service = Snapshots.to(Yaml.read(SERVICE, "f").get(0), Service.class);

        Mapping spec = Snapshots.of(service).spec();
        assertThat(spec.get("unknown")).contains(Null.NULL);
        assertThat(spec.sequence("ports").mappings().get(0).get("extra")).contains(Sequence.empty());
    }

    @Test
    void a_generic_resource_is_snapshotted_whole() {
        GenericKubernetesResource any = new GenericKubernetesResource();
        any.setKind("Any");
        any.setApiVersion("example.org/v1");
        any.setMetadata(new ObjectMetaBuilder().withName("any").build());
        Map<String, @Nullable Object> spec = new HashMap<>();
        spec.put("b", new ArrayList<>());
        spec.put("a", null);
        spec.put("d", Map.of());
        spec.put("c", List.of(1, 2.5, true, new IntOrString("x"), new Quantity("1Gi")));
        any.setAdditionalProperty("spec", spec);

        assertThat(Yaml.write(Snapshots.of(any).root())).isEqualTo("""
                        apiVersion: example.org/v1
                        kind: Any
                        metadata:
                          name: any
                        spec:
                          a: null
                          b: []
                          c:
                          - 1
                          - 2.5
                          - true
                          - x
                          - 1Gi
                          d: {}
                        """);
    }

    @Test
    void a_snapshot_is_what_jackson_writes() throws Exception {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName("a")
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(30L)
                .addToContainers(new ContainerBuilder()
                        .withName("a")
                        .withNewLivenessProbe()
                        .withNewHttpGet()
                        .withPort(new IntOrString(8080))
                        .endHttpGet()
                        .endLivenessProbe()
                        .withNewResources()
                        .addToLimits("memory", new Quantity("64", "Mi"))
                        .endResources()
                        .build())
                .addNewVolume()
                .withName("tmp")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .endSpec()
                .build();

        assertThat(Snapshots.of(pod).root())
                .isEqualTo(Json.read(new ObjectMapper().writeValueAsString(pod), "jackson"));
    }

    @Test
    void an_object_without_a_name_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Snapshots.of(new SecretBuilder().build()))
                .withMessageStartingWith("a Kubernetes object needs metadata.name");
    }

    @Test
    void a_part_of_an_object_is_snapshotted_too() {
        ObjectMeta metadata = new ObjectMetaBuilder().withName("a").build();

        assertThat(Snapshots.mapping(metadata)).isEqualTo(Mapping.of("name", Node.text("a")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Snapshots.mapping("text"))
                .withMessage(
                        "an object with fields was expected, but java.lang.String is written as another JSON value;"
                                + " give a bean, a record or a map");
    }

    @Test
    void a_patch_changes_nothing_but_what_it_changes() {
        Manifest service = Yaml.read(SERVICE, "service.yaml").get(0);

        Manifest patched = Snapshots.patch(service, Service.class, typed -> {
            typed.getSpec().getPorts().get(0).setPort(8080);
            return typed;
        });

        assertThat(Yaml.write(patched.root())).isEqualTo("""
                        kind: Service
                        apiVersion: v1
                        metadata:
                          name: web
                          labels: {}
                          finalizers: []
                        spec:
                          unknown: null
                          ports:
                          - targetPort: 80
                            port: 8080
                            name: http
                            extra: []
                          - name: metrics
                            port: 9090
                            targetPort: metrics
                        """);
        assertThat(patched.position(FieldPath.of("spec", "ports"))).hasToString("Optional[service.yaml:9:3]");
    }

    @Test
    void a_patch_finds_the_items_of_a_list_by_their_names() {
        Manifest patched = Snapshots.patch(
                Yaml.read(POD, "f").get(0),
                Pod.class,
                pod -> new PodBuilder(pod)
                        .editSpec()
                        .addToContainers(
                                0, new ContainerBuilder().withName("first").build())
                        .editMatchingContainer(container -> container.getName().equals("b"))
                        .withImage("b:1")
                        .endContainer()
                        .endSpec()
                        .build());

        assertThat(Yaml.write(patched.root())).isEqualTo("""
                        apiVersion: v1
                        kind: Pod
                        metadata:
                          name: web
                        spec:
                          containers:
                          - name: first
                          - name: a
                            args: []
                            resources:
                              limits:
                                cpu: 0.5
                          - name: b
                            command: []
                            image: b:1
                        """);
    }

    @Test
    void a_patch_removes_what_the_change_removes() {
        Manifest patched = Snapshots.patch(Yaml.read(POD, "f").get(0), Pod.class, pod -> {
            pod.getSpec().getContainers().remove(1);
            pod.getSpec().getContainers().get(0).setResources(null);
            return pod;
        });

        assertThat(patched.spec().sequence("containers"))
                .isEqualTo(Json.read("[{\"name\": \"a\", \"args\": []}]", "f"));
    }

    @Test
    void a_patch_that_changes_nothing_gives_back_an_equal_manifest() {
        Manifest pod = Yaml.read(POD, "f").get(0);

        assertThat(Snapshots.patch(pod, Pod.class, same -> same).root()).isSameAs(pod.root());
    }

    @Test
    void a_patch_of_another_kind_is_refused() {
        Manifest service = Yaml.read(SERVICE, "service.yaml").get(0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Snapshots.to(service, ConfigMap.class))
                .withMessage("Service web is of v1 Service, not of v1 ConfigMap; use the class of its kind");
    }

    @Test
    void a_field_of_the_wrong_type_is_named() {
        Manifest pod = Yaml.read(POD.replace("args: []", "args: 7"), "f").get(0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Snapshots.to(pod, Pod.class))
                .withMessageStartingWith("Pod web cannot be read as Pod: ")
                .withMessageContaining("spec.containers[0].args");
    }
}
