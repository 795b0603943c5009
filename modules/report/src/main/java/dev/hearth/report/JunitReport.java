package dev.hearth.report;

import com.google.common.escape.Escaper;
import com.google.common.xml.XmlEscapers;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Place;
import dev.hearth.findings.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Findings as tests that failed: a suite a file, a case a finding. A warning fails its case as an error does; what is for
 * information and what is accepted does not. A file without findings is one case that passed.
 */
final class JunitReport {

    private static final Escaper ATTRIBUTE = XmlEscapers.xmlAttributeEscaper();
    private static final Escaper CONTENT = XmlEscapers.xmlContentEscaper();

    private final StringBuilder out = new StringBuilder();

    private JunitReport() {}

    static String write(Report report) {
        JunitReport junit = new JunitReport();
        junit.suites(report);
        return junit.out.toString();
    }

    private void suites(Report report) {
        TreeMap<String, List<Entry>> files = new TreeMap<>();
        report.files().forEach(file -> files.put(file, new ArrayList<>()));
        report.findings().forEach(finding -> entry(files, new Entry(finding, finding.severity() != Severity.INFO, "")));
        report.accepted().forEach(one -> entry(files, new Entry(one.finding(), false, "accepted: " + one.reason())));
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"hearth\">\n");
        files.forEach(this::suite);
        out.append("</testsuites>\n");
    }

    private record Entry(Finding finding, boolean fails, String note) {}

    private static void entry(Map<String, List<Entry>> files, Entry entry) {
        String file = entry.finding().place().map(Place::file).orElse("model");
        files.computeIfAbsent(file, name -> new ArrayList<>()).add(entry);
    }

    private void suite(String file, List<Entry> entries) {
        long failures = entries.stream().filter(Entry::fails).count();
        out.append("  <testsuite").append(attribute("name", file));
        out.append(attribute("tests", Integer.toString(Math.max(1, entries.size()))));
        out.append(attribute("failures", Long.toString(failures))).append(" errors=\"0\" skipped=\"0\">\n");
        if (entries.isEmpty()) {
            out.append("    <testcase").append(attribute("classname", file)).append(" name=\"all rules\"/>\n");
        }
        entries.forEach(entry -> testcase(file, entry));
        out.append("  </testsuite>\n");
    }

    private void testcase(String file, Entry entry) {
        Finding finding = entry.finding();
        String path = finding.path().toString();
        String name = finding.rule() + "  " + finding.subject() + (path.isEmpty() ? "" : "  " + path);
        out.append("    <testcase")
                .append(attribute("classname", file))
                .append(attribute("name", name))
                .append(">\n");
        String text = CONTENT.escape(
                printable(entry.note().isEmpty() ? finding.toString() : finding + "\n  " + entry.note()));
        if (entry.fails()) {
            out.append("      <failure")
                    .append(attribute("type", finding.severity().word()));
            out.append(attribute("message", finding.message()))
                    .append('>')
                    .append(text)
                    .append("</failure>\n");
        } else {
            out.append("      <system-out>").append(text).append("</system-out>\n");
        }
        out.append("    </testcase>\n");
    }

    private static String attribute(String name, String value) {
        return " " + name + "=\"" + ATTRIBUTE.escape(printable(value)) + "\"";
    }

    /** XML has no place for control characters, nor for half of a surrogate pair. */
    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> printable.appendCodePoint(
                        (Character.isISOControl(c) && c != '\n' && c != '\t') || (c >= 0xD800 && c <= 0xDFFF)
                                ? 0xFFFD
                                : c));
        return printable.toString();
    }
}
