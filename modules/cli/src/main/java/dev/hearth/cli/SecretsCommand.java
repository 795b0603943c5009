package dev.hearth.cli;

import dev.hearth.cli.Failures.WrongUse;
import dev.hearth.pipeline.ExitCode;
import dev.hearth.secrets.SecretsFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hearth secrets}: what is sealed, for whom, how old, and used by what. */
@Command(
        name = "secrets",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lists what is sealed in a folder of secrets: of each value its scope, the certificate it was sealed for, its age,"
                    + " what the ledger knows of it, and when a backup of that certificate's key was last proven. It opens"
                    + " nothing and needs no key.",
            "",
            "With a definition, it lists instead what the cluster asks for: each credential with where it comes from, which"
                    + " components use it, and which of its values are not sealed.",
            ""
        },
        footer = {
            "",
            "What stands behind a value in the text:",
            "  newest, old, expired   its certificate, among those in sealing.pem",
            "  unknown                its certificate is not in sealing.pem",
            "  elsewhere              the ledger does not know it: it was sealed by another program",
            "  changed                the ledger knows another one at its place",
            "",
            "JSON: {folder, certificates: [{fingerprint, from, until, state, proven}],",
            "       values: [{namespace, name, key, scope, certificate, state, sealed, age, ledger, proven}]}",
            "  fingerprint, certificate  sha256: and 64 hexadecimal digits; null where nobody knows",
            "  from, until, sealed, proven  days (2026-11-27); null where nobody knows",
            "  state   newest, old, expired, unknown;  age  in days;  ledger  known, changed, elsewhere",
            "With a definition: [{namespace, name, origin, usedBy: [component],",
            "       keys: [{key, sealed, scope, certificate, newest, since}]}], a line a definition",
            "",
            "Examples:",
            "  hearth secrets --folder secrets/home",
            "  hearth secrets --format json | jq -r '.values[] | select(.age > 365) | .name'",
            "  hearth secrets --class-path target/classes:target/dependency/* --definition org.example.Home"
        })
final class SecretsCommand implements Callable<Integer> {

    private final Console console;
    private final Map<String, String> environment;

    @Option(names = "--folder", paramLabel = "DIR", description = "the folder of secrets; default: as for hearth seal")
    String folder = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json; default: ${DEFAULT-VALUE}")
    Form format = Form.TEXT;

    @Option(names = "--class-path", paramLabel = "PATH", description = "as for hearth render")
    String classPath = "";

    @Option(names = "--definition", paramLabel = "CLASS", description = "the class that defines the cluster")
    List<String> definitions = List.of();

    @Option(names = "--root", paramLabel = "DIR", description = "the folder that holds the tree; default: .")
    String root = ".";

    /** How to write the list. */
    enum Form {
        TEXT,
        JSON
    }

    SecretsCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        return Discretion.run(console, this::listed);
    }

    private ExitCode listed() throws IOException {
        Desk desk = Desk.of(console, environment);
        if (!definitions.isEmpty() || !classPath.isEmpty()) {
            SecretsPipeline.required(classPath, definitions, "what uses secrets");
            if (!folder.isEmpty()) {
                throw new WrongUse("--folder does not go with --definition, which says where the folder of secrets is");
            }
            String word = format == Form.JSON ? "json" : "text";
            return SecretsPipeline.run(
                    desk, "list", classPath, definitions, Path.of(root), Map.of("format", word), (key, what) -> null);
        }
        SecretsDisk disk = SecretsDisk.of(folder);
        if (!Files.isDirectory(disk.path())) {
            throw new IOException("there is no folder " + disk.path());
        }
        SecretsFolder read = disk.read();
        SecretsList list = SecretsList.of(read, desk.now());
        console.out().print(format == Form.JSON ? list.json() : list.text());
        console.out().flush();
        return ExitCode.CLEAN;
    }
}
