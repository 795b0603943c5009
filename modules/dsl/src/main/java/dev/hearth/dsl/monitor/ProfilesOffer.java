package dev.hearth.dsl.monitor;

import static java.util.Objects.requireNonNull;

import dev.hearth.dsl.Offer;
import dev.hearth.dsl.Pods;

/**
 * A collector that gathers profiles of the pods whose annotations {@code profiles.grafana.com/...} ask for it, in all
 * namespaces. Workloads say {@code profiles(...)}.
 *
 * @param pods the pods that open the profiles of others
 */
public record ProfilesOffer(Pods pods) implements Offer {

    public ProfilesOffer {
        requireNonNull(pods, "pods");
    }
}
