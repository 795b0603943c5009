package dev.hearth.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;

class CustomKindTest {

    private static final KindSchema THING = Schemas.of(KubernetesVersion.parse("1.35"))
            .with(Yaml.read(new String(SchemaFile.bytes("things.yaml"), UTF_8), "things.yaml"))
            .kind("example.com/v1", "Thing")
            .orElseThrow();

    private static Mapping thing(String spec) {
        return Yaml.documents(
                        "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\nspec: {" + spec + "}\n",
                        "thing.yaml")
                .get(0)
                .mapping();
    }

    private static List<String> faults(String spec) {
        Mapping object = thing(spec);
        List<Fault> unread = THING.decode(object);
        return (unread.isEmpty() ? THING.validate(THING.defaulted(object)) : unread)
                .stream()
                        .map(fault -> fault.reason().word() + " " + fault.path() + ": " + fault.message())
                        .toList();
    }

    @Test
    void takes_what_fits() {
        assertThat(faults("req: a, int: 3, map: [{k: a}, {k: b}], one: {a: x}")).isEmpty();
    }

    @Test
    void tells_what_cannot_be_read_before_it_judges_values() {
        assertThat(faults("unk: 1, int: \"3\", set: [a, a]"))
                .containsExactly(
                        "unknown-field spec.unk: there is no field \"unk\" here",
                        "type spec.int: must be a whole number, but is a text",
                        "duplicate spec.set[1]: the same item is in the list before");
    }

    @Test
    void judges_values_by_the_schema() {
        assertThat(faults("str: bbbb, enum: c, min: 9, list: [], dt: today, mp: {a: b, c: d, e: f}, deep: {l: [{}]}"))
                .containsExactlyInAnyOrder(
                        "required spec.req: must be given",
                        "too-long spec.str: must have at most 3 characters",
                        "unsupported spec.enum: must be one of \"a\", \"b\", but is another value",
                        "invalid spec.min: must be at most 5, but is 9",
                        "invalid spec.list: must have at least 1 items",
                        "type spec.dt: must be of the format \"date-time\", but is another value",
                        "too-many spec.mp: must have at most 2 fields",
                        "required spec.deep.l[0].z: must be given");
    }

    @Test
    void tells_a_choice_that_is_not_met_and_what_it_misses() {
        assertThat(faults("req: a, one: {}"))
                .containsExactly(
                        "invalid spec.one: must fit exactly one of the schemas that its oneOf lists, but fits none",
                        "required spec.one.a: must be given");
        assertThat(faults("req: a, one: {a: x, b: x}"))
                .containsExactly(
                        "invalid spec.one: must fit exactly one of the schemas that its oneOf lists, but fits several");
    }

    @Test
    void puts_the_defaults_where_nothing_is_given() {
        assertThat(THING.defaulted(thing("req: a, dflt: null, list: [{}], nulldef: null")))
                .isEqualTo(thing("req: a, dflt: x, list: [{a: q}], nulldef: null, defobj: {a: hi}"));
    }
}
