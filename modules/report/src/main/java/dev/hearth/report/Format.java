package dev.hearth.report;

import com.google.common.base.Ascii;

/** How findings are written. */
public enum Format {
    /** For people at a terminal. */
    TEXT,
    /** One JSON object for all. */
    JSON,
    /** One JSON object a file, each on a line. */
    JSONL,
    /** SARIF 2.1.0, as code scanning takes it. */
    SARIF,
    /** XML in the form of JUnit's, as build servers take it. */
    JUNIT,
    /** For a comment on a pull request. */
    MARKDOWN,
    /** Annotations of GitHub Actions. */
    GITHUB;

    /** As on the command line. */
    public String word() {
        return Ascii.toLowerCase(name());
    }

    /** The report in this format, ending in a line end. */
    public String write(Report report) {
        return switch (this) {
            case TEXT -> TextReport.write(report, false);
            case JSON -> JsonReport.write(report);
            case JSONL -> JsonReport.line(report);
            case SARIF -> SarifReport.write(report);
            case JUNIT -> JunitReport.write(report);
            case MARKDOWN -> MarkdownReport.write(report);
            case GITHUB -> GithubReport.write(report);
        };
    }

    /** The report for people at a terminal that shows colours. */
    public static String colourful(Report report) {
        return TextReport.write(report, true);
    }
}
