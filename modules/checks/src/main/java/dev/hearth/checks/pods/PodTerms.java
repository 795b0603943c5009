package dev.hearth.checks.pods;

import dev.hearth.checks.hold.Items;
import dev.hearth.checks.hold.Term;

/** What conditions about pods name. */
final class PodTerms {

    static final Term CONTAINER = Term.of("container");

    /** Every container of every sort, in the order in which admission looks at them. */
    static final Items CONTAINERS = Items.of(
            "container",
            Term.pod().get("initContainers"),
            Term.pod().get("containers"),
            Term.pod().get("ephemeralContainers"));

    /** The containers that run as long as the pod does: sidecars, and the ordinary ones. */
    static final Items RUNNING = Items.of("container", Term.pod().get("initContainers"))
            .that(CONTAINER.get("restartPolicy").is("Always"))
            .and(Items.of("container", Term.pod().get("containers")));

    private PodTerms() {}
}
