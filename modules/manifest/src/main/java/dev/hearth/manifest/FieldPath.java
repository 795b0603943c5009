package dev.hearth.manifest;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.regex.Pattern;

/**
 * Where a field stands in an object, as the API server writes it:
 * {@code spec.template.spec.containers[0].image}, {@code metadata.labels[app.kubernetes.io/name]}.
 *
 * @param steps field names ({@link String}) and list indexes ({@link Integer}), from the root
 */
public record FieldPath(ImmutableList<Object> steps) {

    private static final FieldPath ROOT = new FieldPath(ImmutableList.of());
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$-]*");

    /** The object itself. */
    public static FieldPath root() {
        return ROOT;
    }

    /** The path of the given field names. */
    public static FieldPath of(String... names) {
        return new FieldPath(ImmutableList.copyOf(names));
    }

    /** The field of that name below this one. */
    public FieldPath field(String name) {
        return new FieldPath(ImmutableList.builder()
                .addAll(steps)
                .add(requireNonNull(name, "name"))
                .build());
    }

    /** The item at that index of this list. */
    public FieldPath index(int index) {
        return new FieldPath(ImmutableList.builder().addAll(steps).add(index).build());
    }

    /** The written form; empty for the root. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (Object step : steps) {
            if (step instanceof String name && PLAIN.matcher(name).matches()) {
                out.append(out.isEmpty() ? "" : ".").append(name);
            } else {
                out.append('[').append(step).append(']');
            }
        }
        return out.toString();
    }
}
