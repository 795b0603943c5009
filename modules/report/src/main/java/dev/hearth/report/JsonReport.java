package dev.hearth.report;

import dev.hearth.checks.CheckReport;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Place;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Null;
import dev.hearth.manifest.Sequence;
import java.util.List;
import java.util.Optional;

/** Findings for programs. */
final class JsonReport {

    private JsonReport() {}

    static String write(Report report) {
        return Json.pretty(Mapping.builder()
                .put("objects", report.objects())
                .put("findings", findings(report.findings()))
                .put("accepted", accepted(report.accepted()))
                .put(
                        "skipped",
                        Sequence.of(report.skipped().stream()
                                .map(skipped -> Mapping.builder()
                                        .put("file", skipped.file())
                                        .put("reason", skipped.reason())
                                        .build())
                                .toList()))
                .build());
    }

    /** What is to be told of one file, on one line. */
    static String line(Report report) {
        Mapping.Builder line = Mapping.builder()
                .put("file", String.join(", ", report.files()))
                .put("verdict", report.verdict().word());
        if (!report.skipped().isEmpty()) {
            line.put("reason", report.skipped().get(0).reason());
        }
        return Json.write(line.put("objects", report.objects())
                        .put("findings", findings(report.findings()))
                        .put("accepted", accepted(report.accepted()))
                        .build())
                + "\n";
    }

    private static Sequence findings(List<Finding> findings) {
        return Sequence.of(
                findings.stream().map(finding -> finding(finding).build()).toList());
    }

    private static Sequence accepted(List<CheckReport.Accepted> accepted) {
        return Sequence.of(accepted.stream()
                .map(one -> finding(one.finding()).put("reason", one.reason()).build())
                .toList());
    }

    private static Mapping.Builder finding(Finding finding) {
        Optional<Place> text = finding.place().filter(place -> !place.java());
        return Mapping.builder()
                .put("rule", finding.rule())
                .put("severity", finding.severity().word())
                .put(
                        "object",
                        finding.object()
                                .<Node>map(identity -> object(identity, finding))
                                .orElse(Null.NULL))
                .put("subject", finding.subject())
                .put("path", finding.path().toString())
                .put("file", text.<Node>map(place -> Node.text(place.file())).orElse(Null.NULL))
                .put("line", text.<Node>map(place -> number(place.line())).orElse(Null.NULL))
                .put("column", text.<Node>map(place -> number(place.column())).orElse(Null.NULL))
                .put("source", source(finding).<Node>map(Node::text).orElse(Null.NULL))
                .put("message", finding.message())
                .put("hint", finding.hint().<Node>map(Node::text).orElse(Null.NULL));
    }

    /** The line of Java that the finding goes back to. */
    private static Optional<String> source(Finding finding) {
        return finding.place()
                .flatMap(place -> place.java()
                        ? Optional.of(place.toString())
                        : place.origin().map(Place.Origin::toString));
    }

    private static Node number(int value) {
        return value > 0 ? Node.number(value) : Null.NULL;
    }

    private static Node object(Identity identity, Finding finding) {
        return Mapping.builder()
                .put("apiVersion", finding.apiVersion())
                .put("kind", identity.kind())
                .put("namespace", identity.namespace())
                .put("name", identity.name())
                .build();
    }
}
