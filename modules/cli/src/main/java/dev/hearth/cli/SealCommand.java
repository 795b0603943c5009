package dev.hearth.cli;

import dev.hearth.cli.Failures.WrongUse;
import dev.hearth.pipeline.ExitCode;
import dev.hearth.secrets.MarkKey;
import dev.hearth.secrets.SealAll.Replace;
import dev.hearth.secrets.SealingCertificate;
import dev.hearth.secrets.SecretsFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hearth seal}: makes or takes values and seals them. */
@Command(
        name = "seal",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = {
            "hearth seal --namespace N --name S [OPTION...] KEY=SOURCE...",
            "       hearth seal --all --class-path PATH --definition CLASS [OPTION...]",
            "       hearth seal --re-encrypt --key FILE [--folder DIR] [--cert FILE]"
        },
        description = {
            "Seals values for the Sealed Secrets controller of a cluster, on this machine and without the cluster. Only the"
                    + " controller can open them.",
            "",
            "A SOURCE says where the value of a key comes from. The value itself is refused: it would be in the shell's"
                    + " history and in the list of processes.",
            "",
            "  KEY=-                  standard input, all of it",
            "  KEY=@FILE              a file, byte for byte",
            "  'KEY=?'                asks on the terminal, twice and without echo (zsh wants the quotes)",
            "  KEY=env:VARIABLE       an environment variable",
            "  KEY=random:N           makes N random bytes (16 or more), in hexadecimal",
            "  KEY=password:N         makes N random letters and digits (16 or more)",
            "  KEY=rsa                makes a private key: RSA with 4096 bits, PEM",
            "  KEY=ed25519            makes a private key: Ed25519, PEM",
            "  KEY=ssh                makes a private key: Ed25519, as OpenSSH keeps it",
            "  KEY=public:OTHER       the public half of the private key that the same command makes at OTHER",
            "  KEY=htpasswd:USER[=S]  a line of an Apache password file; S is -, @FILE, env:VARIABLE or ?, without it ?",
            "",
            "Nobody sees what is made, and it is made once: where the key is sealed already it stays, unless --again is given.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  hearth seal --namespace media --name photos password=password:32 'api-key=?'",
            "  pass show shop/db | hearth seal --namespace shop --name db --trim password=-",
            "  kubectl create secret generic db --dry-run=client --output yaml --from-file=key |",
            "      hearth seal --namespace shop --from-secret -",
            "  hearth seal --namespace web --name tls --tls web.example.org,10.0.0.7",
            "  hearth seal --namespace web --name pull --docker registry.example.org,robot",
            "  hearth seal --cert sealing.pem --namespace a --name b --raw value=@file",
            "  hearth seal --all --class-path target/classes:target/dependency/* --definition org.example.Home",
            "  hearth seal --re-encrypt --key backup.yaml",
            "",
            "Exit codes: 0 done, 1 something was not sealed or opened, 2 wrong use, 3 the environment failed."
        })
final class SealCommand implements Callable<Integer> {

    private final Console console;
    private final Map<String, String> environment;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..*",
            paramLabel = "KEY=SOURCE",
            description = "a key of the Secret and where its value comes from")
    List<String> sources = List.of();

    @ArgGroup(validate = false, heading = "%nThe Secret:%n")
    SecretOptions secret = new SecretOptions();

    @ArgGroup(validate = false, heading = "%nSeveral keys at once:%n")
    BulkOptions bulk = new BulkOptions();

    @ArgGroup(validate = false, heading = "%nWhere it goes:%n")
    PlaceOptions place = new PlaceOptions();

    @ArgGroup(validate = false, heading = "%nFor whom, and what counts as unchanged:%n")
    CertificateOptions certificate = new CertificateOptions();

    @ArgGroup(validate = false, heading = "%nAll credentials of a cluster that is defined in Java:%n")
    AllOptions all = new AllOptions();

    @ArgGroup(validate = false, heading = "%nRe-encryption:%n")
    ReencryptOptions reencrypt = new ReencryptOptions();

    /** Which Secret. */
    static final class SecretOptions {

        @Option(names = "--namespace", paramLabel = "N", description = "its namespace")
        String namespace = "";

        @Option(names = "--name", paramLabel = "S", description = "its name")
        String name = "";

        @Option(
                names = "--scope",
                paramLabel = "SCOPE",
                description =
                        "where it may be opened: strict (that name in that namespace), namespace-wide (any name there),"
                                + " cluster-wide (anywhere); default: what the file says already, else strict")
        String scope = "";

        @Option(
                names = "--type",
                paramLabel = "TYPE",
                description =
                        "such as kubernetes.io/basic-auth or kubernetes.io/ssh-auth; default: what the file says already,"
                                + " else Opaque")
        String type = "";
    }

    /** What gives more than one key. */
    static final class BulkOptions {

        @Option(
                names = "--from-env",
                paramLabel = "[KEY=]VARIABLE",
                split = ",",
                description = "environment variables, each at its name or at KEY")
        List<String> variables = List.of();

        @Option(
                names = "--dotenv",
                paramLabel = "FILE",
                description =
                        "all variables of a file of NAME=value lines, - for standard input. Comments, export, both quotes;"
                                + " nothing is expanded")
        List<String> dotenv = List.of();

        @Option(
                names = "--from-secret",
                paramLabel = "FILE",
                description =
                        "a Secret in YAML or JSON, - for standard input: its keys, type and labels, and its namespace and"
                                + " name where they are not given")
        String secret = "";

        @Option(
                names = "--tls",
                paramLabel = "HOST",
                split = ",",
                description =
                        "makes tls.key and a self-signed tls.crt for those hosts and addresses, good for ten years; type"
                                + " kubernetes.io/tls")
        List<String> hosts = List.of();

        @Option(
                names = "--docker",
                paramLabel = "REGISTRY,USER[=S]",
                description =
                        "a .dockerconfigjson for pulling images; S as for htpasswd; type kubernetes.io/dockerconfigjson")
        String docker = "";

        @Option(names = "--trim", description = "removes one newline at the end of what - and @FILE give")
        boolean trim;
    }

    /** Where the sealed values go. */
    static final class PlaceOptions {

        @Option(
                names = "--folder",
                paramLabel = "DIR",
                description =
                        "the folder of secrets: NAMESPACE/NAME.yaml each, sealing.pem, ledger. Default: ./secrets, or the"
                                + " one folder in it, that holds a sealing.pem")
        String folder = "";

        @Option(
                names = "--into",
                paramLabel = "FILE",
                description = "merges into that SealedSecret, and makes the file where there is none; no ledger")
        String into = "";

        @Option(names = "--stdout", description = "prints the SealedSecret and writes no file")
        boolean stdout;

        @Option(names = "--raw", description = "prints the sealed text of the one value that is given")
        boolean raw;

        @Option(names = "--again", description = "seals what is unchanged, too, and makes what is made anew")
        boolean again;
    }

    /** For whom. */
    static final class CertificateOptions {

        @Option(
                names = "--cert",
                paramLabel = "FILE",
                description =
                        "certificates of the controller (kubeseal --fetch-cert), of which the newest that is good is taken;"
                                + " with a folder, it is added to its sealing.pem. Default: the folder's")
        String file = "";

        @Option(names = "--allow-expired", description = "seals for a certificate although it has expired")
        boolean allowExpired;

        @Option(
                names = "--mark-key",
                paramLabel = "FILE",
                description = "the key by which this machine knows unchanged values; made where there is none. Default:"
                        + " $XDG_CONFIG_HOME/hearth/ledger.key, else ~/.config/hearth/ledger.key")
        String markKey = "";

        /** The folder, with the certificates of the file. */
        SecretsFolder added(SecretsFolder folder) throws IOException {
            SecretsFolder more = folder;
            if (!file.isEmpty()) {
                for (SealingCertificate one : Certificates.of(file)) {
                    more = more.with(one);
                }
            }
            return more;
        }

        /** The newest certificate of the folder that is good. */
        SealingCertificate newest(SecretsFolder folder, String source, Desk desk) {
            return Certificates.newest(folder.certificates(), source, allowExpired, desk);
        }

        /** The key by which this machine knows values. */
        Optional<MarkKey> marks(Desk desk) {
            return new LedgerKey(desk).of(path(desk));
        }

        Path path(Desk desk) {
            return markKey.isEmpty() ? LedgerKey.standard(desk.environment()) : Path.of(markKey);
        }
    }

    /** What {@code --all} takes. */
    static final class AllOptions {

        @Option(
                names = "--all",
                description =
                        "for every credential of the cluster that is to be sealed and is not: makes or asks the values,"
                                + " seals them, says what was done")
        boolean all;

        @Option(names = "--class-path", paramLabel = "PATH", description = "as for hearth render")
        String classPath = "";

        @Option(names = "--definition", paramLabel = "CLASS", description = "the class that defines the cluster")
        List<String> definitions = List.of();

        @Option(names = "--root", paramLabel = "DIR", description = "the folder that holds the tree; default: .")
        String root = ".";

        @Option(names = "--only", paramLabel = "NAME", split = ",", description = "only these credentials")
        List<String> only = List.of();

        @Option(
                names = "--replace",
                arity = "0..1",
                fallbackValue = "all",
                paramLabel = "WHAT",
                description =
                        "also what is sealed already: all of it, as after a leak, or with --replace=foreign what was sealed for"
                                + " another certificate, as in a cluster made from an example")
        Replace replace = Replace.NOTHING;

        @Option(
                names = "--value",
                paramLabel = "NAME/KEY=SOURCE",
                description = "answers what a person would be asked for: -, @FILE or env:VARIABLE")
        List<String> values = List.of();
    }

    /** What {@code --re-encrypt} takes. */
    static final class ReencryptOptions {

        @Option(
                names = "--re-encrypt",
                description =
                        "opens every value of the folder with the backup of the sealing keys, and seals it for the newest"
                                + " certificate. With a cluster at hand, kubeseal --re-encrypt does so without the keys")
        boolean asked;

        @Option(
                names = "--key",
                paramLabel = "FILE",
                description = "the backup: PEM, or the Secrets as kubectl prints them; may be given several times")
        List<String> keys = List.of();
    }

    SealCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        return Discretion.run(console, this::sealed);
    }

    private ExitCode sealed() throws Exception {
        Desk desk = Desk.of(console, environment);
        once();
        if (all.all && reencrypt.asked) {
            throw new WrongUse("--all and --re-encrypt exclude each other");
        }
        if (all.all) {
            refuse("--all", !sources.isEmpty(), "KEY=SOURCE; answer with --value NAME/KEY=SOURCE");
            refuse("--all", secretGiven() || bulkGiven(), "a Secret of its own; --only NAME selects credentials");
            refuse("--all", placeGiven(), "another place; the definition says where the folder of secrets is");
            return new SealAll(desk, all, certificate).run();
        }
        refuse(
                "--definition",
                !all.definitions.isEmpty() || !all.values.isEmpty() || all.replace != Replace.NOTHING,
                "no --all; add it");
        if (reencrypt.asked) {
            refuse("--re-encrypt", !sources.isEmpty() || bulkGiven(), "values");
            refuse("--re-encrypt", secretGiven(), "one Secret; it takes the whole folder");
            refuse("--re-encrypt", !place.into.isEmpty() || place.stdout || place.raw, "another place than a folder");
            return new Reencryption(desk, reencrypt.keys, place, certificate).run();
        }
        refuse("--key", !reencrypt.keys.isEmpty(), "no --re-encrypt; sealing needs a certificate alone (--cert)");
        return new SealOne(desk, this).run();
    }

    /** Options in groups may be repeated as far as picocli goes, and the last one would count. */
    private void once() {
        List<String> given = spec.commandLine().getParseResult().originalArgs();
        for (OptionSpec option : spec.options()) {
            long times = given.stream()
                    .filter(argument ->
                            argument.equals(option.longestName()) || argument.startsWith(option.longestName() + "="))
                    .count();
            if (times > 1 && !option.isMultiValue()) {
                throw new WrongUse("option " + option.longestName() + " may be given once");
            }
        }
    }

    private boolean secretGiven() {
        return !(secret.namespace.isEmpty()
                && secret.name.isEmpty()
                && secret.scope.isEmpty()
                && secret.type.isEmpty());
    }

    private boolean bulkGiven() {
        return !(bulk.variables.isEmpty()
                && bulk.dotenv.isEmpty()
                && bulk.secret.isEmpty()
                && bulk.hosts.isEmpty()
                && bulk.docker.isEmpty());
    }

    private boolean placeGiven() {
        return !(place.folder.isEmpty() && place.into.isEmpty()) || place.stdout || place.raw;
    }

    private static void refuse(String option, boolean given, String what) {
        if (given) {
            throw new WrongUse(option + " does not go with " + what);
        }
    }
}
