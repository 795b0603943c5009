package dev.hearth.dsl;

import java.util.function.Function;

/** Something that only the whole cluster knows and that becomes manifests of its own: namespaces, routes, policies. */
public interface Derivation {

    /**
     * Adds what follows from the expansion so far.
     *
     * @param soFar all that the components and the derivations before this one have said
     * @param scopes by name, the scope of a component, or of {@link Expansion#NAMESPACES} or {@link Expansion#CRDS}
     */
    void derive(Expansion soFar, Function<String, Scope> scopes);
}
