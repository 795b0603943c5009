package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.minutes;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.PodSecurity;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.backup.Backup;
import dev.hearth.dsl.config.Config;
import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;
import dev.hearth.dsl.node.AuditLog;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Toleration;
import dev.hearth.dsl.workload.Volume;
import dev.hearth.dsl.workload.Workload;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The way of the API server's audit log to whoever watches over the cluster: an Alloy on each node reads the
 * {@link AuditLog} that the page on the nodes sets up and hands it to Loki with {@code job="audit"}, and alerts over it
 * say what a person should know of: who read Secrets, entered pods, changed rights, deleted namespaces, or tried to get in.
 *
 * <pre>{@code
 * AuditLogs.named("audit-logs").logsTo(loki.push())
 * }</pre>
 *
 * <p>The log is readable for root alone, so its pods are root, without any capability, with the log mounted for reading. How far
 * they have read is kept on the node. A line bears the time at which it was read: an alert on what happened while nobody could
 * read comes late, but it comes.
 *
 * @param name its name; the namespace has the same
 * @param loki the store of logs; where its component is, the alerts are evaluated
 * @param deployers namespaces whose ServiceAccounts change rights as their work, such as that of Argo CD
 * @param expected users of whom it is expected that they enter pods, such as a backup's ServiceAccount
 */
public record AuditLogs(
        String name, ServiceRef loki, ImmutableSortedSet<String> deployers, ImmutableSortedSet<String> expected)
        implements Component {

    private static final String WHY = "the audit log is a file of the node that only root may read";
    private static final String KEPT =
            "how far the log has been read must outlast the pod, or its lines are told twice";
    private static final String LOG_VOLUME = "audit-log";

    public AuditLogs {
        Names.label("component name", name);
        requireNonNull(loki, "loki");
        deployers.forEach(namespace -> Names.label("namespace", namespace));
        expected.forEach(AuditRules::user);
    }

    /** The audit log of a component of that name, without a store yet. */
    public record Named(String name) {

        /** The audit log, which goes to that Loki. */
        public AuditLogs logsTo(ServiceRef loki) {
            return new AuditLogs(name, loki, ImmutableSortedSet.of("argocd"), ImmutableSortedSet.of());
        }
    }

    /** The audit log, which needs a store; rights are changed by Argo CD in {@code argocd}. */
    public static Named named(String name) {
        return new Named(name);
    }

    /** A copy in which ServiceAccounts of those namespaces change rights as their work, and of no others. */
    public AuditLogs deployers(String... namespaces) {
        return new AuditLogs(name, loki, ImmutableSortedSet.copyOf(namespaces), expected);
    }

    /** A copy in which those users too enter pods as their work, such as {@code system:serviceaccount:velero:velero}. */
    public AuditLogs expected(String... users) {
        return new AuditLogs(
                name,
                loki,
                deployers,
                Stream.concat(expected.stream(), Arrays.stream(users))
                        .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo)));
    }

    @Override
    public Band band() {
        return Band.OBSERVABILITY;
    }

    @Override
    public ImmutableSet<String> after() {
        return ImmutableSet.of(loki.component());
    }

    @Override
    public PodSecurity podSecurity() {
        return PodSecurity.privileged(WHY);
    }

    @Override
    public Offers offers() {
        return reader().offers().and(new AuditRules(this).rules(), AuditDashboard.of());
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        return Manifests.of(
                        reader(),
                        alerts(),
                        Backup.none(
                                "it keeps only how far it has read, on the nodes; the log is there and in the store"))
                .accept("pod.liveness", Alloy.LIVENESS);
    }

    private Workload reader() {
        return Workload.daemonSet(name)
                .image(Alloy.IMAGE)
                .args(
                        "run",
                        Alloy.CONFIGURATION + "/" + Alloy.FILE,
                        "--storage.path=" + Alloy.DATA,
                        "--server.http.listen-addr=0.0.0.0:" + Alloy.HTTP.number(),
                        "--disable-reporting",
                        "--stability.level=generally-available")
                .envField("NODE_NAME", "spec.nodeName")
                .port(Alloy.HTTP)
                .root(WHY)
                .toleration(Toleration.everything())
                .mount(Config.named(name).file(Alloy.FILE, AlloyBlock.file(configuration())), Alloy.CONFIGURATION)
                .mountReadOnly(
                        // Nodes without an API server have none, and nothing to read then.
                        Volume.hostPath(LOG_VOLUME, AuditLog.DIRECTORY, WHY).type("DirectoryOrCreate"),
                        AuditLog.DIRECTORY)
                .mount(
                        Volume.hostPath("positions", "/var/lib/hearth/" + name, KEPT)
                                .type("DirectoryOrCreate"),
                        Alloy.DATA)
                .scratch("/tmp")
                .requests(cpu("20m"), memory("96Mi"))
                .limits(memory("192Mi"))
                .readiness(Probe.http(Alloy.HTTP, "/-/ready"))
                .metrics(Alloy.HTTP, "/metrics");
    }

    List<AlloyBlock> configuration() {
        Map<String, AlloyValue> target = ImmutableMap.of(
                "__path__", AlloyValue.text(AuditLog.FILE),
                "job", AlloyValue.text("audit"),
                "node", AlloyValue.variable("NODE_NAME"));
        return List.of(
                AlloyConfiguration.logging(),
                AlloyBlock.of("local.file_match", "audit")
                        .attribute("path_targets", AlloyValue.list(AlloyValue.object(target))),
                AlloyBlock.of("loki.source.file", "audit")
                        .attribute("targets", AlloyValue.reference("local.file_match.audit.targets"))
                        .attribute("forward_to", AlloyValue.references("loki.write.default.receiver")),
                AlloyConfiguration.write(loki));
    }

    private Rules alerts() {
        String job = "namespace=\"" + name + "\",job=\"" + name + "\"";
        String lines = "loki_source_file_read_lines_total{" + job + "}";
        return Rules.named(name)
                .alert(Alert.named("AuditLogUnread")
                        .expr("sum by (namespace, pod) (increase(" + lines + "[15m])) == 0 or absent(" + lines + ")")
                        .holding(minutes(15))
                        .severity(Severity.CRITICAL)
                        .summary("An audit log is not read any more")
                        .description(
                                "{{ or $labels.pod \"Every pod\" }} has read no line for half an hour, although an API server"
                                        + " is asked all the time: it does not write " + AuditLog.FILE
                                        + ", or nobody reads it."))
                .alert(AlloyAlerts.unhealthy("AuditReaderUnhealthy", job))
                .alert(AlloyAlerts.dropped("AuditLogLost", job).severity(Severity.CRITICAL));
    }
}
