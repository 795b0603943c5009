package dev.hearth.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import org.junit.jupiter.api.Test;

class ServerPathTest {

    private static final Mapping OBJECT = (Mapping) Json.read("""
            {"spec": {"ports": [{"port": 80, "name": "a"}, {"port": 443, "protocol": "TCP"}, {"port": 80}], "names": ["x", "y"]}}
            """, "object");

    @Test
    void keys_of_list_items_become_their_index() {
        assertThat(ServerPath.resolved(".spec.ports[port=443,protocol=\"TCP\"].nme", OBJECT))
                .isEqualTo("spec.ports[1].nme");
        assertThat(ServerPath.resolved(".spec.names[=\"y\"]", OBJECT)).isEqualTo("spec.names[1]");
    }

    @Test
    void every_line_of_a_message_names_a_field() {
        assertThat(ServerPath.inMessage("""
                        failed to create typed patch object (a/b; v1, Kind=Service): errors:
                          .spec.typo: field not declared in schema
                          .spec.ports[port=443,protocol="TCP"].port: expected numeric (int or float), got string""", OBJECT)).containsExactly("spec.ports[1].port", "spec.typo");
    }

    @Test
    void items_that_the_server_names_in_words_are_part_of_the_path() {
        assertThat(ServerPath.inMessage(
                        "failed: .spec.ports: element 1: associative list with keys may not have a null element",
                        OBJECT))
                .containsExactly("spec.ports[1]");
        assertThat(ServerPath.inMessage("failed: .spec.ports: duplicate entries for key [port=80]", OBJECT))
                .containsExactly("spec.ports[2]");
    }

    @Test
    void two_ways_to_write_a_key_are_one() {
        assertThat(ServerPath.canonical("limits[cpu]")).isEqualTo(ServerPath.canonical("limits.cpu"));
    }
}
