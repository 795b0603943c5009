package dev.hearth.parity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Compares Hearth with the API server, kind by kind. {@code modules/parity/run --kinds=apps/v1/Deployment} runs it. */
public final class Parity {

    private static final int AT_ONCE = 6;

    private final Options options;
    private final Seeds seeds = Seeds.onClassPath();
    private final Exceptions exceptions = Exceptions.onClassPath();

    Parity(Options options) {
        this.options = options;
    }

    /** Prints a line a kind, and writes what differs to files. */
    public static void main(String... arguments) {
        Options options = Options.parse(Arrays.asList(arguments));
        List<Tally> tallies = new ArrayList<>();
        System.out.print(Listing.head());
        new Parity(options).run(tally -> {
            tallies.add(tally);
            Listing.write(options.out(), tally);
            System.out.print(Listing.line(tally));
        });
        System.out.println("what differs: " + options.out().toAbsolutePath().normalize());
        if (options.create()) {
            System.out.println("create and apply differ: "
                    + tallies.stream().mapToLong(Tally::createDiffers).sum());
        }
        List<Rivals.Score> scores = options.others() ? others(options, tallies) : List.of();
        scores.forEach(System.out::println);
        options.page()
                .ifPresent(file ->
                        Page.write(file, tallies, scores, Fixtures.installed().results()));
        options.limits().ifPresent(file -> Limits.of(tallies).write(file));
    }

    private static List<Rivals.Score> others(Options options, List<Tally> tallies) {
        try (Server server = new Server(options.cache(), options.crds())) {
            return new Rivals(server, options.out().resolve("others"), tallies).scores();
        }
    }

    /** Compares every kind that is wanted; those of Kubernetes itself first. */
    void run(Consumer<Tally> each) {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try (Server server = new Server(options.cache(), options.crds())) {
            Kinds builtIn = new Kinds(server, List.of());
            run(builtIn.builtIn(), builtIn, server, List.of(), threads, each);
            if (options.crds().isPresent() && options.wantsBesides(builtIn.builtIn())) {
                List<Manifest> definitions = Definitions.in(options.crds().get());
                Kinds custom = new Kinds(server, definitions);
                run(custom.custom(), custom, server, definitions, threads, each);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void run(
            Collection<Kind> wanted,
            Kinds kinds,
            Server server,
            List<Manifest> definitions,
            ExecutorService threads,
            Consumer<Tally> each) {
        Hearth hearth = new Hearth(definitions);
        for (Kind kind : wanted) {
            if (options.wants(kind)) {
                each.accept(tally(kind, kinds, server, hearth, threads));
            }
        }
    }

    private Tally tally(Kind kind, Kinds kinds, Server server, Hearth hearth, ExecutorService threads) {
        List<Mutant> mutants = Candidates.of(kind, seeds.of(kind), kinds.schema(kind), options.most(kind));
        Answers answers = Answers.in(folder(options.cache()), kind);
        List<Callable<Comparison>> questions = new ArrayList<>();
        for (Mutant mutant : mutants) {
            questions.add(() -> new Comparison(
                    mutant,
                    applied(mutant, answers, server),
                    options.create() ? created(mutant, answers, server) : Optional.empty(),
                    hearth.of(mutant.object()),
                    exceptions));
        }
        try {
            List<Comparison> comparisons = new ArrayList<>();
            for (Future<Comparison> comparison : threads.invokeAll(questions)) {
                comparisons.add(comparison.get());
            }
            return new Tally(kind, comparisons);
        } catch (ExecutionException problem) {
            throw new IllegalStateException("comparing " + kind, problem.getCause());
        } catch (InterruptedException problem) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while comparing " + kind, problem);
        } finally {
            answers.save();
        }
    }

    private static Path folder(Path cache) {
        return cache.resolve("apply");
    }

    private static Answer applied(Mutant mutant, Answers answers, Server server) {
        String key = Answers.key("apply", Json.write(mutant.object()).getBytes(UTF_8));
        return answers.get(key).orElseGet(() -> {
            Answer answer = server.apply(mutant.kind(), mutant.object());
            answers.put(key, answer);
            return answer;
        });
    }

    private static Optional<Answer> created(Mutant mutant, Answers answers, Server server) {
        String key = Answers.key("create", Json.write(mutant.object()).getBytes(UTF_8));
        return answers.get(key).or(() -> {
            Optional<Answer> answer = server.create(mutant.kind(), mutant.object());
            answer.ifPresent(known -> answers.put(key, known));
            return answer;
        });
    }
}
