package dev.hearth.platform.observability;

import static dev.hearth.platform.SmallCluster.container;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.platform.SmallCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The rendered job that asks a store after a sync, run on this machine. */
final class AnswersJob {

    private AnswersJob() {}

    /** The exit code of that of a store, with that address for the store's and that folder for {@code /tmp}. */
    static int run(SmallCluster cluster, String store, Path folder, URI url) throws IOException, InterruptedException {
        var container = container(cluster.object("Job", store + "-answers"));
        String script = container.sequence("args").strings().get(0);
        ProcessBuilder builder = new ProcessBuilder(List.of("/bin/sh", "-c", script.replace("/tmp/", folder + "/")))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        container
                .sequence("env")
                .mappings()
                .forEach(variable -> builder.environment()
                        .put(
                                variable.text("name").orElseThrow(),
                                variable.text("value").orElseThrow()));
        builder.environment().put("URL", url.toString());
        builder.environment().put("RETRIES", "1");
        builder.environment().put("DELAY", "1");
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }
}
