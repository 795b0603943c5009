package dev.hearth.parity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.google.common.base.Splitter;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where Hearth is meant to differ from the server, with the reason: {@code exceptions.tsv}, a line each of kind, path and
 * change, all three regular expressions, and the reason, separated by tabs.
 */
final class Exceptions {

    private record Difference(Pattern kind, Pattern path, Pattern change, String reason) {}

    private final List<Difference> differences;

    private Exceptions(List<Difference> differences) {
        this.differences = differences;
    }

    static Exceptions onClassPath() {
        try {
            return parse(Resources.toString(
                    requireNonNull(Exceptions.class.getResource("/exceptions.tsv"), "/exceptions.tsv"), UTF_8));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    static Exceptions parse(String text) {
        List<Difference> differences = new ArrayList<>();
        for (String line : Splitter.on('\n').omitEmptyStrings().split(text)) {
            if (!line.startsWith("#")) {
                List<String> parts = Splitter.on('\t').splitToList(line);
                differences.add(new Difference(
                        Pattern.compile(parts.get(0)),
                        Pattern.compile(parts.get(1)),
                        Pattern.compile(parts.get(2)),
                        parts.get(3)));
            }
        }
        return new Exceptions(differences);
    }

    List<String> reasons() {
        return differences.stream().map(Difference::reason).distinct().toList();
    }

    Optional<String> reason(Mutant mutant) {
        return differences.stream()
                .filter(one -> one.kind().matcher(mutant.kind().toString()).matches()
                        && one.path().matcher(mutant.path()).matches()
                        && one.change().matcher(mutant.change()).matches())
                .map(Difference::reason)
                .findFirst();
    }
}
