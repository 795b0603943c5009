package dev.hearth.parity;

import com.google.common.base.Splitter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What to compare.
 *
 * @param kinds whole ({@code apps/v1/Deployment}), a group ({@code apps}), a kind ({@code Deployment}), {@code built-in} or
 *     {@code custom}; empty for all
 * @param most objects of a kind of Kubernetes itself; of a custom one a third, and not more than 130
 * @param crds the folder of CustomResourceDefinitions
 * @param cache where the server's answers are kept
 * @param out where the listings go
 * @param page where the table for people goes
 * @param others whether other validators are asked about the same objects
 * @param create whether the server is asked to create the objects too, which it judges a little otherwise
 * @param limits where the numbers go that must not get worse
 */
record Options(
        List<String> kinds,
        int most,
        Optional<Path> crds,
        Path cache,
        Path out,
        Optional<Path> page,
        boolean others,
        boolean create,
        Optional<Path> limits) {

    /** As many as a test asks about. */
    static final int FEW = 90;

    private static final int SOME = 400;
    private static final int MANY = 1000;
    private static final int CUSTOM = 3;
    private static final int ENOUGH = 130;

    /** As given on a command line. */
    static Options parse(List<String> arguments) {
        Options options = of(SOME);
        for (String argument : arguments) {
            options = options.with(argument.replaceFirst("=.*", ""), argument.substring(argument.indexOf('=') + 1));
        }
        return options;
    }

    static Options of(int most) {
        return new Options(
                List.of(),
                most,
                folder(Path.of("../shared/crds")).or(() -> folder(Path.of("../../../shared/crds"))),
                cacheFolder(),
                Path.of("target/parity"),
                Optional.empty(),
                false,
                false,
                Optional.empty());
    }

    private Options with(String name, String value) {
        return switch (name) {
            case "--kinds" ->
                new Options(
                        Splitter.on(',').omitEmptyStrings().splitToList(value),
                        most,
                        crds,
                        cache,
                        out,
                        page,
                        others,
                        create,
                        limits);
            case "--most" ->
                new Options(kinds, Integer.parseInt(value), crds, cache, out, page, others, create, limits);
            case "--few" -> new Options(kinds, FEW, crds, cache, out, page, others, create, limits);
            case "--full" -> new Options(kinds, MANY, crds, cache, out, page, others, create, limits);
            case "--all" -> new Options(kinds, Integer.MAX_VALUE, crds, cache, out, page, others, create, limits);
            case "--crds" -> new Options(kinds, most, folder(Path.of(value)), cache, out, page, others, create, limits);
            case "--out" -> new Options(kinds, most, crds, cache, Path.of(value), page, others, create, limits);
            case "--page" ->
                new Options(kinds, most, crds, cache, out, Optional.of(Path.of(value)), others, create, limits);
            case "--limits" ->
                new Options(kinds, most, crds, cache, out, page, others, create, Optional.of(Path.of(value)));
            case "--others" -> new Options(kinds, most, crds, cache, out, page, true, create, limits);
            case "--create" -> new Options(kinds, most, crds, cache, out, page, others, true, limits);
            default ->
                throw new IllegalArgumentException(name + " is none of --kinds=A,B --most=N --few --full --all"
                        + " --crds=DIR --out=DIR --page=FILE --others --create --limits=FILE");
        };
    }

    private static Optional<Path> folder(Path path) {
        return Files.isDirectory(path) ? Optional.of(path) : Optional.empty();
    }

    int most(Kind kind) {
        boolean all = kind.builtIn() || most == Integer.MAX_VALUE;
        return all ? most : Math.min(Math.max(most / CUSTOM, 1), ENOUGH);
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
        return kinds.isEmpty() || kinds.stream().anyMatch(one -> means(one, kind));
    }

    /** Whether some kinds are wanted that are none of those. */
    boolean wantsBesides(Collection<Kind> others) {
        return kinds.isEmpty() || kinds.stream().anyMatch(one -> others.stream().noneMatch(kind -> means(one, kind)));
    }

    private static boolean means(String word, Kind kind) {
        return word.equals(kind.toString())
                || word.equals(kind.apiVersion())
                || word.equals(kind.group())
                || word.equals(kind.kind())
                || word.equals(kind.builtIn() ? "built-in" : "custom");
    }
}
