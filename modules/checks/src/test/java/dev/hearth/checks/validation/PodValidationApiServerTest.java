package dev.hearth.checks.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That a real API server finds in the pods of {@code pods.yaml} what is written there. */
class PodValidationApiServerTest {

    /** What the server calls the reasons; a name of nothing is only one more invalid value to us. */
    private static final Map<String, String> REASONS = Map.of(
            "FieldValueRequired", "required",
            "FieldValueInvalid", "invalid",
            "FieldValueNotFound", "invalid",
            "FieldValueNotSupported", "unsupported",
            "FieldValueForbidden", "forbidden",
            "FieldValueDuplicate", "duplicate",
            "FieldValueTooLong", "too-long",
            "FieldValueTooMany", "too-many");

    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    static Stream<PodCases> cases() {
        return PodCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_server_finds_those_faults(PodCases one) {
        Verdict verdict = server.dryRunApply(
                "v1", "Pod", "default", "case", Json.write(one.pod().root()).getBytes(UTF_8));

        assertThat(verdict.accepted())
                .as(verdict.message())
                .isEqualTo(one.faults().isEmpty());
        if (!verdict.causes().isEmpty()) {
            assertThat(found(verdict)).as(verdict.message()).containsExactlyInAnyOrderElementsOf(one.faults());
        }
    }

    /** The server writes every key of a mapping in brackets. */
    private static List<String> found(Verdict verdict) {
        return verdict.causes().stream()
                .map(cause -> REASONS.getOrDefault(cause.reason(), cause.reason()) + " "
                        + cause.field().replaceAll("\\[([A-Za-z_][A-Za-z0-9_-]*)]", ".$1"))
                .distinct()
                .toList();
    }
}
