package dev.hearth.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {

    @Test
    void an_answer_below_400_is_an_acceptance() {
        assertThat(Verdict.from(201, List.of("deprecated"), "{}"))
                .isEqualTo(new Verdict(true, 201, "", "", List.of(), List.of("deprecated"), "{}"));
    }

    @Test
    void a_refusal_names_its_faults() {
        String body = """
                {"kind": "Status", "reason": "Invalid", "message": "it is invalid", "code": 422,
                 "details": {"causes": [{"reason": "FieldValueRequired", "message": "Required value", "field": "spec.x"}]}}
                """;

        assertThat(Verdict.from(422, List.of(), body))
                .isEqualTo(new Verdict(
                        false,
                        422,
                        "Invalid",
                        "it is invalid",
                        List.of(new Verdict.Cause("spec.x", "FieldValueRequired", "Required value")),
                        List.of(),
                        body));
    }

    @Test
    void a_refusal_in_plain_text_is_its_message() {
        assertThat(Verdict.from(404, List.of(), "404 page not found\n"))
                .isEqualTo(new Verdict(
                        false, 404, "", "404 page not found", List.of(), List.of(), "404 page not found\n"));
    }
}
