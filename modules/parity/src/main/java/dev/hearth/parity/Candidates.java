package dev.hearth.parity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.hash.Hashing;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** The objects of one kind that are asked about: the seeds, their changes, and some made from the schema alone. */
final class Candidates {

    private static final int RANDOM = 40;
    private static final Set<Integer> CHANGED = Set.of(0, 1, 2, 4);

    /** One in that many may be about metadata, which all kinds have alike. */
    private static final int METADATA = 6;

    private Candidates() {}

    /** At most that many, always the same: the seeds first, the rest in an order that mixes all fields and changes. */
    static List<Mutant> of(Kind kind, List<Mapping> seeds, Optional<Schema> schema, int most) {
        List<Mutant> all = new ArrayList<>();
        List<Mutant> first = new ArrayList<>();
        int number = 0;
        for (Mapping seed : seeds) {
            List<Mutant> mutants = Mutations.of(kind, "seed " + ++number, seed, schema);
            first.add(mutants.get(0));
            all.addAll(mutants.subList(1, mutants.size()));
        }
        schema.ifPresent(known -> all.addAll(made(kind, known)));
        all.sort(Comparator.comparing(Candidates::shuffled));
        first.addAll(all);
        return firstOf(first, most);
    }

    private static List<Mutant> firstOf(List<Mutant> mutants, int most) {
        Set<Mapping> seen = new HashSet<>();
        List<Mutant> out = new ArrayList<>();
        int metadata = 0;
        for (Mutant mutant : mutants) {
            boolean same = mutant.path().startsWith("metadata");
            if (out.size() >= most || (same && metadata >= most / METADATA) || !seen.add(mutant.object())) {
                continue;
            }
            metadata += same ? 1 : 0;
            out.add(mutant);
        }
        return out;
    }

    private static String shuffled(Mutant mutant) {
        return Hashing.sha256().hashString(mutant.toString(), UTF_8).toString();
    }

    private static List<Mutant> made(Kind kind, Schema schema) {
        List<Mutant> out = new ArrayList<>();
        for (int number = 0; number < RANDOM; number++) {
            Random random = new Random(kind.toString().hashCode() * 31L + number);
            double share = number == 0 ? 0 : (number % 8) / 10.0;
            Mapping object = named(kind, (Mapping) Samples.random(schema, random, share));
            out.add(new Mutant(kind, "made " + number, "-", "", object));
            if (!kind.builtIn() && CHANGED.contains(number)) {
                out.addAll(Mutations.of(kind, "made " + number, object, Optional.of(schema)));
            }
        }
        return out;
    }

    private static Mapping named(Kind kind, Mapping object) {
        Mapping.Builder metadata = Mapping.builder().put("name", "made");
        if (kind.namespaced()) {
            metadata.put("namespace", Server.NAMESPACE);
        }
        return Mapping.builder()
                .put("apiVersion", Node.text(kind.apiVersion()))
                .put("kind", Node.text(kind.kind()))
                .put("metadata", metadata.build())
                .putAll(object.without("apiVersion")
                        .without("kind")
                        .without("metadata")
                        .without("status"))
                .build();
    }
}
