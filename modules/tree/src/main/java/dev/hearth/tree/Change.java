package dev.hearth.tree;

import static java.util.Objects.requireNonNull;

import dev.hearth.findings.Finding;
import java.util.Optional;

/**
 * What stands between the disk and a tree at one path.
 *
 * @param path the path
 * @param kind what kind of difference, or none
 * @param before what the disk holds; empty where that is no file, or one too large to be Hearth's
 * @param after what the tree has there; empty where it has nothing
 * @param reason for a refusal, why, as words that follow the path; empty otherwise
 */
public record Change(TreePath path, Kind kind, Optional<Content> before, Optional<Content> after, String reason) {

    /** Kinds of differences. */
    public enum Kind {
        /** The disk holds what the tree has. */
        UNCHANGED,
        /** The disk holds the same with other line ends; a write restores them, and nothing was edited. */
        LINE_ENDS,
        /** The tree has a file that is new. */
        ADDED,
        /** The tree has a file that Hearth wrote before and somebody deleted. */
        MISSING,
        /** The disk holds what Hearth wrote before, and the tree has something else. */
        CHANGED,
        /** The disk holds what Hearth wrote before, and the tree has nothing there. */
        REMOVED,
        /** Somebody changed what Hearth wrote. Refused unless overwriting. */
        HAND_EDITED,
        /** A file that Hearth did not write is where one of the tree goes. Refused unless overwriting. */
        FOREIGN,
        /** A directory, a link or a special file is in the way. Always refused. */
        BLOCKED,
        /** Another cluster's Inventory lists that path. Always refused. */
        OTHER_CLUSTER
    }

    public Change {
        requireNonNull(path, "path");
        requireNonNull(kind, "kind");
        requireNonNull(before, "before");
        requireNonNull(after, "after");
        requireNonNull(reason, "reason");
    }

    /** Whether a write refuses this, and with it the whole tree. */
    boolean refused(boolean overwrite) {
        return switch (kind) {
            case HAND_EDITED, FOREIGN -> !overwrite;
            case BLOCKED, OTHER_CLUSTER -> true;
            default -> false;
        };
    }

    /** Whether a write puts a file there. */
    boolean writes() {
        return after.isPresent()
                && switch (kind) {
                    case LINE_ENDS, ADDED, MISSING, CHANGED, HAND_EDITED, FOREIGN -> true;
                    default -> false;
                };
    }

    /** Whether the disk has nothing there. */
    boolean onNothing() {
        return kind == Kind.ADDED || kind == Kind.MISSING;
    }

    /** Whether a write deletes the file there. */
    boolean removes() {
        return after.isEmpty() && (kind == Kind.REMOVED || kind == Kind.HAND_EDITED);
    }

    /**
     * The lines that differ, as a unified diff from the disk to the tree, without a final line end; empty where either
     * side is no text or nothing differs.
     *
     * @param lines how many lines of it at most; what is left out is counted in a last line
     */
    public String diff(int lines) {
        return TextDiff.between(before, after, lines);
    }

    /** This difference as a finding; empty for what is no reason to do anything. */
    Optional<Finding> finding(int diffLines) {
        return switch (kind) {
            case UNCHANGED, LINE_ENDS -> Optional.empty();
            case ADDED, MISSING ->
                Optional.of(finding("tree.missing", "is not there, but the code renders it")
                        .hint("render, and commit what changed"));
            case CHANGED ->
                Optional.of(finding("tree.outdated", "is not what the code renders" + shown(diffLines))
                        .hint("render, and commit what changed"));
            case REMOVED ->
                Optional.of(finding("tree.left-over", "is there, but the code no longer renders it")
                        .hint("render, and commit what changed"));
            case HAND_EDITED -> Optional.of(handEdited(diffLines));
            case FOREIGN ->
                Optional.of(finding(
                                "tree.foreign-file",
                                "is not Hearth's, but is where the code renders a file" + shown(diffLines))
                        .hint(
                                "move it away; if Hearth wrote it once, bring back the Inventory that lists it; or render with"
                                        + " overwrite to replace it"));
            case BLOCKED ->
                Optional.of(finding("tree.blocked", reason).hint("move away what is there; nothing was changed"));
            case OTHER_CLUSTER ->
                Optional.of(
                        finding("tree.other-cluster", reason).hint("give the clusters different names or directories"));
        };
    }

    private Finding handEdited(int diffLines) {
        if (before.flatMap(Content::text).filter(Change::holdsConflict).isPresent()) {
            return finding("tree.hand-edited", "holds the marks of a merge conflict")
                    .hint("take either side, such as: git checkout --ours -- " + path
                            + "; then render, which makes it what the merged code says");
        }
        String edited = after.isPresent()
                ? "was edited by hand after Hearth wrote it" + shown(diffLines)
                : "was edited by hand after Hearth wrote it, and the code no longer renders it";
        return finding("tree.hand-edited", edited)
                .hint("say the edit in code, then drop it: git checkout -- " + path
                        + "; or render with overwrite to lose it");
    }

    private static boolean holdsConflict(String text) {
        return (text.startsWith("<<<<<<< ") || text.contains("\n<<<<<<< ")) && text.contains("\n>>>>>>> ");
    }

    private String shown(int diffLines) {
        String diff = diffLines == 0 ? "" : diff(diffLines);
        return diff.isEmpty() ? "" : "\n" + diff.indent(4).stripTrailing();
    }

    private Finding finding(String rule, String message) {
        return Finding.error(rule, PathRules.subject(path), message);
    }

    @Override
    public String toString() {
        return kind + " " + path;
    }
}
