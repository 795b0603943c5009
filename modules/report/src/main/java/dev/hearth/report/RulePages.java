package dev.hearth.report;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Multimaps;
import dev.hearth.checks.RulePage;
import java.util.Collection;

/** The pages of rules, for a terminal and for {@code docs/rules}. */
public final class RulePages {

    private RulePages() {}

    /** The page as plain text. */
    public static String text(RulePage page) {
        StringBuilder out = new StringBuilder();
        out.append(page.id()).append(": ").append(page.title()).append('\n');
        out.append(standing(page)).append("\n\n");
        section(out, "what", page.what());
        section(out, "why", page.why());
        section(out, "how to mend", page.mend());
        page.example().ifPresent(example -> {
            section(out, "broken", example.broken());
            section(out, "mended", example.mended());
        });
        section(out, "see", String.join("\n", page.sources()));
        return out.toString();
    }

    private static String standing(RulePage page) {
        return page.severity().word() + (page.refused() ? ", refused by the API server" : "");
    }

    private static void section(StringBuilder out, String title, String content) {
        if (content.isBlank()) {
            return;
        }
        out.append(title).append('\n');
        content.strip()
                .lines()
                .forEach(line ->
                        out.append(line.isEmpty() ? "" : "  ").append(line).append('\n'));
        out.append('\n');
    }

    /** The page as Markdown. */
    public static String markdown(RulePage page) {
        StringBuilder out = new StringBuilder();
        out.append("# ").append(page.id()).append("\n\n");
        out.append(page.title()).append(".\n\n");
        out.append("Severity: ").append(standing(page)).append(".\n");
        paragraph(out, "What", page.what());
        paragraph(out, "Why", page.why());
        paragraph(out, "How to mend", page.mend());
        page.example().ifPresent(example -> {
            setting(out, example);
            code(out, "Broken", example.broken());
            code(out, "Mended", example.mended());
        });
        if (!page.sources().isEmpty()) {
            out.append("\n## Upstream\n\n");
            page.sources().forEach(source -> out.append("- <").append(source).append(">\n"));
        }
        return out.toString();
    }

    private static void paragraph(StringBuilder out, String title, String content) {
        out.append("\n## ").append(title).append("\n\n").append(content.strip()).append('\n');
    }

    private static void setting(StringBuilder out, RulePage.Example example) {
        out.append("\n## Example\n\nRun as `hearth check - --kubernetes ").append(example.kubernetes());
        if (!example.podSecurity().isEmpty()) {
            out.append(" --pod-security ").append(example.podSecurity());
        }
        out.append(example.complete() ? " --complete" : "");
        out.append(example.preinstalled().isEmpty() ? "" : " --preinstalled preinstalled.yaml")
                .append("`.\n");
        if (!example.preinstalled().isEmpty()) {
            code(out, "Preinstalled", example.preinstalled());
        }
    }

    private static void code(StringBuilder out, String title, String yaml) {
        out.append("\n### ")
                .append(title)
                .append("\n\n```yaml\n")
                .append(yaml.stripTrailing())
                .append("\n```\n");
    }

    /** The files of a folder with all of those pages, by name: one a rule, and {@code README.md}, which lists them by family. */
    public static ImmutableSortedMap<String, String> folder(Collection<RulePage> pages) {
        ImmutableSortedMap.Builder<String, String> files = ImmutableSortedMap.naturalOrder();
        pages.forEach(page -> files.put(page.id() + ".md", markdown(page)));
        StringBuilder readme = new StringBuilder("# Rules\n\n");
        readme.append(pages.size()).append(" rules. `hearth rules --write docs/rules` writes these pages.\n");
        Multimaps.index(pages, RulePage::family)
                .asMap()
                .forEach((family, rules) ->
                        readme.append("\n## ").append(family).append("\n\n").append(index(rules)));
        return files.put("README.md", readme.toString()).buildOrThrow();
    }

    /** A table of those rules, with links to their pages beside it. */
    public static String index(Collection<RulePage> pages) {
        StringBuilder out = new StringBuilder("| rule | severity | what must hold |\n|---|---|---|\n");
        pages.forEach(page -> out.append("| [")
                .append(page.id())
                .append("](")
                .append(page.id())
                .append(".md) | ")
                .append(standing(page))
                .append(" | ")
                .append(page.title().replace("|", "\\|"))
                .append(" |\n"));
        return out.toString();
    }
}
