package dev.hearth.dsl.workload;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.NodeRole;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Traffic;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.util.Optional;

/** What a workload is made of; never changed once a workload holds it. */
final class Settings {

    /** A container that runs before the others, or, where it stays, beside them from the start. */
    record Init(Container container, boolean stays) {}

    /** Metrics of a port. */
    record Metrics(Port port, String path) {}

    final Kind kind;
    final String name;
    Container main;
    Traffic traffic;
    ImmutableList<Container> sidecars = ImmutableList.of();
    ImmutableList<Init> inits = ImmutableList.of();
    int replicas = 1;
    Optional<Autoscaler> autoscaler = Optional.empty();
    Optional<DisruptionBudget> budget = Optional.empty();
    boolean withoutBudget;
    Optional<String> spread = Optional.of("ScheduleAnyway");
    Optional<String> pool = Optional.empty();
    Optional<NodeRole> role = Optional.empty();
    String priorityClass = "";
    ImmutableList<Toleration> tolerations = ImmutableList.of();
    ImmutableList<Access> access = ImmutableList.of();
    boolean token;
    Optional<UpdateStrategy> update = Optional.empty();
    Optional<Integer> grace = Optional.empty();
    Optional<Integer> user = Optional.empty();
    Optional<Integer> group = Optional.empty();
    Optional<Integer> fsGroup = Optional.empty();
    boolean root;
    boolean hostNetwork;
    boolean hostPid;
    ImmutableList<Excuse> excuses = ImmutableList.of();
    ImmutableSortedMap<String, String> labels = ImmutableSortedMap.of();
    ImmutableSortedMap<String, String> annotations = ImmutableSortedMap.of();
    ImmutableSortedMap<String, String> podLabels = ImmutableSortedMap.of();
    ImmutableSortedMap<String, String> podAnnotations = ImmutableSortedMap.of();
    ImmutableMap<String, Exposure> exposures = ImmutableMap.of();
    boolean login;
    ImmutableSet<Port> loginPorts = ImmutableSet.of();
    ImmutableList<Metrics> metrics = ImmutableList.of();
    Telemetry.Traces traces = Telemetry.Traces.NONE;
    Optional<Telemetry.Profiles> profiles = Optional.empty();
    ImmutableSet<Credential> pullSecrets = ImmutableSet.of();
    Mapping own = Mapping.empty();
    Mapping job = Mapping.of("backoffLimit", Node.number(6));
    String restartPolicy = "OnFailure";

    Settings(Kind kind, String name, Container main, Traffic traffic) {
        this.kind = kind;
        this.name = name;
        this.main = main;
        this.traffic = traffic;
    }

    Settings copy() {
        Settings copy = new Settings(kind, name, main, traffic);
        copy.sidecars = sidecars;
        copy.inits = inits;
        copy.replicas = replicas;
        copy.autoscaler = autoscaler;
        copy.budget = budget;
        copy.withoutBudget = withoutBudget;
        copy.spread = spread;
        copy.pool = pool;
        copy.role = role;
        copy.priorityClass = priorityClass;
        copy.tolerations = tolerations;
        copy.access = access;
        copy.token = token;
        copy.update = update;
        copy.grace = grace;
        copy.user = user;
        copy.group = group;
        copy.fsGroup = fsGroup;
        copy.root = root;
        copy.hostNetwork = hostNetwork;
        copy.hostPid = hostPid;
        copy.excuses = excuses;
        copy.labels = labels;
        copy.annotations = annotations;
        copy.podLabels = podLabels;
        copy.podAnnotations = podAnnotations;
        copy.exposures = exposures;
        copy.login = login;
        copy.loginPorts = loginPorts;
        copy.metrics = metrics;
        copy.traces = traces;
        copy.profiles = profiles;
        copy.pullSecrets = pullSecrets;
        copy.own = own;
        copy.job = job;
        copy.restartPolicy = restartPolicy;
        return copy;
    }

    /** Those that run as long as the pod does. */
    ImmutableList<Container> running() {
        return ImmutableList.<Container>builder()
                .add(main)
                .addAll(sidecars)
                .addAll(inits.stream().filter(Init::stays).map(Init::container).toList())
                .build();
    }

    /** All of them. */
    ImmutableList<Container> containers() {
        return ImmutableList.<Container>builder()
                .add(main)
                .addAll(sidecars)
                .addAll(inits.stream().map(Init::container).toList())
                .build();
    }

    /** The volumes of all containers, each once, in the order in which they are mounted. */
    ImmutableList<Volume> volumes() {
        return containers().stream()
                .flatMap(container -> container.settings().mounts.stream())
                .map(Mount::volume)
                .distinct()
                .collect(ImmutableList.toImmutableList());
    }

    /** The fewest pods it has while all is well. */
    int steady() {
        return autoscaler.map(Autoscaler::minimum).orElse(replicas);
    }

    /** The most pods it may have. */
    int most() {
        return autoscaler.map(Autoscaler::maximum).orElse(replicas);
    }

    String subject() {
        return kind.word() + " " + name;
    }
}
