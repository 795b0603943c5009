package dev.hearth.cli;

import com.google.common.base.Strings;
import dev.hearth.manifest.Mapping;
import dev.hearth.pipeline.ExitCode;
import dev.hearth.schemas.SchemaPull;
import dev.hearth.schemas.Schemas;
import dev.hearth.schemas.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hearth schemas}: where the schemas come from by which manifests are judged. */
@Command(
        name = "schemas",
        mixinStandardHelpOptions = true,
        description = {"Lists the schemas that Hearth brings, or takes those of a running cluster.", ""},
        synopsisSubcommandLabel = "COMMAND")
final class SchemasCommand implements Callable<Integer> {

    private final Console console;
    private final Map<String, String> environment;

    SchemasCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        return list();
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the schemas that Hearth brings, with their versions and where they come from.")
    int list() {
        List<Source> sources = Schemas.builtIn();
        int name = width(sources.stream().map(Source::name).toList());
        int version = width(sources.stream().map(Source::version).toList());
        for (Source source : sources) {
            console.out()
                    .println(Strings.padEnd(source.name(), name, ' ') + "  "
                            + Strings.padEnd(source.version(), version, ' ') + "  " + source.origin()
                            + (source.license().isEmpty() ? "" : "  (" + source.license() + ")"));
        }
        return ExitCode.CLEAN.number();
    }

    private static int width(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }

    @Command(
            name = "pull",
            mixinStandardHelpOptions = true,
            description = {
                "Takes the schemas of a running cluster, built-in kinds and custom resources, into a file for"
                        + " hearth check --schemas.",
                ""
            },
            footer = {
                "",
                "Example:",
                "  hearth schemas pull --output cluster.schemas && hearth check manifests --schemas cluster.schemas",
                "",
                "The server is the one of the current context of $KUBECONFIG, or of ~/.kube/config. A kubeconfig that asks a"
                        + " program for a token is not followed: give --token."
            })
    int pull(
            @Option(names = "--output", required = true, paramLabel = "FILE", description = "the file to write")
                    Path output,
            @Option(names = "--kubeconfig", paramLabel = "FILE", description = "instead of $KUBECONFIG") @Nullable
                    Path kubeconfig,
            @Option(names = "--context", paramLabel = "NAME", description = "instead of the current one") @Nullable
                    String context,
            @Option(names = "--token", paramLabel = "TOKEN", description = "instead of the user's credentials")
                    @Nullable
                    String token)
            throws IOException {
        Kubeconfig config = Kubeconfig.read(
                kubeconfig == null ? Kubeconfig.standard(environment) : kubeconfig, Strings.nullToEmpty(context));
        ApiClient server = ApiClient.of(config, Strings.nullToEmpty(token));
        Mapping version = server.get("/version", "application/json");
        SchemaPull pull = SchemaPull.of(version.text("gitVersion").orElse("unknown"), config.server());
        pull.addDiscovery(server.get("/api", SchemaPull.DISCOVERY_MEDIA_TYPE));
        pull.addDiscovery(server.get("/apis", SchemaPull.DISCOVERY_MEDIA_TYPE));
        List<String> documents = SchemaPull.documents(server.get("/openapi/v3", "application/json"));
        for (String path : documents) {
            pull.addOpenApi(server.get(path, "application/json"));
        }
        pull.addDefinitions(server.definitions());
        Files.write(output, pull.file());
        console.err()
                .println("wrote " + output + ": Kubernetes "
                        + version.text("gitVersion").orElse("?") + " at " + config.server() + ", " + documents.size()
                        + " API versions");
        return ExitCode.CLEAN.number();
    }
}
