package dev.hearth.dsl.monitor;

import static java.util.Objects.requireNonNull;

import dev.hearth.dsl.Offer;
import dev.hearth.dsl.Pods;

/**
 * A Prometheus that gathers metrics by the ServiceMonitors and PodMonitors of all namespaces, and evaluates the
 * PrometheusRules of all namespaces.
 *
 * @param pods the pods that open the metrics of others
 */
public record ScraperOffer(Pods pods) implements Offer {

    public ScraperOffer {
        requireNonNull(pods, "pods");
    }
}
