package dev.hearth.dsl.monitor;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Scrape;
import java.time.Duration;
import java.util.Objects;

/**
 * Metrics of pods, with all that a Prometheus can be told of them; it becomes a ServiceMonitor or a PodMonitor, and the
 * flow from the Prometheus to the pods, where the cluster has one.
 *
 * <p>Workloads of the language state their metrics themselves. This is for what a chart or an operator makes, and for
 * more than a path:
 *
 * <pre>{@code
 * Monitor.service("kube-state-metrics", pods, Port.http(8080), "/metrics")
 *     .honorLabels()
 *     .interval(minutes(1))
 *     .endpoint(Data.map("metricRelabelings", Data.list(Data.map("action", "drop", ...))));
 * }</pre>
 */
public final class Monitor implements Part {

    private final String name;
    private final boolean byService;
    private final Pods pods;
    private final Port port;
    private final ImmutableMap<String, String> selector;
    private final Data endpoint;

    private Monitor(
            String name,
            boolean byService,
            Pods pods,
            Port port,
            ImmutableMap<String, String> selector,
            Data endpoint) {
        this.name = name;
        this.byService = byService;
        this.pods = pods;
        this.port = port;
        this.selector = selector;
        this.endpoint = endpoint;
    }

    /** The metrics that a part states, to be told more of; what is said here wins over the part. */
    public static Monitor of(Scrape scrape) {
        return new Monitor(
                scrape.service(),
                true,
                scrape.pods(),
                scrape.port(),
                scrape.labels(),
                Endpoints.of(scrape.port(), scrape.path()));
    }

    /**
     * The metrics of the pods behind a Service, which has the label {@code app.kubernetes.io/name} of its own name unless
     * {@link #labelled} says otherwise.
     */
    public static Monitor service(String service, Pods pods, Port port, String path) {
        return of(new Scrape(pods, service, port, path, ImmutableMap.of("app.kubernetes.io/name", service)));
    }

    /** The metrics of pods without a Service; the port is that of their container. */
    public static Monitor pods(Pods pods, Port port, String path) {
        Names.label("name of pods", pods.name());
        return new Monitor(
                pods.name(), false, pods, port, ImmutableMap.copyOf(pods.labels()), Endpoints.of(port, path));
    }

    /** A copy whose object has that name; the Service's or the pods' unless said otherwise. */
    public Monitor named(String other) {
        return new Monitor(Names.subdomain("monitor", other), byService, pods, port, selector, endpoint);
    }

    /** A copy that finds its Service by those labels. */
    public Monitor labelled(ImmutableMap<String, String> labels) {
        if (labels.isEmpty()) {
            throw new IllegalArgumentException(
                    "monitor " + name + " needs labels; without any, all Services are meant");
        }
        return new Monitor(name, byService, pods, port, labels, endpoint);
    }

    /** A copy that is asked that often; Prometheus' own interval unless said otherwise. */
    public Monitor interval(Duration time) {
        return endpoint(Data.map("interval", Times.of("the interval of monitor " + name, time)));
    }

    /** A copy that may take that long to answer; at most the interval. */
    public Monitor timeout(Duration time) {
        return endpoint(Data.map("scrapeTimeout", Times.of("the timeout of monitor " + name, time)));
    }

    /** A copy whose own labels win over those of the target, such as {@code namespace}. */
    public Monitor honorLabels() {
        return endpoint(Data.map("honorLabels", true));
    }

    /** A copy whose series have that {@code job}; the Service's name unless said otherwise. */
    public Monitor job(String job) {
        requireNonNull(job, "job");
        return endpoint(Data.map(
                "relabelings", Data.list(Data.map("action", "replace", "targetLabel", "job", "replacement", job))));
    }

    /** A copy with further fields of the endpoint, as the operator's API has them; they win over what is there. */
    public Monitor endpoint(Data fields) {
        return new Monitor(name, byService, pods, port, selector, endpoint.merge(fields));
    }

    @Override
    public void expand(Scope scope) {
        scope.fact(new Watch(name, byService, pods, port, selector, Endpoints.complete(scope.node(endpoint))));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Monitor that
                && name.equals(that.name)
                && byService == that.byService
                && pods.equals(that.pods)
                && port.equals(that.port)
                && selector.equals(that.selector)
                && endpoint.equals(that.endpoint);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, byService, pods, port, selector, endpoint);
    }
}
