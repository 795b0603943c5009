package dev.hearth.platform.security;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a condition as Falco does, to tell what is wrong with it before Falco does.
 *
 * @see <a href="https://falco.org/docs/concepts/rules/conditions/">Conditions</a>
 */
final class FalcoCondition {

    private static final Pattern BLANK = Pattern.compile("\\s+");
    private static final Pattern WORD = Pattern.compile("(and|or|not)(?=[\\s(]|$)");
    private static final Pattern FIELD = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*(\\.[a-zA-Z][a-zA-Z0-9_]*)+");
    private static final Pattern ARGUMENT = Pattern.compile("\\[(\"[^\"]*\"|'[^']*'|[^]\\[\"'\\s]+)]");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*");
    private static final Pattern TRANSFORMER =
            Pattern.compile("(tolower|toupper|b64|basename|len|join|concat|getopt|val)\\(");
    private static final Pattern NUMBERS = Pattern.compile("<=|<|>=|>");
    private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F]+|[+-]?[0-9]+\\.?[0-9]*([eE][+-][0-9]+)?");
    private static final Pattern EXISTS = Pattern.compile("exists(?=[\\s)]|$)");
    private static final Pattern TEXTS = Pattern.compile(
            "==|=|!=" + "|(glob|iglob|contains|icontains|bcontains|startswith|bstartswith|endswith|regex)(?=\\s)");
    private static final Pattern MODIFIER = Pattern.compile("(oneof|anyof|allof)(?=\\s)");
    private static final Pattern LISTS = Pattern.compile("(intersects|in|pmatch)(?=[\\s(])");
    private static final Pattern VALUE = Pattern.compile("\"(\\\\\"|[^\"])*\"|'(\\\\'|[^'])*'|[^()\"'\\s=,]+");

    private static final ImmutableSet<String> RESERVED = ImmutableSet.of("and", "or", "not");

    private final String text;
    private final FalcoVocabulary known;
    private int at;

    private FalcoCondition(String text, FalcoVocabulary known) {
        this.text = text;
        this.known = known;
    }

    /**
     * Holds that Falco understands a condition.
     *
     * @throws IllegalArgumentException where it does not
     */
    static void check(String subject, String condition, FalcoVocabulary known) {
        try {
            FalcoCondition reader = new FalcoCondition(condition, known);
            reader.any();
            reader.blank();
            if (reader.at < condition.length()) {
                throw reader.wrong("expected 'and', 'or' or the end");
            }
        } catch (Wrong wrong) {
            throw new IllegalArgumentException(
                    "the condition of " + subject + " is wrong: " + wrong.getMessage(), wrong);
        }
    }

    private static final class Wrong extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message);
        }
    }

    private Wrong wrong(String what) {
        String rest = text.substring(at);
        String near = rest.isBlank() ? "its end" : "'" + rest.substring(0, Math.min(40, rest.length())) + "'";
        return new Wrong(what + " at " + near);
    }

    private void blank() {
        take(BLANK);
    }

    private boolean take(Pattern pattern) {
        return taken(pattern) != null;
    }

    private @Nullable String taken(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return null;
        }
        at = matcher.end();
        return matcher.group();
    }

    private boolean sign(char sign) {
        blank();
        if (at < text.length() && text.charAt(at) == sign) {
            at++;
            return true;
        }
        return false;
    }

    private void must(char sign) {
        if (!sign(sign)) {
            throw wrong("expected '" + sign + "'");
        }
    }

    private boolean word(String word) {
        blank();
        int start = at;
        if (word.equals(taken(WORD))) {
            return true;
        }
        at = start;
        return false;
    }

    private void any() {
        do {
            all();
        } while (word("or"));
    }

    private void all() {
        do {
            negated();
        } while (word("and"));
    }

    private void negated() {
        while (word("not")) {
            // As often as it is said.
        }
        if (sign('(')) {
            any();
            must(')');
            return;
        }
        int start = at;
        if (transformer() || field()) {
            comparison();
            return;
        }
        String macro = taken(NAME);
        if (macro == null || RESERVED.contains(macro)) {
            at = start;
            throw wrong("expected a field, a macro or '('");
        }
        if (!known.macros().contains(macro)) {
            at = start;
            throw wrong("there is no macro '" + macro + "'");
        }
    }

    private boolean field() {
        blank();
        int start = at;
        String name = taken(FIELD);
        if (name == null) {
            return false;
        }
        if (!known.hasField(name)) {
            at = start;
            throw wrong("Falco has no field '" + name + "'");
        }
        take(ARGUMENT);
        return true;
    }

    private boolean transformer() {
        blank();
        if (!take(TRANSFORMER)) {
            return false;
        }
        do {
            if (!sign('(')) {
                argument();
                continue;
            }
            while (!sign(')')) {
                argument();
                sign(',');
            }
        } while (sign(','));
        must(')');
        return true;
    }

    private void argument() {
        if (!transformer() && !field() && !take(VALUE)) {
            throw wrong("expected a field or a value");
        }
    }

    private void comparison() {
        blank();
        if (take(EXISTS)) {
            return;
        }
        if (take(NUMBERS)) {
            blank();
            if (!transformer() && !take(NUMBER)) {
                throw wrong("expected a number");
            }
        } else if (take(LISTS)) {
            list();
        } else if (take(TEXTS)) {
            blank();
            if (take(MODIFIER)) {
                list();
            } else if (!transformer() && !take(VALUE)) {
                throw wrong("expected a value");
            }
        } else {
            throw wrong("expected an operator");
        }
    }

    private void list() {
        if (!sign('(')) {
            int start = at;
            if (transformer()) {
                return;
            }
            String name = taken(NAME);
            if (name == null || !known.lists().contains(name)) {
                at = start;
                throw wrong("expected a list that is there, or values in parentheses");
            }
            return;
        }
        if (sign(')')) {
            return;
        }
        do {
            blank();
            if (!take(VALUE)) {
                throw wrong("expected a value");
            }
        } while (sign(','));
        must(')');
    }

    /**
     * Holds that all fields of an output are there; a field is written {@code %name}, or {@code %name[argument]}.
     *
     * @throws IllegalArgumentException where one is not
     */
    static void checkOutput(String subject, String output, FalcoVocabulary known) {
        Matcher fields = Pattern.compile("%(" + FIELD.pattern() + ")").matcher(output);
        ImmutableList.Builder<String> missing = ImmutableList.builder();
        while (fields.find()) {
            String name = fields.group(1);
            if (!known.hasField(name)) {
                missing.add(name);
            }
        }
        if (!missing.build().isEmpty()) {
            throw new IllegalArgumentException(
                    "the output of " + subject + " has fields that Falco has not: " + missing.build());
        }
    }
}
