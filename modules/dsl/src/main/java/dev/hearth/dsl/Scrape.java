package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;

/**
 * Those pods answer with metrics in Prometheus' text form; a monitoring system makes its own objects of it.
 *
 * @param pods the pods
 * @param service the Service whose port leads to the metrics, in the component's namespace
 * @param port the port, as that Service names it
 * @param path the path of the metrics, starting with {@code /}
 * @param labels labels that this Service has, and no other Service of the namespace has all of them
 */
public record Scrape(Pods pods, String service, Port port, String path, ImmutableMap<String, String> labels) {

    public Scrape {
        requireNonNull(pods, "pods");
        Names.service(service);
        requireNonNull(port, "port");
        requireNonNull(labels, "labels");
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(
                    "the path of the metrics of " + pods + " must start with '/', but was '" + path + "'");
        }
    }
}
