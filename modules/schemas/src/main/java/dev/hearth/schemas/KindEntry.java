package dev.hearth.schemas;

/**
 * A kind that a schema file knows.
 *
 * @param definition the name of its definition in the file
 */
record KindEntry(String group, String version, String kind, boolean namespaced, String definition) {

    /** Whether a CustomResourceDefinition brought it: such definitions have names like {@code example.com/v1/Thing}. */
    boolean custom() {
        return definition.indexOf('/') >= 0;
    }

    /** The same kind, with the name of its definition. */
    KindEntry definedBy(String name) {
        return new KindEntry(group, version, kind, namespaced, name);
    }

    /** For example {@code apps/v1}. */
    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
