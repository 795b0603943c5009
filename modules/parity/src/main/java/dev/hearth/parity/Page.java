package dev.hearth.parity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** The page {@code docs/parity.md}: what a run showed, for people. */
final class Page {

    private static final String HEAD = """
            # How far Hearth agrees with the API server

            Written by `modules/parity/run --full --page=docs/parity.md`, which shows a real API server (VERSION) many
            objects of every kind that can be applied, each as a server-side dry-run apply with strict field validation, and asks
            `hearth check` about the same objects. Every object is either written by hand to be right and rich in fields, or one change
            away from such a one (a field left out, misspelt, of another type, empty, out of range, twice ...), or made
            from the schema alone. What is right is for the server to say.

            - **valid**, **false alarms**: what the server takes, and of it what Hearth refuses.
            - **invalid**, **missed**, **caught**: what the server refuses, and of it what Hearth lets pass.
            - **same fields**: of a hundred objects that both refuse, and where the server names fields, how often Hearth
              names exactly those; **some**: how often at least one of them.
            - Not counted: refusals that are about other objects (a priority class that is not there), and objects over which the
              server itself breaks down.

            What `hearth check` says of public trees, beside other tools, is in [trees.md](trees.md).

            """;

    private static final String COLUMNS = """
            | kind | valid | false alarms | invalid | missed | caught | same fields | some |
            |---|---:|---:|---:|---:|---:|---:|---:|
            """;

    private static final String OTHERS = """
            ## Beside other validators

            The objects of Kubernetes' own kinds below, shown to other validators as well. They have the schemas of the same server:
            kubeconform as JSON Schema without further fields and with null for what is optional, kubectl-validate as OpenAPI
            documents, kubectl from the server itself. Here nothing is left out that Hearth is meant to say otherwise.

            | validator | valid | false alarms | invalid | missed | caught |
            |---|---:|---:|---:|---:|---:|
            """;

    private static final String FIXTURES = """
            ## Upstream's own examples

            Read where they are, in Go's module cache. Pod Security admission's pods are judged at the level and version they were made
            for; the manifests of validators as an apply to the server is, whatever their makers say.

            | whose | files | agreed | differing |
            |---|---:|---:|---|
            """;

    private static final String EXCEPTIONS = """
            ## Meant to differ

            Not counted below, neither as missed nor as false alarm (`modules/parity/src/main/resources/exceptions.tsv`):

            """;

    private Page() {}

    static void write(Path file, List<Tally> tallies, List<Rivals.Score> scores, List<Fixtures.Result> fixtures) {
        try {
            Files.writeString(file, text(tallies, scores, fixtures), UTF_8);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    static String text(List<Tally> tallies, List<Rivals.Score> scores, List<Fixtures.Result> fixtures) {
        StringBuilder out = new StringBuilder(HEAD.replace("VERSION", Server.VERSION));
        others(out, scores);
        fixtures(out, fixtures);
        exceptions(out);
        table(out, "Kubernetes' own kinds", tallies, tally -> tally.kind().builtIn());
        table(out, "Custom resources", tallies, tally -> !tally.kind().builtIn());
        return out.toString();
    }

    private static void others(StringBuilder out, List<Rivals.Score> scores) {
        if (scores.isEmpty()) {
            return;
        }
        out.append(OTHERS);
        for (Rivals.Score score : scores) {
            out.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d | %d | %s |\n",
                    score.name(),
                    score.valid(),
                    score.alarms(),
                    score.invalid(),
                    score.invalid() - score.caught(),
                    share(score.caught(), score.invalid())));
        }
        out.append('\n');
    }

    private static void fixtures(StringBuilder out, List<Fixtures.Result> fixtures) {
        if (fixtures.isEmpty()) {
            return;
        }
        out.append(FIXTURES);
        for (Fixtures.Result result : fixtures) {
            out.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %s |\n",
                    result.name(),
                    result.files(),
                    result.agreed(),
                    String.join(", ", result.differing())));
        }
        out.append('\n');
    }

    private static void exceptions(StringBuilder out) {
        out.append(EXCEPTIONS);
        Exceptions.onClassPath()
                .reasons()
                .forEach(reason -> out.append("- ").append(reason).append('\n'));
        out.append('\n');
    }

    private static void table(StringBuilder out, String title, List<Tally> tallies, Predicate<Tally> which) {
        List<Tally> rows = tallies.stream().filter(which).toList();
        if (rows.isEmpty()) {
            return;
        }
        out.append("## ").append(title).append("\n\n").append(COLUMNS);
        row(out, "**all " + rows.size() + "**", rows);
        rows.forEach(tally -> row(out, tally.kind().toString(), List.of(tally)));
        out.append('\n');
    }

    private static void row(StringBuilder out, String name, List<Tally> tallies) {
        int refused = sum(tallies, Tally::refused);
        int both = sum(tallies, tally -> tally.count(Comparison.Outcome.BOTH_REFUSE));
        int equal = sum(tallies, tally -> tally.count(Comparison.Paths.EQUAL));
        int overlap = sum(tallies, tally -> tally.count(Comparison.Paths.OVERLAP));
        int named = both - sum(tallies, tally -> tally.count(Comparison.Paths.UNNAMED));
        out.append(String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %d | %s | %s | %s |\n",
                name,
                sum(tallies, Tally::valid),
                sum(tallies, tally -> tally.count(Comparison.Outcome.FALSE_ALARM)),
                refused,
                sum(tallies, tally -> tally.count(Comparison.Outcome.MISSED)),
                share(both, refused),
                share(equal, named),
                share(equal + overlap, named)));
    }

    private static int sum(List<Tally> tallies, ToIntFunction<Tally> number) {
        return tallies.stream().mapToInt(number).sum();
    }

    /** Never rounded up to all. */
    private static String share(int part, int whole) {
        return whole == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", Math.floor(1000.0 * part / whole) / 10);
    }
}
