package dev.hearth.checks.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @ParameterizedTest
    @ValueSource(strings = {"10.9.8.7", "010.009.008.007", "2001:db8::ffff", "FE80:0:0:0:0:0:0:0abc", "::ffff:1.2.3.4"})
    void old_fields_take_addresses_in_any_form(String address) {
        assertThat(Addresses.ip(address)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.9.8", "10.9.8.256", "::g", "fe80::1%eth0", "10.9.8.7/24", "example.com", " 1.2.3.4"})
    void what_is_no_address_is_refused(String address) {
        assertThat(Addresses.ip(address)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "010.9.8.7, must be written 10.9.8.7",
        "2001:DB8:0::1, must be written 2001:db8::1",
        "::ffff:1.2.3.4, must be written 1.2.3.4"
    })
    void newer_fields_take_only_the_canonical_form(String address, String rule) {
        assertThat(Addresses.canonicalIp(address)).contains(rule);
        assertThat(Addresses.canonicalIp(rule.substring("must be written ".length())))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.9.8.0/24", "10.9.8.7/24", "10.9.8.0/024", "2001:db8::/64", "0.0.0.0/0"})
    void old_fields_take_ranges_in_any_form(String range) {
        assertThat(Addresses.cidr(range)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.9.8.0", "10.9.8.0/33", "2001:db8::/129", "10.9.8.0/", "/24", "10.9.8.0/-1", "a/8"})
    void what_is_no_range_is_refused(String range) {
        assertThat(Addresses.cidr(range)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "10.9.8.7/24, must be written 10.9.8.0/24",
        "10.9.8.0/024, must be written 10.9.8.0/24",
        "2001:db8::1/64, must be written 2001:db8::/64"
    })
    void newer_fields_take_only_canonical_ranges(String range, String rule) {
        assertThat(Addresses.canonicalCidr(range)).contains(rule);
        assertThat(Addresses.canonicalCidr(rule.substring("must be written ".length())))
                .isEmpty();
    }
}
