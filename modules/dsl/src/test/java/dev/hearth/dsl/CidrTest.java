package dev.hearth.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

    @ParameterizedTest
    @CsvSource({"10.1.0.0/16, 10.1.0.0/16", "192.168.10.11, 192.168.10.11/32", "fd00::/8, fd00::/8", "::1, ::1/128"})
    void reads_ranges_and_single_addresses(String text, String canonical) {
        assertThat(Cidr.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.0.1/16", "10.1.0.0/33", "10.1.0.0/", "10.1/16", "node", "10.1.0.0/-1", "fd00::1/8"})
    void refuses_what_is_no_range(String text) {
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void contains_smaller_ranges_of_its_own_family() {
        assertThat(Cidr.parse("10.0.0.0/8").contains(Cidr.parse("10.1.0.0/16"))).isTrue();
        assertThat(Cidr.parse("10.1.0.0/16").contains(Cidr.parse("10.0.0.0/8"))).isFalse();
        assertThat(Cidr.parse("10.1.0.0/16").contains(Cidr.parse("10.2.0.0/24")))
                .isFalse();
        assertThat(Cidr.parse("0.0.0.0/0").contains(Cidr.parse("::/0"))).isFalse();
    }
}
