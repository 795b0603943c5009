package dev.hearth.kustomize;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Derivation;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.KustomizeBase;
import dev.hearth.dsl.RepositoryFiles;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Stated;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import dev.hearth.manifest.YamlException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes what Kustomize builds part of the components that have bases; definitions of custom resources go to the part of the
 * tree that comes first.
 *
 * <p>Findings: {@code kustomize.folder}, {@code kustomize.remote}, {@code kustomize.program}, {@code kustomize.build}.
 */
public final class Bases implements Derivation {

    private final RepositoryFiles repository;
    private final Supplier<Optional<Kustomizer>> kustomizer;

    /**
     * Bases of those files.
     *
     * @param kustomizer asked only where there are bases
     */
    public Bases(RepositoryFiles repository, Supplier<Optional<Kustomizer>> kustomizer) {
        this.repository = requireNonNull(repository, "repository");
        this.kustomizer = Suppliers.memoize(kustomizer::get);
    }

    @Override
    public void derive(Expansion soFar, Function<String, Scope> scopes) {
        for (Stated<KustomizeBase> stated : soFar.facts(KustomizeBase.class)) {
            KustomizeBase base = stated.fact();
            Scope scope = scopes.apply(stated.component());
            String subject = "base " + base.built() + " of component " + stated.component();
            files(base, subject, scope)
                    .flatMap(files -> built(base, files, subject, scope))
                    .ifPresent(
                            objects -> objects.forEach(object -> (object.kind().equals("CustomResourceDefinition")
                                            ? scopes.apply(Expansion.CRDS)
                                            : scope)
                                    .manifest(object)));
        }
    }

    private Optional<ImmutableSortedMap<String, byte[]>> files(KustomizeBase base, String subject, Scope scope) {
        ImmutableSortedMap<String, byte[]> files;
        try {
            files = repository.folder(base.folder());
        } catch (IllegalArgumentException unreadable) {
            scope.finding(Finding.error("kustomize.folder", subject, String.valueOf(unreadable.getMessage()))
                    .hint("correct the folder"));
            return Optional.empty();
        }
        String prefix = base.entry().isEmpty() ? "" : base.entry() + "/";
        if (files.keySet().stream()
                .noneMatch(path -> path.startsWith(prefix)
                        && path.indexOf('/', prefix.length()) < 0
                        && Remote.kustomization(path))) {
            scope.finding(Finding.error(
                            "kustomize.folder", subject, base.built() + " of the repository has no kustomization.yaml")
                    .hint("correct the folder, or add the file"));
            return Optional.empty();
        }
        ImmutableList<String> remote = Remote.of(files);
        if (!remote.isEmpty()) {
            scope.finding(Finding.error(
                            "kustomize.remote",
                            subject,
                            "it takes something from elsewhere, which may be another thing tomorrow: "
                                    + String.join("; ", remote))
                    .hint("put those files into the folder; a chart is better a VendoredChart"));
            return Optional.empty();
        }
        return Optional.of(files);
    }

    private Optional<ImmutableList<Manifest>> built(
            KustomizeBase base, ImmutableSortedMap<String, byte[]> files, String subject, Scope scope) {
        Optional<Kustomizer> found = kustomizer.get();
        if (found.isEmpty()) {
            scope.finding(Finding.error(
                            "kustomize.program", subject, "Kustomize is needed to build it, and kubectl is not here")
                    .hint("install kubectl, such that it is in the PATH"));
            return Optional.empty();
        }
        try {
            return Optional.of(ImmutableList.copyOf(
                    Yaml.readFlat(found.get().build(files, base.entry()), "kustomize " + base.built())));
        } catch (KustomizeException | YamlException refused) {
            scope.finding(Finding.error("kustomize.build", subject, "Kustomize refuses: " + refused.getMessage())
                    .hint("correct the base; kubectl kustomize " + base.built() + " says the same"));
            return Optional.empty();
        }
    }
}
