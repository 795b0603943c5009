package dev.hearth.maven;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Execute;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Lists what credentials a cluster uses, and of what is sealed for whom and since when. Opens nothing and changes nothing. */
@Mojo(name = "secrets", requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
@Execute(phase = LifecyclePhase.PROCESS_CLASSES)
public final class SecretsMojo extends ClusterMojo {

    @Override
    String goal() {
        return "secrets";
    }

    @Override
    boolean skipped() {
        return false;
    }

    @Override
    int run(Pipeline pipeline, String name, Path directory) throws MojoExecutionException {
        return pipeline.secrets("list", name, directory, options(), (place, what) -> Optional.empty(), getLog());
    }
}
