package dev.hearth.findings;

/** How bad a finding is; an error stops the render before any file is touched. */
public enum Severity {
    ERROR,
    WARNING,
    INFO;

    /** As written in messages: {@code error}, {@code warning}, {@code info}. */
    public String word() {
        return switch (this) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "info";
        };
    }
}
