package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.net.PercentEscaper;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pieces of a text that is put together from the keys of a credential, see {@link Credential#composed}.
 *
 * <p>Each kind of origin writes them in its own notation: Go templates in a SealedSecret and an ExternalSecret, shell on the
 * bootstrap page.
 */
public final class Template {

    private static final Pattern MARK = Pattern.compile("\\$(\\$\\{)|\\$\\{([^}]*)}|\\$\\{");
    private static final String URL = ":url";
    private static final PercentEscaper URL_TEXT = new PercentEscaper("-_.~", false);

    /** A piece of the text. */
    public sealed interface Piece {}

    /** Text as it is, and addresses that only the whole cluster knows. */
    public record Literal(Value text) implements Piece {}

    /**
     * The value of another key.
     *
     * @param key that key
     * @param url whether it is encoded for a URL, every byte that is no letter, digit, {@code -}, {@code _}, {@code .} or {@code ~}
     */
    public record KeyValue(String key, boolean url) implements Piece {}

    private Template() {}

    /** A text encoded for a URL as {@code ${key:url}} encodes a value. */
    public static String encoded(String text) {
        return URL_TEXT.escape(text);
    }

    static ImmutableList<Piece> of(Value text) {
        ImmutableList.Builder<Piece> pieces = ImmutableList.builder();
        for (Value.Piece piece : text.pieces()) {
            if (piece instanceof Value.Literal literal) {
                literal(requireNonNull(literal.text()), pieces);
            } else {
                pieces.add(new Literal(new Value(ImmutableList.of(piece))));
            }
        }
        return pieces.build();
    }

    private static void literal(String text, ImmutableList.Builder<Piece> pieces) {
        Matcher mark = MARK.matcher(text);
        StringBuilder plain = new StringBuilder();
        int from = 0;
        while (mark.find()) {
            plain.append(text, from, mark.start());
            from = mark.end();
            if (mark.group(1) != null) {
                plain.append(mark.group(1));
            } else if (mark.group(2) != null) {
                flush(plain, pieces);
                pieces.add(keyValue(mark.group(2)));
            } else {
                throw new IllegalArgumentException(
                        "'${' has no end; write ${key}, or $${ for the characters themselves");
            }
        }
        flush(plain.append(text, from, text.length()), pieces);
    }

    private static Piece keyValue(String inside) {
        boolean url = inside.endsWith(URL);
        String key = url ? inside.substring(0, inside.length() - URL.length()) : inside;
        return new KeyValue(Names.key("key in ${...}", key), url);
    }

    private static void flush(StringBuilder plain, ImmutableList.Builder<Piece> pieces) {
        if (!plain.isEmpty()) {
            pieces.add(new Literal(Value.of(plain.toString())));
            plain.setLength(0);
        }
    }
}
