package dev.hearth.checks;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;

/**
 * What the rules say of some objects.
 *
 * @param objects how many objects were looked at
 * @param findings what is wrong, in {@link Finding#ORDER}
 * @param accepted what is wrong but accepted, each with the reason, in the same order
 */
public record CheckReport(int objects, ImmutableList<Finding> findings, ImmutableList<Accepted> accepted) {

    /**
     * A finding that somebody accepted.
     *
     * @param finding what is wrong
     * @param reason why that is all right
     */
    public record Accepted(Finding finding, String reason) {

        public Accepted {
            requireNonNull(finding, "finding");
            requireNonNull(reason, "reason");
        }
    }

    public CheckReport {
        requireNonNull(findings, "findings");
        requireNonNull(accepted, "accepted");
    }

    /** Whether something is as bad as that, or worse. */
    public boolean has(Severity atLeast) {
        return findings.stream().anyMatch(finding -> finding.severity().compareTo(atLeast) <= 0);
    }
}
