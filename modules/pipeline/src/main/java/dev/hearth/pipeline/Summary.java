package dev.hearth.pipeline;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import dev.hearth.findings.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An outcome in a few lines for people. */
final class Summary {

    private static final int LABEL = 13;
    private static final int MOST_NAMES = 5;

    private final List<String> lines = new ArrayList<>();

    private Summary() {}

    static String of(Outcome outcome) {
        Summary summary = new Summary();
        if (!outcome.cluster().isEmpty()) {
            summary.head(outcome);
            summary.files(outcome);
        }
        summary.line("findings", findings(outcome));
        if (!outcome.credentials().isEmpty()) {
            summary.line("credentials", credentials(outcome));
        }
        if (!outcome.exemptions().isEmpty()) {
            summary.line(
                    "exemptions", count(outcome.exemptions().size(), "default") + " done without, each with a reason");
        }
        summary.accepted(outcome);
        summary.line(
                "time", String.format(Locale.ROOT, "%.2f s", outcome.duration().toMillis() / 1000.0));
        return String.join("\n", summary.lines);
    }

    private void head(Outcome outcome) {
        lines.add("cluster " + outcome.cluster() + ": " + count(outcome.components(), "component") + ", "
                + count(outcome.objects(), "object"));
    }

    private void files(Outcome outcome) {
        if (outcome.goal() == Goal.VERIFY) {
            long differ = outcome.findings().stream()
                    .filter(finding -> finding.severity() == Severity.ERROR
                            && finding.rule().startsWith("tree."))
                    .count();
            line("files", outcome.unchanged().size() + " as rendered" + (differ == 0 ? "" : ", " + differ + " not"));
        } else if (outcome.clean()) {
            line(
                    "files",
                    outcome.written().size() + " written, "
                            + outcome.unchanged().size() + " unchanged, "
                            + outcome.removed().size() + " removed");
        } else {
            line("files", "none touched");
        }
    }

    private void accepted(Outcome outcome) {
        if (!outcome.accepted().isEmpty()) {
            line("accepted", count(outcome.accepted().size(), "finding"));
            outcome.accepted().stream()
                    .map(one ->
                            "    " + one.finding().rule() + "  " + one.finding().subject() + ": " + one.reason())
                    .distinct()
                    .forEach(lines::add);
        }
    }

    private static String findings(Outcome outcome) {
        List<String> parts = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            int number = outcome.findings(severity).size();
            if (number > 0) {
                parts.add(severity == Severity.INFO ? number + " for information" : count(number, severity.word()));
            }
        }
        return parts.isEmpty() ? "none" : String.join(", ", parts);
    }

    private static String credentials(Outcome outcome) {
        ImmutableList<String> all = outcome.credentials();
        String names = String.join(", ", all.subList(0, Math.min(MOST_NAMES, all.size())));
        String more = all.size() > MOST_NAMES ? ", ..." : "";
        return count(all.size(), "Secret") + " to be made outside of the tree (" + names + more + "); see "
                + outcome.bootstrapPage();
    }

    private void line(String label, String text) {
        lines.add("  " + Strings.padEnd(label, LABEL, ' ') + text);
    }

    static String verdict(Outcome outcome) {
        String cluster = outcome.cluster().isEmpty() ? "" : "cluster " + outcome.cluster() + ": ";
        String errors = count(outcome.findings(Severity.ERROR).size(), "error");
        return switch (outcome.exitCode()) {
            case CLEAN -> cluster + (outcome.goal() == Goal.RENDER ? "rendered" : "the tree is what the code renders");
            case FINDINGS -> cluster + errors + (outcome.goal() == Goal.RENDER ? "; no file was touched" : "");
            case WRONG_USE -> cluster + "nothing to " + outcome.goal().word() + "; no file was touched";
            case ENVIRONMENT -> cluster + "stopped by the disk; run again once it is mended";
        };
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
