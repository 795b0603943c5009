package dev.hearth.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "grafana", "a-b", "0a", "a1"})
    void takes_labels(String name) {
        assertThat(Names.label("component name", name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "A", "a.b", "a_b", "../a", "ä", "a b", "a\n"})
    void refuses_what_is_no_label_and_says_which_and_why(String name) {
        assertThatThrownBy(() -> Names.label("component name", name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "component name '" + name + "' must be 1 to 63 characters: lower-case letters, digits and '-',"
                                + " a letter or digit at both ends");
    }

    @Test
    void holds_the_longest_lengths() {
        assertThatCode(() -> Names.label("x", "a".repeat(63))).doesNotThrowAnyException();
        assertThatThrownBy(() -> Names.label("x", "a".repeat(64))).isInstanceOf(IllegalArgumentException.class);
        assertThatCode(() -> Names.subdomain("x", "a".repeat(253))).doesNotThrowAnyException();
        assertThatThrownBy(() -> Names.subdomain("x", "a".repeat(254))).isInstanceOf(IllegalArgumentException.class);
        assertThatCode(() -> Names.port("a".repeat(15))).doesNotThrowAnyException();
        assertThatThrownBy(() -> Names.port("a".repeat(16))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "a--b", "Http", "http_x"})
    void refuses_port_names_that_services_refuse(String name) {
        assertThatThrownBy(() -> Names.port(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "..a", "a/b", "a b", ""})
    void refuses_keys_that_cannot_be_files(String name) {
        assertThatThrownBy(() -> Names.key("key", name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refuses_a_service_whose_name_starts_with_a_digit() {
        assertThatThrownBy(() -> Names.service("1a")).hasMessage("service name '1a' must start with a letter");
    }
}
