package dev.hearth.dsl.workload;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.Cpu;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.NodeRole;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.ServiceOffer;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Serving;
import dev.hearth.dsl.Traffic;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.config.Config;
import dev.hearth.manifest.Node;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A Deployment, StatefulSet, DaemonSet, Job or CronJob with what belongs to it: its ServiceAccount, Services, claims,
 * autoscaler, disruption budget, access rights, and the flows that its references declare.
 *
 * <pre>{@code
 * Port http = Port.http(8080);
 * Workload photos = Workload.deployment("photos")
 *     .image(Image.of("ghcr.io/example/photos", "1.4.2"))
 *     .port(http)
 *     .env("REDIS_URL", Redis.master("redis").url())
 *     .env("API_KEY", Credential.named("photos").asked("api-key", "the key").key("api-key"))
 *     .readiness(Probe.http(http, "/ready"))
 *     .requests(cpu("50m"), memory("64Mi")).limits(memory("256Mi"))
 *     .runAs(1000, 1000)
 *     .volumeClaim("/data", gib(20))
 *     .autoscaler(Autoscaler.between(1, 4).cpu(70))
 *     .metrics(http, "/metrics");
 * }</pre>
 *
 * <p>Its pods are restricted as the Pod Security Standard wants it, have a read-only root file system and no token of the
 * API server. What it does without has to have a reason, and is reported. Every port of its containers is offered by a
 * Service that bears its name, unless {@link #expose} or {@link #unservedPort} says otherwise; jobs have no Service.
 */
public final class Workload implements Part, Serving {

    private final Settings settings;

    private Workload(Settings settings) {
        this.settings = settings;
    }

    private static Workload of(Kind kind, String name) {
        Names.label(kind.word() + " name", name);
        if (name.length() > kind.longestName()) {
            throw new IllegalArgumentException("the name of a " + kind.word() + " must have at most "
                    + kind.longestName() + " characters, because its pods' labels hold it and more, but '" + name
                    + "' has " + name.length());
        }
        Pods pods = Pods.labelled(name, Labels.NAME, name);
        return new Workload(new Settings(kind, name, Container.named(name), Traffic.of(pods)));
    }

    /** Pods alike, of which any may go at any time. */
    public static Workload deployment(String name) {
        return of(Kind.DEPLOYMENT, name);
    }

    /**
     * Pods with a name and claims of their own each. Their governing Service is named {@code <name>-headless}, or as the
     * workload where that is {@link #headless()}.
     */
    public static Workload statefulSet(String name) {
        return of(Kind.STATEFUL_SET, name);
    }

    /** A pod on every node. */
    public static Workload daemonSet(String name) {
        return of(Kind.DAEMON_SET, name);
    }

    /** Pods that run until they have succeeded. */
    public static Workload job(String name) {
        return of(Kind.JOB, name);
    }

    /**
     * Jobs, one at a time, whenever the schedule says so.
     *
     * @param schedule five fields of cron, such as {@code 30 3 * * *}, or a word such as {@code @daily}
     */
    public static Workload cronJob(String name, String schedule) {
        Workload workload = of(Kind.CRON_JOB, name);
        return workload.with(s -> s.own = s.own.with("schedule", Node.text(Schedule.checked(name, schedule)))
                .with("concurrencyPolicy", Node.text("Forbid")));
    }

    private Workload with(Consumer<Settings> change) {
        Settings copy = settings.copy();
        change.accept(copy);
        PodRules.check(copy);
        return new Workload(copy);
    }

    private Workload only(boolean applies, String what) {
        if (!applies) {
            throw new IllegalArgumentException(
                    "a " + settings.kind.word() + " has no " + what + "; take it from " + settings.name);
        }
        return this;
    }

    // --- the main container -----------------------------------------------------------------------------------------

    /** A copy whose own container is changed so; for what has no short form here. */
    public Workload container(UnaryOperator<Container> change) {
        return with(s -> s.main = change.apply(s.main));
    }

    /** A copy that runs that image. */
    public Workload image(Image image) {
        return container(container -> container.image(image));
    }

    /** A copy that runs that program instead of the image's own. */
    public Workload command(String... command) {
        return container(container -> container.command(command));
    }

    /** A copy with those arguments in place of the image's own and of any before. */
    public Workload args(String... args) {
        return container(container -> container.args(args));
    }

    /** A copy with those further arguments. */
    public Workload args(Collection<Value> args) {
        return container(container -> container.args(args));
    }

    /** A copy with one more argument. */
    public Workload arg(String arg) {
        return container(container -> container.arg(arg));
    }

    /** A copy with one more argument. */
    public Workload arg(Value arg) {
        return container(container -> container.arg(arg));
    }

    /** A copy that starts in that directory. */
    public Workload workingDirectory(String path) {
        return container(container -> container.workingDirectory(path));
    }

    /** A copy with that environment variable; one of that name from before gives way. */
    public Workload env(String name, String value) {
        return container(container -> container.env(name, value));
    }

    /** A copy with that environment variable; one of that name from before gives way. */
    public Workload env(String name, Value value) {
        return container(container -> container.env(name, value));
    }

    /** A copy with an environment variable from a Secret. */
    public Workload env(String name, Credential.Key key) {
        return container(container -> container.env(name, key));
    }

    /** A copy with an environment variable from a ConfigMap. */
    public Workload env(String name, Config.Key key) {
        return container(container -> container.env(name, key));
    }

    /** A copy with an environment variable from a field of the pod, such as {@code status.podIP}. */
    public Workload envField(String name, String path) {
        return container(container -> container.envField(name, path));
    }

    /** A copy with an environment variable from the container's resources, such as {@code limits.memory} in bytes. */
    public Workload envResource(String name, String resource) {
        return container(container -> container.envResource(name, resource));
    }

    /** A copy with every key of that Config as an environment variable. */
    public Workload envFrom(Config config) {
        return container(container -> container.envFrom(config));
    }

    /** A copy with every key of that Credential as an environment variable. */
    public Workload envFrom(Credential credential) {
        return container(container -> container.envFrom(credential));
    }

    /** A copy that listens on that port, which its Service offers. */
    public Workload port(Port port) {
        return container(container -> container.port(port));
    }

    /** A copy that listens on that port, which no Service offers. */
    public Workload unservedPort(Port port) {
        return container(container -> container.unservedPort(port));
    }

    /** A copy that listens on that port, which is opened at that number of the node too, and why. */
    public Workload hostPort(Port port, int number, String reason) {
        return container(container -> container.hostPort(port, number, reason));
    }

    /** A copy for which so much is set aside. */
    public Workload requests(Cpu cpu, Bytes memory) {
        return container(container -> container.requests(cpu, memory));
    }

    /** A copy that may use so much memory; of cpu whatever is free. */
    public Workload limits(Bytes memory) {
        return container(container -> container.limits(memory));
    }

    /** A copy that may use so much. */
    public Workload limits(Cpu cpu, Bytes memory) {
        return container(container -> container.limits(cpu, memory));
    }

    /** A copy that gets traffic only while that probe succeeds. */
    public Workload readiness(Probe probe) {
        return container(container -> container.readiness(probe));
    }

    /** A copy that is started anew when that probe fails. */
    public Workload liveness(Probe probe) {
        return container(container -> container.liveness(probe));
    }

    /** A copy whose other probes begin after that one has succeeded. */
    public Workload startup(Probe probe) {
        return container(container -> container.startup(probe));
    }

    /** A copy that runs that program before it is ended. */
    public Workload preStop(String program, String... args) {
        return container(container -> container.preStop(program, args));
    }

    /** A copy that waits so long before it is ended, so that nobody sends to it any more; Kubernetes 1.30 or later. */
    public Workload preStopSleep(Duration time) {
        return container(container -> container.preStopSleep(time));
    }

    /** A copy with that volume at that path: for reading where it is configuration or a secret, else for writing. */
    public Workload mount(Volume volume, String path) {
        return container(container -> container.mount(volume, path));
    }

    /** A copy with a part of that volume at that path. A part does not follow changes of configuration. */
    public Workload mount(Volume volume, String path, String subPath) {
        return container(container -> container.mount(volume, path, subPath));
    }

    /** A copy with that volume at that path, for reading. */
    public Workload mountReadOnly(Volume volume, String path) {
        return container(container -> container.mountReadOnly(volume, path));
    }

    /** A copy with the files of that Config in that directory, for reading. */
    public Workload mount(Config config, String path) {
        return container(container -> container.mount(config, path));
    }

    /** A copy with the keys of that Credential as files in that directory, for reading, mode 0400. */
    public Workload mount(Credential credential, String path) {
        return container(container -> container.mount(credential, path));
    }

    /** A copy with an empty directory at that path, named after it. */
    public Workload scratch(String path) {
        return container(container -> container.scratch(path));
    }

    /**
     * A copy with storage of that size at that path, named after it; a claim for each pod of a StatefulSet, one claim
     * {@code <workload>-<volume>} for all pods of others.
     */
    public Workload volumeClaim(String path, Bytes size) {
        return mount(Volume.claim(Container.nameOf(path), size), path);
    }

    /** A copy that may write to the files of its image, and why. */
    public Workload writableRoot(String reason) {
        return container(container -> container.writableRoot(reason));
    }

    /** A copy with the capability {@code NET_BIND_SERVICE}, which alone needs no reason. */
    public Workload capability(String name) {
        return container(container -> container.capability(name));
    }

    /** A copy with that capability, such as {@code NET_RAW}, and why. */
    public Workload capability(String name, String reason) {
        return container(container -> container.capability(name, reason));
    }

    /** A copy that may do on its node what root may, and why. */
    public Workload privileged(String reason) {
        return container(container -> container.privileged(reason));
    }

    // --- the other containers ---------------------------------------------------------------------------------------

    /** A copy with a further container beside its own. */
    public Workload sidecar(Container container) {
        return with(s -> s.sidecars = Container.append(s.sidecars, container));
    }

    /** A copy with a container that must have ended well before the others start. */
    public Workload initContainer(Container container) {
        return with(s -> s.inits = Container.append(s.inits, new Settings.Init(container, false)));
    }

    /**
     * A copy with a container that starts before the others, in its turn among the init containers, stays beside them and
     * ends after them; Kubernetes 1.29 or later.
     */
    public Workload nativeSidecar(Container container) {
        return with(s -> s.inits = Container.append(s.inits, new Settings.Init(container, true)));
    }

    // --- how many, where, and how they change -----------------------------------------------------------------------

    /** A copy with so many pods; 1 unless said otherwise. */
    public Workload replicas(int count) {
        Amounts.atLeast("replicas of " + settings.name, 0, count);
        return only(settings.kind.scales(), "replicas").with(s -> s.replicas = count);
    }

    /** A copy whose pods that autoscaler counts; then it has no replicas of its own. */
    public Workload autoscaler(Autoscaler autoscaler) {
        if (autoscaler.utilization().isEmpty()) {
            throw new IllegalArgumentException(
                    "the autoscaler of " + settings.name + " has no metric; add cpu(70) or memory(80)");
        }
        return only(settings.kind.scales(), "autoscaler").with(s -> s.autoscaler = Optional.of(autoscaler));
    }

    /** A copy of which so many may be away on purpose; at most one unless said otherwise, where it has more than one. */
    public Workload disruptionBudget(DisruptionBudget budget) {
        return only(settings.kind.scales(), "disruption budget").with(s -> s.budget = Optional.of(budget));
    }

    /** A copy without a disruption budget, and why. */
    public Workload withoutDisruptionBudget(String reason) {
        return excused("disruption budget", reason).with(s -> s.withoutBudget = true);
    }

    /** A copy whose pods must be on different nodes; they only should unless this is said. */
    public Workload spreadStrictly() {
        return with(s -> s.spread = Optional.of("DoNotSchedule"));
    }

    /** A copy whose pods may all be on one node. */
    public Workload withoutSpreading() {
        return with(s -> s.spread = Optional.empty());
    }

    /** A copy that runs on the nodes of that pool of the site; anywhere where the site has no pools or one node. */
    public Workload pool(String name) {
        Names.label("node pool", name);
        return with(s -> {
            s.pool = Optional.of(name);
            s.role = Optional.empty();
        });
    }

    /**
     * A copy that runs on the nodes with that role; anywhere where no node has it, or there is only one.
     *
     * <p>Pods with a disk of their own run nowhere else, because a disk of a node stays where its pod first was; so does a
     * DaemonSet. Others go elsewhere where those nodes cannot take them, such as after the loss of one.
     */
    public Workload role(NodeRole role) {
        return with(s -> {
            s.role = Optional.of(role);
            s.pool = Optional.empty();
        });
    }

    /** A copy of that PriorityClass. */
    public Workload priorityClass(String name) {
        Names.subdomain("priority class", name);
        return with(s -> s.priorityClass = name);
    }

    /** A copy that puts up with such taints of nodes. */
    public Workload toleration(Toleration toleration) {
        return with(s -> s.tolerations = Container.append(s.tolerations, toleration));
    }

    /** A copy that exchanges its pods so. */
    public Workload update(UpdateStrategy strategy) {
        return with(s -> s.update = Optional.of(strategy.fitting(s.kind)));
    }

    /** A copy whose pods have so long to end, whole seconds; 30 s unless said otherwise. */
    public Workload terminationGracePeriod(Duration time) {
        int seconds = Amounts.seconds("termination grace period", time, 0);
        return with(s -> s.grace = Optional.of(seconds));
    }

    /** A copy of which so many old versions are kept; 10 unless said otherwise. */
    public Workload revisionHistory(int count) {
        return only(!settings.kind.ends(), "revision history").own("revisionHistoryLimit", count, 0);
    }

    /** A copy whose pods start and end all at once; for a StatefulSet. */
    public Workload parallelPods() {
        return only(settings.kind == Kind.STATEFUL_SET, "pod management policy")
                .with(s -> s.own = s.own.with("podManagementPolicy", Node.text("Parallel")));
    }

    private Workload own(String field, int value, int least) {
        Amounts.atLeast(field + " of " + settings.name, least, value);
        return with(s -> s.own = s.own.with(field, Node.number(value)));
    }

    // --- jobs -------------------------------------------------------------------------------------------------------

    /** A copy that is tried again so often after a failure; 6 times unless said otherwise. */
    public Workload backoffLimit(int count) {
        return ofJob("backoffLimit", count, 0);
    }

    /** A copy that fails when it takes longer than that. */
    public Workload deadline(Duration time) {
        return ofJob("activeDeadlineSeconds", Amounts.seconds("deadline of a job", time, 1), 1);
    }

    /**
     * A copy that is removed so long after its end; for a CronJob. A Job would be made again by the next sync.
     */
    public Workload timeToLive(Duration time) {
        return only(settings.kind == Kind.CRON_JOB, "time to live")
                .ofJob("ttlSecondsAfterFinished", Amounts.seconds("time to live of a job", time, 0), 0);
    }

    /** A copy of which so many pods must succeed. */
    public Workload completions(int count) {
        return ofJob("completions", count, 1);
    }

    /** A copy of which so many pods run at once. */
    public Workload parallelism(int count) {
        return ofJob("parallelism", count, 0);
    }

    /** A copy that tries again in a new pod, so that the logs of the failed one stay; in the same pod unless this is said. */
    public Workload newPodOnFailure() {
        return only(settings.kind.ends(), "restart policy to choose").with(s -> s.restartPolicy = "Never");
    }

    private Workload ofJob(String field, int value, int least) {
        Amounts.atLeast(field + " of " + settings.name, least, value);
        return only(settings.kind.ends(), field).with(s -> s.job = s.job.with(field, Node.number(value)));
    }

    /** A copy whose schedule is read in that time zone, such as {@code Europe/Vienna}; the controller's unless said. */
    public Workload timeZone(String zone) {
        return ofSchedule("timeZone", Node.text(Schedule.zone(zone)));
    }

    /** A copy of which the next job starts although the last still runs. */
    public Workload allowConcurrent() {
        return ofSchedule("concurrencyPolicy", Node.text("Allow"));
    }

    /** A copy of which the next job takes the place of one that still runs. */
    public Workload replaceConcurrent() {
        return ofSchedule("concurrencyPolicy", Node.text("Replace"));
    }

    /** A copy that does without a job that could not start in time. */
    public Workload startingDeadline(Duration time) {
        return ofSchedule("startingDeadlineSeconds", Node.number(Amounts.seconds("starting deadline", time, 10)));
    }

    /** A copy that starts no jobs for now. */
    public Workload suspended() {
        return ofSchedule("suspend", Node.bool(true));
    }

    /** A copy that keeps so many ended jobs; 3 that succeeded and 1 that failed unless said otherwise. */
    public Workload jobHistory(int succeeded, int failed) {
        Amounts.atLeast("kept succeeded jobs", 0, succeeded);
        Amounts.atLeast("kept failed jobs", 0, failed);
        return ofSchedule("successfulJobsHistoryLimit", Node.number(succeeded))
                .ofSchedule("failedJobsHistoryLimit", Node.number(failed));
    }

    private Workload ofSchedule(String field, Node value) {
        return only(settings.kind == Kind.CRON_JOB, field).with(s -> s.own = s.own.with(field, value));
    }

    // --- what its pods may do ---------------------------------------------------------------------------------------

    /** A copy that may do that at the API server; its pods get a token and may open the API server. */
    public Workload access(Access... access) {
        ImmutableList<Access> more =
                Arrays.stream(access).map(Access::complete).collect(ImmutableList.toImmutableList());
        return with(s -> {
            s.access = ImmutableList.<Access>builder()
                    .addAll(s.access)
                    .addAll(more)
                    .build();
            s.traffic = s.traffic.reachesApiServer();
        });
    }

    /** A copy whose pods get a token of the API server although it has no access of its own, and why. */
    public Workload token(String reason) {
        return excused("no token of the API server", reason).with(s -> s.token = true);
    }

    /** A copy whose pods run as that user and group, at least 1, which their volumes belong to as well. */
    public Workload runAs(int user, int group) {
        Amounts.atLeast("user of " + settings.name, 1, user);
        Amounts.atLeast("group of " + settings.name, 1, group);
        return with(s -> {
            s.user = Optional.of(user);
            s.group = Optional.of(group);
            s.fsGroup = Optional.of(s.fsGroup.orElse(group));
        });
    }

    /** A copy whose volumes belong to that group. */
    public Workload fsGroup(int group) {
        Amounts.atLeast("group of the volumes of " + settings.name, 1, group);
        return with(s -> s.fsGroup = Optional.of(group));
    }

    /** A copy whose pods run as root, and why. */
    public Workload root(String reason) {
        return excused("no root user", reason).with(s -> s.root = true);
    }

    /** A copy whose pods have the network of their node, and why. NetworkPolicies do not hold for them. */
    public Workload hostNetwork(String reason) {
        return excused("own network", reason).with(s -> s.hostNetwork = true);
    }

    /** A copy whose pods see all processes of their node, and why. */
    public Workload hostPid(String reason) {
        return excused("own process space", reason).with(s -> s.hostPid = true);
    }

    private Workload excused(String what, String reason) {
        Excuse excuse = new Excuse(what, reason);
        return with(s -> s.excuses = Container.append(s.excuses, excuse));
    }

    /** A copy whose images are pulled with that Credential, of type {@code kubernetes.io/dockerconfigjson}. */
    public Workload pullSecret(Credential credential) {
        return with(s -> s.pullSecrets = Container.add(s.pullSecrets, credential));
    }

    // --- labels -----------------------------------------------------------------------------------------------------

    /** A copy with that label of the object. */
    public Workload label(String name, String value) {
        return with(s -> s.labels = Container.put(s.labels, Labels.free(name), value));
    }

    /** A copy with that annotation of the object. */
    public Workload annotation(String name, String value) {
        return with(s -> s.annotations = Container.put(s.annotations, name, value));
    }

    /** A copy with that label of its pods. */
    public Workload podLabel(String name, String value) {
        return with(s -> s.podLabels = Container.put(s.podLabels, Labels.free(name), value));
    }

    /** A copy with that annotation of its pods. */
    public Workload podAnnotation(String name, String value) {
        return with(s -> s.podAnnotations = Container.put(s.podAnnotations, name, value));
    }

    // --- services and flows -----------------------------------------------------------------------------------------

    /** A copy whose given ports are offered by a Service of that name, no longer by the one of the workload's. */
    public Workload expose(String service, Port port, Port... more) {
        return expose(Exposure.named(service)
                .ports(ImmutableList.<Port>builder().add(port).add(more).build().toArray(new Port[0])));
    }

    /** A copy with that Service; one that bears the workload's name offers what no other does. */
    public Workload expose(Exposure exposure) {
        return only(!settings.kind.ends(), "Service")
                .with(s -> s.exposures = ImmutableMap.<String, Exposure>builder()
                        .putAll(s.exposures)
                        .put(exposure.name(), exposure)
                        .buildKeepingLast());
    }

    private Exposure ownExposure() {
        return settings.exposures.getOrDefault(settings.name, Exposure.named(settings.name));
    }

    /** A copy whose Service has no address of its own; its name leads to each pod. */
    public Workload headless() {
        return expose(ownExposure().asHeadless());
    }

    /** A copy whose Service has an address in the local network. */
    public Workload loadBalancer() {
        return expose(ownExposure().loadBalancer());
    }

    /** A copy that asks its users who they are: at those ports, or at all where none is named. */
    public Workload login(Port... ports) {
        return with(s -> {
            s.login = true;
            s.loginPorts =
                    ImmutableSet.<Port>builder().addAll(s.loginPorts).add(ports).build();
        });
    }

    /** A copy with metrics in Prometheus' text form at that port and path; the port is offered by a Service as well. */
    public Workload metrics(Port port, String path) {
        return only(!settings.kind.ends(), "metrics to scrape, because it has no Service")
                .with(s -> {
                    if (s.running().stream()
                            .noneMatch(container -> container.settings().ports.contains(port))) {
                        s.main = s.main.port(port);
                    }
                    s.metrics = Container.append(s.metrics, new Settings.Metrics(port, path));
                });
    }

    /**
     * A copy that sends traces, if the cluster has a {@link dev.hearth.dsl.monitor.TracesOffer collector} of them: its own
     * container gets OpenTelemetry's variables (endpoint, {@code http/protobuf}, the workload's name as that of the service,
     * and namespace and pod as attributes) and its pods may open the collector. Where nothing takes traces it is as if
     * this had not been said, because programs that are told nothing send nothing; nobody loses an alert by that.
     */
    public Workload traces() {
        return with(s -> s.traces = Telemetry.Traces.HTTP);
    }

    /** A copy that sends traces as {@link #traces()} does, for a program that knows OpenTelemetry's protocol by gRPC alone. */
    public Workload tracesByGrpc() {
        return with(s -> s.traces = Telemetry.Traces.GRPC);
    }

    /**
     * A copy with profiles in the form of Go's pprof below {@code /debug/pprof} of that port, if the cluster has a
     * {@link dev.hearth.dsl.monitor.ProfilesOffer collector} of them: its pods get the annotations that ask for processor
     * time, memory and goroutines, and the collector may open the port. Where nothing gathers profiles, nothing is said.
     */
    public Workload profiles(Port port) {
        return profiles(port, Telemetry.Profiles.USUAL_PATH);
    }

    /** A copy with profiles as {@link #profiles(Port)} has them, below that path. */
    public Workload profiles(Port port, String path) {
        Telemetry.Profiles profiles = new Telemetry.Profiles(port, path);
        return only(!settings.kind.ends(), "profiles to gather, because its pods end")
                .with(s -> {
                    if (s.running().stream()
                            .noneMatch(container -> container.settings().ports.contains(port))) {
                        s.main = s.main.unservedPort(port);
                    }
                    s.profiles = Optional.of(profiles);
                });
    }

    /** A copy whose pods may open those services, beyond those whose addresses they use. */
    public Workload reaches(ServiceRef... services) {
        return with(s -> s.traffic = s.traffic.reaches(services));
    }

    /** A copy whose pods may open those ports of that peer. */
    public Workload reaches(Peer peer, Port port, Port... more) {
        return with(s -> s.traffic = s.traffic.reaches(peer, port, more));
    }

    /** A copy whose pods may open the API server, with a token of another kind than {@link #access} gives. */
    public Workload reachesApiServer() {
        return with(s -> s.traffic = s.traffic.reachesApiServer());
    }

    /** A copy whose given ports that peer may open. */
    public Workload reachedFrom(Peer peer, Port port, Port... more) {
        return with(s -> s.traffic = s.traffic.reachedFrom(peer, port, more));
    }

    /** A copy whose pods may open those ports of each other. */
    public Workload peers(Port port, Port... more) {
        return with(s -> s.traffic = s.traffic.peers(port, more));
    }

    // --- reading ----------------------------------------------------------------------------------------------------

    /** Its name. */
    public String name() {
        return settings.name;
    }

    /** Its pods, wherever its component is. */
    public Pods pods() {
        return settings.traffic.pods();
    }

    /**
     * A reference to that port of the Service that offers it, for the component itself.
     *
     * @throws IllegalArgumentException where no Service of the workload offers it
     */
    public ServiceRef service(Port port) {
        return services().stream()
                .filter(offer -> offer.port().equals(port))
                .findFirst()
                .map(offer -> ServiceRef.own(offer.service(), port.name()))
                .orElseThrow(() -> new IllegalArgumentException("no Service of " + settings.name + " offers port "
                        + port + "; declare it with port(...) first. Offered are "
                        + services().stream().map(ServiceOffer::port).toList()));
    }

    /**
     * A reference to that port of the governing Service of a StatefulSet; {@code <pod>.} before its host name is the name
     * of one pod.
     *
     * @throws IllegalArgumentException where it is no StatefulSet, or no Service of it offers the port
     */
    public ServiceRef governingService(Port port) {
        only(settings.kind == Kind.STATEFUL_SET, "governing Service").service(port);
        return ServiceRef.own(ServiceObjects.governing(settings), port.name());
    }

    @Override
    public ImmutableList<ServiceOffer> services() {
        return ServiceObjects.offers(settings, true);
    }

    /** What its component may offer to others: its ports, without the governing Service of a StatefulSet. */
    public Offers offers() {
        return Offers.of(ServiceObjects.offers(settings, false));
    }

    @Override
    public void expand(Scope scope) {
        new WorkloadObjects(settings, scope).expand();
    }

    /** For people: {@code Deployment photos}. */
    @Override
    public String toString() {
        return settings.subject();
    }
}
