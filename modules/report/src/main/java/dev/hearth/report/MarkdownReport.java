package dev.hearth.report;

import dev.hearth.checks.CheckReport;
import dev.hearth.findings.Finding;
import java.util.Comparator;
import java.util.List;

/** Findings as tables, for a comment on a pull request. */
final class MarkdownReport {

    private final StringBuilder out = new StringBuilder();

    private MarkdownReport() {}

    static String write(Report report) {
        MarkdownReport markdown = new MarkdownReport();
        markdown.out.append(Words.summary(report)).append('\n');
        markdown.findings(report.findings());
        markdown.accepted(report.accepted());
        return markdown.out.toString();
    }

    private void findings(List<Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        out.append("\n| severity | rule | object | place | what is wrong |\n|---|---|---|---|---|\n");
        findings.stream()
                .sorted(TextReport.BY_PLACE)
                .forEach(finding -> row(
                        finding, finding.hint().map(hint -> "<br>" + cell(hint)).orElse("")));
    }

    private void accepted(List<CheckReport.Accepted> accepted) {
        if (accepted.isEmpty()) {
            return;
        }
        out.append("\nAccepted:\n\n| severity | rule | object | place | what is wrong, and the reason |\n");
        out.append("|---|---|---|---|---|\n");
        accepted.stream()
                .sorted(Comparator.comparing(CheckReport.Accepted::finding, TextReport.BY_PLACE))
                .forEach(one -> row(one.finding(), "<br>Reason: " + cell(one.reason())));
    }

    private void row(Finding finding, String more) {
        String path = finding.path().toString();
        out.append("| ").append(finding.severity().word());
        out.append(" | ").append(finding.rule());
        out.append(" | ").append(cell(finding.subject()));
        out.append(" | ")
                .append(finding.place().map(place -> cell(place.toString())).orElse(""));
        out.append(" | ").append(path.isEmpty() ? "" : code(path) + ": ");
        out.append(cell(finding.message())).append(more).append(" |\n");
    }

    private static String code(String text) {
        return "`" + text.replace("`", "'").replace("|", "\\|").replace("\n", " ") + "`";
    }

    private static String cell(String text) {
        StringBuilder cell = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            switch (c) {
                case '&' -> cell.append("&amp;");
                case '<' -> cell.append("&lt;");
                case '>' -> cell.append("&gt;");
                case '\n', '\r' -> cell.append(' ');
                case '|', '\\', '`', '*', '_', '[', ']', '~', '#' ->
                    cell.append('\\').append(c);
                default -> cell.append(c);
            }
        }
        return cell.toString();
    }
}
