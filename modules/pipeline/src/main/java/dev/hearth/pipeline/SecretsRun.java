package dev.hearth.pipeline;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.Expansion;
import dev.hearth.secrets.Answers;
import dev.hearth.secrets.CertificateChoice;
import dev.hearth.secrets.Ledger;
import dev.hearth.secrets.MarkKey;
import dev.hearth.secrets.SealAll;
import dev.hearth.secrets.SealException;
import dev.hearth.secrets.SealNeed;
import dev.hearth.secrets.Sealer;
import dev.hearth.secrets.SealingCertificate;
import dev.hearth.secrets.SecretsFolder;
import dev.hearth.secrets.Values;
import dev.hearth.tree.FolderFiles;
import dev.hearth.tree.TreeException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Seals what a cluster lacks, or lists what is sealed for it. */
final class SecretsRun {

    private static final ImmutableSet<String> OPTIONS =
            ImmutableSet.of("certificate", "allow-expired", "replace", "only", "mark-key", "format");

    private final Path root;
    private final Map<String, String> options;
    private final Answers answers;
    private final Consumer<String> info;
    private final Consumer<String> warning;
    private final Consumer<String> error;

    SecretsRun(
            Path root,
            Map<String, String> options,
            Answers answers,
            Consumer<String> info,
            Consumer<String> warning,
            Consumer<String> error) {
        this.root = root;
        this.options = options;
        this.answers = answers;
        this.info = info;
        this.warning = warning;
        this.error = error;
    }

    ExitCode run(String goal, Definition definition) {
        List<String> unknown = options.keySet().stream()
                .filter(option -> !OPTIONS.contains(option))
                .sorted()
                .toList();
        if (!ImmutableSet.of("true", "false", "foreign").contains(options.getOrDefault("replace", "false"))) {
            error.accept("option replace must be true, false or foreign, but was '" + options.get("replace") + "'");
            return ExitCode.WRONG_USE;
        }
        if (!unknown.isEmpty()) {
            error.accept("there is no option " + unknown.get(0) + "; there are " + String.join(", ", OPTIONS));
            return ExitCode.WRONG_USE;
        }
        try {
            Cluster cluster = definition.cluster();
            // Routes ask for credentials too, so they are derived before anybody counts.
            Expansion expansion = Stages.credentials(cluster);
            SecretsOnDisk disk = SecretsOnDisk.read(root, cluster.secretsFolder());
            return switch (goal) {
                case "seal" -> seal(expansion, disk);
                case "list" -> list(expansion, disk.folder());
                default -> {
                    error.accept("there is no goal '" + goal + "'; there are seal and list");
                    yield ExitCode.WRONG_USE;
                }
            };
        } catch (WrongUse wrong) {
            wrong.finding().toString().lines().forEach(error);
            return ExitCode.WRONG_USE;
        } catch (LinkageError missing) {
            error.accept("the class path lacks a part of the definition, or mixes versions of it: " + missing);
            return ExitCode.WRONG_USE;
        } catch (SealException wrong) {
            error.accept(String.valueOf(wrong.getMessage()));
            return ExitCode.FINDINGS;
        } catch (TreeException failed) {
            error.accept(String.valueOf(failed.getMessage()));
            return ExitCode.ENVIRONMENT;
        }
    }

    private ExitCode list(Expansion expansion, SecretsFolder folder) {
        new SecretsList(expansion, folder, LocalDate.now(ZoneOffset.UTC))
                .lines(options.getOrDefault("format", "text"))
                .forEach(info);
        return ExitCode.CLEAN;
    }

    private ExitCode seal(Expansion expansion, SecretsOnDisk disk) {
        SecretsFolder folder = disk.folder();
        ImmutableList<SealNeed> needs = SealNeed.of(expansion);
        ImmutableSet<String> only = ImmutableSet.copyOf(
                Splitter.on(',').trimResults().omitEmptyStrings().split(options.getOrDefault("only", "")));
        List<String> names =
                needs.stream().map(need -> need.credential().name()).distinct().toList();
        for (String name : only) {
            if (!names.contains(name)) {
                error.accept("the cluster has no credential named " + name + " that is to be sealed; it has "
                        + String.join(", ", names));
                return ExitCode.WRONG_USE;
            }
        }
        if (needs.isEmpty()) {
            info.accept("no credential of the cluster is to be sealed; say Cluster.credentials(Credential.sealed())");
            return ExitCode.CLEAN;
        }
        SealingCertificate certificate = certificate(folder);
        SealAll.Outcome outcome = SealAll.run(
                needs,
                folder,
                new SealAll.Settings(
                        Sealer.of(certificate, new SecureRandom()),
                        Values.of(new SecureRandom()),
                        markKey(),
                        LocalDate.now(ZoneOffset.UTC),
                        replace(),
                        only,
                        answers));
        int written = disk.write(outcome.folder());
        outcome.done().forEach(info);
        outcome.undone().forEach(error);
        info.accept((written == 0 ? "nothing to write" : written + (written == 1 ? " file" : " files") + " written")
                + " in " + folder.path() + "; what is new is sealed for certificate " + certificate.shortly());
        if (written > 0) {
            info.accept("render and commit: the tree still holds what was sealed before");
        }
        long others = others(needs, outcome.folder(), certificate);
        if (others > 0) {
            warning.accept(others + (others == 1 ? " value stays" : " values stay")
                    + " sealed for another certificate; a controller that has no key for it opens none of them:"
                    + " --re-encrypt seals the same values for this one, --replace=foreign makes and asks others");
        }
        return outcome.undone().isEmpty() ? ExitCode.CLEAN : ExitCode.FINDINGS;
    }

    /** How many values of those needs are known to be sealed for another certificate. */
    private static long others(List<SealNeed> needs, SecretsFolder folder, SealingCertificate certificate) {
        Ledger ledger = folder.ledger();
        return needs.stream()
                .flatMap(need -> need.namespaces().stream()
                        .flatMap(namespace ->
                                folder.sealed(namespace, need.credential().name()).stream()))
                .flatMap(file -> file.values().entrySet().stream()
                        .filter(value -> ledger.at(new Ledger.Place(file.namespace(), file.name(), value.getKey()))
                                .filter(entry -> entry.isOf(value.getValue()))
                                .filter(entry -> !entry.certificate().equals(certificate.fingerprint()))
                                .isPresent()))
                .count();
    }

    private SealAll.Replace replace() {
        return switch (options.getOrDefault("replace", "false")) {
            case "true" -> SealAll.Replace.ALL;
            case "foreign" -> SealAll.Replace.FOREIGN;
            default -> SealAll.Replace.NOTHING;
        };
    }

    /** The one that is asked for, or the newest of the folder. */
    private SealingCertificate certificate(SecretsFolder folder) {
        if (options.containsKey("certificate")) {
            Path file = root.resolve(options.get("certificate"));
            return newest(SealingCertificate.read(FolderFiles.file(file), file.toString()), file.toString());
        }
        ImmutableList<SealingCertificate> known = folder.certificates();
        if (known.isEmpty()) {
            throw new SealException("there is no certificate to seal for: " + folder.path() + "/"
                    + SecretsFolder.CERTIFICATES + " is missing; give the controller's with --cert (Maven:"
                    + " -Dhearth.certificate), the bootstrap page has the command that fetches it; before there is a"
                    + " controller, make one whose key is thrown away, and seal anew with --replace=foreign later");
        }
        return newest(known, folder.path() + "/" + SecretsFolder.CERTIFICATES);
    }

    private SealingCertificate newest(List<SealingCertificate> certificates, String source) {
        boolean allowExpired = options.getOrDefault("allow-expired", "false").equals("true");
        CertificateChoice choice = CertificateChoice.of(certificates, source, allowExpired, Instant.now());
        choice.warning().ifPresent(warning);
        return choice.certificate();
    }

    private Optional<MarkKey> markKey() {
        if (!options.containsKey("mark-key")) {
            return Optional.empty();
        }
        Path file = Path.of(options.get("mark-key"));
        byte[] bytes = FolderFiles.file(file);
        try {
            return Optional.of(MarkKey.read(bytes, file.toString()));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
