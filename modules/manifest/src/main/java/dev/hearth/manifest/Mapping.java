package dev.hearth.manifest;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Fields by name, in the order in which they were put. */
public record Mapping(ImmutableMap<String, Node> fields) implements Node {

    private static final Mapping EMPTY = new Mapping(ImmutableMap.of());

    /** The mapping without fields, written {@code {}}. */
    public static Mapping empty() {
        return EMPTY;
    }

    /** A mapping of the given fields, copied. */
    public static Mapping of(Map<String, ? extends Node> fields) {
        return fields.isEmpty() ? EMPTY : new Mapping(ImmutableMap.copyOf(fields));
    }

    /** A mapping of one field. */
    public static Mapping of(String name, Node value) {
        return new Mapping(ImmutableMap.of(name, value));
    }

    /** A mapping of strings, sorted by key: the form of labels, annotations and ConfigMap data. */
    public static Mapping texts(Map<String, String> entries) {
        Builder builder = builder();
        entries.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> builder.put(entry.getKey(), entry.getValue()));
        return builder.build();
    }

    /** Starts a mapping. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether there is no field. */
    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /** Whether a field of that name is there. */
    public boolean has(String name) {
        return fields.containsKey(name);
    }

    /** The field of that name. */
    public Optional<Node> get(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** The string at that name; empty where the field is absent or no string. */
    public Optional<String> text(String name) {
        return fields.get(name) instanceof Text text ? Optional.of(text.value()) : Optional.empty();
    }

    /** The whole number at that name; empty where the field is absent, no number or not whole. */
    public Optional<Long> number(String name) {
        if (fields.get(name) instanceof Numeral numeral) {
            try {
                return Optional.of(numeral.value().longValueExact());
            } catch (ArithmeticException fractionOrTooLarge) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Whether the field of that name is {@code true}. */
    public boolean isTrue(String name) {
        return fields.get(name) == Bool.TRUE;
    }

    /** The mapping at that name; the empty one where the field is absent or of another type. */
    public Mapping mapping(String name) {
        return fields.get(name) instanceof Mapping mapping ? mapping : EMPTY;
    }

    /** The list at that name; the empty one where the field is absent or of another type. */
    public Sequence sequence(String name) {
        return fields.get(name) instanceof Sequence sequence ? sequence : Sequence.empty();
    }

    /** A copy in which the field of that name has that value; a new field goes last, a known one keeps its place. */
    public Mapping with(String name, Node value) {
        Map<String, Node> copy = new LinkedHashMap<>(fields);
        copy.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
        return of(copy);
    }

    /** A copy without the field of that name. */
    public Mapping without(String name) {
        if (!has(name)) {
            return this;
        }
        Map<String, Node> copy = new LinkedHashMap<>(fields);
        copy.remove(name);
        return of(copy);
    }

    /** Collects fields; a name put twice is an error, as it is in a file. */
    public static final class Builder {

        private final ImmutableMap.Builder<String, Node> fields = ImmutableMap.builder();

        private Builder() {}

        /** Adds a field. */
        public Builder put(String name, Node value) {
            fields.put(name, value);
            return this;
        }

        /** Adds a string. */
        public Builder put(String name, String value) {
            return put(name, Node.text(value));
        }

        /** Adds a whole number. */
        public Builder put(String name, long value) {
            return put(name, Node.number(value));
        }

        /** Adds a boolean. */
        public Builder put(String name, boolean value) {
            return put(name, Node.bool(value));
        }

        /** Adds a field where there is a value. */
        public Builder put(String name, Optional<? extends Node> value) {
            value.ifPresent(present -> put(name, present));
            return this;
        }

        /** Adds the list unless it is empty. */
        public Builder putUnlessEmpty(String name, Sequence value) {
            return value.isEmpty() ? this : put(name, value);
        }

        /** Adds the mapping unless it is empty. */
        public Builder putUnlessEmpty(String name, Mapping value) {
            return value.isEmpty() ? this : put(name, value);
        }

        /** Adds every field of another mapping. */
        public Builder putAll(Mapping other) {
            fields.putAll(other.fields());
            return this;
        }

        /**
         * The mapping.
         *
         * @throws IllegalArgumentException where a name was put twice
         */
        public Mapping build() {
            return of(fields.buildOrThrow());
        }
    }
}
