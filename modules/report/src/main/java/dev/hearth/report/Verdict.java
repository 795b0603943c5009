package dev.hearth.report;

import dev.hearth.checks.CheckReport;
import dev.hearth.checks.RuleCatalog;
import dev.hearth.checks.RulePage;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What the API server, with the admission asked for, would say. */
public enum Verdict {
    /** It takes every object. */
    ACCEPT("accept"),
    /** It refuses one at least. */
    REJECT("reject"),
    /** There is nothing for it. */
    SKIP("skip");

    private static final Map<String, Boolean> REFUSED = new ConcurrentHashMap<>();

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    /** {@code accept}, {@code reject} or {@code skip}. */
    public String word() {
        return word;
    }

    /** That somebody accepts a finding is nothing to the server. */
    static Verdict of(Report report) {
        boolean refused = Stream.concat(
                        report.findings().stream(), report.accepted().stream().map(CheckReport.Accepted::finding))
                .anyMatch(Verdict::refused);
        if (refused) {
            return REJECT;
        }
        return report.objects() == 0 && report.findings().isEmpty() ? SKIP : ACCEPT;
    }

    private static boolean refused(Finding finding) {
        return finding.severity() == Severity.ERROR
                && REFUSED.computeIfAbsent(
                        finding.rule(),
                        rule -> rule.startsWith("schema.")
                                || RuleCatalog.page(rule)
                                        .filter(RulePage::refused)
                                        .isPresent());
    }
}
