package dev.hearth.maven;

import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Fails where the tree is not what the code renders, with each file and a short diff. Changes nothing. */
@Mojo(
        name = "verify",
        defaultPhase = LifecyclePhase.VERIFY,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public final class VerifyMojo extends ClusterMojo {

    /** Whether nothing is verified. */
    @Parameter(property = "hearth.verify.skip", defaultValue = "false")
    boolean skip;

    @Override
    String goal() {
        return "verify";
    }

    @Override
    boolean skipped() {
        return skip;
    }
}
