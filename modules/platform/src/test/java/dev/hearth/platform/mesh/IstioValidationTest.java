package dev.hearth.platform.mesh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The control plane of Istio looks at more than schemas say: its own package judges the objects of a mesh. */
class IstioValidationTest {

    private static Outcome judged(String objects) {
        return Judges.require("istio-validation").run(List.of(), objects.getBytes(UTF_8));
    }

    private static String objects() {
        return IstioServerTest.CLUSTER.manifests().stream()
                .map(Manifest::root)
                .map(Json::write)
                .collect(Collectors.joining("\n---\n"));
    }

    @Test
    void takes_every_object() {
        Outcome outcome = judged(objects());

        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
        // Two memberships, two breakers, and the limit of requests, whose kind it always warns of.
        assertThat(outcome.stdout()).contains("judged 5,");
        assertThat(outcome.stdout().lines().filter(line -> line.startsWith("warning")))
                .singleElement()
                .asString()
                .contains("EnvoyFilter orders/orders-rate-limit", "implementation details");
    }

    @Test
    void refuses_what_a_schema_lets_through() {
        Outcome outcome = judged(objects().replace("\"interval\":\"10s\"", "\"interval\":\"1ns\""));

        assertThat(outcome.exitCode()).isOne();
        assertThat(outcome.stderr()).contains("duration must be greater than 1ms");
    }
}
