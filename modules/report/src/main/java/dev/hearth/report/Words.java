package dev.hearth.report;

import dev.hearth.findings.Severity;
import java.util.ArrayList;
import java.util.List;

/** Numbers as people read them. */
final class Words {

    private Words() {}

    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** {@code 3 files, 12 objects: 2 errors, 1 warning; 1 accepted}. */
    static String summary(Report report) {
        List<String> parts = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            long number = report.count(severity);
            if (number > 0) {
                parts.add(severity == Severity.INFO ? number + " for information" : count(number, severity.word()));
            }
        }
        String accepted =
                report.accepted().isEmpty() ? "" : "; " + report.accepted().size() + " accepted";
        String skipped =
                report.skipped().isEmpty() ? "" : "; " + count(report.skipped().size(), "file") + " with other things";
        return count(report.files().size(), "file") + ", " + count(report.objects(), "object") + ": "
                + (parts.isEmpty() ? "nothing found" : String.join(", ", parts)) + accepted + skipped;
    }
}
