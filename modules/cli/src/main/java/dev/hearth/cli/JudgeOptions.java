package dev.hearth.cli;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.Checks;
import dev.hearth.checks.rule.PodSecurityStandard;
import dev.hearth.cli.Failures.WrongUse;
import dev.hearth.findings.Finding;
import dev.hearth.importer.Imported;
import dev.hearth.importer.Input;
import dev.hearth.importer.Inputs;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import dev.hearth.schemas.Schemas;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What manifests are judged by. */
final class JudgeOptions {

    @Option(
            names = "--kubernetes",
            paramLabel = "VERSION",
            defaultValue = "1.35",
            description = "the version of Kubernetes that judges; default: ${DEFAULT-VALUE}")
    String kubernetes = "1.35";

    @Option(
            names = "--crds",
            paramLabel = "DIR",
            description =
                    "a file or folder with CustomResourceDefinitions that the cluster has; may be given several times")
    List<String> crds = List.of();

    @Option(
            names = "--schemas",
            paramLabel = "FILE",
            description = "what hearth schemas pull made of a running cluster")
    @Nullable
    Path schemas;

    @Option(
            names = "--preinstalled",
            paramLabel = "FILE",
            description =
                    "objects that the cluster has besides, in YAML; they are looked up and not checked; may be given"
                            + " several times")
    List<String> preinstalled = List.of();

    @Option(
            names = "--pod-security",
            paramLabel = "LEVEL[:VERSION]",
            description =
                    "what every pod must keep, whatever its Namespace asks for: privileged, baseline or restricted,"
                            + " as that version of Kubernetes defines it")
    String podSecurity = "";

    @Option(
            names = "--rules",
            paramLabel = "ID",
            split = ",",
            description = "only these rules, or families of them such as schema; see hearth rules")
    List<String> rules = List.of();

    @Option(
            names = "--complete",
            description =
                    "these objects, with the preinstalled ones, are all that the cluster has: what is not there is"
                            + " missing")
    boolean complete;

    /** The checks that the options ask for. */
    Checks checks() throws IOException {
        KubernetesVersion version = version(kubernetes);
        Checks checks = Checks.of(version).tolerant();
        if (schemas != null) {
            checks = checks.schemas(Schemas.of(version).withPulled(Files.readAllBytes(schemas)));
        }
        if (!crds.isEmpty()) {
            checks = checks.definitions(read(crds, "--crds"));
        }
        if (!preinstalled.isEmpty()) {
            checks = checks.elsewhere(read(preinstalled, "--preinstalled"));
        }
        if (complete) {
            checks = checks.complete();
        }
        if (!podSecurity.isEmpty()) {
            checks = checks.podSecurity(standard(version));
        }
        return rules.isEmpty() ? checks : checks.only(wanted());
    }

    static KubernetesVersion version(String text) {
        try {
            return KubernetesVersion.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new WrongUse("--kubernetes: " + wrong.getMessage());
        }
    }

    private PodSecurityStandard standard(KubernetesVersion version) {
        int colon = podSecurity.indexOf(':');
        String level = colon < 0 ? podSecurity : podSecurity.substring(0, colon);
        String of = colon < 0 ? "latest" : podSecurity.substring(colon + 1);
        try {
            return new PodSecurityStandard(
                    Arrays.stream(PodSecurityStandard.Level.values())
                            .filter(known -> known.word().equals(Ascii.toLowerCase(level)))
                            .findFirst()
                            .orElseThrow(() -> new IllegalArgumentException(
                                    "'" + level + "' is no level; there are privileged, baseline and restricted")),
                    of.equals("latest") ? version : KubernetesVersion.parse(of));
        } catch (IllegalArgumentException wrong) {
            throw new WrongUse("--pod-security: " + wrong.getMessage());
        }
    }

    private ImmutableSet<String> wanted() {
        ImmutableSet.Builder<String> wanted = ImmutableSet.builder();
        for (String rule : rules) {
            String id = rule.strip();
            String family = id.endsWith(".*") ? id.substring(0, id.length() - 1) : id + ".";
            List<String> matching = Checks.ids().stream()
                    .filter(known -> known.equals(id) || known.startsWith(family))
                    .toList();
            if (matching.isEmpty()) {
                throw new WrongUse("--rules: there is no rule or family '" + id + "'; families are " + families());
            }
            wanted.addAll(matching);
        }
        return wanted.build();
    }

    private static String families() {
        return Checks.ids().stream()
                .map(id -> id.substring(0, id.indexOf('.')))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static ImmutableList<Manifest> read(List<String> paths, String option) throws IOException {
        ImmutableList.Builder<Manifest> objects = ImmutableList.builder();
        for (Input input : Inputs.of(InputStream.nullInputStream()).list(paths)) {
            Imported file = input.read();
            for (Finding finding : file.findings()) {
                throw new WrongUse(option + ": " + finding);
            }
            objects.addAll(file.objects());
        }
        return objects.build();
    }
}
