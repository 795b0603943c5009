package dev.hearth.testing;

import static java.util.stream.Collectors.joining;

import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.pipeline.Definition;
import dev.hearth.pipeline.Hearth;
import dev.hearth.pipeline.Outcome;
import dev.hearth.pipeline.Rendering;
import dev.hearth.pipeline.Request;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions about what a cluster renders. */
public final class ClusterAssert extends AbstractAssert<ClusterAssert, Rendering> {

    /** The system property that makes {@link #matchesTree} accept what is rendered: {@code -Dhearth.accept=true}. */
    public static final String ACCEPT = "hearth.accept";

    /** Where a build runs its tests: in the repository, so what is sealed is found from there. */
    private static final Path HERE = Path.of("");

    private final Definition definition;

    ClusterAssert(Definition definition) {
        super(Hearth.rendering(definition, HERE), ClusterAssert.class);
        this.definition = definition;
    }

    /** The rendering itself, for assertions that are not here. */
    public Rendering rendering() {
        return actual;
    }

    /** Nothing is wrong: there are no errors, no warnings, nothing to know. */
    public ClusterAssert rendersWithoutFindings() {
        if (!actual.findings().isEmpty()) {
            failWithMessage(
                    "Expected cluster %s to render without findings, but there are %s:%n%s",
                    name(), actual.findings().size(), findings());
        }
        return this;
    }

    /** There may be warnings, but a tree comes out. */
    public ClusterAssert rendersWithoutErrors() {
        if (actual.hasErrors()) {
            failWithMessage(
                    "Expected cluster %s to render without errors, but there are findings:%n%s", name(), findings());
        }
        return this;
    }

    /** There is a finding of that rule, such as {@code link.service-port}, that has each of these texts in it. */
    public ClusterAssert hasFinding(String rule, String... texts) {
        boolean found = actual.findings().stream()
                .filter(finding -> finding.rule().equals(rule))
                .map(Finding::toString)
                .anyMatch(text -> Arrays.stream(texts).allMatch(text::contains));
        if (!found) {
            failWithMessage(
                    "Expected cluster %s to have a finding %s%s, but its findings are:%n%s",
                    name(), rule, texts.length == 0 ? "" : " with " + Arrays.toString(texts), findings());
        }
        return this;
    }

    /** The findings are just those of these rules, whatever their number. */
    public ClusterAssert hasOnlyFindings(String... rules) {
        List<String> wanted = Arrays.stream(rules).distinct().sorted().toList();
        List<String> found = actual.findings().stream()
                .map(Finding::rule)
                .distinct()
                .sorted()
                .toList();
        if (!wanted.equals(found)) {
            failWithMessage(
                    "Expected cluster %s to have findings of just %s, but they are:%n%s", name(), wanted, findings());
        }
        return this;
    }

    /**
     * Passes if its network policies allow every flow that its components declare, and refuse a sample of everything else.
     *
     * @see FlowProof
     */
    public ClusterAssert allowsDeclaredFlowsAlone() {
        FlowProof.of(rendering().expansion()).holds();
        return this;
    }

    /** A second rendering has the same bytes in the same files. */
    public ClusterAssert rendersTheSameTwice() {
        rendersWithoutErrors();
        if (!Hearth.rendering(definition, HERE).tree().equals(actual.tree())) {
            failWithMessage(
                    "Expected cluster %s to render the same twice, but it does not: its definition or a component"
                            + " depends on the clock, on chance or on the order of a hash",
                    name());
        }
        return this;
    }

    /**
     * The tree on the disk is what the code renders. Run with {@code -Dhearth.accept=true} to write what is rendered there
     * instead; look at the difference before you commit it.
     *
     * @param root the directory that holds {@code generated} and {@code argocd-apps}; it must exist
     */
    public ClusterAssert matchesTree(Path root) {
        Request request = Request.of(definition, root);
        boolean accept = Boolean.getBoolean(ACCEPT);
        Outcome outcome = accept ? Hearth.render(request.overwrite(true)) : Hearth.verify(request);
        if (!outcome.clean()) {
            failWithMessage(
                    "Expected the tree in %s to be what cluster %s renders:%n%s%n%s",
                    root.toAbsolutePath().normalize(),
                    name(),
                    outcome.findings().stream().map(Finding::toString).collect(joining("\n")),
                    accept
                            ? "Nothing was accepted."
                            : "To accept what is rendered, run the test with -D" + ACCEPT
                                    + "=true and look at the difference.");
        }
        return this;
    }

    /**
     * The one object of that kind and name, in whatever namespace.
     *
     * @throws AssertionError where there is none, or more than one
     */
    public ManifestAssert object(String kind, String name) {
        return single(
                kind + " " + name,
                actual.manifests().stream()
                        .filter(manifest ->
                                manifest.kind().equals(kind) && manifest.name().equals(name))
                        .toList());
    }

    /**
     * The object of that kind and name in that namespace.
     *
     * @throws AssertionError where there is none
     */
    public ManifestAssert object(String kind, String namespace, String name) {
        return single(
                kind + " " + namespace + "/" + name,
                actual.manifests().stream()
                        .filter(manifest -> manifest.kind().equals(kind)
                                && manifest.name().equals(name)
                                && manifest.identity().namespace().equals(namespace))
                        .toList());
    }

    /** There is no object of that kind and name in any namespace. */
    public ClusterAssert hasNoObject(String kind, String name) {
        actual.manifests().stream()
                .filter(manifest ->
                        manifest.kind().equals(kind) && manifest.name().equals(name))
                .findFirst()
                .ifPresent(manifest -> failWithMessage(
                        "Expected cluster %s to have no %s %s, but it has %s", name(), kind, name, manifest));
        return this;
    }

    private ManifestAssert single(String wanted, List<Manifest> found) {
        if (found.size() != 1) {
            String kind = wanted.substring(0, wanted.indexOf(' '));
            failWithMessage(
                    "Expected cluster %s to have one %s, but there are %s; of this kind it has %s",
                    name(),
                    wanted,
                    found.size(),
                    actual.manifests().stream()
                            .filter(manifest -> manifest.kind().equals(kind))
                            .map(Manifest::toString)
                            .sorted()
                            .toList());
        }
        return new ManifestAssert(found.get(0));
    }

    private String name() {
        return actual.expansion().cluster().name();
    }

    private String findings() {
        return actual.findings().isEmpty()
                ? "none"
                : actual.findings().stream().map(Finding::toString).collect(joining("\n"));
    }
}
