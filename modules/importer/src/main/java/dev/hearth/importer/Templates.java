package dev.hearth.importer;

import com.google.common.base.Splitter;
import dev.hearth.manifest.Mapping;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells a template, whose YAML begins only once it is rendered, from YAML that is broken. Braces in a block of text or within
 * quotes make no template: rules of Prometheus are full of them.
 */
final class Templates {

    private static final Splitter LINES = Splitter.on('\n');
    private static final Pattern BLOCK = Pattern.compile("^( *)(?:- +)*[^#]*?(?:: +|- +|^)[|>][-+0-9]* *(?:#.*)?\r?$");
    private static final Pattern ACTION = Pattern.compile("^ *(?:- +)*(?:[\"']?[^\"'#{]*[\"']?: +)?\\{\\{.*");
    private static final Pattern WITHIN = Pattern.compile("^[^\"'#]*(?:: +|- +)[^\"'#{\\[]*\\{\\{.*");

    private static final Pattern OBJECT = Pattern.compile("(?m)^ *[\"']?(apiVersion|kind)[\"']? *:");
    private static final Pattern TAG = Pattern.compile("(?m)[:-] +![A-Za-z]");
    private static final Pattern BLANK = Pattern.compile("\\$\\{[A-Za-z_][A-Za-z0-9_]*[^}]*\\}|\\{\\{.*\\}\\}");

    private Templates() {}

    /** Whether a text that cannot be read is no manifest in the first place: tags of another program, and no kind. */
    static boolean foreign(String text) {
        return TAG.matcher(text).find() && !OBJECT.matcher(text).find();
    }

    /** What of the name of an object, or of its namespace, is still to be filled in, as Flux and envsubst do. */
    static Optional<String> blank(Mapping object) {
        Mapping metadata = object.mapping("metadata");
        return Stream.of(metadata.text("name"), metadata.text("namespace"))
                .flatMap(Optional::stream)
                .map(BLANK::matcher)
                .filter(Matcher::find)
                .map(Matcher::group)
                .findFirst();
    }

    /** Whether a line up to that one, counted from 1, holds an action of a template where YAML wants something else. */
    static boolean template(String text, int lastLine) {
        int block = -1;
        int number = 0;
        for (String line : LINES.split(text)) {
            if (++number > lastLine) {
                return false;
            }
            int indent = indent(line);
            if (line.isBlank() || (block >= 0 && indent > block)) {
                continue;
            }
            block = -1;
            if (line.contains("{{")
                    && (ACTION.matcher(line).matches() || WITHIN.matcher(line).matches())) {
                return true;
            }
            Matcher begins = BLOCK.matcher(line);
            if (begins.matches()) {
                block = indent;
            }
        }
        return false;
    }

    private static int indent(String line) {
        int at = 0;
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        return at;
    }
}
