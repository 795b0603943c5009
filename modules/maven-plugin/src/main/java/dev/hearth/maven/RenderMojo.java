package dev.hearth.maven;

import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Renders a cluster definition to the tree. */
@Mojo(
        name = "render",
        defaultPhase = LifecyclePhase.PACKAGE,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public final class RenderMojo extends AbstractMojo {

    @Override
    public void execute() {
        getLog().debug("render");
    }
}
