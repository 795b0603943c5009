package dev.hearth.schemas;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.Mapping;

/** What one version of one kind says of its objects. Safe for use by many threads. */
public interface KindSchema {

    /** Whether its objects have a namespace. */
    boolean namespaced();

    /** Whether the kind is one of Kubernetes itself; its further rules are then in code, not in its schema. */
    boolean builtIn();

    /**
     * What stops the API server from reading the object at all: fields of another type, unknown and doubled ones. An object
     * with such faults is not looked at further.
     */
    ImmutableList<Fault> decode(Mapping object);

    /** The object as it is stored: with the defaults of the schema. */
    Mapping defaulted(Mapping object);

    /**
     * What the schema says against the values of an object that was read and defaulted: required fields, bounds, patterns,
     * enumerations, the rules in CEL of a custom resource. Nothing for built-in kinds, which are judged in code.
     */
    ImmutableList<Fault> validate(Mapping object);
}
