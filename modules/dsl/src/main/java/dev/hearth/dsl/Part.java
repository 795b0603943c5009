package dev.hearth.dsl;

/**
 * Something that becomes manifests, flows and whatever else belongs to them: a workload, a route, a piece of
 * configuration. Own parts are written like Hearth's.
 */
public interface Part {

    /** Says to the scope all that this part becomes. */
    void expand(Scope scope);
}
