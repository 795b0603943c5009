package dev.hearth.tree;

import static java.util.stream.Collectors.joining;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.SetMultimap;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The record of the files Hearth wrote: {@code .hearth/<cluster>.inventory}, committed.
 *
 * <pre>
 * # hearth inventory 1
 * 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08  generated/home/grafana/service-grafana.yaml
 * </pre>
 *
 * <p>One line a file, sorted by path, SHA-256 of the bytes first: what {@code sha256sum --check} reads. Reading takes
 * lines in any order, repeated lines and CR LF, since branches merge by lines; two hashes of one path are both Hearth's.
 */
final class Inventory {

    static final String SUFFIX = ".inventory";

    private static final Pattern HEADER = Pattern.compile("# hearth inventory ([0-9]{1,9})");
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (.+)");
    private static final Pattern CONFLICT = Pattern.compile("(<{7}|\\|{7}|>{7})( .*)?|={7}");
    private static final int VERSION = 1;

    private final ImmutableSetMultimap<TreePath, String> hashes;

    private Inventory(ImmutableSetMultimap<TreePath, String> hashes) {
        this.hashes = hashes;
    }

    /** The record of a tree as written. */
    static Inventory of(Tree tree) {
        ImmutableSetMultimap.Builder<TreePath, String> out = ImmutableSetMultimap.builder();
        tree.files().forEach((path, content) -> out.put(path, content.sha256()));
        return new Inventory(out.build());
    }

    /** Every hash that Hearth wrote to a path. */
    SetMultimap<TreePath, String> hashes() {
        return hashes;
    }

    /** The record as a file. */
    Content content() {
        return Content.text("# hearth inventory " + VERSION + "\n"
                + hashes.entries().stream()
                        .sorted(Map.Entry.<TreePath, String>comparingByKey()
                                .thenComparing(Map.Entry.comparingByValue()))
                        .map(entry -> entry.getValue() + "  " + entry.getKey() + "\n")
                        .collect(joining()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Inventory that && hashes.equals(that.hashes);
    }

    @Override
    public int hashCode() {
        return hashes.hashCode();
    }

    /**
     * What a file says.
     *
     * @param inventory what could be read
     * @param findings why that may not be all
     * @param newer whether a newer Hearth wrote it, so that none of it is to be relied on
     */
    record Reading(Inventory inventory, ImmutableList<Finding> findings, boolean newer) {

        static final Reading NONE = new Reading(new Inventory(ImmutableSetMultimap.of()), ImmutableList.of(), false);
    }

    /** Reads the record; what is wrong with it comes as findings, all at once. */
    static Reading parse(TreePath file, Content content) {
        Optional<String> text = content.text();
        if (text.isEmpty()) {
            return new Reading(
                    Reading.NONE.inventory(), ImmutableList.of(broken(file, 0, "the Inventory is not text")), false);
        }
        return new Parser(file).parse(text.get());
    }

    private static Finding broken(TreePath file, int line, String message) {
        return Finding.error("tree.inventory", PathRules.subject(file), message)
                .from(new Place(file.value(), line))
                .hint("restore it with: git checkout -- " + file
                        + "; or render with overwrite, which goes by the lines that can be read");
    }

    private static final class Parser {

        private final TreePath file;
        private final ImmutableSetMultimap.Builder<TreePath, String> hashes = ImmutableSetMultimap.builder();
        private final List<Finding> findings = new ArrayList<>();
        private Optional<Integer> version = Optional.empty();
        private int conflictAt;
        private int line;

        Parser(TreePath file) {
            this.file = file;
        }

        Reading parse(String text) {
            Splitter.on('\n').splitToStream(text).forEach(raw -> {
                line++;
                line(raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw);
            });
            boolean newer = version.filter(v -> v > VERSION).isPresent();
            if (newer) {
                return new Reading(Reading.NONE.inventory(), ImmutableList.of(newerVersion()), true);
            }
            if (version.isEmpty()) {
                findings.add(0, broken(file, 1, "the Inventory has no line \"# hearth inventory " + VERSION + "\""));
            }
            if (conflictAt > 0) {
                findings.add(0, conflict());
            }
            return new Reading(new Inventory(hashes.build()), ImmutableList.copyOf(findings), false);
        }

        private void line(String text) {
            Matcher header = HEADER.matcher(text);
            Matcher entry = LINE.matcher(text);
            if (header.matches()) {
                int found = Integer.parseInt(header.group(1));
                version = Optional.of(Math.max(found, version.orElse(0)));
            } else if (entry.matches()) {
                TreePath.problem(entry.group(2))
                        .ifPresentOrElse(
                                problem -> findings.add(broken(file, line, "a path " + problem + ": " + shown(text))),
                                () -> hashes.put(TreePath.of(entry.group(2)), entry.group(1)));
            } else if (CONFLICT.matcher(text).matches()) {
                conflictAt = conflictAt == 0 ? line : conflictAt;
            } else if (!text.isBlank()) {
                findings.add(broken(file, line, "not a line of an Inventory: " + shown(text)));
            }
        }

        private Finding conflict() {
            return Finding.error(
                            "tree.inventory-conflict",
                            PathRules.subject(file),
                            "the Inventory holds the marks of a merge conflict")
                    .from(new Place(file.value(), conflictAt))
                    .hint(
                            "delete the lines that start with <<<<<<<, |||||||, ======= and >>>>>>>, keep all others of both"
                                    + " sides, and render; or render with overwrite");
        }

        private Finding newerVersion() {
            return Finding.error(
                            "tree.inventory-newer",
                            PathRules.subject(file),
                            "the Inventory is of version " + version.orElseThrow() + "; this Hearth knows " + VERSION)
                    .from(new Place(file.value(), 1))
                    .hint("use the Hearth that wrote it, or a newer one");
        }

        private static String shown(String text) {
            return "\"" + TreePath.visible(text.length() > 100 ? text.substring(0, 100) + "..." : text) + "\"";
        }
    }

    /** For people and tests: path to hashes. */
    @Override
    public String toString() {
        return ImmutableSortedMap.copyOf(new TreeMap<>(hashes.asMap())).toString();
    }
}
