package dev.hearth.dsl.config;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Value;
import java.util.Locale;
import java.util.function.Function;

/**
 * The lines of a Java properties file, in order. Keys and values are escaped as {@link java.util.Properties} reads them.
 *
 * <pre>{@code
 * PropertiesFile.empty()
 *     .set("server.port", "8080")
 *     .blank()
 *     .comment("Redis configuration")
 *     .set("redis.host", redis.host())
 * }</pre>
 *
 * @param lines the lines
 */
public record PropertiesFile(ImmutableList<Line> lines) {

    /** One line. */
    public sealed interface Line permits Blank, Comment, Entry {}

    /** A line with nothing on it. */
    public record Blank() implements Line {}

    /** A line for people. */
    public record Comment(String text) implements Line {}

    /** A key and its value. */
    public record Entry(String key, Value value) implements Line {}

    public PropertiesFile {
        requireNonNull(lines, "lines");
    }

    /** A file without lines. */
    public static PropertiesFile empty() {
        return new PropertiesFile(ImmutableList.of());
    }

    /**
     * A copy with that key.
     *
     * @throws IllegalArgumentException where the key is empty or there already
     */
    public PropertiesFile set(String key, String value) {
        return set(key, Value.of(value));
    }

    /**
     * A copy with that key.
     *
     * @throws IllegalArgumentException where the key is empty or there already
     */
    public PropertiesFile set(String key, Value value) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("a property needs a key, but it was empty");
        }
        if (lines.stream()
                .anyMatch(line -> line instanceof Entry entry && entry.key().equals(key))) {
            throw new IllegalArgumentException(
                    "property '" + key + "' is set twice; a file has one value for a key, so set it once");
        }
        return with(new Entry(key, requireNonNull(value, "value")));
    }

    /**
     * A copy with a comment, written behind {@code # }.
     *
     * @throws IllegalArgumentException where it has several lines
     */
    public PropertiesFile comment(String text) {
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("a comment is one line, but was '" + text + "'; add one for each line");
        }
        return with(new Comment(text));
    }

    /** A copy with an empty line. */
    public PropertiesFile blank() {
        return with(new Blank());
    }

    private PropertiesFile with(Line line) {
        return new PropertiesFile(
                ImmutableList.<Line>builder().addAll(lines).add(line).build());
    }

    /** The services whose addresses are used in it. */
    public ImmutableSet<ServiceRef> services() {
        return lines.stream()
                .filter(Entry.class::isInstance)
                .flatMap(line -> ((Entry) line).value().services().stream())
                .collect(ImmutableSet.toImmutableSet());
    }

    /** The file, each line ended by a line feed, with every value made text by the given function. */
    public String text(Function<Value, String> text) {
        StringBuilder out = new StringBuilder();
        for (Line line : lines) {
            if (line instanceof Comment comment) {
                out.append("# ").append(comment.text());
            } else if (line instanceof Entry entry) {
                escape(entry.key(), true, out);
                out.append('=');
                escape(text.apply(entry.value()), false, out);
            }
            out.append('\n');
        }
        return out.toString();
    }

    private static void escape(String raw, boolean key, StringBuilder out) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\f' -> out.append("\\f");
                case ' ' -> out.append(key || i == 0 ? "\\ " : " ");
                case ':', '=', '#', '!' -> out.append(key ? "\\" : "").append(c);
                default -> {
                    // Readers disagree about the encoding of such a file, but not about ASCII.
                    if (c < 0x20 || c > 0x7e) {
                        out.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
    }
}
