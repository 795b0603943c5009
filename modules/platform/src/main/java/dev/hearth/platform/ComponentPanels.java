package dev.hearth.platform;

import dev.hearth.dsl.dashboard.Color;
import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Link;
import dev.hearth.dsl.dashboard.Stat;
import dev.hearth.dsl.dashboard.Thresholds;
import dev.hearth.dsl.dashboard.TimeSeries;
import dev.hearth.dsl.dashboard.Unit;

/**
 * What the dashboards of ready components have in common: panels on what one namespace says, and on its pods.
 *
 * <pre>{@code
 * ComponentPanels redis = ComponentPanels.in("redis");
 * Dashboard dashboard = redis.pods(redis.dashboard("redis", "Redis")
 *     .panel(redis.now("Members", "sum(redis_up{here})"))
 *     .panel(redis.rate("Commands", "redis_commands_processed_total{here}", "pod")));
 * }</pre>
 *
 * <p>In each expression <code>{here</code> becomes a selector of the namespace; more matchers may follow.
 */
public final class ComponentPanels {

    private static final String TAG = "hearth";
    private static final String MARK = "{here";

    private final String namespace;
    private final String pods;

    private ComponentPanels(String namespace, String pods) {
        this.namespace = namespace;
        this.pods = pods;
    }

    /** Panels on all that runs in a namespace. */
    public static ComponentPanels in(String namespace) {
        return new ComponentPanels(namespace, "");
    }

    /** Panels on one workload of a namespace. */
    public static ComponentPanels in(String namespace, String workload) {
        return new ComponentPanels(namespace, workload);
    }

    /** The dashboard of a component, without panels, with a menu of all others. */
    public static Dashboard dashboard(String name, String product) {
        return shared(Dashboard.ofComponent(name, product));
    }

    /** A dashboard with a menu of all others. */
    public static Dashboard shared(Dashboard dashboard) {
        return dashboard.tags(TAG).link(Link.toTagged("Dashboards", TAG));
    }

    /** The expression for that namespace. */
    public String here(String expression) {
        return expression.replace(MARK, "{namespace=\"" + namespace + "\"");
    }

    /** One number as it is now. */
    public Stat now(String title, String expression) {
        return Stat.of(title).query(here(expression), "");
    }

    /** One number that should be 0. */
    public Stat none(String title, String expression) {
        return now(title, expression).thresholds(Thresholds.from(Color.GREEN).above(1, Color.RED));
    }

    /** One number that should be 1 at least. */
    public Stat some(String title, String expression) {
        return now(title, expression).thresholds(Thresholds.from(Color.RED).above(1, Color.GREEN));
    }

    /** Lines over time. */
    public TimeSeries over(String title, String expression, String legend) {
        return TimeSeries.of(title).query(here(expression), legend).from(0);
    }

    /** How often per second something is counted, by one label. */
    public TimeSeries rate(String title, String counter, String label) {
        return over(title, rate(counter, label), "{{" + label + "}}").unit(Unit.PER_SECOND);
    }

    private static String rate(String counter, String label) {
        return "sum by (" + label + ") (rate(" + counter + "[$__rate_interval]))";
    }

    /** The time that half, and nearly all, of something takes at most; of a histogram, in seconds. */
    public TimeSeries durations(String title, String buckets) {
        String rate = rate(here(buckets), "le");
        return TimeSeries.of(title)
                .query("histogram_quantile(0.5, " + rate + ")", "half")
                .query("histogram_quantile(0.95, " + rate + ")", "95 %")
                .unit(Unit.SECONDS)
                .from(0);
    }

    /** The dashboard with what its pods do and take. */
    public Dashboard pods(Dashboard dashboard) {
        String some = pods.isEmpty() ? MARK : MARK + ",pod=~\"" + pods + "-.+\"";
        String containers = some + ",container!=\"\"}";
        return dashboard
                .row("Pods")
                .panel(some("Pods ready", "count(kube_pod_status_ready" + some + ",condition=\"true\"} == 1)")
                        .orElse("0"))
                .panel(none(
                        "Restarts within a day",
                        "ceil(sum(increase(kube_pod_container_status_restarts_total" + some + "}[1d])))"))
                .panel(over("CPU of pods", rate("container_cpu_usage_seconds_total" + containers, "pod"), "{{pod}}")
                        .width(8)
                        .unit(Unit.of("short")))
                .panel(over(
                                "Memory of pods",
                                "sum by (pod) (container_memory_working_set_bytes" + containers + ")",
                                "{{pod}}")
                        .width(8)
                        .unit(Unit.BYTES));
    }
}
