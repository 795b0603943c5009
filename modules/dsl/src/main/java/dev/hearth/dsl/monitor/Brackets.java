package dev.hearth.dsl.monitor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Whether what an expression opens is closed too. PromQL and LogQL write brackets, texts and comments alike. */
final class Brackets {

    private static final String OPENING = "([{";
    private static final String CLOSING = ")]}";

    private Brackets() {}

    /** What is wrong; empty where nothing is. */
    static Optional<String> fault(String expression) {
        Deque<Character> open = new ArrayDeque<>();
        for (int at = 0; at < expression.length(); at++) {
            char letter = expression.charAt(at);
            if (letter == '#') {
                at = until(expression, '\n', at);
            } else if (letter == '"' || letter == '\'' || letter == '`') {
                int end = end(expression, at);
                if (end < 0) {
                    return Optional.of("a text that no " + letter + " ends");
                }
                at = end;
            } else if (OPENING.indexOf(letter) >= 0) {
                open.push(letter);
            } else if (CLOSING.indexOf(letter) >= 0
                    && (open.isEmpty() || open.pop() != OPENING.charAt(CLOSING.indexOf(letter)))) {
                return Optional.of("a '" + letter + "' that closes nothing");
            }
        }
        return open.isEmpty() ? Optional.empty() : Optional.of("a '" + open.peek() + "' that nothing closes");
    }

    private static int until(String expression, char letter, int from) {
        int found = expression.indexOf(letter, from);
        return found < 0 ? expression.length() : found;
    }

    /** Where the text that begins there ends; negative where it does not. A backslash means nothing between back quotes. */
    private static int end(String expression, int from) {
        char quote = expression.charAt(from);
        for (int at = from + 1; at < expression.length(); at++) {
            char letter = expression.charAt(at);
            if (letter == quote) {
                return at;
            }
            if (letter == '\\' && quote != '`') {
                at++;
            }
        }
        return -1;
    }
}
