package dev.hearth.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterMojoTest {

    private static final String SAMPLE = SampleCluster.class.getName();
    private static final String BROKEN = BrokenCluster.class.getName();

    @TempDir
    private Path root;

    private final Lines log = new Lines();
    private List<String> classPath =
            Arrays.asList(System.getProperty("java.class.path", "").split(File.pathSeparator));

    /** Keeps the lines. */
    private static final class Lines extends SystemStreamLog {

        private final List<String> info = new ArrayList<>();
        private final List<String> error = new ArrayList<>();

        @Override
        public void info(CharSequence line) {
            info.add(line.toString());
        }

        @Override
        public void error(CharSequence line) {
            error.add(line.toString());
        }
    }

    private <M extends ClusterMojo> M mojo(M mojo, String... definitions) {
        mojo.definitions = List.of(definitions);
        mojo.root = root.toFile();
        mojo.project = new MavenProject() {
            @Override
            public List<String> getRuntimeClasspathElements() {
                return classPath;
            }
        };
        Log lines = log;
        mojo.setLog(lines);
        return mojo;
    }

    @Test
    void a_tree_is_rendered_once_and_then_verified() throws Exception {
        mojo(new RenderMojo(), SAMPLE).execute();
        assertThat(root.resolve("generated/sample/settings/configmap-settings.yaml"))
                .exists();
        assertThat(log.info.get(1)).matches("  files        \\d+ written, 0 unchanged, 0 removed");

        log.info.clear();
        mojo(new RenderMojo(), SAMPLE).execute();
        assertThat(log.info.get(1)).matches("  files        0 written, \\d+ unchanged, 0 removed");

        mojo(new VerifyMojo(), SAMPLE).execute();
        assertThat(log.error).isEmpty();
    }

    @Test
    void a_tree_that_is_not_what_the_code_renders_fails_the_build_with_its_files() {
        assertThatThrownBy(() -> mojo(new VerifyMojo(), SAMPLE).execute())
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("verify failed for " + SAMPLE + "; what is wrong stands above");
        assertThat(log.error).anyMatch(line -> line.contains("generated/sample/settings/configmap-settings.yaml"));
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void every_definition_is_rendered_even_if_one_is_broken() {
        assertThatThrownBy(() -> mojo(new RenderMojo(), BROKEN, SAMPLE).execute())
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("render failed for " + BROKEN + "; what is wrong stands above");
        assertThat(log.error).anyMatch(line -> line.startsWith("error schema.invalid  ConfigMap settings/Settings"));
        assertThat(root.resolve("generated")).isDirectoryContaining("glob:**/sample");
        assertThat(root.resolve("generated")).isDirectoryNotContaining("glob:**/broken");
    }

    @Test
    void a_definition_that_is_missing_is_wrong_use() {
        assertThatThrownBy(() -> mojo(new RenderMojo(), SAMPLE + "s").execute())
                .isInstanceOf(MojoExecutionException.class)
                .hasNoCause();
        assertThat(log.error).contains("  hint: did you mean " + SAMPLE + "?");
    }

    @Test
    void a_configuration_without_a_definition_says_what_to_write() {
        assertThatThrownBy(() -> mojo(new RenderMojo()).execute())
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("<definition>org.example.Home</definition>");
    }

    @Test
    void a_project_without_the_pipeline_says_what_to_add() {
        classPath = List.of(root.toString());

        assertThatThrownBy(() -> mojo(new RenderMojo(), SAMPLE).execute())
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("add the dependency dev.hearth:hearth-pipeline");
    }

    @Test
    void a_goal_that_is_skipped_does_nothing() throws Exception {
        RenderMojo render = mojo(new RenderMojo());
        render.skip = true;
        VerifyMojo verify = mojo(new VerifyMojo());
        verify.skip = true;

        render.execute();
        verify.execute();

        assertThat(log.info).containsExactly("skipped", "skipped");
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void the_class_loader_of_the_thread_is_what_it_was() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        mojo(new RenderMojo(), SAMPLE).execute();

        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }
}
