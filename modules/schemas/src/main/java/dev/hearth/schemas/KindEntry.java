package dev.hearth.schemas;

/**
 * A kind that a schema file knows.
 *
 * @param definition the name of its definition in the file
 */
record KindEntry(String group, String version, String kind, boolean namespaced, String definition) {

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
