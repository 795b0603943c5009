package dev.hearth.tree;

import static java.util.stream.Collectors.joining;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.SetMultimap;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run is about to do: {@code .hearth/<cluster>.journal}. It is there while a run is at work, and after one that
 * was stopped; it is not committed.
 *
 * <pre>
 * # hearth journal 1
 * &lt;old&gt; &lt;new&gt;  &lt;path&gt;
 * </pre>
 *
 * <p>{@code old} is a hash of Hearth's that the path may hold before, {@code new} the one it gets; {@code -} stands for
 * none. So whatever the disk holds after a stop, the next run knows which of it is Hearth's. A file that Hearth did not
 * write has no {@code old} even where it is overwritten: what a person made stays a person's until it is replaced.
 */
final class Journal {

    static final String SUFFIX = ".journal";

    private static final String HEADER = "# hearth journal 1";
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}|-) ([0-9a-f]{64}|-)  (.+)");
    private static final String NONE = "-";

    private final ImmutableSetMultimap<TreePath, String> hashes;

    private Journal(ImmutableSetMultimap<TreePath, String> hashes) {
        this.hashes = hashes;
    }

    /** No journal. */
    static Journal none() {
        return new Journal(ImmutableSetMultimap.of());
    }

    /** Every hash, old and new, by path. */
    SetMultimap<TreePath, String> hashes() {
        return hashes;
    }

    /**
     * The journal of a run as a file: a line for every path of which the Inventory on the disk does not say all that is
     * known or will be.
     */
    static Content content(Inventory recorded, SetMultimap<TreePath, String> known, Tree tree) {
        TreeSet<TreePath> paths = new TreeSet<>(known.keySet());
        paths.addAll(tree.files().keySet());
        Inventory after = Inventory.of(tree);
        return Content.text(paths.stream()
                .filter(path ->
                        !recorded.hashes().get(path).equals(after.hashes().get(path))
                                || !known.get(path).equals(after.hashes().get(path)))
                .flatMap(path -> lines(path, known, tree).stream())
                .collect(joining("", HEADER + "\n", "")));
    }

    private static List<String> lines(TreePath path, SetMultimap<TreePath, String> known, Tree tree) {
        String next = tree.file(path).map(Content::sha256).orElse(NONE);
        TreeSet<String> olds = new TreeSet<>(known.get(path));
        if (olds.isEmpty()) {
            olds.add(NONE);
        }
        return olds.stream().map(old -> old + " " + next + "  " + path + "\n").toList();
    }

    /**
     * What a file says.
     *
     * @param journal what could be read
     * @param findings why that may not be all
     */
    record Reading(Journal journal, ImmutableList<Finding> findings) {}

    /** Reads a journal. */
    static Reading parse(TreePath file, Content content) {
        ImmutableSetMultimap.Builder<TreePath, String> hashes = ImmutableSetMultimap.builder();
        List<Finding> findings = new ArrayList<>();
        List<String> lines =
                Splitter.on('\n').splitToList(content.withLineFeeds().text().orElse(""));
        if (!lines.get(0).equals(HEADER)) {
            findings.add(broken(file, 1, "does not start with \"" + HEADER + "\""));
        }
        for (int i = 1; i < lines.size(); i++) {
            Matcher line = LINE.matcher(lines.get(i));
            if (line.matches() && TreePath.problem(line.group(3)).isEmpty()) {
                TreePath path = TreePath.of(line.group(3));
                for (String hash : List.of(line.group(1), line.group(2))) {
                    if (!hash.equals(NONE)) {
                        hashes.put(path, hash);
                    }
                }
            } else if (!lines.get(i).isBlank()) {
                findings.add(broken(file, i + 1, "has a line that is none of a journal's"));
            }
        }
        return new Reading(new Journal(hashes.build()), ImmutableList.copyOf(findings));
    }

    private static Finding broken(TreePath file, int line, String message) {
        return Finding.error("tree.journal", PathRules.subject(file), "the journal of a stopped run " + message)
                .from(new Place(file.value(), line))
                .hint("it was changed by hand or written by another version of Hearth: use that version, or delete "
                        + file + " and render; files that the stopped run wrote may then need overwrite");
    }
}
