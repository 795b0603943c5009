package dev.hearth.report;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.CheckReport;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;

/**
 * What is to be told of some files, of one or of many.
 *
 * @param files what was looked at, by name, in order
 * @param objects how many objects were looked at
 * @param findings what is wrong, in {@link Finding#ORDER}
 * @param accepted what is wrong but accepted, with the reasons
 * @param skipped what was not looked at, and why
 */
public record Report(
        ImmutableList<String> files,
        int objects,
        ImmutableList<Finding> findings,
        ImmutableList<CheckReport.Accepted> accepted,
        ImmutableList<Skipped> skipped) {

    /**
     * A file that was not looked at, in whole or in part.
     *
     * @param file its name
     * @param reason what it is instead of Kubernetes objects
     */
    public record Skipped(String file, String reason) {

        public Skipped {
            requireNonNull(file, "file");
            requireNonNull(reason, "reason");
        }
    }

    public Report {
        requireNonNull(files, "files");
        requireNonNull(findings, "findings");
        requireNonNull(accepted, "accepted");
        requireNonNull(skipped, "skipped");
    }

    /** What the API server would say of all of it. */
    public Verdict verdict() {
        return Verdict.of(this);
    }

    /** Whether something is as bad as that, or worse. */
    public boolean has(Severity atLeast) {
        return findings.stream().anyMatch(finding -> finding.severity().compareTo(atLeast) <= 0);
    }

    /** How many findings are just as bad as that. */
    long count(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }
}
