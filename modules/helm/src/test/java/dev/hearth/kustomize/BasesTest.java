package dev.hearth.kustomize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableMap;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.KustomizeBase;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Patch;
import dev.hearth.dsl.RepositoryFiles;
import dev.hearth.findings.Finding;
import dev.hearth.judges.Judges;
import dev.hearth.manifest.Manifest;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BasesTest {

    private static final ImmutableMap<String, String> PHOTOS = ImmutableMap.of(
            "bases/photos/kustomization.yaml",
            """
            resources: [deployment.yaml, album.yaml]
            configMapGenerator:
              - name: settings
                literals: [size=10]
            """,
            "bases/photos/deployment.yaml",
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: photos}
            spec:
              selector: {matchLabels: {app: photos}}
              template:
                metadata: {labels: {app: photos}}
                spec:
                  containers:
                    - name: photos
                      image: ghcr.io/example/photos:1.4.2
                      envFrom: [{configMapRef: {name: settings}}]
            """,
            "bases/photos/album.yaml",
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: albums.example.org}
            spec: {group: example.org, scope: Namespaced, names: {kind: Album, plural: albums}, versions: []}
            """,
            "bases/overlays/home/kustomization.yaml",
            """
            namePrefix: home-
            resources: [../../photos]
            images:
              - name: ghcr.io/example/photos
                newTag: 1.5.0
            """);

    private record Photos(KustomizeBase base) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(base);
        }
    }

    private static Expansion built(KustomizeBase base, Map<String, String> files, Optional<Kustomizer> kustomizer) {
        Map<String, byte[]> bytes = files.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, file -> file.getValue().getBytes(UTF_8)));
        return Expansion.of(Cluster.named("home").layer("applications", new Photos(base)))
                .derive(new Bases(RepositoryFiles.of(bytes), () -> kustomizer));
    }

    private static Expansion built(KustomizeBase base, Map<String, String> files) {
        return built(
                base, files, Optional.of(Kubectl.at(Judges.require("kubectl").file())));
    }

    @Test
    void what_a_base_makes_is_the_components_own_and_definitions_come_first() {
        Expansion expansion = built(KustomizeBase.of("bases/photos"), PHOTOS);

        assertThat(expansion.findings()).isEmpty();
        assertThat(expansion.manifests())
                .extracting(object -> object.owner().orElse(""), Manifest::toString)
                .containsExactlyInAnyOrder(
                        tuple("crds", "CustomResourceDefinition albums.example.org"),
                        tuple("photos", "ConfigMap photos/settings-k2m4c56fkh"),
                        tuple("photos", "Deployment photos/photos"));
    }

    @Test
    void an_overlay_may_use_all_of_its_folder_and_takes_patches() {
        Expansion expansion = built(KustomizeBase.of("bases").at("overlays/home"), PHOTOS);

        assertThat(expansion.findings()).isEmpty();
        Manifest deployment = expansion.manifests().stream()
                .filter(object -> object.name().equals("home-photos"))
                .findFirst()
                .orElseThrow();
        assertThat(deployment.root().toString()).contains("ghcr.io/example/photos:1.5.0");
        Patch paused = Patch.of(
                Deployment.class, "home-photos", object -> object.getSpec().setPaused(true));
        assertThat(paused.change().apply(deployment).spec().isTrue("paused")).isTrue();
    }

    @Test
    void what_is_taken_from_elsewhere_is_refused() {
        for (String remote : new String[] {
            "https://example.org/photos.yaml",
            "github.com/example/photos?ref=v1",
            "git@git.home.arpa:me/photos.git",
            "https://github.com/example/photos//deploy",
            "/etc/photos"
        }) {
            assertThat(built(
                                    KustomizeBase.of("base"),
                                    Map.of("base/kustomization.yaml", "resources: ['" + remote + "']"))
                            .findings())
                    .extracting(Finding::rule, Finding::message)
                    .containsExactly(tuple(
                            "kustomize.remote",
                            "it takes something from elsewhere, which may be another thing tomorrow:"
                                    + " kustomization.yaml takes " + remote));
        }
        assertThat(built(KustomizeBase.of("base"), Map.of("base/kustomization.yaml", "helmCharts: [{name: web}]"))
                        .findings())
                .extracting(Finding::rule)
                .containsExactly("kustomize.remote");
    }

    @Test
    void a_missing_folder_is_an_error() {
        assertThat(built(KustomizeBase.of("bases").at("nowhere"), PHOTOS).findings())
                .extracting(Finding::rule, Finding::message)
                .containsExactly(
                        tuple("kustomize.folder", "bases/nowhere of the repository has no kustomization.yaml"));
    }

    @Test
    void a_missing_program_is_an_error_with_a_remedy() {
        assertThat(built(KustomizeBase.of("bases/photos"), PHOTOS, Optional.empty())
                        .findings())
                .extracting(Finding::rule, finding -> finding.hint().orElse(""))
                .containsExactly(tuple("kustomize.program", "install kubectl, such that it is in the PATH"));
    }

    @Test
    void what_kustomize_refuses_is_told_in_its_words_without_the_name_of_a_directory() {
        assertThat(built(KustomizeBase.of("base"), Map.of("base/kustomization.yaml", "resources: [gone.yaml]"))
                        .findings())
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.message()).contains("gone.yaml").doesNotContain("hearth-base"));
    }

    @Test
    void only_folders_of_the_repository_can_be_named() {
        assertThatThrownBy(() -> KustomizeBase.of("../bases")).hasMessageContaining("such as bases/photos");
        assertThatThrownBy(() -> KustomizeBase.of("bases").at("/home")).hasMessageContaining("such as bases/photos");
    }
}
