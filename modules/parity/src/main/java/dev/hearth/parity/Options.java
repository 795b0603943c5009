package dev.hearth.parity;

import com.google.common.base.Splitter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What to compare.
 *
 * @param kinds whole ({@code apps/v1/Deployment}), a group ({@code apps}), a kind ({@code Deployment}), {@code built-in} or
 *     {@code custom}; empty for all
 * @param most objects a kind
 * @param crds the folder of CustomResourceDefinitions
 * @param cache where the server's answers are kept
 * @param out where the listings go
 */
record Options(List<String> kinds, int most, Optional<Path> crds, Path cache, Path out) {

    private static final int SOME = 400;

    /** As given on a command line. */
    static Options parse(List<String> arguments) {
        List<String> kinds = new ArrayList<>();
        int most = SOME;
        Path crds = Path.of(System.getProperty("hearth.parity.crds", "../shared/crds"));
        Path out = Path.of("modules/parity/target/parity");
        for (String argument : arguments) {
            String value = argument.substring(argument.indexOf('=') + 1);
            switch (argument.replaceFirst("=.*", "")) {
                case "--kinds" ->
                    kinds.addAll(Splitter.on(',').omitEmptyStrings().splitToList(value));
                case "--most" -> most = Integer.parseInt(value);
                case "--full" -> most = Integer.MAX_VALUE;
                case "--crds" -> crds = Path.of(value);
                case "--out" -> out = Path.of(value);
                default ->
                    throw new IllegalArgumentException(
                            argument + " is none of --kinds=A,B --most=N --full --crds=DIR --out=DIR");
            }
        }
        return new Options(
                List.copyOf(kinds),
                most,
                Files.isDirectory(crds) ? Optional.of(crds) : Optional.empty(),
                cacheFolder(),
                out);
    }

    private static Path cacheFolder() {
        String judges = System.getenv("HEARTH_JUDGES");
        String caches = System.getenv("XDG_CACHE_HOME");
        Path root = judges != null
                ? Path.of(judges)
                : (caches != null ? Path.of(caches) : Path.of(System.getProperty("user.home"), ".cache"))
                        .resolve("hearth/judges");
        return root.resolve("parity").resolve(Server.VERSION);
    }

    boolean wants(Kind kind) {
        return kinds.isEmpty()
                || kinds.stream()
                        .anyMatch(one -> one.equals(kind.toString())
                                || one.equals(kind.apiVersion())
                                || one.equals(kind.group())
                                || one.equals(kind.kind())
                                || one.equals(kind.builtIn() ? "built-in" : "custom"));
    }
}
