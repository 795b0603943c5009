package dev.hearth.checks;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSortedMap.toImmutableSortedMap;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.findings.Severity;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * The pages of all rules: what {@code hearth rules} shows, and what {@code docs/rules} is made of.
 *
 * <p>A page is a file {@code rules/<id>.yaml} beside this class, named in {@code rules/index.txt}. Its fields are those of
 * {@link RulePage}; those of the example stand under {@code example}.
 */
public final class RuleCatalog {

    private static final String FOLDER = "rules/";
    private static final Splitter LINES = Splitter.on('\n').omitEmptyStrings();

    private RuleCatalog() {}

    /** All pages by id, sorted. */
    public static ImmutableSortedMap<String, RulePage> pages() {
        return ids().stream()
                .map(RuleCatalog::read)
                .collect(toImmutableSortedMap(Comparator.naturalOrder(), RulePage::id, page -> page));
    }

    /** The page of that rule; empty where there is no such rule. */
    public static Optional<RulePage> page(String id) {
        return ids().contains(id) ? Optional.of(read(id)) : Optional.empty();
    }

    private static ImmutableList<String> ids() {
        return LINES.splitToStream(resource("index.txt")).collect(toImmutableList());
    }

    private static RulePage read(String id) {
        String file = id + ".yaml";
        Mapping page = Yaml.documents(resource(file), file).get(0).mapping();
        Mapping example = page.mapping("example");
        return new RulePage(
                id,
                Severity.valueOf(text(page, "severity", file).toUpperCase(Locale.ROOT)),
                page.isTrue("refused"),
                text(page, "title", file),
                text(page, "what", file),
                text(page, "why", file),
                text(page, "mend", file),
                ImmutableList.copyOf(page.sequence("sources").strings()),
                example.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new RulePage.Example(
                                example.text("kubernetes").orElse("1.35"),
                                example.text("podSecurity").orElse(""),
                                example.isTrue("complete"),
                                example.text("preinstalled").orElse(""),
                                text(example, "broken", file),
                                text(example, "mended", file))));
    }

    private static String text(Mapping from, String field, String file) {
        return from.text(field)
                .orElseThrow(() -> new IllegalStateException("the rule page " + file + " lacks the text " + field));
    }

    private static String resource(String name) {
        try (InputStream in = RuleCatalog.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("the rule page " + name + " is missing");
            }
            return Yaml.decode(in.readAllBytes(), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
