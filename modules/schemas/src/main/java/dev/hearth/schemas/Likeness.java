package dev.hearth.schemas;

import com.google.common.base.Ascii;
import java.util.Collection;
import java.util.Optional;

/** Finds the word that somebody may have meant. */
final class Likeness {

    private static final int MOST_EDITS = 3;
    private static final int LONGEST = 64;

    private Likeness() {}

    /** The candidate that is nearest to the word; empty where none is near. */
    static Optional<String> nearest(String word, Collection<String> candidates) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        int most = Math.min(MOST_EDITS, Math.max(1, word.length() / 3));
        String best = null;
        int least = most + 1;
        for (String candidate : candidates) {
            int edits = edits(Ascii.toLowerCase(word), Ascii.toLowerCase(candidate), least);
            if (edits < least) {
                least = edits;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    private static int edits(String from, String to, int enough) {
        if (Math.abs(from.length() - to.length()) >= enough) {
            return enough;
        }
        int[] above = new int[to.length() + 1];
        for (int column = 0; column < above.length; column++) {
            above[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] here = new int[to.length() + 1];
            here[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int change = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                here[column] = Math.min(change, Math.min(above[column], here[column - 1]) + 1);
            }
            above = here;
        }
        return above[to.length()];
    }
}
