package dev.hearth.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Execute;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Seals what the credentials of a cluster lack, for the controller's certificate: makes the values that nobody needs to know,
 * and asks at the terminal for those that only a person knows. Needs no cluster, and leaves alone what is sealed already.
 */
@Mojo(name = "seal", requiresDependencyResolution = ResolutionScope.RUNTIME)
@Execute(phase = LifecyclePhase.PROCESS_CLASSES)
public final class SealMojo extends ClusterMojo {

    /** The PEM file of the certificate to seal for; the newest of the folder of secrets by default. */
    @Parameter(property = "hearth.certificate")
    @Nullable
    File certificate;

    /** Whether every value is made or asked anew, those too that are sealed already. */
    @Parameter(property = "hearth.replace", defaultValue = "false")
    boolean replace;

    /** The names of the credentials to seal, separated by commas; all by default. */
    @Parameter(property = "hearth.only")
    @Nullable
    String only;

    /**
     * The file of the key by which this machine knows unchanged values again, made where there is none; {@code
     * $XDG_CONFIG_HOME/hearth/ledger.key} by default, else {@code ~/.config/hearth/ledger.key}.
     */
    @Parameter(property = "hearth.markKey")
    @Nullable
    File markKey;

    private Person person = Person.AT_TERMINAL;

    /** Asks somebody else. */
    void person(Person other) {
        person = other;
    }

    @Override
    String goal() {
        return "seal";
    }

    @Override
    boolean skipped() {
        return false;
    }

    @Override
    Map<String, String> options() {
        Map<String, String> options = new TreeMap<>();
        options.put("replace", Boolean.toString(replace));
        if (certificate != null) {
            options.put("certificate", certificate.getAbsolutePath());
        }
        if (only != null && !only.isBlank()) {
            options.put("only", only);
        }
        Path key = markKey == null ? MarkKeyFile.standard(System.getenv()) : markKey.toPath();
        Optional<String> reason = MarkKeyFile.madeIfMissing(key);
        if (reason.isEmpty()) {
            options.put("mark-key", key.toAbsolutePath().toString());
        } else {
            getLog().warn(reason.get());
        }
        return options;
    }

    @Override
    int run(Pipeline pipeline, String name, Path directory) throws MojoExecutionException {
        return pipeline.secrets("seal", name, directory, options(), person, getLog());
    }
}
