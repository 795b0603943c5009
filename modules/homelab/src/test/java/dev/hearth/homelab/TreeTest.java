package dev.hearth.homelab;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.testing.HearthAssertions.assertThatCluster;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Segments;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Program;
import dev.hearth.manifest.Manifest;
import dev.hearth.pipeline.Definition;
import dev.hearth.pipeline.Hearth;
import dev.hearth.pipeline.Outcome;
import dev.hearth.pipeline.Rendering;
import dev.hearth.pipeline.Request;
import dev.hearth.platform.data.Bucket;
import dev.hearth.platform.data.Minio;
import dev.hearth.tree.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the tree of the home cluster changes, and how it does not. */
class TreeTest {

    /** Without segments, so that components of any layer may be added. */
    private static final Cluster HOME = new HomeLab().define().segments(Segments.none());

    private static final String SECRETS = HOME.secretsFolder();
    private static final Minio MINIO = Minio.named("minio");

    /** For people: the names of all routes, what is kept, what nodes need. */
    private static final Set<String> PAGES =
            Set.of("docs/dns/home.arpa.zone", "docs/dns/home.hosts", "docs/nodes/home.md", "docs/restore/home.md");

    /** What speaks of all components: clients of the login, names, routes that are tried, backups that may be missing. */
    private static final Set<String> LISTS = Set.of(
            "generated/home/dex/configmap-dex.yaml",
            "generated/home/dex/deployment-dex.yaml",
            "generated/home/names/configmap-names-zones.yaml",
            "generated/home/route-check/configmap-route-check-routes.yaml",
            "generated/home/velero/prometheusrule-velero-backups.yaml");

    @TempDir
    private Path root;

    /** Rendering places what is sealed, so it must be there. */
    @BeforeEach
    void secrets() throws IOException {
        try (Stream<Path> all = Files.walk(Home.TOP.resolve(SECRETS))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path copy = root.resolve(Home.TOP.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    /** Shows photos that are in a bucket. */
    private record Gallery(String name, String namespace, Bucket bucket) implements Component {

        private static final Port HTTP = Port.http(8080);

        Gallery(String name) {
            this(name, name, MINIO.bucket(name));
        }

        @Override
        public ImmutableSet<Ask> asks() {
            return ImmutableSet.of(bucket);
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(Workload.deployment(name)
                    .image(Image.of("ghcr.io/example/gallery", "1.4.2"))
                    .port(HTTP)
                    .readiness(Probe.http(HTTP, "/"))
                    .liveness(Probe.http(HTTP, "/").failures(6))
                    .env("S3_URL", bucket.api().url())
                    .env("S3_BUCKET", bucket.name())
                    .requests(cpu("10m"), memory("64Mi"))
                    .limits(memory("128Mi")));
        }
    }

    /** Another object store that takes the place of MinIO: elsewhere, at another port. */
    private record OtherStore(String name) implements Component {

        private static final Port API = Port.http(8333).named("api");

        @Override
        public String namespace() {
            return "storage";
        }

        @Override
        public Band band() {
            return Band.DATA;
        }

        private Workload server() {
            return Workload.deployment(name)
                    .image(Image.of("ghcr.io/example/store", "2.0.1"))
                    .port(API)
                    .readiness(Probe.http(API, "/ready"))
                    .liveness(Probe.http(API, "/live"))
                    .requests(cpu("10m"), memory("64Mi"))
                    .limits(memory("128Mi"));
        }

        @Override
        public Offers offers() {
            return server().offers();
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(server());
        }
    }

    private static Map<String, String> tree(Cluster cluster) {
        Rendering rendering = Hearth.rendering(Definition.of(cluster), Home.TOP);
        assertThat(problems(rendering.findings())).isEmpty();
        Map<String, String> files = new TreeMap<>();
        rendering
                .tree()
                .files()
                .forEach((path, content) ->
                        files.put(path.value(), content.text().orElseThrow()));
        return files;
    }

    /**
     * What is wrong, besides that nobody looks into Argo CD's chart or knows where the Git server is, and that what is sealed for
     * a component which is taken away stays.
     */
    private static List<String> problems(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> !Set.of("argo.unchecked", "argo.repository", "secret.unused", "accept.unused")
                        .contains(finding.rule()))
                .map(Finding::toString)
                .toList();
    }

    /** The files that one tree has and the other has not, or has otherwise. */
    private static Set<String> touched(Map<String, String> before, Map<String, String> after) {
        var difference = Maps.difference(before, after);
        return Stream.of(
                        difference.entriesOnlyOnLeft().keySet(),
                        difference.entriesOnlyOnRight().keySet(),
                        difference.entriesDiffering().keySet())
                .flatMap(Set::stream)
                .collect(TreeSet::new, Set::add, Set::addAll);
    }

    private static Set<String> differing(Map<String, String> before, Map<String, String> after) {
        return new TreeSet<>(Maps.difference(before, after).entriesDiffering().keySet());
    }

    private Outcome render(Cluster cluster) {
        return Hearth.render(Request.of(Definition.of(cluster), root));
    }

    private Map<String, byte[]> disk() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return files;
    }

    @Test
    void it_renders_without_findings_and_always_the_same() {
        assertThatCluster(new HomeLab())
                .hasOnlyFindings("argo.repository", "argo.unchecked")
                .rendersTheSameTwice();
    }

    /** Not in every build: whoever changes the cluster must get as far as rendering it. */
    @Test
    @EnabledIfEnvironmentVariable(named = "HEARTH_JUDGES_REQUIRED", matches = "true")
    void the_tree_in_the_repository_is_what_the_code_renders() {
        assertThatCluster(new HomeLab()).matchesTree(Home.TOP);
    }

    @Test
    void a_second_render_writes_nothing() throws IOException {
        Outcome first = render(HOME);
        Map<String, byte[]> before = disk();

        Outcome second = render(HOME);

        assertThat(first.written()).isNotEmpty();
        assertThat(second.clean()).isTrue();
        assertThat(second.written()).isEmpty();
        assertThat(second.removed()).isEmpty();
        assertThat(second.unchanged()).isEqualTo(first.written());
        assertThat(disk()).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void another_component_adds_its_own_files_and_changes_only_what_lists_it() {
        Map<String, String> before = tree(HOME);

        Map<String, String> after = tree(HOME.layer("apps", new Gallery("gallery")));

        assertThat(before.keySet()).isSubsetOf(after.keySet());
        assertThat(touched(before, after))
                .containsExactly(
                        "argocd-apps/home/apps/gallery.yaml",
                        "argocd-apps/home/projects/apps.yaml",
                        "argocd-apps/home/projects/namespaces.yaml",
                        "docs/bootstrap.md",
                        "generated/home/gallery/deployment-gallery.yaml",
                        "generated/home/gallery/service-gallery.yaml",
                        "generated/home/gallery/serviceaccount-gallery.yaml",
                        "generated/home/minio/configmap-minio-buckets.yaml",
                        "generated/home/namespaces/namespace-gallery.yaml",
                        "generated/home/namespaces/networkpolicy-default-deny@gallery.yaml",
                        "generated/home/namespaces/networkpolicy-gallery-egress@gallery.yaml",
                        "generated/home/namespaces/networkpolicy-minio-from-gallery@minio.yaml",
                        "generated/home/namespaces/resourcequota-hearth@gallery.yaml");
        assertThat(differing(before, after))
                .as("the project of namespaces, the page that lists them, and what the job that makes the bucket reads")
                .containsExactly(
                        "argocd-apps/home/projects/namespaces.yaml",
                        "docs/bootstrap.md",
                        "generated/home/minio/configmap-minio-buckets.yaml");
    }

    /** Where Grafana mounts a component's dashboards, and asks for them. */
    private static boolean dashboards(String path, String component) {
        return path.equals("generated/home/grafana/configmap-grafana-dashboards-" + component + ".yaml")
                || path.equals("generated/home/grafana/deployment-grafana.yaml")
                || path.equals("generated/home/grafana/job-grafana-answers.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"argocd", "grafana", "kube-state-metrics", "metrics-server", "node-exporter", "redis"})
    void removing_a_component_touches_only_what_is_its_own_or_lists_it(String component) {
        Map<String, String> before = tree(HOME);
        Map<String, String> after = tree(HOME.without(component));
        String layer = HOME.layers().stream()
                .filter(candidate -> candidate.members().stream()
                        .anyMatch(member -> member.component().name().equals(component)))
                .findFirst()
                .orElseThrow()
                .name();

        assertThat(touched(before, after))
                .isNotEmpty()
                .allMatch(path -> path.startsWith("generated/home/" + component + "/")
                        || (path.startsWith("generated/home/namespaces/") && !after.containsKey(path))
                        || path.equals("argocd-apps/home/apps/" + component + ".yaml")
                        || path.equals("argocd-apps/home/apps/crds-" + component + ".yaml")
                        || path.equals("argocd-apps/home/projects/" + layer + ".yaml")
                        || path.equals("argocd-apps/home/projects/crds.yaml")
                        || path.equals("argocd-apps/home/projects/namespaces.yaml")
                        || PAGES.contains(path)
                        || LISTS.contains(path)
                        || dashboards(path, component)
                        || (component.equals("argocd") && path.contains("/validatingadmissionpolicy-rbac."))
                        || path.equals("generated/home/dex/sealedsecret-dex-" + component + ".yaml")
                        || path.equals("generated/home/namespaces/namespace-" + component + ".yaml")
                        || path.startsWith("generated/home/velero/schedule-" + component)
                        || path.equals("docs/bootstrap.md"));
        assertThat(after).doesNotContainKey("argocd-apps/home/apps/" + component + ".yaml");
    }

    @Test
    void renaming_a_component_moves_its_files_and_no_others() {
        Cluster with = HOME.layer("apps", new Gallery("gallery"));
        Cluster renamed = HOME.layer("apps", new Gallery("photos", "gallery", MINIO.bucket("gallery")));

        Map<String, String> before = tree(with);
        Map<String, String> after = tree(renamed);

        assertThat(differing(before, after)).isEmpty();
        assertThat(touched(before, after))
                .allMatch(path -> path.contains("/gallery")
                        || path.contains("/photos")
                        || path.contains("-gallery")
                        || path.contains("-photos"));
    }

    @Test
    void moving_a_component_to_another_namespace_moves_its_policies_and_nobody_elses() {
        Map<String, String> before = tree(HOME.layer("apps", new Gallery("gallery")));
        Map<String, String> after =
                tree(HOME.layer("apps", new Gallery("gallery", "pictures", MINIO.bucket("gallery"))));

        assertThat(touched(before, after))
                .allMatch(path -> path.startsWith("generated/home/gallery/")
                        || (path.startsWith("generated/home/namespaces/")
                                && (path.contains("gallery") || path.contains("pictures")))
                        || path.equals("argocd-apps/home/apps/gallery.yaml")
                        || path.equals("argocd-apps/home/projects/apps.yaml")
                        || path.equals("argocd-apps/home/projects/namespaces.yaml")
                        || path.equals("docs/bootstrap.md"));
    }

    @Test
    void every_user_follows_when_staging_has_another_store_in_minios_place() {
        Cluster home = HOME.layer("apps", new Gallery("gallery"));
        Cluster staging = home.renamed("staging").secretsFolder(SECRETS).with(new OtherStore("minio"));

        assertThat(environment(home)).containsEntry("S3_URL", "http://minio.minio.svc.cluster.local:9000");
        assertThat(environment(staging)).containsEntry("S3_URL", "http://minio.storage.svc.cluster.local:8333");
        Map<String, String> tree = tree(staging);
        assertThat(tree.get("generated/staging/namespaces/networkpolicy-gallery-egress@gallery.yaml"))
                .contains("kubernetes.io/metadata.name: storage", "port: 8333")
                .doesNotContain("9000");
        assertThat(tree)
                .containsKey("generated/staging/namespaces/networkpolicy-minio-from-gallery@storage.yaml")
                .doesNotContainKey("generated/staging/namespaces/namespace-minio.yaml");
        assertThat(tree.values().stream().filter(text -> text.contains(".minio.svc")))
                .as("nobody looks for the store where it was")
                .isEmpty();
    }

    private static Map<String, String> environment(Cluster cluster) {
        Manifest deployment = assertThatCluster(cluster)
                .rendersWithoutErrors()
                .object("Deployment", "gallery")
                .manifest();
        Map<String, String> environment = new TreeMap<>();
        deployment.spec().mapping("template").mapping("spec").sequence("containers").mappings().stream()
                .flatMap(container -> container.sequence("env").mappings().stream())
                .forEach(variable -> environment.put(
                        variable.text("name").orElseThrow(),
                        variable.text("value").orElse("")));
        return environment;
    }

    @Test
    void a_second_minio_stands_beside_the_first() {
        Cluster home = HOME.credentials(Credential.madeOutside());
        Map<String, String> before = tree(home);

        Map<String, String> after = tree(
                home.layer("archive", Minio.named("archive").storage(gib(50)).buckets("tapes")));

        assertThat(before.keySet()).isSubsetOf(after.keySet());
        assertThat(differing(before, after))
                .containsExactly(
                        "argocd-apps/home/projects/namespaces.yaml",
                        "docs/bootstrap.md",
                        "docs/restore/home.md",
                        "generated/home/grafana/deployment-grafana.yaml",
                        "generated/home/grafana/job-grafana-answers.yaml",
                        "generated/home/velero/prometheusrule-velero-backups.yaml");
        assertThat(after)
                .containsKeys(
                        "generated/home/archive/statefulset-archive.yaml",
                        "generated/home/archive/job-archive-buckets.yaml",
                        "generated/home/archive/prometheusrule-archive.yaml",
                        "generated/home/namespaces/networkpolicy-archive-from-monitoring-prometheus@archive.yaml");
        assertThat(after.get("generated/home/archive/job-archive-buckets.yaml"))
                .contains("archive.archive.svc", "archive-root")
                .doesNotContain("minio.minio", "minio-root");
    }

    @Test
    void a_second_cluster_stands_beside_the_first_and_neither_touches_the_other() throws IOException {
        Cluster staging = HOME.renamed("staging").secretsFolder(SECRETS).domain("staging.home.arpa");
        render(HOME);
        Map<String, byte[]> home = disk();

        Outcome first = render(staging);

        assertThat(problems(first.findings())).isEmpty();
        assertThat(disk()).usingRecursiveComparison().isEqualTo(with(home, first.written()));
        assertThat(first.written())
                .extracting(TreePath::value)
                .allMatch(path -> path.startsWith("generated/staging/")
                        || path.startsWith("argocd-apps/staging/")
                        || path.equals("docs/bootstrap/staging.md")
                        || (path.startsWith("docs/") && path.contains("/staging.")));
        Map<String, byte[]> both = disk();
        assertThat(render(HOME).written()).isEmpty();
        assertThat(render(staging).written()).isEmpty();
        assertThat(problems(Hearth.verify(Request.of(Definition.of(HOME), root)).findings()))
                .isEmpty();
        assertThat(disk()).usingRecursiveComparison().isEqualTo(both);

        render(staging.without("redis"));

        Map<String, byte[]> after = disk();
        assertThat(after).doesNotContainKey("generated/staging/redis/statefulset-redis.yaml");
        after.keySet().retainAll(home.keySet());
        assertThat(after).usingRecursiveComparison().isEqualTo(home);
    }

    private Map<String, byte[]> with(Map<String, byte[]> files, List<TreePath> written) throws IOException {
        Map<String, byte[]> all = new TreeMap<>(files);
        for (TreePath path : written) {
            all.put(path.value(), Files.readAllBytes(root.resolve(path.value())));
        }
        String inventory = ".hearth/staging.inventory";
        all.put(inventory, Files.readAllBytes(root.resolve(inventory)));
        return all;
    }

    @Test
    void two_branches_that_each_add_a_component_merge_and_render() throws IOException, InterruptedException {
        git("init", "-q", "-b", "main");
        commit(HOME, "home");
        git("switch", "-q", "-c", "one");
        commit(HOME.layer("one", new Gallery("albums")), "one");
        git("switch", "-q", "-c", "two", "main");
        commit(HOME.layer("two", new Gallery("zines")), "two");

        git("merge", "-q", "--no-edit", "one");

        Cluster merged = HOME.layer("one", new Gallery("albums")).layer("two", new Gallery("zines"));
        Outcome outcome = render(merged);
        assertThat(problems(outcome.findings())).isEmpty();
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", "rendered");
        assertThat(Hearth.verify(Request.of(Definition.of(merged), root)).clean())
                .isTrue();
        assertThat(git("status", "--porcelain")).isEmpty();
    }

    /** Both add a line at the same place of a list; the files that are made are made again. */
    @Test
    void where_two_branches_change_the_same_lines_the_merge_is_resolved_by_rendering() throws Exception {
        git("init", "-q", "-b", "main");
        commit(HOME, "home");
        git("switch", "-q", "-c", "one");
        commit(HOME.layer("apps", new Gallery("zines")), "one");
        git("switch", "-q", "-c", "two", "main");
        commit(HOME.layer("apps", new Gallery("zoos")), "two");

        assertThatThrownBy(() -> git("merge", "-q", "--no-edit", "one")).hasMessageContaining("CONFLICT");

        assertThat(git("diff", "--name-only", "--diff-filter=U").lines())
                .as("the Inventory is none of them")
                .isNotEmpty()
                .allMatch(path -> path.startsWith("argocd-apps/home/projects/")
                        || path.equals("docs/bootstrap.md")
                        || path.equals("generated/home/minio/configmap-minio-buckets.yaml"));
        Cluster merged = HOME.layer("apps", new Gallery("zines"), new Gallery("zoos"));
        assertThat(render(merged).findings())
                .filteredOn(finding -> finding.severity() == Severity.ERROR)
                .isNotEmpty()
                .allMatch(finding -> finding.rule().equals("tree.hand-edited"));
        Request request = Request.of(Definition.of(merged), root);
        assertThat(problems(Hearth.render(request.overwrite(true)).findings())).isEmpty();
        git("add", "-A");
        git("commit", "-q", "--no-edit");
        assertThat(Hearth.verify(request).clean()).isTrue();
        assertThat(tree(merged))
                .allSatisfy((path, text) -> assertThat(root.resolve(path)).hasContent(text));
    }

    private void commit(Cluster cluster, String message) throws IOException, InterruptedException {
        assertThat(problems(render(cluster).findings())).isEmpty();
        git("add", "-A");
        git("commit", "-q", "-m", message);
    }

    /** What real git says to that; neither the user's configuration nor their hooks take part. */
    private String git(String... arguments) throws IOException, InterruptedException {
        Program program = Judges.require("git");
        List<String> command = Stream.concat(
                        Stream.of(
                                program.file().toString(),
                                "-c",
                                "user.name=t",
                                "-c",
                                "user.email=t@example.org",
                                "-c",
                                "commit.gpgsign=false"),
                        Stream.of(arguments))
                .toList();
        Path output = Files.createTempFile("git", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(root.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
            builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
            int exit = builder.start().waitFor();
            String said = Files.readString(output);
            assertThat(exit)
                    .as(Stream.of(arguments).collect(joining(" ")) + "\n" + said)
                    .isZero();
            return said;
        } finally {
            Files.delete(output);
        }
    }
}
