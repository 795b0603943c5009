package dev.hearth.cli;

import com.google.common.base.Strings;
import dev.hearth.checks.RuleCatalog;
import dev.hearth.checks.RulePage;
import dev.hearth.cli.Failures.WrongUse;
import dev.hearth.pipeline.ExitCode;
import dev.hearth.report.RulePages;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth rules}: what each rule is about. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        description = {
            "Lists all rules, or says of some what, why, how to mend, with a broken and a mended example.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  hearth rules                   all rules, one a line",
            "  hearth rules link              those of a family",
            "  hearth rules link.service      the page of one"
        })
final class RulesCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(arity = "0..*", paramLabel = "ID", description = "ids of rules, or families")
    List<String> ids = List.of();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or markdown; default: ${DEFAULT-VALUE}")
    Form format = Form.TEXT;

    @Option(
            names = "--write",
            paramLabel = "DIR",
            description =
                    "write a page a rule and an index, in Markdown, into that folder; old pages there are removed")
    @Nullable
    Path folder;

    /** How to write. */
    enum Form {
        TEXT,
        MARKDOWN
    }

    RulesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (folder != null) {
            write(folder);
        } else if (ids.isEmpty()) {
            list(List.copyOf(RuleCatalog.pages().values()));
        }
        for (String id : ids) {
            RuleCatalog.page(id).ifPresentOrElse(this::page, () -> family(id));
        }
        return ExitCode.CLEAN.number();
    }

    private static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<String, String> pages = RulePages.folder(RuleCatalog.pages().values());
        try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, "*.md")) {
            for (Path page : old) {
                if (!pages.containsKey(page.getFileName().toString())) {
                    Files.delete(page);
                }
            }
        }
        for (Map.Entry<String, String> page : pages.entrySet()) {
            Files.writeString(folder.resolve(page.getKey()), page.getValue());
        }
    }

    private void family(String id) {
        String family = id.endsWith(".*") ? id.substring(0, id.length() - 2) : id;
        List<RulePage> pages = RuleCatalog.pages().values().stream()
                .filter(page -> page.family().equals(family))
                .toList();
        if (pages.isEmpty()) {
            throw new WrongUse("there is no rule or family '" + id + "'; hearth rules lists all");
        }
        list(pages);
    }

    private void list(List<RulePage> pages) {
        if (format == Form.MARKDOWN) {
            console.out().print(RulePages.index(pages));
            return;
        }
        int width = pages.stream().mapToInt(page -> page.id().length()).max().orElse(0);
        for (RulePage page : pages) {
            console.out()
                    .println(Strings.padEnd(page.id(), width, ' ') + "  "
                            + Strings.padEnd(page.severity().word(), 7, ' ') + "  " + page.title());
        }
    }

    private void page(RulePage page) {
        console.out().print(format == Form.MARKDOWN ? RulePages.markdown(page) : RulePages.text(page));
    }
}
