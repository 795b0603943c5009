package dev.hearth.report;

import dev.hearth.checks.CheckReport;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Place;
import dev.hearth.findings.Severity;
import java.util.Comparator;
import java.util.regex.Pattern;

/** Findings for people: file by file, from the first line to the last. */
final class TextReport {

    static final Comparator<Finding> BY_PLACE = Comparator.<Finding, String>comparing(
                    finding -> finding.place().map(Place::file).orElse(""))
            .thenComparing(finding -> finding.place().map(Place::line).orElse(0))
            .thenComparing(Finding.ORDER);

    private final StringBuilder out = new StringBuilder();
    private final boolean colours;

    private static final Pattern COMMAND = Pattern.compile("(?m)^(\\s*)::");

    private TextReport(boolean colours) {
        this.colours = colours;
    }

    static String write(Report report, boolean colours) {
        TextReport text = new TextReport(colours);
        report.findings().stream().sorted(BY_PLACE).forEach(text::finding);
        report.accepted().stream()
                .sorted(Comparator.comparing(CheckReport.Accepted::finding, BY_PLACE))
                .forEach(text::accepted);
        text.line(Words.summary(report));
        return text.out.toString();
    }

    private void finding(Finding finding) {
        head(colour(colour(finding.severity()), finding.severity().word()), finding);
        finding.hint().ifPresent(hint -> line("  " + colour(Colour.FAINT, "hint: ") + paragraph(hint)));
        line("");
    }

    private void accepted(CheckReport.Accepted accepted) {
        head(colour(Colour.FAINT, "accepted"), accepted.finding());
        line("  " + colour(Colour.FAINT, "reason: ") + visible(accepted.reason()));
        line("");
    }

    private void head(String word, Finding finding) {
        String path = finding.path().toString();
        line(word + " " + colour(Colour.BOLD, finding.rule()) + "  " + visible(finding.subject())
                + (path.isEmpty() ? "" : "  " + visible(path)));
        line("  "
                + finding.place()
                        .map(place -> colour(Colour.BLUE, visible(place.toString())) + "  ")
                        .orElse("") + paragraph(finding.message()));
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    private static Colour colour(Severity severity) {
        return switch (severity) {
            case ERROR -> Colour.RED;
            case WARNING -> Colour.YELLOW;
            case INFO -> Colour.BLUE;
        };
    }

    private String colour(Colour colour, String text) {
        return colours ? colour.code + text + "\u001b[0m" : text;
    }

    /** What a manifest says must not steer the terminal, nor begin a line. */
    private static String visible(String text) {
        return visible(text, false);
    }

    /** The same with several lines, none of which is a command to whoever reads them, as a build server does. */
    private static String paragraph(String text) {
        return COMMAND.matcher(visible(text, true)).replaceAll("$1\uFFFD::");
    }

    private static String visible(String text, boolean lines) {
        StringBuilder visible = new StringBuilder(text.length());
        text.chars()
                .forEach(c -> visible.append(Character.isISOControl(c) && !(lines && c == '\n') ? '\uFFFD' : (char) c));
        return visible.toString();
    }

    private enum Colour {
        BOLD("\u001b[1m"),
        FAINT("\u001b[2m"),
        RED("\u001b[1;31m"),
        YELLOW("\u001b[33m"),
        BLUE("\u001b[36m");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }
}
