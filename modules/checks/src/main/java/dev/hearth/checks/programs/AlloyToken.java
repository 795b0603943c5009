package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word of Alloy's language.
 *
 * @param sort what it is
 * @param text a name or a sign as it stands, a string without its quotes
 * @see <a href="https://grafana.com/docs/alloy/latest/get-started/syntax/">Syntax of Alloy</a>
 */
record AlloyToken(Sort sort, String text) {

    enum Sort {
        NAME,
        NUMBER,
        STRING,
        SIGN,
        /** The end of a line that ends a statement. */
        END
    }

    private static final Pattern BLANK = Pattern.compile("[ \\t\\r]+|//[^\\n]*|/\\*(?s:.*?)\\*/");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_]*");
    private static final Pattern NUMBER = Pattern.compile("(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\[^\\n])*+)\"");
    private static final Pattern RAW = Pattern.compile("`([^`]*)`");
    private static final Pattern SIGN = Pattern.compile("==|!=|<=|>=|\\|\\||&&|[-+*/%^!=<>{}()\\[\\],.]");

    /** All words of a text; nothing where it is none of that language. */
    static Optional<ImmutableList<AlloyToken>> of(String text) {
        Reading reading = new Reading(text.startsWith("\ufeff") ? text.substring(1) : text);
        return reading.all() ? Optional.of(reading.tokens.build()) : Optional.empty();
    }

    boolean is(String sign) {
        return sort == Sort.SIGN && text.equals(sign);
    }

    boolean named(String name) {
        return sort == Sort.NAME && text.equals(name);
    }

    private static final class Reading {

        private final ImmutableList.Builder<AlloyToken> tokens = ImmutableList.builder();
        private final String text;
        private int at;

        /** Whether the line may end here. */
        private boolean ends;

        Reading(String text) {
            this.text = text;
        }

        boolean all() {
            while (at < text.length()) {
                if (text.charAt(at) == '\n') {
                    at++;
                    end();
                } else if (!blank() && !token()) {
                    return false;
                }
            }
            end();
            return true;
        }

        private void end() {
            if (ends) {
                tokens.add(new AlloyToken(Sort.END, "\n"));
                ends = false;
            }
        }

        private boolean blank() {
            Matcher blank = matcher(BLANK);
            if (!blank.lookingAt()) {
                return false;
            }
            at = blank.end();
            if (blank.group().contains("\n")) {
                end();
            }
            return true;
        }

        private boolean token() {
            return token(NAME, Sort.NAME, 0)
                    || token(NUMBER, Sort.NUMBER, 0)
                    || token(QUOTED, Sort.STRING, 1)
                    || token(RAW, Sort.STRING, 1)
                    || token(SIGN, Sort.SIGN, 0);
        }

        private boolean token(Pattern pattern, Sort sort, int group) {
            Matcher matcher = matcher(pattern);
            if (!matcher.lookingAt()) {
                return false;
            }
            at = matcher.end();
            ends = sort != Sort.SIGN || matcher.group().matches("[)}\\]]");
            tokens.add(new AlloyToken(sort, matcher.group(group)));
            return true;
        }

        private Matcher matcher(Pattern pattern) {
            return pattern.matcher(text).region(at, text.length());
        }
    }
}
