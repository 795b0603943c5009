package dev.hearth.checks.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.checks.validation.CoreCases.Case;
import dev.hearth.judges.ApiServer;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CoreCasesTest {

    private final CoreCases cases = CoreCases.read();

    @Test
    void refuses_what_the_api_server_refuses_by_the_same_reasons_and_fields() {
        assertThat(answered(cases::hearth)).isEqualTo(recorded());
    }

    @Test
    void holds_what_a_real_api_server_says() {
        try (ApiServer server = ApiServer.start()) {
            assertThat(answered(cases.server(server))).isEqualTo(recorded());
        }
    }

    private static String recorded() {
        return lines(CoreCases.all());
    }

    private static String answered(Function<Case, Set<String>> judge) {
        return lines(
                CoreCases.all().stream().map(one -> one.with(judge.apply(one))).toList());
    }

    private static String lines(List<Case> cases) {
        return String.join("\n", cases.stream().map(Case::toString).toList());
    }
}
