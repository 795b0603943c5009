package dev.hearth.checks.links;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.checks.Checks;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnershipTest {

    private static final String SETTINGS = "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings%s}}";

    private final List<Manifest> tree = new ArrayList<>();

    private void file(String name, String yaml) {
        tree.addAll(Yaml.read(yaml, name));
    }

    private void application(String name, String path, String namespace) {
        file("argocd/" + name + ".yaml", """
                apiVersion: argoproj.io/v1alpha1
                kind: Application
                metadata: {name: %s, namespace: argocd}
                spec: {source: {path: %s}, destination: {name: in-cluster, namespace: %s}}
                """.formatted(name, path, namespace));
    }

    private List<String> found(String rule) {
        return Checks.of(KubernetesVersion.parse("1.35")).only(List.of(rule)).check(tree).findings().stream()
                .map(Finding::toString)
                .toList();
    }

    @Test
    void an_object_in_the_folders_of_two_applications_is_told() {
        application("one", "apps/one", "shop");
        application("two", "./apps/two/", "shop");
        file("repo/apps/one/settings.yaml", SETTINGS.formatted(""));
        file("repo/apps/two/settings.yaml", SETTINGS.formatted(", namespace: shop"));

        assertThat(found("argo.owner")).containsExactly("""
                warning argo.owner  ConfigMap shop/settings
                  repo/apps/two/settings.yaml:1  Application argocd/one and Application argocd/two both bring it
                  hint: let the object lie in the folder of one Application alone""");
    }

    @Test
    void applications_that_go_to_different_namespaces_bring_different_objects() {
        application("one", "apps/one", "shop");
        application("two", "apps/two", "lab");
        file("apps/one/settings.yaml", SETTINGS.formatted(""));
        file("apps/two/settings.yaml", SETTINGS.formatted(""));

        assertThat(found("argo.owner")).isEmpty();
    }

    @Test
    void what_lies_deeper_than_an_application_looks_is_not_its_own() {
        application("one", "apps", "shop");
        application("two", "apps/two", "shop");
        file("apps/two/settings.yaml", SETTINGS.formatted(""));

        assertThat(found("argo.owner")).isEmpty();
    }

    @Test
    void files_of_one_folder_may_be_variants_and_are_told_once() {
        file("a/install.yaml", SETTINGS.formatted("") + "\n---\n" + SETTINGS.formatted("-more"));
        file("a/other.yaml", SETTINGS.formatted("") + "\n---\n" + SETTINGS.formatted("-more"));
        file("b/install.yaml", SETTINGS.formatted(""));

        assertThat(found("name.duplicate")).containsExactly("""
                info name.duplicate  ConfigMap settings
                  a/other.yaml:1  a/install.yaml has it as well; 1 more object of this file is in another too
                  hint: check one of the two alone where nobody applies both""");
    }

    @Test
    void an_object_that_is_in_one_file_twice_is_an_error() {
        file("a/install.yaml", SETTINGS.formatted("") + "\n---\n" + SETTINGS.formatted(""));

        assertThat(found("name.duplicate"))
                .singleElement()
                .asString()
                .startsWith("error name.duplicate  ConfigMap settings");
    }
}
