package dev.hearth.cli;

import dev.hearth.cli.Failures.WrongUse;
import dev.hearth.pipeline.ExitCode;
import dev.hearth.secrets.Plain;
import dev.hearth.secrets.SealException;
import dev.hearth.secrets.SealedFile;
import dev.hearth.secrets.SealingKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth unseal}: gets values back with the backup of the sealing keys, and proves that it would. */
@Command(
        name = "unseal",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = {
            "hearth unseal --key FILE SEALED [KEY]",
            "       hearth unseal --key FILE [--folder DIR] --namespace N --name S [KEY]",
            "       hearth unseal --check --key FILE [--folder DIR]"
        },
        description = {
            "Opens what is sealed, with a backup of the controller's keys: for the day on which the cluster is gone, and for"
                    + " the days before, to know that the backup is good.",
            "",
            "Prints the Secret as YAML, or the bytes of one KEY alone. On a terminal that needs --show: others see the screen,"
                    + " and its history is kept.",
            "",
            "--check opens everything in the folder and shows none of it. It says what opens and what does not, and which"
                    + " certificates the backup has no key for, and writes into the ledger for which it is proven, and when.",
            ""
        },
        footer = {
            "",
            "The keys, of a running cluster (keep the file where you keep the keys of your house, not in the repository):",
            "  kubectl get secret --namespace sealed-secrets --output yaml \\",
            "      --selector sealedsecrets.bitnami.com/sealed-secrets-key | gpg --symmetric --output keys.gpg",
            "",
            "Examples:",
            "  gpg --decrypt keys.gpg | hearth unseal --check --key -",
            "  gpg --decrypt keys.gpg | hearth unseal --key - --namespace media --name photos |",
            "      kubectl apply --filename -",
            "  gpg --decrypt keys.gpg | hearth unseal --key - secrets/home/media/photos.yaml api-key | wl-copy",
            "",
            "Exit codes: 0 everything opens, 1 something does not, 2 wrong use, 3 the environment failed."
        })
final class UnsealCommand implements Callable<Integer> {

    private final Console console;
    private final Map<String, String> environment;

    @Parameters(
            arity = "0..2",
            paramLabel = "SEALED|KEY",
            description = "a file with a SealedSecret, - for standard input; and one of its keys")
    List<String> arguments = List.of();

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description =
                    "the backup of the keys: PEM, or the Secrets as kubectl prints them (YAML, JSON); - for standard"
                            + " input; may be given several times")
    List<String> keys = List.of();

    @Option(
            names = "--check",
            description = "opens everything, shows nothing, says what opens, writes it into the ledger")
    boolean check;

    @Option(names = "--folder", paramLabel = "DIR", description = "the folder of secrets; default: as for hearth seal")
    String folder = "";

    @Option(names = "--namespace", paramLabel = "N", description = "the namespace of the Secret")
    String namespace = "";

    @Option(names = "--name", paramLabel = "S", description = "its name")
    String name = "";

    @Option(names = "--show", description = "prints on a terminal, too")
    boolean show;

    UnsealCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        return Discretion.run(console, this::opened);
    }

    private ExitCode opened() throws IOException {
        Desk desk = Desk.of(console, environment);
        boolean named = !namespace.isEmpty() || !name.isEmpty();
        if (check) {
            if (named || !arguments.isEmpty() || show) {
                throw new WrongUse("--check opens the whole folder and shows nothing; leave the others out");
            }
            return new BackupCheck(desk, SecretsDisk.of(folder)).run(Backup.read(keys, desk));
        }
        if (!show && console.person().watches()) {
            throw new WrongUse(
                    "standard output is a terminal, where others see the values and its history keeps them; lead it"
                            + " into a file or a program, or give --show");
        }
        if (named ? arguments.size() > 1 : arguments.isEmpty()) {
            throw new WrongUse(
                    named
                            ? "with --namespace and --name there is at most a KEY"
                            : "missing: the file with a SealedSecret, or --namespace N and --name S");
        }
        if (!named && !folder.isEmpty()) {
            throw new WrongUse("--folder needs --namespace N and --name S; or name the file alone");
        }
        if (!named && arguments.get(0).equals("-") && keys.contains("-")) {
            throw new WrongUse("standard input can be read once, but is asked for twice");
        }
        SealedFile file = named ? fromFolder() : fromFile(arguments.get(0));
        Optional<String> key = named
                ? arguments.stream().findFirst()
                : arguments.stream().skip(1).findFirst();
        SealingKeys backup = Backup.read(keys, desk);
        if (key.isPresent()) {
            one(file, key.get(), backup);
        } else {
            SecretYaml.write(console.out(), file, backup);
        }
        console.out().flush();
        return ExitCode.CLEAN;
    }

    private void one(SealedFile file, String key, SealingKeys backup) {
        String text = file.values().get(key);
        if (text == null) {
            throw new SealException(file.namespace() + "/" + file.name() + " has no sealed key of that name; it has "
                    + String.join(", ", file.values().keySet()));
        }
        try (Plain value = backup.open(text, file.scope(), file.namespace(), file.name())) {
            console.out().write(value.bytes(), 0, value.bytes().length);
        }
    }

    private SealedFile fromFolder() throws IOException {
        if (namespace.isEmpty() || name.isEmpty()) {
            throw new WrongUse("missing: " + (namespace.isEmpty() ? "--namespace N" : "--name S"));
        }
        SecretName.namespace(namespace);
        SecretName.name(name);
        SecretsDisk disk = SecretsDisk.of(folder);
        return disk.read()
                .sealed(namespace, name)
                .orElseThrow(() -> new SealException(
                        "there is no " + disk.path().resolve(namespace).resolve(name + ".yaml")));
    }

    private SealedFile fromFile(String file) throws IOException {
        if (file.equals("-")) {
            return SealedFile.read(console.in().readAllBytes(), "standard input");
        }
        return SealedFile.read(Files.readAllBytes(Path.of(file)), file);
    }
}
