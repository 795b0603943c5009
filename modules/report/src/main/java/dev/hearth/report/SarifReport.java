package dev.hearth.report;

import dev.hearth.checks.CheckReport;
import dev.hearth.checks.RuleCatalog;
import dev.hearth.checks.RulePage;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Place;
import dev.hearth.findings.Severity;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Findings as code scanning takes them.
 *
 * @see <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">SARIF 2.1.0</a>
 */
final class SarifReport {

    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private final SortedMap<String, Integer> rules = new TreeMap<>();

    private SarifReport(Report report) {
        Stream.concat(report.findings().stream(), report.accepted().stream().map(CheckReport.Accepted::finding))
                .map(Finding::rule)
                .sorted()
                .distinct()
                .forEach(rule -> rules.put(rule, rules.size()));
    }

    static String write(Report report) {
        return Json.pretty(new SarifReport(report).log(report));
    }

    private Mapping log(Report report) {
        List<Node> results = new ArrayList<>();
        report.findings().forEach(finding -> results.add(result(finding).build()));
        report.accepted()
                .forEach(accepted -> results.add(result(accepted.finding())
                        .put(
                                "suppressions",
                                Sequence.of(List.of(Mapping.builder()
                                        .put("kind", "inSource")
                                        .put("justification", accepted.reason())
                                        .build())))
                        .build()));
        return Mapping.builder()
                .put("$schema", SCHEMA)
                .put("version", "2.1.0")
                .put(
                        "runs",
                        Sequence.of(List.of(Mapping.builder()
                                .put("tool", Mapping.of("driver", driver()))
                                .put("columnKind", "unicodeCodePoints")
                                .put("results", Sequence.of(results))
                                .build())))
                .build();
    }

    private Mapping driver() {
        Mapping.Builder driver = Mapping.builder().put("name", "hearth");
        String version = SarifReport.class.getPackage().getImplementationVersion();
        if (version != null) {
            driver.put("version", version);
        }
        return driver.put(
                        "rules",
                        Sequence.of(
                                rules.keySet().stream().map(SarifReport::rule).toList()))
                .build();
    }

    private static Node rule(String id) {
        Mapping.Builder rule = Mapping.builder().put("id", id);
        RuleCatalog.page(id).ifPresent(page -> describe(page, rule));
        return rule.build();
    }

    private static void describe(RulePage page, Mapping.Builder rule) {
        rule.put("shortDescription", text(page.title()))
                .put("fullDescription", text(page.what().strip()))
                .put("help", text(page.why().strip() + "\n\n" + page.mend().strip()))
                .put(
                        "defaultConfiguration",
                        Mapping.builder().put("level", level(page.severity())).build())
                .put("properties", Mapping.of("tags", Sequence.of(List.of(Node.text(page.family())))));
        page.sources().stream().findFirst().ifPresent(source -> rule.put("helpUri", source));
    }

    private Mapping.Builder result(Finding finding) {
        String path = finding.path().toString();
        String message = finding.subject() + (path.isEmpty() ? "" : ", " + path) + ": " + finding.message()
                + finding.hint().map(hint -> "\n" + hint).orElse("");
        Mapping.Builder result = Mapping.builder()
                .put("ruleId", finding.rule())
                .put("ruleIndex", rules.getOrDefault(finding.rule(), 0))
                .put("level", level(finding.severity()))
                .put("message", text(message));
        List<Node> locations = new ArrayList<>();
        physical(finding).ifPresent(location -> locations.add(location));
        result.put("locations", Sequence.of(locations));
        return result;
    }

    private static Optional<Node> physical(Finding finding) {
        return finding.place().map(place -> {
            Mapping.Builder physical = Mapping.builder()
                    .put(
                            "artifactLocation",
                            Mapping.builder().put("uri", uri(place.file())).build());
            if (place.line() > 0) {
                physical.put("region", region(place));
            }
            Mapping.Builder location = Mapping.builder().put("physicalLocation", physical.build());
            finding.object()
                    .ifPresent(object -> location.put(
                            "logicalLocations",
                            Sequence.of(List.of(Mapping.builder()
                                    .put(
                                            "fullyQualifiedName",
                                            object + (finding.path().steps().isEmpty() ? "" : " " + finding.path()))
                                    .put("kind", "object")
                                    .build()))));
            return location.build();
        });
    }

    private static Mapping region(Place place) {
        Mapping.Builder region = Mapping.builder().put("startLine", place.line());
        if (place.column() > 0) {
            region.put("startColumn", place.column());
        }
        return region.build();
    }

    private static String uri(String file) {
        try {
            return new URI(null, null, file.startsWith("/") ? file : "./" + file, null)
                    .getRawPath()
                    .replaceFirst("^\\./", "");
        } catch (URISyntaxException impossible) {
            return "unnamed";
        }
    }

    private static Node text(String text) {
        return Mapping.builder().put("text", text).build();
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "note";
        };
    }
}
