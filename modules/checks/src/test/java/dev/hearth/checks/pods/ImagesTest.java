package dev.hearth.checks.pods;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagesTest {

    private static final String DIGEST = "@sha256:594ceea76b01c592858f803f9ff4d2cb40542cae2060410b2c95f75907d659e1";
    private static final String AT = " Deployment shop/web spec.template.spec.containers[0].image";

    private static String running(String image) {
        return Judged.deployment("", "").replace("ghcr.io/example/web:1.4.2", image);
    }

    @ParameterizedTest
    @CsvSource({
        "nginx, '', nginx, '', '', docker.io/library/nginx",
        "nginx:1.29, '', nginx, 1.29, '', docker.io/library/nginx",
        "bitnami/redis:7, '', bitnami/redis, 7, '', docker.io/bitnami/redis",
        "docker.io/nginx:1, docker.io, nginx, 1, '', docker.io/library/nginx",
        "localhost/web, localhost, web, '', '', localhost/web",
        "registry:5000/web, registry:5000, web, '', '', registry:5000/web",
        "ghcr.io/a/b/c:1@sha256:00, ghcr.io, a/b/c, 1, sha256:00, ghcr.io/a/b/c",
        "ghcr.io/a/b@sha256:00, ghcr.io, a/b, '', sha256:00, ghcr.io/a/b"
    })
    void a_name_has_parts(String text, String registry, String path, String tag, String digest, String repository) {
        assertThat(ImageName.parse(text)).isEqualTo(new ImageName(registry, path, tag, digest));
        assertThat(ImageName.parse(text).repository()).isEqualTo(repository);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ghcr.io/example/web", "ghcr.io/example/web:latest", "registry:5000/web"})
    void an_image_without_a_version_is_found(String image) {
        assertThat(Judged.by("image.tag", running(image))).containsExactly("warning" + AT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ghcr.io/example/web:1", "ghcr.io/example/web:latest" + DIGEST, "ghcr.io/web" + DIGEST, "$IMAGE"
            })
    void one_with_a_version_or_a_digest_is_not(String image) {
        assertThat(Judged.by("image.tag", running(image))).isEmpty();
    }

    @Test
    void a_version_without_a_registry_is_worth_knowing() {
        assertThat(Judged.by("image.registry", running("nginx:1.29"))).containsExactly("info" + AT);
        assertThat(Judged.by("image.registry", running("nginx"))).isEmpty();
        assertThat(Judged.by("image.registry", running("localhost/nginx:1.29"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "docker.io/minio/minio:RELEASE.2025-09-07T16-13-09Z, error",
        "minio/mc, error",
        "quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z, info",
        "bitnami/redis:7.4, error",
        "bitnamilegacy/redis:7.4, info",
        "aquasec/trivy:0.69.5, error",
        "ghcr.io/aquasecurity/trivy:v0.69.4, error",
        "mirror.gcr.io/aquasec/trivy:0.69.6, error",
        "velero/velero-plugin-for-aws:v1.14.2, error",
        "k8s.gcr.io/pause:3.2, info",
        "gcr.io/kubebuilder/kube-rbac-proxy:v0.8.0, error",
        "registry.k8s.io/ingress-nginx/controller:v1.15.1@sha256:00, info"
    })
    void what_was_withdrawn_taken_over_or_given_up_is_found(String image, String severity) {
        assertThat(Judged.by("image.denied", running(image))).containsExactly(severity + AT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aquasec/trivy:0.69.3",
                "aquasec/trivy:0.72.0",
                "bitnami/redis:latest",
                "bitnami/redis",
                "bitnami/sealed-secrets-controller:0.38.2",
                "ghcr.io/bitnami/sealed-secrets-controller:0.38.2",
                "velero/velero-plugin-for-aws:v1.14.3",
                "ghcr.io/minio/minio:1",
                "registry.k8s.io/ingress-nginx/kube-webhook-certgen:v1.6.9",
                "registry.k8s.io/pause:3.10"
            })
    void what_is_kept_is_not(String image) {
        assertThat(Judged.by("image.denied", running(image))).isEmpty();
    }

    @Test
    void an_image_is_fetched_where_it_has_to_be() {
        String policy = " Deployment shop/web spec.template.spec.containers[0].imagePullPolicy";

        assertThat(Judged.by("image.pull-policy", Judged.deployment("", "imagePullPolicy: Never")))
                .containsExactly("warning" + policy);
        assertThat(Judged.by(
                        "image.pull-policy",
                        Judged.deployment("", "imagePullPolicy: IfNotPresent").replace(":1.4.2", ":latest")))
                .containsExactly("warning" + policy);
        assertThat(Judged.by("image.pull-policy", Judged.deployment("", "imagePullPolicy: IfNotPresent")))
                .isEmpty();
        assertThat(Judged.by("image.pull-policy", Judged.deployment("", "imagePullPolicy: Always")))
                .isEmpty();
    }

    @Test
    void who_pins_some_images_pins_all() {
        String pinned = running("ghcr.io/example/api:1" + DIGEST).replace("{name: web, n", "{name: api, n");

        assertThat(Judged.by("image.digest", running("ghcr.io/example/web:1"))).isEmpty();
        assertThat(Judged.by("image.digest", running("ghcr.io/example/web:1"), pinned))
                .containsExactly("info" + AT);
        assertThat(Judged.by("image.digest", running("ghcr.io/example/web"), pinned))
                .isEmpty();
    }
}
