package dev.hearth.checks.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.checks.Checks;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each condition means at its edges; both languages are made of it, so only this tells whether it is the right one. */
class ConditionsTest {

    private static boolean broken(String rule, String yaml) {
        Manifest object = Yaml.read(yaml, "a.yaml").get(0);
        return Checks.held().stream().filter(held -> held.id().equals(rule)).anyMatch(held -> held.brokenBy(object));
    }

    private static String pod(String spec) {
        return "{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {" + spec + "}}";
    }

    private static String image(String image) {
        return pod("containers: [{name: web, image: '" + image + "'}]");
    }

    @ParameterizedTest
    @CsvSource({
        "nginx,false",
        "nginx:1.29,true",
        "library/nginx:1.29,true",
        "docker.io/library/nginx:1.29,false",
        "registry:5000/web:1,false",
        "localhost/web:1,false",
        "localhosts/web:1,true",
        "ghcr.io/example/web@sha256:abc,false"
    })
    void an_image_with_a_version_names_no_host(String image, boolean broken) {
        assertThat(broken("image.registry", image(image))).isEqualTo(broken);
    }

    @ParameterizedTest
    @CsvSource({
        "docker.io/bitnami/redis:7.2,true",
        "index.docker.io/bitnami/redis:7.2,true",
        "bitnami/redis:7.2,true",
        "bitnami/redis:7.2@sha256:abc,true",
        "bitnami/redis,false",
        "bitnami/redis:latest,false",
        "bitnami/sealed-secrets-controller:0.30,false",
        "quay.io/bitnami/redis:7.2,false",
        "docker.io/minio/minio,true",
        "quay.io/minio/minio:v1,false",
        "aquasec/trivy:v0.69.4,true",
        "aquasec/trivy:0.69.40,false"
    })
    void an_image_is_one_that_was_withdrawn_or_does_harm(String image, boolean broken) {
        assertThat(broken("image.denied", image(image))).isEqualTo(broken);
    }

    @ParameterizedTest
    @CsvSource({"/home,true", "/home/,true", "/home/ada,true", "/etc/,true", "/etcetera,false", "/data,false", "/,true"
    })
    void a_folder_is_the_nodes_own(String path, boolean broken) {
        assertThat(broken(
                        "pod.writable-host-path",
                        pod("volumes: [{name: v, hostPath: {path: " + path + "}}], containers: [{name: web, image: web,"
                                + " volumeMounts: [{name: v, mountPath: /v}]}]")))
                .isEqualTo(broken);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                       | true
            serviceAccountName: default                              | true
            serviceAccountName: web                                  | false
            serviceAccount: web                                      | false
            serviceAccount: default                                  | true
            'serviceAccountName: default, serviceAccount: web'       | true
            automountServiceAccountToken: true                       | true
            automountServiceAccountToken: false                      | false
            """)
    void a_pod_mounts_the_token_of_the_default_account(String spec, boolean broken) {
        assertThat(broken("pod.token", pod(spec))).isEqualTo(broken);
    }

    @ParameterizedTest
    @CsvSource({"get,true", "list,true", "create,true", "patch,true", "*,true", "delete,false"})
    void a_cluster_role_opens_secrets(String verb, boolean broken) {
        assertThat(broken(
                        "rbac.secrets",
                        "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: web}, rules: [{verbs:"
                                + " ['" + verb + "'], apiGroups: [''], resources: [secrets]}]}"))
                .isEqualTo(broken);
    }

    @ParameterizedTest
    @CsvSource({
        "docker.io,nginx,false",
        "docker.io,example/web:1,false",
        "docker.io,docker.io/example/web:1,false",
        "docker.io,ghcr.io/example/web:1,true",
        "docker.io,localhost/web:1,true",
        "docker.io/library,library/nginx:1,false",
        "docker.io/library,docker.io/library/nginx:1,false",
        "docker.io/library,docker.io/example/web:1,true",
        "ghcr.io,ghcr.io/example/web:1,false",
        "ghcr.io,ghcr.io.example.org/web:1,true",
        "ghcr.io,ghcrxio/web:1,true"
    })
    void an_image_comes_from_a_registry_that_is_not_allowed(String registry, String image, boolean broken) {
        Manifest object = Yaml.read(image(image), "a.yaml").get(0);

        assertThat(Bounds.registries(Set.of(registry)).brokenBy(object)).isEqualTo(broken);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            shop  | Deployment | web                  | ''                              | true
            other | Deployment | web                  | ''                              | false
            shop  | Deployment | web-2                | ''                              | false
            shop  | StatefulSet| web                  | ''                              | false
            shop  | ReplicaSet | web-5c4f8b9d7f       | {kind: Deployment, name: web}   | true
            shop  | Pod        | web-5c4f8b9d7f-x7k2p | {kind: ReplicaSet, name: web-5c4f8b9d7f} | true
            shop  | Pod        | web-2-5c4f-x7k2p     | {kind: ReplicaSet, name: web-2-5c4f8b9d7f} | false
            other | Pod        | web-5c4f8b9d7f-x7k2p | {kind: ReplicaSet, name: web-5c4f8b9d7f} | false
            shop  | Pod        | web                  | ''                              | false
            """)
    void an_accepted_workload_is_spared_with_what_is_made_of_it(
            String namespace, String kind, String name, String owner, boolean spared) {
        Manifest accepted = Yaml.read(
                        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}}", "a.yaml")
                .get(0);
        Manifest object = Yaml.read(
                        "{apiVersion: apps/v1, kind: " + kind + ", metadata: {name: " + name + ", namespace: "
                                + namespace + ", ownerReferences: [" + owner + "]}}",
                        "b.yaml")
                .get(0);

        assertThat(Spared.object(accepted).condition().holds(Scope.of(object))).isEqualTo(spared);
    }

    @Test
    void a_release_of_a_chart_is_spared_by_the_beginning_of_its_names() {
        Condition release = Spared.release("argocd").condition();

        assertThat(release.holds(role("{name: argocd-server}"))).isTrue();
        assertThat(release.holds(role("{name: argocd}"))).isTrue();
        assertThat(release.holds(role("{name: argocds}"))).isFalse();
        assertThat(release.holds(role("{name: argocd-server, namespace: shop}")))
                .isFalse();
    }

    private static Scope role(String metadata) {
        return Scope.of(Yaml.read(
                        "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: " + metadata + "}",
                        "a.yaml")
                .get(0));
    }
}
