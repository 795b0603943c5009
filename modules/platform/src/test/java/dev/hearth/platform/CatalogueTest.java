package dev.hearth.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Part;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.platform.security.ExternalSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    private static final Pattern CONSTANT = Pattern.compile("Image\\.of\\(\\s*\"([^\"]+)\",\\s*\"([^\"]+)\"\\s*\\)");

    private static final Catalogue PROXIES = Catalogue.parse("""
            dependencies:
              - {name: proxy-chart, repository: https://charts.example.org, version: 2.0.1}
            images:
              proxy:
                - {kubernetes: 1.34+, image: {repository: ghcr.io/example/proxy, tag: v3.0.0}}
                - {kubernetes: 1.31-1.33, image: {repository: ghcr.io/example/proxy, tag: v2.4.0}}
            """, "proxies.yaml");

    private record Proxy(Part part) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(part);
        }
    }

    private static List<Finding> on(String kubernetes) {
        Component proxy = new Proxy(PROXIES.supportedPart("proxy"));
        return Expansion.of(Cluster.named("home").kubernetes(kubernetes).layer("access", proxy))
                .findings();
    }

    @Test
    void gives_the_image_that_fits_the_clusters_kubernetes() {
        assertThat(PROXIES.imageFor("proxy", KubernetesVersion.parse("1.36")).tag())
                .isEqualTo("v3.0.0");
        assertThat(PROXIES.imageFor("proxy", KubernetesVersion.parse("1.33")).tag())
                .isEqualTo("v2.4.0");
        assertThat(PROXIES.imageFor("proxy", KubernetesVersion.parse("1.28")).tag())
                .isEqualTo("v3.0.0");
    }

    @Test
    void tells_where_upstream_supports_no_release_on_the_clusters_kubernetes() {
        assertThat(on("1.33")).isEmpty();
        assertThat(on("1.28"))
                .extracting(Finding::rule, Finding::message)
                .containsExactly(tuple(
                        "model.kubernetes",
                        "upstream supports proxy with Kubernetes 1.34+, 1.31-1.33, but the cluster has 1.28"));
    }

    @Test
    void fits_metrics_server_to_each_kubernetes() {
        assertThat(Stream.of("1.28", "1.30", "1.31", "1.33", "1.34", "1.36")
                        .map(KubernetesVersion::parse)
                        .map(version ->
                                Catalogue.image("metrics-server", version).tag()))
                .containsExactly("v0.7.2", "v0.7.2", "v0.8.1", "v0.8.1", "v0.9.0", "v0.9.0");
    }

    @Test
    void a_component_tells_where_upstream_does_not_support_it() {
        Component secrets = ExternalSecrets.named("external-secrets");

        assertThat(warned("1.36", secrets)).isEmpty();
        assertThat(warned("1.34", secrets))
                .containsExactly(
                        "upstream supports external-secrets with Kubernetes 1.35-1.36, but the cluster has 1.34");
        assertThat(warned("1.34", ExternalSecrets.named("external-secrets").release("v2.8.0", "a".repeat(40))))
                .isEmpty();
    }

    private static List<String> warned(String kubernetes, Component component) {
        return Expansion.of(Cluster.named("home").kubernetes(kubernetes).layer("security", component))
                .findings()
                .stream()
                .filter(finding -> finding.rule().equals("model.kubernetes"))
                .map(Finding::message)
                .toList();
    }

    @Test
    void reads_a_digest_behind_a_tag() {
        assertThat(Catalogue.image("ingress-nginx").digest()).startsWith("sha256:");
    }

    @Test
    void a_name_that_it_does_not_have_is_a_wrong_call() {
        assertThatThrownBy(() -> Catalogue.image("grafna"))
                .hasMessageContaining("'grafna'; it has [")
                .hasMessageContaining("grafana");
        assertThatThrownBy(() -> Catalogue.chart("argo")).hasMessageContaining("argo-cd");
        assertThatThrownBy(() -> Catalogue.definitions("argo")).hasMessageContaining("cert-manager");
    }

    @Test
    void a_tag_that_became_a_number_is_refused() {
        assertThatThrownBy(() -> Catalogue.parse(
                        "images: {postgres: {image: {repository: docker.io/library/postgres, tag: 18.6}}}", "x.yaml"))
                .hasMessageContaining("quote it");
    }

    @Test
    void what_belongs_together_is_of_one_release() {
        String certManager = Catalogue.definitions("cert-manager").version();
        assertThat(Stream.of("acmesolver", "cainjector", "controller", "webhook")
                        .map(program ->
                                Catalogue.image("cert-manager-" + program).tag()))
                .containsOnly(certManager);
        assertThat("v" + Catalogue.image("sealed-secrets").tag())
                .isEqualTo(Catalogue.definitions("sealed-secrets").version());
        assertThat(Catalogue.image("velero").tag())
                .isEqualTo(Catalogue.definitions("velero").version());
        assertThat(Catalogue.image("external-secrets").tag())
                .isEqualTo(Catalogue.definitions("external-secrets").version());
        assertThat(Catalogue.image("trust-manager").tag())
                .isEqualTo(Catalogue.definitions("trust-manager").version());
        assertThat(Stream.of("controller", "speaker")
                        .map(program -> Catalogue.image("metallb-" + program).tag()))
                .containsOnly(Catalogue.definitions("metallb").version());
        assertThat("v" + Catalogue.image("nginx-ingress").tag())
                .isEqualTo(Catalogue.definitions("nginx-ingress").version());
        assertThat(Stream.of("cni", "istiod")
                        .map(chart -> "v" + Catalogue.chart(chart).version()))
                .containsOnly(Catalogue.definitions("istio").version());
        assertThat(Catalogue.image("prometheus-config-reloader").tag())
                .isEqualTo(Catalogue.image("prometheus-operator").tag());
    }

    /** An image that is not in the list is one that nobody finds: move it there, a line each. */
    @Test
    void no_component_has_an_image_of_its_own() throws IOException {
        Set<String> known = Catalogue.own().images().values().stream()
                .flatMap(List::stream)
                .map(release -> release.what().repository())
                .collect(Collectors.toSet());
        List<String> missing = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher constant = CONSTANT.matcher(Files.readString(file));
                while (constant.find()) {
                    Image image = Image.of(constant.group(1), constant.group(2));
                    if (!known.contains(image.repository())) {
                        missing.add(file.getFileName() + ": " + name(image) + ": {image: {repository: "
                                + image.repository() + ", tag: \"" + image.tag() + "\"}}");
                    }
                }
            }
        }

        assertThat(missing)
                .as("add these lines to images in catalogue.yaml, and write Catalogue.image(name) in the component")
                .isEmpty();
    }

    private static String name(Image image) {
        return image.repository().substring(image.repository().lastIndexOf('/') + 1);
    }
}
