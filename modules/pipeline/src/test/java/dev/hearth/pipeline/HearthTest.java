package dev.hearth.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Patch;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Snapshots;
import dev.hearth.tree.Tree;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HearthTest {

    @TempDir
    private Path root;

    /** Brings whatever parts it is given. */
    record Parts(String name, ImmutableSet<String> after, ImmutableList<Part> parts) implements Component {
        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(parts);
        }
    }

    private static Parts parts(String name, Part... parts) {
        return new Parts(name, ImmutableSet.of(), ImmutableList.copyOf(parts));
    }

    private Outcome render(Cluster cluster) {
        return Hearth.render(Request.of(Definition.of(cluster), root));
    }

    private Outcome verify(Cluster cluster) {
        return Hearth.verify(Request.of(Definition.of(cluster), root));
    }

    private static List<String> rules(Outcome outcome) {
        return outcome.findings().stream().map(Finding::rule).toList();
    }

    /** Every file but those of the lock, by path. */
    private Map<String, String> disk() {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String path = root.relativize(file).toString().replace('\\', '/');
                if (!path.equals(".hearth/lock")) {
                    files.put(path, Files.readString(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private String file(String path) {
        return disk().getOrDefault(path, "there is no " + path);
    }

    private void write(String path, String text) {
        try {
            Files.createDirectories(root.resolve(path).getParent());
            Files.write(root.resolve(path), text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withoutTime(Outcome outcome) {
        return outcome.summary().replaceAll("time .*", "time");
    }

    @Test
    void a_cluster_becomes_a_tree_of_objects_applications_and_a_page() {
        Outcome outcome = render(Text.cluster());

        assertThat(outcome.findings()).isEmpty();
        assertThat(disk().keySet())
                .contains(
                        "argocd-apps/home/apps/one.yaml",
                        "argocd-apps/home/apps/two.yaml",
                        "argocd-apps/home/projects/all.yaml",
                        "argocd-apps/home/root.yaml",
                        "docs/bootstrap/home.md",
                        "generated/home/namespaces/namespace-one.yaml",
                        "generated/home/namespaces/namespace-two.yaml",
                        "generated/home/one/configmap-settings.yaml",
                        "generated/home/two/configmap-settings.yaml",
                        ".hearth/home.inventory");
        assertThat(disk()).containsEntry("generated/home/one/configmap-settings.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: settings
                  namespace: one
                data:
                  text: eins
                """);
    }

    @Test
    void a_second_run_writes_nothing_and_the_tree_is_verified() {
        Outcome first = render(Text.cluster());
        Map<String, String> before = disk();

        Outcome second = render(Text.cluster());
        Outcome verified = verify(Text.cluster());

        assertThat(second.written()).isEmpty();
        assertThat(second.unchanged()).isEqualTo(first.written());
        assertThat(verified.exitCode()).isEqualTo(ExitCode.CLEAN);
        assertThat(verified.unchanged()).isEqualTo(first.written());
        assertThat(disk()).isEqualTo(before);
    }

    @Test
    void the_summary_says_what_there_is_and_what_was_done() {
        Cluster cluster = Text.cluster().layer("all", parts("three", scope -> {
            scope.manifest(config("three"));
            scope.uses(Credential.named("token").outside().random("token", 32));
            scope.exempt(new Exemption("probes", "Deployment three", "it has no port"));
        }));
        int objects = Hearth.rendering(Definition.of(cluster)).manifests().size();

        Outcome outcome = render(cluster);

        assertThat(withoutTime(outcome)).isEqualTo("""
                cluster home: 3 components, OBJECTS objects
                  files        FILES written, 0 unchanged, 0 removed
                  findings     none
                  credentials  1 Secret to be made outside of the tree (three/token); see docs/bootstrap/home.md
                  exemptions   1 default done without, each with a reason
                  time""".replace("OBJECTS", Integer.toString(objects))
                .replace("FILES", Integer.toString(outcome.written().size())));
    }

    @Test
    void what_is_changed_added_and_removed_is_told_apart() {
        render(Text.cluster());

        Outcome outcome = render(Text.cluster().without("two").with(Text.of("one", "uno")));

        assertThat(outcome.written())
                .extracting(Object::toString)
                .contains("generated/home/one/configmap-settings.yaml");
        assertThat(outcome.removed())
                .extracting(Object::toString)
                .contains("argocd-apps/home/apps/two.yaml", "generated/home/two/configmap-settings.yaml");
        assertThat(verify(Text.cluster().without("two").with(Text.of("one", "uno")))
                        .clean())
                .isTrue();
    }

    @Test
    void a_right_that_is_no_longer_used_settles_in_one_run() {
        Component roles = new Component() {
            @Override
            public String name() {
                return "roles";
            }

            @Override
            public Manifests manifests(ClusterView cluster) {
                return Manifests.none()
                        .yaml(
                                "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: none}\nrules: []\n");
            }
        };
        render(Text.cluster().layer("all", roles));
        render(Text.cluster());

        assertThat(file("argocd-apps/home/projects/all.yaml")).contains("Role");
        assertThat(render(Text.cluster()).written()).isEmpty();
        assertThat(verify(Text.cluster()).findings()).isEmpty();
    }

    @Test
    void verify_names_each_file_with_a_short_diff_and_changes_nothing() {
        render(Text.cluster());
        write(
                "generated/home/one/configmap-settings.yaml",
                file("generated/home/one/configmap-settings.yaml").replace("eins", "zehn"));
        Map<String, String> before = disk();

        Outcome outcome = verify(Text.cluster());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(outcome.findings())
                .singleElement()
                .asString()
                .contains(
                        "error tree.hand-edited",
                        "generated/home/one/configmap-settings.yaml",
                        "-  text: zehn",
                        "+  text: eins");
        assertThat(withoutTime(outcome)).contains("as rendered, 1 not");
        assertThat(disk()).isEqualTo(before);
    }

    @Test
    void a_file_that_was_edited_by_hand_stops_the_run_unless_overwriting() {
        render(Text.cluster());
        write("generated/home/one/configmap-settings.yaml", "mine: true\n");
        Map<String, String> before = disk();

        Outcome refused = render(Text.cluster().with(Text.of("two", "due")));
        assertThat(refused.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(rules(refused)).containsExactly("tree.hand-edited");
        assertThat(disk()).isEqualTo(before);

        Outcome forced =
                Hearth.render(Request.of(Definition.of(Text.cluster()), root).overwrite(true));
        assertThat(forced.written())
                .extracting(Object::toString)
                .containsExactly("generated/home/one/configmap-settings.yaml");
    }

    @Test
    void manifests_of_somebody_else_in_the_folders_of_the_cluster_are_warned_of() {
        assertThat(rules(render(Text.cluster()))).isEmpty();
        write("generated/home/one/extra.yaml", "kind: ConfigMap\n");
        write("generated/home/one/notes.txt", "not synced\n");
        write("generated/other/extra.yaml", "of another cluster\n");

        for (Outcome outcome : List.of(verify(Text.cluster()), render(Text.cluster()))) {
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.CLEAN);
            assertThat(outcome.findings()).hasToString("""
                    [warning tree.stray-file  file generated/home/one/extra.yaml
                      is not Hearth's, but Argo CD would sync it with the rest
                      hint: say it in code, as raw YAML if need be, or move it to another directory]""");
            assertThat(outcome.summary()).contains("findings     1 warning").doesNotContain(" not\n");
        }
        assertThat(file("generated/home/one/extra.yaml")).isEqualTo("kind: ConfigMap\n");
    }

    @Test
    void errors_come_all_at_once_and_leave_the_old_tree() {
        render(Text.cluster());
        Map<String, String> before = disk();
        Cluster broken = Text.cluster()
                .layer("all", new Text("three", "three", "Settings", "a"), new Text("four", "four", "b_c", "d"))
                .layer("all", parts("five", scope -> scope.manifest(config("x")), scope -> scope.manifest(config("x"))))
                .layer(
                        "all",
                        parts(
                                "six",
                                scope -> scope.text(
                                        ServiceRef.of("nobody", "web", "http").url())))
                .patch(Patch.of(ConfigMap.class, "none", config -> config.setImmutable(true)));

        Outcome outcome = render(broken);

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(rules(outcome))
                .contains("link.component", "model.patch", "name.duplicate", "schema.invalid", "schema.invalid");
        assertThat(outcome.findings()).isSortedAccordingTo(Finding.ORDER);
        assertThat(withoutTime(outcome)).contains("files        none touched");
        assertThat(disk()).isEqualTo(before);
    }

    private static Manifest config(String name) {
        return Snapshots.of(new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .addToData("a", "b")
                .build());
    }

    @Test
    void two_objects_of_one_identity_name_both_components_and_lines() {
        Outcome outcome = render(Text.cluster("home")
                .layer("all", new Text("one", "shared", "settings", "a"))
                .layer("all", new Text("two", "shared", "settings", "b")));

        assertThat(outcome.findings())
                .singleElement()
                .asString()
                .contains("error name.duplicate  ConfigMap shared/settings", "component one (", "component two (");
    }

    @Test
    void two_files_of_one_path_are_refused() {
        Outcome outcome = render(Text.cluster().bootstrapPage("generated/home/one/configmap-settings.yaml"));

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(rules(outcome)).containsExactly("tree.same-path");
        assertThat(disk()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"../home.md", "/etc/home.md", "docs//home.md", ".git/home.md", "docs/aux.md"})
    void a_path_that_leaves_the_tree_or_fits_on_no_disk_is_refused(String path) {
        Outcome outcome = render(Text.cluster().bootstrapPage(path));

        assertThat(rules(outcome)).containsExactly("tree.path");
        assertThat(disk()).isEmpty();
    }

    @Test
    void a_component_that_no_disk_can_have_as_a_folder_is_refused() {
        Outcome outcome = render(Text.cluster().layer("all", Text.of("aux", "a")));

        assertThat(outcome.findings())
                .extracting(finding -> finding.rule() + " " + finding.subject())
                .contains("tree.name component aux");
    }

    @Test
    void a_credential_that_says_not_where_it_comes_from_is_refused() {
        Outcome outcome = render(Text.cluster().layer("all", parts("three", scope -> {
            scope.manifest(config("three"));
            scope.uses(Credential.named("token"));
        })));

        assertThat(rules(outcome)).containsExactly("secret.origin");
    }

    @Test
    void a_cycle_in_the_order_is_shown_as_a_path() {
        Outcome outcome = render(Text.cluster("home")
                .layer(
                        "all",
                        new Parts("a", ImmutableSet.of("b"), ImmutableList.of(scope -> scope.manifest(config("x")))),
                        new Parts("b", ImmutableSet.of("c"), ImmutableList.of(scope -> scope.manifest(config("x")))),
                        new Parts("c", ImmutableSet.of("a"), ImmutableList.of(scope -> scope.manifest(config("x"))))));

        assertThat(outcome.findings())
                .singleElement()
                .asString()
                .contains("argo.order")
                .containsPattern("a -> b -> c -> a");
    }

    @Test
    void what_a_component_throws_is_a_finding_with_its_line() {
        Outcome outcome = render(Text.cluster().layer("all", parts("three", scope -> {
            throw new IllegalStateException("out of ideas");
        })));

        assertThat(outcome.findings().get(0).toString())
                .contains("model.threw", "component three", "out of ideas", "HearthTest.java:");
    }

    @Test
    void a_component_that_gives_back_null_is_a_finding_without_a_line_of_hearth() {
        record Nothing() implements Component {

            @Override
            @SuppressWarnings("NullAway") // as a user without a null checker writes it
            public Manifests manifests(ClusterView cluster) {
                return null;
            }
        }

        Outcome outcome = render(Text.cluster().layer("all", new Nothing()));

        assertThat(outcome.findings().stream().filter(finding -> finding.rule().equals("model.threw")))
                .singleElement()
                .asString()
                .matches(
                        "error model.threw  component nothing\n  HearthTest.java:[0-9]+  manifests\\(\\) gave back null"
                                + "\n  hint: let it give back a value");
    }

    @Test
    void a_component_that_cannot_even_run_ends_the_run() {
        Outcome outcome = render(Text.cluster().layer("all", parts("three", scope -> {
            throw new NoClassDefFoundError("org/example/Redis");
        })));

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.WRONG_USE);
        assertThat(outcome.findings()).singleElement().asString().contains("NoClassDefFoundError: org/example/Redis");
    }

    @Test
    void text_that_yaml_cannot_hold_is_refused() {
        Outcome outcome = render(Text.cluster().layer("all", Text.of("three", "half \\uD83D")));

        assertThat(outcome.exitCode()).isNotEqualTo(ExitCode.CLEAN);
        assertThat(disk()).isEmpty();
    }

    @Test
    void a_root_that_is_missing_or_a_file_ends_the_run() {
        Path missing = root.resolve("missing");
        write("file", "text");

        Outcome none = Hearth.render(Request.of(Definition.of(Text.cluster()), missing));
        Outcome file = Hearth.verify(Request.of(Definition.of(Text.cluster()), root.resolve("file")));

        assertThat(none.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(rules(none)).containsExactly("tree.root-missing");
        assertThat(file.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(rules(file)).containsExactly("tree.root-not-a-directory");
    }

    @Test
    void the_same_bytes_come_out_under_any_locale_and_time_zone() {
        Tree here = tree();
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
            assertThat(tree()).isEqualTo(here);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    private static Tree tree() {
        return Hearth.rendering(Definition.of(Text.cluster().layer("all", Text.of("ini", "INI 1234567"))))
                .tree();
    }

    @Test
    void two_clusters_live_side_by_side() {
        Cluster home = Text.cluster();
        Cluster staging = home.renamed("staging").with(Text.of("one", "probe"));
        render(home);
        Map<String, String> before = disk();
        render(staging);

        assertThat(disk()).containsAllEntriesOf(before);
        assertThat(verify(home).clean()).isTrue();
        assertThat(verify(staging).clean()).isTrue();
    }

    @Test
    void a_new_component_touches_only_its_own_files_and_its_project() {
        render(Text.cluster());

        Outcome outcome = render(Text.cluster().layer("all", Text.of("three", "drei")));

        assertThat(outcome.removed()).isEmpty();
        assertThat(outcome.written())
                .extracting(Object::toString)
                .allMatch(path -> path.contains("three") || path.contains("projects/") || path.endsWith(".md"));
    }

    @Test
    void stages_are_told_in_order() {
        List<String> told = new ArrayList<>();

        Hearth.render(Request.of(Definition.of(Text.cluster()), root)
                .progress((stage, number, count) -> told.add(number + "/" + count + " " + stage)));

        assertThat(told.get(0)).endsWith(" expansion");
        assertThat(told.get(told.size() - 1)).endsWith(" layout");
        assertThat(told).hasSize(Integer.parseInt(told.get(0).replaceAll("1/(\\d+) .*", "$1")));
    }

    private record Lines(List<String> info, List<String> warning, List<String> error) {
        static Lines none() {
            return new Lines(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private int run(String goal, Class<?> definition, Map<String, String> options, Lines lines) {
        return Hearth.run(
                goal,
                definition.getName(),
                HearthTest.class.getClassLoader(),
                root,
                options,
                lines.info::add,
                lines.warning::add,
                lines.error::add);
    }

    @Test
    void a_run_by_names_tells_lines_and_ends_with_a_number() {
        Lines lines = Lines.none();

        assertThat(run("render", DefinitionTest.Good.class, Map.of("overwrite", "true"), lines))
                .isZero();
        assertThat(run("verify", DefinitionTest.Good.class, Map.of(), lines)).isZero();

        assertThat(lines.error).isEmpty();
        assertThat(lines.warning).isEmpty();
        assertThat(lines.info.get(0)).startsWith("cluster home: 2 components, ");
    }

    @Test
    void a_run_that_fails_says_why_on_the_error_side() {
        Lines lines = Lines.none();

        assertThat(run("verify", DefinitionTest.Good.class, Map.of(), lines)).isEqualTo(1);
        assertThat(lines.error).contains("error tree.missing  file argocd-apps/home/root.yaml");
        assertThat(lines.error.get(lines.error.size() - 1)).matches("cluster home: \\d+ errors");
        assertThat(run("render", DefinitionTest.Abstract.class, Map.of(), Lines.none()))
                .isEqualTo(2);
    }

    @Test
    void a_goal_or_option_that_is_not_there_is_wrong_use() {
        Lines lines = Lines.none();

        assertThat(run("rendr", DefinitionTest.Good.class, Map.of(), lines)).isEqualTo(2);
        assertThat(run("render", DefinitionTest.Good.class, Map.of("force", "true"), lines))
                .isEqualTo(2);
        assertThat(run("render", DefinitionTest.Good.class, Map.of("overwrite", "yes"), lines))
                .isEqualTo(2);

        assertThat(lines.error)
                .containsExactly(
                        "there is no goal 'rendr'; there are render and verify",
                        "there is no option 'force'; there is overwrite",
                        "option overwrite must be true or false, but was 'yes'");
        assertThat(disk()).isEmpty();
    }
}
