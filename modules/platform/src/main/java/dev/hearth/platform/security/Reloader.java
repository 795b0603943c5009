package dev.hearth.platform.security;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.minutes;

import dev.hearth.dsl.Band;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.RestartOffer;
import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;
import dev.hearth.dsl.workload.Access;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;

/**
 * Stakater Reloader, which starts pods anew when a Secret changes that they read only at their start: so a value that a store
 * renews reaches environment variables too.
 *
 * <pre>{@code
 * Cluster.named("home").layer(
 *     "secrets",
 *     ExternalSecrets.named("external-secrets").store(vault),
 *     Reloader.named("reloader"));
 * }</pre>
 *
 * <p>Nothing more is to be said: a workload that takes a credential of a store as a variable, or says of its files that they are
 * read at the start, names that Secret to the Reloader. It watches the namespaces of those workloads alone, and may patch
 * those workloads alone.
 *
 * <p>It starts pods anew by an annotation of their template. Argo CD neither removes that nor calls it a difference, whether it
 * applies at the client or the server, because neither the tree nor what was applied last has that field.
 *
 * <p>A change that comes while it does not run is not made up for, so one that is down is told after a few minutes.
 *
 * @param name the name of the component, of its namespace and of its objects
 * @see <a href="https://github.com/stakater/Reloader/tree/v1.4.21/deployments/kubernetes/chart/reloader">Upstream's chart</a>
 */
public record Reloader(String name) implements Component {

    static final String ANNOTATION = "secret.reloader.stakater.com/reload";

    private static final Port HTTP = Port.http(9090);
    private static final int USER = 65532;

    public Reloader {
        Names.label("component name", name);
    }

    /** Release 1.4.21. */
    public static Reloader named(String name) {
        return new Reloader(name);
    }

    @Override
    public Band band() {
        return Band.OPERATORS;
    }

    @Override
    public Offers offers() {
        return Offers.of(new RestartOffer(ANNOTATION), new ReloaderReach(this), ReloaderDashboard.of(this));
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        return Manifests.of(controller(), alerts(), Catalogue.supported("reloader"));
    }

    /** Its own namespace is always among those that it watches: without any it would watch all. */
    private Workload controller() {
        return Workload.deployment(name)
                .image(Catalogue.image("reloader"))
                .args(
                        "--reload-strategy=annotations",
                        "--resources-to-ignore=configmaps",
                        "--ignored-workload-types=jobs,cronjobs",
                        "--log-format=json",
                        "--namespaces=" + namespace())
                .envResource("GOMEMLIMIT", "limits.memory")
                .port(HTTP)
                .runAs(USER, USER)
                .scratch("/tmp")
                .requests(cpu("10m"), memory("64Mi"))
                .limits(memory("256Mi"))
                .readiness(Probe.http(HTTP, "/metrics"))
                .liveness(Probe.http(HTTP, "/live").failures(6))
                .access(
                        Access.to("secrets").verbs("get", "list", "watch"),
                        Access.to("deployments", "daemonsets", "statefulsets")
                                .group("apps")
                                .verbs("get", "list"))
                .metrics(HTTP, "/metrics");
    }

    private Rules alerts() {
        String here = "namespace=\"" + namespace() + "\"";
        String dropped = "reloader_events_processed_total{" + here + ",result=\"dropped\"}";
        return Rules.named(name)
                .alert(Alert.named("ReloaderDown")
                        .expr("kube_deployment_status_replicas_available{" + here + ",deployment=\"" + name
                                + "\"} == 0")
                        .holding(minutes(10))
                        .severity(Severity.WARNING)
                        .summary("Nothing starts pods anew when their secrets change")
                        .description(
                                "No pod of {{ $labels.namespace }} is ready. What a store renews until one is, reaches"
                                        + " variables only by kubectl rollout restart."))
                .alert(Alert.named("PodsKeepOldSecret")
                        // The series begins with the first failure, so there is no increase to see.
                        .expr("sum by (namespace) (" + dropped + ") - (sum by (namespace) (" + dropped
                                + " offset 1h) or sum by (namespace) (" + dropped + ") * 0) > 0")
                        .severity(Severity.WARNING)
                        .summary("Pods could not be started anew after a secret changed")
                        .description(
                                "The pods keep the old value; the log of {{ $labels.namespace }} names the workload, and"
                                        + " kubectl rollout restart starts them."));
    }
}
