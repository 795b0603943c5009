package dev.hearth.parity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The comparisons as text: a line a kind, and a file a kind with everything in which the two differ. */
final class Listing {

    private static final int LONGEST = 600;
    private static final String LINE = "%-62s %6s %6s | %6s %6s %7s | %6s | %6s %6s %6s %6s | %6s%n";

    private Listing() {}

    static String head() {
        return String.format(
                Locale.ROOT,
                LINE,
                "kind",
                "valid",
                "ALARM",
                "wrong",
                "MISSED",
                "caught%",
                "beside",
                "path=",
                "path~",
                "path#",
                "path?",
                "seeds-");
    }

    static String line(Tally tally) {
        return String.format(
                Locale.ROOT,
                LINE,
                tally.kind(),
                tally.valid(),
                tally.count(Comparison.Outcome.FALSE_ALARM),
                tally.refused(),
                tally.count(Comparison.Outcome.MISSED),
                String.format(Locale.ROOT, "%.1f", tally.caught()),
                tally.count(Comparison.Outcome.BESIDE),
                tally.count(Comparison.Paths.EQUAL),
                tally.count(Comparison.Paths.OVERLAP),
                tally.count(Comparison.Paths.DIFFERENT),
                tally.count(Comparison.Paths.UNNAMED),
                brokenSeeds(tally).size());
    }

    static void write(Path folder, Tally tally) {
        StringBuilder out = new StringBuilder();
        out.append(head()).append(line(tally)).append('\n');
        add(out, "SEED REFUSED BY THE SERVER", brokenSeeds(tally));
        add(out, "FALSE ALARM", tally.of(Comparison.Outcome.FALSE_ALARM));
        add(out, "MISSED", tally.of(Comparison.Outcome.MISSED));
        add(
                out,
                "OTHER PATH",
                tally.of(Comparison.Outcome.BOTH_REFUSE).stream()
                        .filter(one ->
                                one.paths() == Comparison.Paths.DIFFERENT || one.paths() == Comparison.Paths.OVERLAP)
                        .toList());
        add(out, "EXCEPTED", tally.of(Comparison.Outcome.EXCEPTED));
        add(
                out,
                "CREATE DIFFERS",
                tally.comparisons().stream().filter(Comparison::createDiffers).toList());
        add(out, "BESIDE", tally.of(Comparison.Outcome.BESIDE));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(tally.kind().fileName() + ".txt"), out, UTF_8);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    static List<Comparison> brokenSeeds(Tally tally) {
        return tally.comparisons().stream()
                .filter(one -> one.mutant().seed().startsWith("seed")
                        && one.mutant().change().equals("-")
                        && !one.server().accepted())
                .toList();
    }

    private static void add(StringBuilder out, String word, List<Comparison> comparisons) {
        comparisons.stream()
                .sorted(Comparator.comparing((Comparison one) -> one.mutant().path())
                        .thenComparing(one -> one.mutant().toString()))
                .forEach(one -> add(out, word, one));
    }

    private static void add(StringBuilder out, String word, Comparison one) {
        out.append(word).append("  ").append(one.mutant()).append('\n');
        if (!one.server().accepted()) {
            out.append("  server ")
                    .append(one.server().code())
                    .append(' ')
                    .append(one.server().reason())
                    .append("  ")
                    .append(one.server().paths(one.mutant().object()))
                    .append('\n')
                    .append("    ")
                    .append(shortened(one.server().message()))
                    .append('\n');
        }
        one.created()
                .filter(created -> !created.accepted())
                .ifPresent(created -> out.append("  create ")
                        .append(created.code())
                        .append("  ")
                        .append(shortened(created.message()))
                        .append('\n'));
        for (String message : one.hearth().messages()) {
            out.append("  hearth ").append(shortened(message)).append('\n');
        }
    }

    private static String shortened(String text) {
        String line = text.replace("\n", "\\n");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }
}
