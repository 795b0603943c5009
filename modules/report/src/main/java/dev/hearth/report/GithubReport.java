package dev.hearth.report;

import dev.hearth.findings.Finding;
import dev.hearth.findings.Place;

/**
 * Commands that GitHub Actions turns into annotations.
 *
 * @see <a
 *     href="https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands">Workflow commands</a>
 */
final class GithubReport {

    private GithubReport() {}

    static String write(Report report) {
        StringBuilder out = new StringBuilder();
        report.findings().stream()
                .sorted(TextReport.BY_PLACE)
                .forEach(finding -> annotation(out, command(finding), finding, ""));
        report.accepted()
                .forEach(accepted ->
                        annotation(out, "notice", accepted.finding(), "accepted: " + accepted.reason() + "\n"));
        return out.append(message(Words.summary(report))).append('\n').toString();
    }

    private static void annotation(StringBuilder out, String command, Finding finding, String before) {
        out.append("::").append(command).append(' ');
        finding.place().ifPresent(place -> place(out, place));
        out.append("title=").append(property(finding.rule() + ": " + finding.subject()));
        String path = finding.path().toString();
        out.append("::")
                .append(message(before
                        + (path.isEmpty() ? "" : path + ": ")
                        + finding.message()
                        + finding.hint().map(hint -> "\nhint: " + hint).orElse("")))
                .append('\n');
    }

    private static String command(Finding finding) {
        return switch (finding.severity()) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "notice";
        };
    }

    private static void place(StringBuilder out, Place place) {
        out.append("file=").append(property(place.file())).append(',');
        if (place.line() > 0) {
            out.append("line=").append(place.line()).append(',');
        }
        if (place.column() > 0) {
            out.append("col=").append(place.column()).append(',');
        }
    }

    private static String message(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return message(text).replace(":", "%3A").replace(",", "%2C");
    }
}
