package dev.hearth.checks.hold;

import com.google.common.collect.ImmutableMap;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.PodTemplate;
import dev.hearth.manifest.Manifest;

/**
 * What the names in a condition stand for.
 *
 * @param variables by name, where in an object they are
 */
public record Scope(ImmutableMap<String, Field> variables) {

    /** The name of the whole object. */
    static final String OBJECT = "object";

    /** The name of the {@code spec} of the pod that an object makes, or is. */
    static final String POD = "pod";

    /** An object, and its pod where it has one. */
    public static Scope of(Manifest object) {
        Field root = Field.of(object);
        ImmutableMap.Builder<String, Field> variables = ImmutableMap.builder();
        variables.put(OBJECT, root);
        PodTemplate.of(object).ifPresent(pod -> variables.put(POD, root.at(pod.specPath())));
        return new Scope(variables.buildOrThrow());
    }

    /** This scope, with one more name or another meaning of one. */
    public Scope with(String name, Field field) {
        return new Scope(ImmutableMap.<String, Field>builder()
                .putAll(variables)
                .put(name, field)
                .buildKeepingLast());
    }

    Field get(String name) {
        Field field = variables.get(name);
        if (field == null) {
            throw new IllegalArgumentException(
                    "a condition names " + name + ", but there is only " + variables.keySet());
        }
        return field;
    }
}
