package dev.hearth.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.Judges;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On a sample that is the same in every run, Hearth agrees with a real API server as far as it did, or as it should. */
class ParityTest {

    private static final List<Tally> TALLIES = new ArrayList<>();

    @BeforeAll
    static void compare() {
        Judges.require("etcd");
        Judges.require("kube-apiserver");
        Options options = Options.of(Options.FEW);
        new Parity(options).run(tally -> {
            TALLIES.add(tally);
            Listing.write(options.out(), tally);
        });
    }

    @Test
    void every_kind_agrees_with_the_server_as_well_as_it_did() {
        Limits limits = Limits.onClassPath();

        assertThat(TALLIES.stream().filter(tally -> !limits.hold(tally)).map(Listing::line))
                .as(Listing.head())
                .isEmpty();
    }

    @Test
    void every_seed_is_taken_by_the_server() {
        assertThat(TALLIES.stream().flatMap(tally -> Listing.brokenSeeds(tally).stream()))
                .isEmpty();
    }

    @Test
    void every_kind_of_kubernetes_has_a_seed() {
        assertThat(TALLIES.stream()
                        .filter(tally -> tally.kind().builtIn())
                        .filter(tally -> tally.comparisons().stream()
                                .noneMatch(one -> one.mutant().seed().startsWith("seed")))
                        .map(Tally::kind))
                .isEmpty();
    }
}
