package dev.hearth.cli;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.CheckReport;
import dev.hearth.checks.Checks;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.importer.Imported;
import dev.hearth.importer.Input;
import dev.hearth.importer.Inputs;
import dev.hearth.manifest.Manifest;
import dev.hearth.pipeline.ExitCode;
import dev.hearth.report.Format;
import dev.hearth.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth check}: what the API server would say of files, and what else is wrong with them. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says what the API server would say of manifests, and what else is wrong with them.",
            "",
            "A PATH is a file, a folder with all YAML and JSON in it, or - for standard input. Files that are no"
                    + " Kubernetes objects (values of charts, kustomizations, Compose files) are told apart and left out.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  hearth check manifests",
            "  kustomize build overlays/prod | hearth check - --kubernetes 1.34 --complete",
            "  hearth check manifests --crds crds --preinstalled installed.yaml",
            "  hearth check manifests --pod-security restricted --rules schema,pod --fail-on warning",
            "  hearth check manifests --format sarif --output hearth.sarif",
            "  hearth check manifests --format jsonl | jq -r 'select(.verdict == \"reject\") | .file'",
            "",
            "Accepting a finding, in the object it is about:",
            "  metadata:",
            "    annotations:",
            "      hearth.dev/accept.<rule>: \"the reason\"",
            "",
            "Exit codes: 0 clean, 1 findings (see --fail-on), 2 wrong use, 3 the environment failed."
        })
final class CheckCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "files, folders, or - for standard input")
    List<String> paths = List.of();

    @Mixin
    JudgeOptions judge = new JudgeOptions();

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            defaultValue = "error",
            description = "from which severity on findings make the exit code 1: error, warning, info; default:"
                    + " ${DEFAULT-VALUE}")
    Severity failOn = Severity.ERROR;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json, jsonl (each file judged by itself), sarif, junit, markdown, github; default:"
                    + " ${DEFAULT-VALUE}")
    Format format = Format.TEXT;

    @Option(names = "--output", paramLabel = "FILE", description = "where to write, instead of standard output")
    @Nullable
    Path output;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto (on a terminal, unless NO_COLOR is set), always, never; default: ${DEFAULT-VALUE}")
    Colours colours = Colours.AUTO;

    /** When to write in colours. */
    enum Colours {
        AUTO,
        ALWAYS,
        NEVER
    }

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Checks checks = judge.checks();
        Inputs inputs = Inputs.of(console.in());
        ImmutableList<Input> files = inputs.list(paths);
        boolean failed = format == Format.JSONL ? eachByItself(files, checks) : allTogether(files, checks);
        return (failed ? ExitCode.FINDINGS : ExitCode.CLEAN).number();
    }

    private boolean allTogether(ImmutableList<Input> files, Checks checks) throws IOException {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        ImmutableList.Builder<Manifest> objects = ImmutableList.builder();
        ImmutableList.Builder<Finding> findings = ImmutableList.builder();
        ImmutableList.Builder<Report.Skipped> skipped = ImmutableList.builder();
        try (Progress progress = Progress.of(console, "read", files.size())) {
            for (Input input : files) {
                Imported file = input.read();
                names.add(file.file());
                objects.addAll(file.objects());
                findings.addAll(file.findings());
                file.skipped().ifPresent(reason -> skipped.add(new Report.Skipped(file.file(), reason)));
                progress.step();
            }
        }
        CheckReport report = checks.check(objects.build(), findings.build());
        Report all = new Report(names.build(), report.objects(), report.findings(), report.accepted(), skipped.build());
        write(format == Format.TEXT && colourful() ? Format.colourful(all) : format.write(all));
        return all.has(failOn);
    }

    private boolean eachByItself(ImmutableList<Input> files, Checks checks) throws IOException {
        try (Lines lines = Lines.to(console, Optional.ofNullable(output));
                Progress progress = Progress.of(console, "checked", files.size())) {
            FileByFile run = new FileByFile(checks, failOn);
            return run.check(files, line -> {
                progress.step();
                return lines.write(line);
            });
        }
    }

    private boolean colourful() {
        return colours == Colours.ALWAYS || (colours == Colours.AUTO && console.colours() && output == null);
    }

    private void write(String text) throws IOException {
        if (output == null) {
            console.out().print(text);
            console.out().flush();
        } else {
            Files.writeString(output, text);
        }
    }
}
