package dev.hearth.maven;

import java.util.Map;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Renders a cluster definition to its tree. Writes only what differs; where there are errors it touches no file and fails
 * with all of them.
 */
@Mojo(
        name = "render",
        defaultPhase = LifecyclePhase.PACKAGE,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public final class RenderMojo extends ClusterMojo {

    /** Whether files that were edited by hand, and foreign ones in the way, are replaced. */
    @Parameter(property = "hearth.overwrite", defaultValue = "false")
    boolean overwrite;

    /** Whether nothing is rendered. */
    @Parameter(property = "hearth.render.skip", defaultValue = "false")
    boolean skip;

    @Override
    String goal() {
        return "render";
    }

    @Override
    boolean skipped() {
        return skip;
    }

    @Override
    Map<String, String> options() {
        return Map.of("overwrite", Boolean.toString(overwrite));
    }
}
