package dev.hearth.dsl;

/**
 * What a component makes of all that the others have said, such as a mesh of its members: routes, metrics and secrets are
 * there by then, namespaces, network policies and patches come after it.
 */
public interface DerivationOffer extends Offer, Derivation {

    /** What all components of a cluster make so, in their order. */
    static Derivation all() {
        return (soFar, scopes) -> soFar.view()
                .offers(DerivationOffer.class)
                .forEach(offered -> offered.offer().derive(soFar, scopes));
    }
}
