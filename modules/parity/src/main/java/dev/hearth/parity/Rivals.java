package dev.hearth.parity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.judges.Program;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What other validators say of the same objects, as far as they are installed, by the same server's schemas. */
final class Rivals {

    private static final Pattern FILE = Pattern.compile("(\\d{6})\\.json");
    private static final Duration LONG = Duration.ofMinutes(20);

    /**
     * One of them, or Hearth.
     *
     * @param valid how many objects the server takes, and {@code alarms} how many of them it refuses
     * @param invalid how many objects the server refuses, and {@code caught} how many of them it refuses too
     */
    record Score(String name, int valid, int alarms, int invalid, int caught) {}

    private final Server server;
    private final Path folder;
    private final List<Comparison> comparisons;
    private final Set<Kind> kinds = new TreeSet<>();

    Rivals(Server server, Path folder, List<Tally> tallies) {
        this.server = server;
        this.folder = folder;
        this.comparisons = tallies.stream()
                .filter(tally -> tally.kind().builtIn())
                .flatMap(tally -> tally.comparisons().stream())
                .filter(one -> one.outcome() != Comparison.Outcome.BESIDE)
                .toList();
        comparisons.forEach(one -> kinds.add(one.mutant().kind()));
    }

    List<Score> scores() {
        Path objects = folder.resolve("objects").toAbsolutePath();
        write(objects);
        List<Score> scores = new ArrayList<>();
        scores.add(score("Hearth", refusedByHearth()));
        Judges.find("kubeconform").ifPresent(tool -> scores.add(score("kubeconform -strict", kubeconform(tool, objects))));
        Judges.find("kubectl-validate")
                .ifPresent(tool -> scores.add(score("kubectl-validate", kubectlValidate(tool, objects))));
        Judges.find("kubectl")
                .ifPresent(tool -> scores.add(score("kubectl create --dry-run=client", kubectl(tool, objects))));
        return scores;
    }

    private void write(Path objects) {
        try {
            Files.createDirectories(objects);
            for (int number = 0; number < comparisons.size(); number++) {
                Files.writeString(
                        objects.resolve(String.format(java.util.Locale.ROOT, "%06d.json", number)),
                        Json.write(comparisons.get(number).mutant().object()),
                        UTF_8);
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private Set<Integer> refusedByHearth() {
        Set<Integer> refused = new HashSet<>();
        for (int number = 0; number < comparisons.size(); number++) {
            if (!comparisons.get(number).hearth().accepted()) {
                refused.add(number);
            }
        }
        return refused;
    }

    private Set<Integer> kubeconform(Program tool, Path objects) {
        Path schemas = folder.resolve("strict").toAbsolutePath();
        new JsonSchemas(server).writeStrict(schemas, kinds);
        Outcome outcome = tool.within(LONG)
                .run(
                        "-strict",
                        "-output",
                        "json",
                        "-schema-location",
                        schemas + "/" + JsonSchemas.LOCATION,
                        objects.toString());
        Set<Integer> refused = new HashSet<>();
        if (Json.read(outcome.stdout(), "kubeconform") instanceof Mapping report) {
            for (Mapping resource : report.sequence("resources").mappings()) {
                refused.addAll(numbers(resource.text("filename").orElse("")));
            }
        }
        return refused;
    }

    private Set<Integer> kubectlValidate(Program tool, Path objects) {
        Path schemas = folder.resolve("documents").toAbsolutePath();
        new JsonSchemas(server).writeDocuments(schemas, kinds);
        Outcome outcome =
                tool.within(LONG).run("--local-schemas", schemas.toString(), "--output", "json", objects.toString());
        Set<Integer> refused = new HashSet<>();
        if (Json.read(outcome.stdout(), "kubectl-validate") instanceof Mapping report) {
            report.fields().forEach((file, result) -> {
                if (!succeeded(result)) {
                    refused.addAll(numbers(file));
                }
            });
        }
        return refused;
    }

    private static boolean succeeded(Node result) {
        return result instanceof Sequence list
                && list.mappings().stream().allMatch(one -> one.text("status").equals(Optional.of("Success")));
    }

    private Set<Integer> kubectl(Program tool, Path objects) {
        Outcome outcome = tool.within(LONG)
                .run(
                        "--kubeconfig",
                        server.kubeconfig().toString(),
                        "create",
                        "--dry-run=client",
                        "--validate=strict",
                        "-o",
                        "name",
                        "-f",
                        objects.toString());
        return numbers(outcome.stderr());
    }

    private static Set<Integer> numbers(String text) {
        Set<Integer> numbers = new HashSet<>();
        Matcher file = FILE.matcher(text);
        while (file.find()) {
            numbers.add(Integer.parseInt(file.group(1)));
        }
        return numbers;
    }

    private Score score(String name, Set<Integer> refused) {
        int valid = 0;
        int alarms = 0;
        int caught = 0;
        for (int number = 0; number < comparisons.size(); number++) {
            boolean says = refused.contains(number);
            if (comparisons.get(number).server().accepted()) {
                valid++;
                alarms += says ? 1 : 0;
            } else {
                caught += says ? 1 : 0;
            }
        }
        return new Score(name, valid, alarms, comparisons.size() - valid, caught);
    }
}
