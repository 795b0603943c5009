package dev.hearth.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "+1, 1",
        "-1, -1",
        "0.5, 0.5",
        ".5, 0.5",
        "1., 1",
        "100m, 0.1",
        "5n, 0.000000005",
        "7u, 0.000007",
        "2k, 2000",
        "3M, 3000000",
        "1E, 1000000000000000000",
        "1Ki, 1024",
        "1.5Gi, 1610612736",
        "-2Mi, -2097152",
        "1e3, 1000",
        "1E6, 1000000",
        "12e-1, 1.2",
        "128974848, 128974848"
    })
    void stands_for_a_number(String text, BigDecimal value) {
        assertThat(Quantity.parse(text)).contains(new Quantity(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "64MB", "1 Gi", "1_000", "0x10", "1Gib", "lots", "1i", "1.1.M", "1+1.0M", "0.1mi", "1e", "k1"
            })
    void is_nothing_else(String text) {
        assertThat(Quantity.parse(text)).isEmpty();
    }

    @Test
    void less_than_a_billionth_is_a_billionth() {
        assertThat(Quantity.parse("0.1n")).contains(new Quantity(new BigDecimal("1e-9")));
        assertThat(Quantity.parse("-1e-999999999")).contains(new Quantity(new BigDecimal("-1e-9")));
    }

    @Test
    void powers_of_two_end_at_64_bits() {
        assertThat(Quantity.parse("100Ei")).contains(new Quantity(new BigDecimal(Long.MAX_VALUE)));
    }

    @Test
    void compares_without_regard_to_how_it_is_written() {
        assertThat(Quantity.parse("1Gi")).isEqualTo(Quantity.parse("1024Mi"));
        assertThat(Quantity.parse("1e999999999").orElseThrow())
                .isGreaterThan(Quantity.parse("1Ei").orElseThrow());
    }

    @Test
    void knows_whole_ones() {
        assertThat(Quantity.parse("2000m").orElseThrow().whole()).isTrue();
        assertThat(Quantity.parse("1500m").orElseThrow().whole()).isFalse();
    }
}
