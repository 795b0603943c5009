package dev.hearth.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ReportKindsTest {

    @Test
    void name_a_group_and_its_kinds_in_order() {
        assertThat(ReportKinds.of("reports.example.org", "Finding", "Census").kinds())
                .containsExactly("Census", "Finding");
    }

    @Test
    void refuse_no_kinds_and_what_is_no_group() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReportKinds.of("reports.example.org"))
                .withMessageContaining("reports.example.org");
        assertThatIllegalArgumentException().isThrownBy(() -> ReportKinds.of("Reports", "Finding"));
    }
}
