package dev.hearth.platform.security;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.seconds;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Patch;
import dev.hearth.dsl.PodSecurity;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.config.Config;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Toleration;
import dev.hearth.dsl.workload.Volume;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import io.fabric8.kubernetes.api.model.AppArmorProfileBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Falco, which watches the system calls of every node for what an intruder would do, and tells an Alertmanager and a Loki.
 *
 * <pre>{@code
 * Falco.named("falco")
 *     .alertsTo(alertmanager.api())
 *     .logsTo(loki.push())
 *     .developing("coder-workspaces")            // people build and run programs there
 *     .rules(FalcoRules.none().except("Terminal shell in container", "k8s.ns.name = workshop"));
 * }</pre>
 *
 * <p>It needs a kernel with BTF, as every current distribution has. Its program for the kernel, the plugin that knows
 * containers and the rules are part of its image, so nothing is loaded while it runs.
 *
 * <p>What it may: its pods are root, see all processes, files in {@code /etc} and containers of their node, and load programs
 * into its kernel. Whoever takes one over has the node. It has no account at the API server.
 *
 * @param name its name; the namespace has the same
 * @param least what is less bad than that is not told at all
 * @param rules rules over those of its image and those for this platform
 * @param developing namespaces in which people run what they have just built
 * @param clients images besides those of this platform whose programs ask the API server
 * @param alertmanager where what is bad enough becomes an alert
 * @param alerting how bad that is
 * @param loki where everything that is told becomes a line of a log
 * @see <a href="https://falco.org/docs/">Falco</a>
 */
public record Falco(
        String name,
        FalcoPriority least,
        FalcoRules rules,
        ImmutableSet<String> developing,
        ImmutableSet<String> clients,
        Optional<ServiceRef> alertmanager,
        FalcoPriority alerting,
        Optional<ServiceRef> loki)
        implements Component {

    static final Port WEB = Port.http(8765).named("web");

    private static final String SETTINGS = "/etc/falco/settings";
    private static final String RULES = "/etc/falco/rules.d";

    private static final String WATCHES = "it watches the system calls of all processes of its node";
    private static final String KERNEL = "it loads its program into the kernel and reads the events that it gathers";
    private static final String PROCESSES = "it reads which process an event is of";
    private static final String CONTAINERS = "it asks the container runtime which container and pod a process is of";

    public Falco {
        Names.label("component name", name);
        requireNonNull(least, "least");
        requireNonNull(rules, "rules");
        requireNonNull(alerting, "alerting");
        developing.forEach(namespace -> Names.label("namespace", namespace));
        if (alertmanager.isPresent() && alerting.compareTo(least) > 0) {
            throw new IllegalArgumentException(name + " tells nothing less bad than " + least.word()
                    + ", so it can make no alerts from " + alerting.word() + " on; say priority(" + alerting + ") too");
        }
    }

    /** A Falco that tells what is at least a notice, in the logs of its pods. */
    public static Falco named(String name) {
        return new Falco(
                name,
                FalcoPriority.NOTICE,
                FalcoRules.none(),
                ImmutableSet.of(),
                ImmutableSet.of(),
                Optional.empty(),
                FalcoPriority.WARNING,
                Optional.empty());
    }

    /** A copy that tells what is at least as bad as that. */
    public Falco priority(FalcoPriority atLeast) {
        return new Falco(name, atLeast, rules, developing, clients, alertmanager, alerting, loki);
    }

    /** A copy with those rules too. */
    public Falco rules(FalcoRules more) {
        return new Falco(name, least, rules.and(more), developing, clients, alertmanager, alerting, loki);
    }

    /** A copy for which shells, packages and programs that were just built are usual in that namespace. */
    public Falco developing(String namespace) {
        return new Falco(name, least, rules, with(developing, namespace), clients, alertmanager, alerting, loki);
    }

    /** A copy for which programs of that image, a name without a tag, ask the API server as they should. */
    public Falco apiClient(String repository) {
        return new Falco(name, least, rules, developing, with(clients, repository), alertmanager, alerting, loki);
    }

    private static ImmutableSet<String> with(ImmutableSet<String> some, String one) {
        return ImmutableSet.<String>builder().addAll(some).add(one).build();
    }

    /** A copy whose warnings and worse become alerts there; each for an hour, since nothing tells that an event is over. */
    public Falco alertsTo(ServiceRef service) {
        return new Falco(name, least, rules, developing, clients, Optional.of(service), alerting, loki);
    }

    /** A copy that makes alerts of what is at least as bad as that. */
    public Falco alertsFrom(FalcoPriority atLeast) {
        return new Falco(name, least, rules, developing, clients, alertmanager, atLeast, loki);
    }

    /** A copy whose events are kept in that Loki, with the label {@code job="falco"}. */
    public Falco logsTo(ServiceRef service) {
        return new Falco(name, least, rules, developing, clients, alertmanager, alerting, Optional.of(service));
    }

    @Override
    public Band band() {
        return Band.SECURITY;
    }

    @Override
    public PodSecurity podSecurity() {
        return PodSecurity.privileged(WATCHES);
    }

    @Override
    public Offers offers() {
        Offers offers = Offers.of(FalcoDashboard.of(name(), namespace(), alertmanager.isPresent() || loki.isPresent()));
        return loki.isPresent() ? offers.and(FalcoAlerts.logs(name), FalcoDashboard.events()) : offers;
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        Optional<Falcosidekick> sidekick = alertmanager.isPresent() || loki.isPresent()
                ? Optional.of(new Falcosidekick(name + "sidekick", alertmanager, alerting, loki))
                : Optional.empty();
        List<Part> parts = new ArrayList<>();
        parts.add(watcher(cluster, sidekick));
        sidekick.ifPresent(some -> parts.add(some.workload()));
        parts.add(FalcoAlerts.of(name));
        sidekick.ifPresent(some -> parts.add(FalcoAlerts.of(some)));
        parts.add(scope -> scope.exempt(
                new Exemption("the container runtime's AppArmor profile", "DaemonSet " + name, PROCESSES)));
        return Manifests.of(parts).patch(unconfined(cluster));
    }

    private Workload watcher(ClusterView cluster, Optional<Falcosidekick> sidekick) {
        FalcoSettings settings = new FalcoSettings(least, socket(cluster), sidekick);
        return Workload.daemonSet(name)
                .image(Catalogue.image("falco"))
                .command("/usr/bin/falco")
                .args("-c", SETTINGS + "/" + FalcoSettings.FILE)
                .env("HOST_ROOT", FalcoSettings.HOST)
                .envField("FALCO_HOSTNAME", "spec.nodeName")
                .envField("FALCO_K8S_NODE_NAME", "spec.nodeName")
                .mount(settings.config(name), SETTINGS)
                .mount(ruleFile(), RULES)
                .mountReadOnly(Volume.hostPath("tracing", "/sys/kernel/tracing", KERNEL), "/sys/kernel/tracing")
                .mountReadOnly(Volume.hostPath("proc", "/proc", PROCESSES), FalcoSettings.HOST + "/proc")
                .mountReadOnly(
                        Volume.hostPath("etc", "/etc", "it reads the names of users and groups"),
                        FalcoSettings.HOST + "/etc")
                .mountReadOnly(
                        // The directory: a socket that is mounted by itself is dead once the runtime was restarted.
                        Volume.hostPath("runtime", folder(socket(cluster)), CONTAINERS),
                        FalcoSettings.HOST + folder(socket(cluster)))
                .root(WATCHES)
                .capability("BPF", KERNEL)
                .capability("PERFMON", KERNEL)
                .capability("SYS_RESOURCE", "it locks the memory that it shares with the kernel")
                .capability("SYS_PTRACE", PROCESSES)
                .port(WEB)
                .toleration(Toleration.everything())
                .priorityClass("system-node-critical")
                .requests(cpu("100m"), memory("512Mi"))
                .limits(memory("1Gi"))
                .startup(Probe.http(WEB, "/healthz").period(seconds(5)).failures(24))
                .readiness(Probe.http(WEB, "/healthz"))
                .liveness(Probe.http(WEB, "/healthz").failures(6))
                .metrics(WEB, "/metrics");
    }

    private Config ruleFile() {
        return Config.named(name + "-rules")
                .file("home.yaml", HomeRules.of(developing, clients).and(rules).text());
    }

    private static String socket(ClusterView cluster) {
        return cluster.site().distribution().equals("MicroK8s")
                ? "/var/snap/microk8s/common/run/containerd.sock"
                : "/run/containerd/containerd.sock";
    }

    private static String folder(String file) {
        return file.substring(0, file.lastIndexOf('/'));
    }

    /** The profile keeps a container from reading what processes of others do. */
    private Patch unconfined(ClusterView cluster) {
        return Patch.of(DaemonSet.class, name, daemonSet -> {
            var template = daemonSet.getSpec().getTemplate();
            if (cluster.kubernetes().atLeast(30)) {
                template.getSpec()
                        .getContainers()
                        .get(0)
                        .getSecurityContext()
                        .setAppArmorProfile(new AppArmorProfileBuilder()
                                .withType("Unconfined")
                                .build());
            } else {
                template.getMetadata()
                        .getAnnotations()
                        .put("container.apparmor.security.beta.kubernetes.io/" + name, "unconfined");
            }
        });
    }
}
