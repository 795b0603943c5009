package dev.hearth.pipeline;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.argocd.Previous;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.RepositoryFiles;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import dev.hearth.secrets.Answers;
import dev.hearth.secrets.Plain;
import dev.hearth.secrets.SecretsFolder;
import dev.hearth.tree.Change;
import dev.hearth.tree.Comparison;
import dev.hearth.tree.FolderFiles;
import dev.hearth.tree.TreeException;
import dev.hearth.tree.TreePath;
import dev.hearth.tree.TreeReader;
import dev.hearth.tree.TreeWriter;
import dev.hearth.tree.WriteOptions;
import dev.hearth.tree.WriteResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Renders a cluster to a tree on the disk, or verifies that a tree is what the code renders.
 *
 * <pre>{@code
 * Outcome outcome = Hearth.render(Request.of(Definition.of(new HomeLab()), Path.of("")));
 * System.out.println(outcome.summary());
 * }</pre>
 */
public final class Hearth {

    private static final ImmutableSet<String> OPTIONS = ImmutableSet.of("overwrite");
    private static final Splitter LINES = Splitter.on('\n');

    private Hearth() {}

    /**
     * Makes the disk hold what the definition renders, unless there are errors: then it is left as it is, and the outcome
     * has all of them.
     */
    public static Outcome render(Request request) {
        return run(Goal.RENDER, request, rendering -> write(request, rendering));
    }

    /** Says in what the disk is not what the definition renders; changes nothing. */
    public static Outcome verify(Request request) {
        return run(Goal.VERIFY, request, rendering -> compare(request, rendering));
    }

    /**
     * What a definition renders, with nothing on any disk.
     *
     * @throws IllegalArgumentException where there is no cluster to render; the message says why
     */
    public static Rendering rendering(Definition definition) {
        return rendering(definition, RepositoryFiles.none());
    }

    /**
     * What a definition renders with those archives of charts and bases of Kustomize, with nothing on any disk.
     *
     * @throws IllegalArgumentException where there is no cluster to render; the message says why
     */
    public static Rendering rendering(Definition definition, RepositoryFiles repository) {
        try {
            return rendering(
                    definition,
                    cluster -> Stages.of(
                            Previous.none(),
                            SecretsFolder.empty(cluster.secretsFolder()),
                            Optional.empty(),
                            repository),
                    Progress.NONE);
        } catch (WrongUse wrong) {
            throw new IllegalArgumentException(wrong.finding().toString(), wrong);
        }
    }

    /**
     * What a definition renders with the sealed values, charts and bases of a repository. Nothing is written, and what the tree on
     * the disk allowed before counts for nothing.
     *
     * @param within a directory of the repository: its top is the nearest one, from there upwards, that has the cluster's folder
     *     of secrets; where none has, it is this directory
     * @throws IllegalArgumentException where there is no cluster to render, or the disk cannot be read; the message says why
     */
    public static Rendering rendering(Definition definition, Path within) {
        try {
            return rendering(
                    definition,
                    cluster -> {
                        Path root = top(within, cluster);
                        return Stages.of(
                                Previous.none(),
                                SecretsOnDisk.read(root, cluster.secretsFolder())
                                        .folder(),
                                Optional.empty(),
                                path -> repository(root, path));
                    },
                    Progress.NONE);
        } catch (WrongUse wrong) {
            throw new IllegalArgumentException(wrong.finding().toString(), wrong);
        } catch (TreeException unreadable) {
            throw new IllegalArgumentException(unreadable.getMessage(), unreadable);
        }
    }

    private static Path top(Path within, Cluster cluster) {
        Path start = within.toAbsolutePath().normalize();
        for (Path candidate = start; candidate != null; candidate = candidate.getParent()) {
            if (!FolderFiles.read(candidate, cluster.secretsFolder()).files().isEmpty()) {
                return candidate;
            }
        }
        return start;
    }

    private static Rendering rendering(Definition definition, Function<Cluster, Stages> stages, Progress progress) {
        Cluster cluster = definition.cluster();
        // What the disk says is not the model's fault, so it is read outside of what follows.
        Stages prepared = stages.apply(cluster);
        try {
            return prepared.run(cluster, progress);
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError thrown) {
            throw new WrongUse(Finding.error(
                            "model.threw", "cluster " + cluster.name(), "a component threw " + Thrown.text(thrown))
                    .from(Thrown.place(thrown, type -> false))
                    .hint("mend the component, or add the dependency that it misses"));
        }
    }

    private static Outcome run(Goal goal, Request request, Function<Rendering, Outcome> last) {
        long start = System.nanoTime();
        Outcome outcome;
        try {
            Rendering rendering =
                    rendering(request.definition(), cluster -> stages(request.root(), cluster), request.progress());
            outcome = rendering.hasErrors() ? Outcome.of(goal, rendering, Duration.ZERO) : last.apply(rendering);
        } catch (WrongUse wrong) {
            outcome = Outcome.without(goal, ExitCode.WRONG_USE, wrong.finding(), Duration.ZERO);
        } catch (TreeException failed) {
            outcome = Outcome.without(goal, ExitCode.ENVIRONMENT, finding(request, failed), Duration.ZERO);
        }
        return outcome.took(Duration.ofNanos(System.nanoTime() - start));
    }

    private static Stages stages(Path root, Cluster cluster) {
        return Stages.of(
                previous(root, cluster),
                SecretsOnDisk.read(root, cluster.secretsFolder()).folder(),
                Optional.of(LocalDate.now(ZoneOffset.UTC)),
                path -> repository(root, path));
    }

    private static ImmutableSortedMap<String, byte[]> repository(Path root, String folder) {
        try {
            return FolderFiles.read(root, folder).files();
        } catch (TreeException unreadable) {
            throw new IllegalArgumentException(unreadable.getMessage(), unreadable);
        }
    }

    /** The projects of the tree on the disk; none where it cannot be read, which the last step will say. */
    private static Previous previous(Path root, Cluster cluster) {
        List<Manifest> projects = new ArrayList<>();
        try {
            TreeReader.read(root, cluster.name(), Layouts.projects(cluster.name()))
                    .forEach((path, content) ->
                            projects.addAll(Yaml.read(content.text().orElse(""), path.value())));
        } catch (TreeException | IllegalArgumentException unreadable) {
            return Previous.none();
        }
        return Previous.of(projects);
    }

    private static Outcome write(Request request, Rendering rendering) {
        Outcome outcome = Outcome.of(Goal.RENDER, rendering, Duration.ZERO);
        try {
            WriteResult result = TreeWriter.write(
                    request.root(),
                    outcome.cluster(),
                    rendering.tree(),
                    WriteOptions.defaults()
                            .overwrite(request.overwrite())
                            .patience(request.patience())
                            .notices(request.notices()));
            Outcome written = result.refused()
                    ? outcome.ended(ExitCode.FINDINGS, result.findings())
                    : outcome.files(result.written(), result.unchanged(), result.removed());
            return written.warned(Comparison.strays(request.root(), outcome.cluster(), rendering.tree()));
        } catch (TreeException failed) {
            return failed(outcome, request, failed);
        }
    }

    private static Outcome compare(Request request, Rendering rendering) {
        Outcome outcome = Outcome.of(Goal.VERIFY, rendering, Duration.ZERO);
        try {
            Comparison comparison = Comparison.of(request.root(), outcome.cluster(), rendering.tree());
            ImmutableList<TreePath> same = comparison.changes(Change.Kind.UNCHANGED, Change.Kind.LINE_ENDS).stream()
                    .map(Change::path)
                    .collect(ImmutableList.toImmutableList());
            return outcome.files(ImmutableList.of(), same, ImmutableList.of())
                    .ended(comparison.clean() ? ExitCode.CLEAN : ExitCode.FINDINGS, comparison.differences())
                    .warned(comparison.strays());
        } catch (TreeException failed) {
            return failed(outcome, request, failed);
        }
    }

    private static Outcome failed(Outcome outcome, Request request, TreeException failed) {
        return outcome.ended(ExitCode.ENVIRONMENT, ImmutableList.of(finding(request, failed)));
    }

    private static Finding finding(Request request, TreeException failed) {
        String rule = "tree." + failed.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return Finding.error(
                rule, "directory " + failed.path().orElse(request.root()), String.valueOf(failed.getMessage()));
    }

    /**
     * One run, asked for and told in types of the JDK alone, so that a caller from another class loader can make it.
     *
     * @param goal {@code render} or {@code verify}
     * @param definition the name of a class that is a {@code ClusterDefinition}
     * @param loader where to load it from
     * @param root the directory that holds the tree
     * @param options {@code overwrite}: {@code true} or {@code false}
     * @param info told every line that is for information
     * @param warning told every line of a warning
     * @param error told every line of an error
     * @return the exit code: 0 clean, 1 findings, 2 wrong use, 3 the environment failed
     */
    public static int run(
            String goal,
            String definition,
            ClassLoader loader,
            Path root,
            Map<String, String> options,
            Consumer<String> info,
            Consumer<String> warning,
            Consumer<String> error) {
        Optional<String> fault = fault(goal, options);
        if (fault.isPresent()) {
            error.accept(fault.get());
            return ExitCode.WRONG_USE.number();
        }
        Request request = Request.of(Definition.named(definition, loader), root)
                .overwrite(Boolean.parseBoolean(options.getOrDefault("overwrite", "false")))
                .notices(info);
        Outcome outcome = goal.equals(Goal.RENDER.word()) ? render(request) : verify(request);
        for (Finding finding : outcome.findings()) {
            Consumer<String> log = switch (finding.severity()) {
                case ERROR -> error;
                case WARNING -> warning;
                case INFO -> info;
            };
            LINES.split(finding.toString()).forEach(log);
        }
        LINES.split(outcome.summary()).forEach(info);
        if (!outcome.clean()) {
            error.accept(outcome.verdict());
        }
        return outcome.exitCode().number();
    }

    /**
     * Seals what a cluster lacks, or lists what is sealed for it, asked for and told in types of the JDK alone.
     *
     * @param goal {@code seal} or {@code list}
     * @param definition the name of a class that is a {@code ClusterDefinition}
     * @param loader where to load it from
     * @param root the directory that holds the tree and the folder of secrets
     * @param options {@code certificate}: a PEM file, relative to the root, instead of the folder's newest; {@code replace}: {@code
     *     true} to make or ask every value anew, {@code foreign} for those that are sealed for another certificate; {@code only}: names of credentials, separated by commas; {@code mark-key}: the file
     *     of the key by which an unchanged value is known; {@code format} of the list: {@code text} or {@code json}
     * @param answers gives the bytes of a value that only a person knows, or null; asked with {@code credential/key} and with words
     *     for that person. Whoever takes the bytes overwrites them.
     * @param info told every line that is for information
     * @param warning told every line of a warning
     * @param error told every line of an error
     * @return the exit code: 0 clean, 1 something is still not sealed, 2 wrong use, 3 the environment failed
     */
    public static int secrets(
            String goal,
            String definition,
            ClassLoader loader,
            Path root,
            Map<String, String> options,
            BiFunction<String, String, byte[]> answers,
            Consumer<String> info,
            Consumer<String> warning,
            Consumer<String> error) {
        Answers asked =
                (place, what) -> Optional.ofNullable(answers.apply(place, what)).map(Plain::of);
        return new SecretsRun(root, options, asked, info, warning, error)
                .run(goal, Definition.named(definition, loader))
                .number();
    }

    private static Optional<String> fault(String goal, Map<String, String> options) {
        if (!goal.equals(Goal.RENDER.word()) && !goal.equals(Goal.VERIFY.word())) {
            return Optional.of("there is no goal '" + goal + "'; there are render and verify");
        }
        String overwrite = options.getOrDefault("overwrite", "false");
        if (!overwrite.equals("true") && !overwrite.equals("false")) {
            return Optional.of("option overwrite must be true or false, but was '" + overwrite + "'");
        }
        return options.keySet().stream()
                .filter(option -> !OPTIONS.contains(option))
                .sorted()
                .findFirst()
                .map(option -> "there is no option '" + option + "'; there is " + String.join(", ", OPTIONS));
    }
}
