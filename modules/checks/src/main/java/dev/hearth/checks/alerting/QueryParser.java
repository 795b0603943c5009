package dev.hearth.checks.alerting;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads PromQL. What it does not know it refuses, so that nobody judges what was not understood. */
final class QueryParser {

    private static final Pattern TOKEN = Pattern.compile("\\s+|#[^\\n]*"
            + "|\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'|`[^`]*`"
            + "|[a-zA-Z_:][a-zA-Z0-9_:]*"
            + "|[0-9]*\\.?[0-9]+(?:[eE][+-]?[0-9]+)?[a-zA-Z0-9_]*"
            + "|=~|!~|!=|==|<=|>=|[-+*/%^<>=(){}\\[\\],@]");

    private static final ImmutableMap<String, Integer> PRECEDENCE = ImmutableMap.<String, Integer>builder()
            .put("or", 1)
            .put("and", 2)
            .put("unless", 2)
            .put("==", 3)
            .put("!=", 3)
            .put("<", 3)
            .put("<=", 3)
            .put(">", 3)
            .put(">=", 3)
            .put("+", 4)
            .put("-", 4)
            .put("*", 5)
            .put("/", 5)
            .put("%", 5)
            .put("atan2", 5)
            .put("^", 6)
            .buildOrThrow();

    private static final ImmutableSet<String> AGGREGATIONS = ImmutableSet.of(
            "sum",
            "avg",
            "count",
            "min",
            "max",
            "group",
            "stddev",
            "stdvar",
            "topk",
            "bottomk",
            "count_values",
            "quantile",
            "limitk",
            "limit_ratio");

    /** Nobody writes more, and more would take too much of the stack. */
    private static final int DEEPEST = 100;

    /** The same of operators, whose left sides lie in each other. */
    private static final int MOST = 1000;

    private final List<String> tokens;
    private int next;
    private int depth;
    private int operators;

    private QueryParser(List<String> tokens) {
        this.tokens = tokens;
    }

    static Optional<Query> parse(String text) {
        try {
            QueryParser parser = new QueryParser(tokens(text));
            Query query = parser.binary(1);
            return parser.peek().isEmpty() ? Optional.of(query) : Optional.empty();
        } catch (Unknown notUnderstood) {
            return Optional.empty();
        }
    }

    private static List<String> tokens(String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!matcher.find() || matcher.start() != end) {
                throw new Unknown();
            }
            end = matcher.end();
            String token = matcher.group();
            if (!token.isBlank() && !token.startsWith("#")) {
                found.add(token);
            }
        }
        return found;
    }

    /** The token that comes next; the empty one at the end. */
    private String peek() {
        return next < tokens.size() ? tokens.get(next) : "";
    }

    private String take() {
        String token = peek();
        next++;
        return token;
    }

    private boolean takes(String word) {
        boolean there = Ascii.equalsIgnoreCase(peek(), word);
        next += there ? 1 : 0;
        return there;
    }

    private void must(String word) {
        if (!takes(word)) {
            throw new Unknown();
        }
    }

    private Query binary(int least) {
        Query left = unary();
        while (true) {
            String operator = Ascii.toLowerCase(peek());
            int precedence = PRECEDENCE.getOrDefault(operator, 0);
            if (precedence < least) {
                return left;
            }
            if (++operators > MOST) {
                throw new Unknown();
            }
            next++;
            takes("bool");
            if (takes("on") || takes("ignoring")) {
                labels();
            }
            boolean grouped = takes("group_left") || takes("group_right");
            if (grouped && peek().equals("(")) {
                labels();
            }
            // A power is of what stands to its right.
            Query right = binary(operator.equals("^") ? precedence : precedence + 1);
            left = new Query.Binary(operator, left, right, grouped);
        }
    }

    private Query unary() {
        if (++depth > DEEPEST) {
            throw new Unknown();
        }
        Query query = takes("-") || takes("+") ? unary() : behind(primary());
        depth--;
        return query;
    }

    /** What may stand behind an expression changes its time, not its labels. */
    private Query behind(Query query) {
        while (true) {
            if (takes("[")) {
                while (!takes("]")) {
                    if (take().isEmpty()) {
                        throw new Unknown();
                    }
                }
            } else if (takes("offset") || takes("@")) {
                takes("-");
                boolean named = !Character.isDigit((take() + " ").charAt(0));
                if (named) {
                    must("(");
                    must(")");
                }
            } else {
                return query;
            }
        }
    }

    private Query primary() {
        String token = take();
        if (token.equals("(")) {
            Query inner = binary(1);
            must(")");
            return inner;
        }
        if (token.equals("{")) {
            return selector("");
        }
        if (quoted(token) || number(token)) {
            return new Query.Constant();
        }
        if (!name(token)) {
            throw new Unknown();
        }
        String small = Ascii.toLowerCase(token);
        boolean clause =
                peek().equals("(") || Ascii.equalsIgnoreCase(peek(), "by") || Ascii.equalsIgnoreCase(peek(), "without");
        if (AGGREGATIONS.contains(small) && clause) {
            return aggregation(small);
        }
        if (takes("(")) {
            return new Query.Call(token, arguments());
        }
        return takes("{") ? selector(token) : new Query.Selector(token, ImmutableList.of());
    }

    private Query aggregation(String operator) {
        boolean without = takes("without");
        boolean said = without || takes("by");
        ImmutableSet<String> labels = said ? labels() : ImmutableSet.of();
        must("(");
        ImmutableList<Query> arguments = arguments();
        if (!said) {
            without = takes("without");
            labels = without || takes("by") ? labels() : ImmutableSet.of();
        }
        return new Query.Aggregation(operator, !without, labels, arguments);
    }

    private ImmutableList<Query> arguments() {
        ImmutableList.Builder<Query> arguments = ImmutableList.builder();
        while (!takes(")")) {
            arguments.add(binary(1));
            if (!peek().equals(")")) {
                must(",");
            }
        }
        return arguments.build();
    }

    private ImmutableSet<String> labels() {
        must("(");
        ImmutableSet.Builder<String> labels = ImmutableSet.builder();
        while (!takes(")")) {
            String label = take();
            labels.add(quoted(label) ? text(label) : label);
            if (!peek().equals(")")) {
                must(",");
            }
        }
        return labels.build();
    }

    private Query.Selector selector(String name) {
        String metric = name;
        ImmutableList.Builder<LabelMatcher> matchers = ImmutableList.builder();
        while (!takes("}")) {
            String label = take();
            String bare = quoted(label) ? text(label) : label;
            if (quoted(label) && (peek().equals(",") || peek().equals("}"))) {
                metric = bare;
            } else {
                matchers.add(LabelMatcher.of(bare, take(), text(take())).orElseThrow(Unknown::new));
            }
            if (!peek().equals("}")) {
                must(",");
            }
        }
        return new Query.Selector(metric, matchers.build());
    }

    private static boolean quoted(String token) {
        return !token.isEmpty() && "\"'`".indexOf(token.charAt(0)) >= 0;
    }

    private static boolean number(String token) {
        return token.matches("[0-9.].*")
                || Ascii.equalsIgnoreCase(token, "inf")
                || Ascii.equalsIgnoreCase(token, "nan");
    }

    private static boolean name(String token) {
        return token.matches("[a-zA-Z_:].*");
    }

    /** What a quoted text says. */
    private static String text(String token) {
        if (!quoted(token)) {
            throw new Unknown();
        }
        String inner = token.substring(1, token.length() - 1);
        if (token.charAt(0) == '`' || inner.indexOf('\\') < 0) {
            return inner;
        }
        StringBuilder out = new StringBuilder();
        for (int at = 0; at < inner.length(); at++) {
            char letter = inner.charAt(at);
            out.append(letter == '\\' ? escaped(inner.charAt(++at)) : letter);
        }
        return out.toString();
    }

    private static char escaped(char letter) {
        return switch (letter) {
            case '\\', '"', '\'' -> letter;
            case 'n' -> '\n';
            case 't' -> '\t';
            default -> throw new Unknown();
        };
    }

    /** Something that is not known here. */
    private static final class Unknown extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unknown() {
            super("not understood", null, false, false);
        }
    }
}
