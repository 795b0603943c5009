package dev.hearth.tree;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A short unified diff for people. */
final class TextDiff {

    private static final int CONTEXT = 3;

    /** Beyond this many differing lines on both sides, a minimal diff costs more than anybody reads of it. */
    private static final int MOST = 2_000;

    private static final Splitter LINES = Splitter.on('\n');

    private TextDiff() {}

    static String between(Optional<Content> before, Optional<Content> after, int most) {
        Optional<String> old = text(before);
        Optional<String> now = text(after);
        if (old.isEmpty() || now.isEmpty() || old.equals(now)) {
            return "";
        }
        List<String> diff = unified(lines(old.get()), lines(now.get()));
        List<String> out = new ArrayList<>(diff.subList(0, Math.min(most, diff.size())));
        if (diff.size() > most) {
            out.add("... and " + (diff.size() - most) + " more lines");
        }
        return String.join("\n", out.stream().map(TreePath::visible).toList());
    }

    private static Optional<String> text(Optional<Content> content) {
        return content.isEmpty()
                ? Optional.of("")
                : content.get().withLineFeeds().text();
    }

    private static List<String> lines(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        return text.endsWith("\n")
                ? LINES.splitToList(text.substring(0, text.length() - 1))
                : LINES.splitToList(text + "\n\\ no final line end");
    }

    private static List<String> unified(List<String> old, List<String> now) {
        int start = 0;
        while (start < Math.min(old.size(), now.size()) && old.get(start).equals(now.get(start))) {
            start++;
        }
        int end = 0;
        while (end < Math.min(old.size(), now.size()) - start
                && old.get(old.size() - 1 - end).equals(now.get(now.size() - 1 - end))) {
            end++;
        }
        if (Math.max(old.size(), now.size()) - start - end > MOST) {
            return replaced(old.subList(start, old.size() - end), now.subList(start, now.size() - end), start + 1);
        }
        return UnifiedDiffUtils.generateUnifiedDiff("on disk", "rendered", old, DiffUtils.diff(old, now), CONTEXT);
    }

    /** All of the old lines, then all of the new ones. */
    private static List<String> replaced(List<String> old, List<String> now, int line) {
        List<String> out = new ArrayList<>();
        out.add("--- on disk");
        out.add("+++ rendered");
        out.add("@@ -" + line + "," + old.size() + " +" + line + "," + now.size() + " @@");
        old.forEach(text -> out.add("-" + text));
        now.forEach(text -> out.add("+" + text));
        return out;
    }
}
