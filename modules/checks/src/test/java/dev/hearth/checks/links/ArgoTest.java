package dev.hearth.checks.links;

import static dev.hearth.checks.links.LinkCheck.complete;
import static dev.hearth.checks.links.LinkCheck.folder;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgoTest {

    private static String application(String name, String path, String source, String namespace) {
        return """
                ---
                apiVersion: argoproj.io/v1alpha1
                kind: Application
                metadata: {name: %s, namespace: argocd}
                spec:
                  project: default
                  source: {repoURL: "https://git.home.arpa/home.git", path: %s%s}
                  destination: {name: in-cluster, namespace: %s}
                """.formatted(name, path, source, namespace);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            apps/web  | ``                                    | shop | 1
            ./apps/web/ | ``                                  | shop | 1
            apps/shop | ``                                    | shop | 0
            apps/web  | ``                                    | lab  | 0
            apps/web  | , helm: {valueFiles: [lab.yaml]}      | shop | 0
            apps      | ``                                    | shop | 0
            apps      | , directory: {recurse: true}          | shop | 1
            app       | , directory: {recurse: true}          | shop | 0
            apps      | , directory: {recurse: true, exclude: "web/*"} | shop | 0
            """)
    void one_folder_belongs_to_one_application(String path, String source, String namespace, int findings) {
        assertThat(complete(application("one", "apps/web", "", "shop") + application("two", path, source, namespace)))
                .filteredOn(line -> line.contains("argo.owner"))
                .hasSize(findings)
                .allMatch(line -> line.startsWith("error argo.owner spec.source.path: Application argocd/"));
    }

    private static String job(String annotations) {
        return """
                ---
                apiVersion: batch/v1
                kind: Job
                metadata: {name: migrate, namespace: shop, annotations: {%s}}
                spec:
                  template: {spec: {containers: [{envFrom: [{secretRef: {name: tokens}}]}]}}
                """.formatted(annotations);
    }

    private static String sealed(String annotations) {
        return """
                ---
                apiVersion: bitnami.com/v1alpha1
                kind: SealedSecret
                metadata: {name: tokens, namespace: shop, annotations: {%s}}
                spec: {encryptedData: {a: b}}
                """.formatted(annotations);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                                                         | ``                                  | 0
            argocd.argoproj.io/sync-wave: "1"                                          | ``                                  | 0
            argocd.argoproj.io/sync-wave: "1"                                          | argocd.argoproj.io/sync-wave: "1"   | 0
            argocd.argoproj.io/sync-wave: "1"                                          | argocd.argoproj.io/sync-wave: "2"   | 1
            argocd.argoproj.io/hook: PreSync                                           | ``                                  | 1
            argocd.argoproj.io/hook: PreSync                                           | argocd.argoproj.io/sync-wave: "-5"  | 1
            argocd.argoproj.io/hook: PostSync                                          | argocd.argoproj.io/sync-wave: "5"   | 0
            argocd.argoproj.io/hook: PreSync                                           | argocd.argoproj.io/hook: PreSync    | 0
            `argocd.argoproj.io/hook: PreSync, argocd.argoproj.io/sync-wave: "-1"`     | argocd.argoproj.io/hook: PreSync    | 1
            argocd.argoproj.io/hook: SyncFail                                          | argocd.argoproj.io/sync-wave: "5"   | 0
            """)
    void what_a_job_needs_comes_no_later(String job, String secret, int findings) {
        assertThat(complete(job(job) + sealed(secret)))
                .hasSize(findings)
                .allMatch(
                        line -> line.startsWith(
                                "error argo.waves spec.template.spec.containers[0].envFrom[0].secretRef.name: it is applied in"));
        assertThat(folder(job(job) + sealed(secret)))
                .hasSize(findings)
                .allMatch(line -> line.startsWith("warning argo.waves"));
    }

    @Test
    void an_objects_namespace_and_definition_come_no_later() {
        assertThat(complete("""
                apiVersion: home.arpa/v1
                kind: Realm
                metadata: {name: a, namespace: shop, annotations: {argocd.argoproj.io/sync-wave: "-2"}}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: shop, annotations: {argocd.argoproj.io/sync-wave: "-1"}}
                ---
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: realms.home.arpa}
                spec: {group: home.arpa, scope: Namespaced, names: {kind: Realm, plural: realms}}
                """))
                .containsExactly(
                        "error argo.waves kind: it is applied in wave -2, but needs CustomResourceDefinition"
                                + " realms.home.arpa, which comes in wave 0",
                        "error argo.waves metadata.namespace: it is applied in wave -2, but needs Namespace shop, which"
                                + " comes in wave -1");
    }
}
