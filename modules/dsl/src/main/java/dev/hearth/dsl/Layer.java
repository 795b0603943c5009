package dev.hearth.dsl;

import com.google.common.collect.ImmutableList;
import dev.hearth.findings.Place;

/**
 * An ordered group of components; Argo CD sees it as one project.
 *
 * @param name its name
 * @param members the components, each with the place where it was added
 */
public record Layer(String name, ImmutableList<Member> members) {

    /** A component, and where in the source it was added; the place is no part of what a cluster is. */
    public record Member(Component component, Place place) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Member that && component.equals(that.component);
        }

        @Override
        public int hashCode() {
            return component.hashCode();
        }
    }

    public Layer {
        Names.label("layer", name);
    }
}
