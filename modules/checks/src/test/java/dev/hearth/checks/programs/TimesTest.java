package dev.hearth.checks.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    @Test
    void a_time_is_the_sum_of_its_units() {
        assertThat(Times.parse("1h30m")).contains(Duration.ofMinutes(90));
        assertThat(Times.parse("1w2d")).contains(Duration.ofDays(9));
        assertThat(Times.parse("1y")).contains(Duration.ofDays(365));
        assertThat(Times.parse("1s5ms")).contains(Duration.ofMillis(1005));
        assertThat(Times.parse("24h0m0s")).contains(Duration.ofDays(1));
        assertThat(Times.parse("0")).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "h", "1.5h", "1m2h", "-1h", "9999999999h", "${TIME}"})
    void what_is_no_time_is_none(String text) {
        assertThat(Times.parse(text)).isEmpty();
    }

    @Test
    void people_read_days_where_they_are_whole() {
        assertThat(Times.shown(Duration.ofDays(1))).isEqualTo("1 day");
        assertThat(Times.shown(Duration.ofDays(7))).isEqualTo("7 days");
        assertThat(Times.shown(Duration.ofHours(36))).isEqualTo("36 hours");
    }
}
