package dev.hearth.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** What all goals share: which clusters, and where. */
abstract class ClusterMojo extends AbstractMojo {

    private static final int FINDINGS = 1;

    /** The class that defines the cluster: public, with a public constructor without parameters. */
    @Parameter(property = "hearth.definition")
    @Nullable
    String definition;

    /** Further such classes, for a repository of several clusters. */
    @Parameter
    @Nullable
    List<String> definitions;

    /** The directory that holds the tree: {@code generated}, {@code argocd-apps} and {@code .hearth} are in it. */
    @Parameter(property = "hearth.root", defaultValue = "${project.basedir}", required = true)
    @Nullable
    File root;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    @Nullable
    MavenProject project;

    /** The goal, as the pipeline and people know it. */
    abstract String goal();

    /** Whether this goal is to be left out. */
    abstract boolean skipped();

    /** The options as the pipeline knows them. */
    Map<String, String> options() {
        return Map.of();
    }

    /** Does it for one cluster; gives the exit code. */
    int run(Pipeline pipeline, String name, Path directory) throws MojoExecutionException {
        return pipeline.run(goal(), name, directory, options(), getLog());
    }

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skipped()) {
            getLog().info("skipped");
            return;
        }
        Set<String> wanted = wanted();
        List<String> failed = new ArrayList<>();
        int worst = 0;
        try (Pipeline pipeline = Pipeline.of(classPath())) {
            for (String name : wanted) {
                int code = run(pipeline, name, directory());
                if (code != 0) {
                    failed.add(name);
                    worst = Math.max(worst, code);
                }
            }
        }
        if (failed.isEmpty()) {
            return;
        }
        String message = goal() + " failed for " + String.join(", ", failed) + "; what is wrong stands above";
        if (worst == FINDINGS) {
            throw new MojoFailureException(message);
        }
        throw new MojoExecutionException(message);
    }

    private Set<String> wanted() throws MojoExecutionException {
        Set<String> wanted = new LinkedHashSet<>();
        if (definition != null && !definition.isBlank()) {
            wanted.add(definition.trim());
        }
        if (definitions != null) {
            definitions.forEach(name -> wanted.add(name.trim()));
        }
        if (wanted.isEmpty()) {
            throw new MojoExecutionException("no cluster to " + goal()
                    + ": name the class that defines it, <definition>org.example.Home</definition> in the configuration"
                    + " of the plugin or -Dhearth.definition=org.example.Home");
        }
        return wanted;
    }

    private Path directory() throws MojoExecutionException {
        if (root == null) {
            throw new MojoExecutionException(
                    "no directory for the tree: set <root> in the configuration of the plugin");
        }
        return root.toPath().toAbsolutePath().normalize();
    }

    private List<String> classPath() throws MojoExecutionException {
        if (project == null) {
            throw new MojoExecutionException("no project to take the definition from");
        }
        try {
            return project.getRuntimeClasspathElements();
        } catch (DependencyResolutionRequiredException unresolved) {
            throw new MojoExecutionException(
                    "the class path of the project is not resolved: " + unresolved.getMessage(), unresolved);
        }
    }
}
