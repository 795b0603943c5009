package dev.hearth.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import org.junit.jupiter.api.Test;

class DataTest {

    private static final ServiceRef STORE = ServiceRef.of("store", "store", "http");

    @Test
    void becomes_nodes_when_its_values_are_known() {
        Data data = Data.map("name", "store", "url", STORE.url(), "port", 80, "on", true, "tags", Data.list("a", 1.5));

        assertThat(data.node(value -> "resolved"))
                .isEqualTo(Mapping.builder()
                        .put("name", "store")
                        .put("url", "resolved")
                        .put("port", 80)
                        .put("on", true)
                        .put("tags", Node.list(Node.text("a"), Data.of(1.5).node(value -> "")))
                        .build());
    }

    @Test
    void knows_the_services_anywhere_in_it() {
        assertThat(Data.map("a", Data.list(Data.map("b", STORE.host()))).services())
                .containsExactly(STORE);
    }

    @Test
    void merges_maps_by_field_and_replaces_all_else() {
        Data base = Data.map("a", Data.map("x", 1, "y", 2), "b", Data.list(1, 2));
        Data over = Data.map("a", Data.map("y", 3), "b", Data.list(9), "c", "new");

        assertThat(base.merge(over)).isEqualTo(Data.map("a", Data.map("x", 1, "y", 3), "b", Data.list(9), "c", "new"));
    }

    @Test
    void refuses_what_no_configuration_file_can_hold() {
        assertThatThrownBy(() -> Data.map("a")).hasMessageContaining("pairs");
        assertThatThrownBy(() -> Data.map(1, "a")).hasMessageContaining("must be a String");
        assertThatThrownBy(() -> Data.of(new Object())).hasMessageContaining("java.lang.Object");
        assertThatThrownBy(() -> Data.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Data.of(ImmutableList.of())).isEqualTo(Data.list());
    }
}
