package dev.hearth.checks.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of the smaller groups that has a rule: broken, and beside it what must not be refused. */
class GroupValidatorsTest {

    static Stream<GroupCase> cases() {
        return GroupCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void exactly_what_is_broken_is_told_by_reason_and_path(GroupCase one) {
        assertThat(one.found()).isEqualTo(one.faults());
    }
}
