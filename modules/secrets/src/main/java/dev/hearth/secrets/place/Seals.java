package dev.hearth.secrets.place;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.CredentialUse;
import dev.hearth.dsl.Derivation;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.SealingOffer;
import dev.hearth.dsl.Stated;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.secrets.Ledger;
import dev.hearth.secrets.SealException;
import dev.hearth.secrets.SealedFile;
import dev.hearth.secrets.SecretsFolder;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Places what is sealed: a SealedSecret for each credential and namespace that uses it, with the sealed values of the folder
 * of secrets and the other keys as templates. It seals nothing and invents no ciphertext.
 *
 * <p>Findings: {@code secret.unsealed}, {@code secret.unused}, {@code secret.moved}, {@code secret.controller}, and those of {@link
 * FolderFindings}.
 */
public final class Seals implements Derivation {

    private final SecretsFolder folder;
    private final Optional<LocalDate> today;

    /**
     * Of that folder.
     *
     * @param today by which certificates and backups are judged; nothing is said of their age without it
     */
    public Seals(SecretsFolder folder, Optional<LocalDate> today) {
        this.folder = requireNonNull(folder, "folder");
        this.today = requireNonNull(today, "today");
    }

    @Override
    public void derive(Expansion soFar, Function<String, Scope> scopes) {
        Map<String, Credential> placed = new HashMap<>();
        Set<String> used = new HashSet<>();
        List<SealedFile> files = new ArrayList<>();
        for (Stated<CredentialUse> use : soFar.facts(CredentialUse.class)) {
            Credential credential = use.fact().credential();
            String namespace = use.fact().namespace();
            if (!(credential.origin() instanceof Credential.Sealed origin)) {
                continue;
            }
            used.add(namespace + "/" + credential.name());
            Scope scope = scopes.apply(use.component());
            after(scope, soFar);
            if (placed.putIfAbsent(namespace + "/" + credential.name(), credential) == null) {
                place(credential, origin, namespace, scope).ifPresent(files::add);
            }
        }
        Map<String, String> checksums = new HashMap<>();
        files.forEach(file -> checksums.put(
                file.namespace() + "/" + file.name(),
                Ledger.fingerprint(file.values().toString())));
        Restarts.of(soFar, scopes, checksums);
        if (!used.isEmpty() || !folder.files().isEmpty()) {
            new FolderFindings(folder, today, keeper(soFar))
                    .of(files, used)
                    .forEach(scopes.apply(Expansion.NAMESPACES)::finding);
        }
    }

    private static String keeper(Expansion soFar) {
        return soFar.view().offers(SealingOffer.class).stream()
                .findFirst()
                .map(controller -> "component " + controller.component())
                .orElse("cluster " + soFar.cluster().name());
    }

    /** The controller comes before whoever waits for what it opens. */
    private static void after(Scope scope, Expansion soFar) {
        List<Offered<SealingOffer>> controllers = soFar.view().offers(SealingOffer.class);
        if (controllers.isEmpty()) {
            scope.finding(Finding.error(
                            "secret.controller",
                            "component " + scope.component(),
                            "has a credential that is sealed, but nothing in the cluster opens SealedSecrets")
                    .hint("add the component SealedSecrets of the platform, or declare a controller that is there with"
                            + " Site.preinstalled(name, namespace, Offers.of(new SealingOffer()))"));
        }
        controllers.stream()
                .filter(controller -> !controller.preinstalled())
                .forEach(controller -> scope.after(controller.component()));
    }

    private Optional<SealedFile> place(Credential credential, Credential.Sealed origin, String namespace, Scope scope) {
        if (credential.secrets().isEmpty()) {
            scope.manifest(
                    object(credential, SealedFile.of(namespace, credential.name(), credential.type(), origin.scope())));
            return Optional.empty();
        }
        Optional<SealedFile> file;
        try {
            file = folder.sealed(namespace, credential.name());
        } catch (SealException wrong) {
            scope.finding(
                    Finding.error("secret.file", subject(credential, namespace), String.valueOf(wrong.getMessage()))
                            .hint("mend the file, or seal the values again"));
            return Optional.empty();
        }
        if (file.isEmpty()) {
            scope.finding(unsealed(credential, namespace, credential.secrets()));
            return Optional.empty();
        }
        SealedFile sealed = file.get();
        if (sealed.scope() != origin.scope()) {
            scope.finding(Finding.error(
                            "secret.moved",
                            subject(credential, namespace),
                            "its values are sealed " + sealed.scope().word() + ", but the credential is to be "
                                    + origin.scope().word())
                    .hint("seal it again: " + SealCommand.of(folder.path(), credential, namespace)));
        }
        keys(credential, namespace, sealed, scope);
        scope.manifest(object(credential, sealed));
        return file;
    }

    private void keys(Credential credential, String namespace, SealedFile sealed, Scope scope) {
        List<Credential.Entry> missing = credential.secrets().stream()
                .filter(entry -> !sealed.values().containsKey(entry.key()))
                .toList();
        if (!missing.isEmpty()) {
            scope.finding(unsealed(credential, namespace, missing));
        }
        TreeSet<String> unused = new TreeSet<>(sealed.values().keySet());
        credential.secrets().forEach(entry -> unused.remove(entry.key()));
        if (!unused.isEmpty()) {
            scope.finding(Finding.warning(
                            "secret.unused",
                            subject(credential, namespace),
                            "values are sealed for " + String.join(", ", unused)
                                    + ", which the credential does not have; they are left out of the tree")
                    .hint("take them out of " + folder.path() + "/" + namespace + "/" + credential.name()
                            + ".yaml, or add the keys to the credential"));
        }
    }

    private Finding unsealed(Credential credential, String namespace, List<Credential.Entry> entries) {
        List<String> keys = entries.stream().map(Credential.Entry::key).toList();
        return Finding.error(
                        "secret.unsealed",
                        subject(credential, namespace),
                        "nothing is sealed for " + String.join(", ", keys) + " in " + folder.path())
                .hint("seal all that is missing with hearth seal --all or mvn hearth:seal, or this one: "
                        + SealCommand.of(folder.path(), credential.keeping(ImmutableSet.copyOf(keys)), namespace));
    }

    private static String subject(Credential credential, String namespace) {
        return "Secret " + namespace + "/" + credential.name();
    }

    private static Manifest object(Credential credential, SealedFile sealed) {
        Mapping.Builder encrypted = Mapping.builder();
        sealed.values().forEach((key, text) -> {
            if (credential.secrets().stream().anyMatch(entry -> entry.key().equals(key))) {
                encrypted.put(key, text);
            }
        });
        Mapping data = GoTemplate.data(credential);
        Mapping.Builder template = Mapping.builder().put("type", credential.type());
        if (!data.isEmpty()) {
            template.put("data", data);
        }
        Manifest bare = SealedFile.of(sealed.namespace(), sealed.name(), credential.type(), sealed.scope())
                .manifest();
        return bare.with(bare.root()
                .with(
                        "spec",
                        Mapping.builder()
                                .put("encryptedData", encrypted.build())
                                .put("template", template.build())
                                .build()));
    }
}
