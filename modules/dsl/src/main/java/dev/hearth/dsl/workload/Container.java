package dev.hearth.dsl.workload;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.Cpu;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.config.Config;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * One container of a pod. A {@link Workload} has one of its own, set through the workload; this type is for those beside it.
 *
 * <pre>{@code
 * Container exporter = Container.named("exporter")
 *     .image(Image.of("docker.io/oliver006/redis_exporter", "v1.82.0"))
 *     .port(metrics)
 *     .requests(cpu("10m"), memory("32Mi")).limits(memory("64Mi"));
 * Workload.statefulSet("redis").sidecar(exporter);
 * }</pre>
 *
 * <p>It runs restricted unless it says otherwise: no privilege escalation, no capabilities, a read-only root file system.
 */
public final class Container {

    private static final Pattern CAPABILITY = Pattern.compile("[A-Z][A-Z_]*");
    private static final String HARMLESS = "NET_BIND_SERVICE";

    private final Settings settings;

    private Container(Settings settings) {
        this.settings = settings;
    }

    /** What a container is made of; never changed once a container holds it. */
    static final class Settings {
        String name = "";
        Optional<Image> image = Optional.empty();
        ImmutableList<String> command = ImmutableList.of();
        ImmutableList<Value> args = ImmutableList.of();
        ImmutableMap<String, Variable> environment = ImmutableMap.of();
        ImmutableSet<Config> configEnvironments = ImmutableSet.of();
        ImmutableSet<Credential> credentialEnvironments = ImmutableSet.of();
        String workingDirectory = "";
        ImmutableList<Port> ports = ImmutableList.of();
        ImmutableSet<Port> unserved = ImmutableSet.of();
        ImmutableMap<Port, Integer> hostPorts = ImmutableMap.of();
        ImmutableSortedMap<String, String> requests = ImmutableSortedMap.of();
        ImmutableSortedMap<String, String> limits = ImmutableSortedMap.of();
        Optional<Probe> readiness = Optional.empty();
        Optional<Probe> liveness = Optional.empty();
        Optional<Probe> startup = Optional.empty();
        Optional<Mapping> preStop = Optional.empty();
        ImmutableList<Mount> mounts = ImmutableList.of();
        ImmutableSet<String> capabilities = ImmutableSet.of();
        boolean writableRoot;
        boolean privileged;
        Optional<Integer> user = Optional.empty();
        Optional<Integer> group = Optional.empty();
        ImmutableList<Excuse> excuses = ImmutableList.of();

        Settings copy() {
            Settings copy = new Settings();
            copy.name = name;
            copy.image = image;
            copy.command = command;
            copy.args = args;
            copy.environment = environment;
            copy.configEnvironments = configEnvironments;
            copy.credentialEnvironments = credentialEnvironments;
            copy.workingDirectory = workingDirectory;
            copy.ports = ports;
            copy.unserved = unserved;
            copy.hostPorts = hostPorts;
            copy.requests = requests;
            copy.limits = limits;
            copy.readiness = readiness;
            copy.liveness = liveness;
            copy.startup = startup;
            copy.preStop = preStop;
            copy.mounts = mounts;
            copy.capabilities = capabilities;
            copy.writableRoot = writableRoot;
            copy.privileged = privileged;
            copy.user = user;
            copy.group = group;
            copy.excuses = excuses;
            return copy;
        }
    }

    private Container with(Consumer<Settings> change) {
        Settings copy = settings.copy();
        change.accept(copy);
        return new Container(copy);
    }

    Settings settings() {
        return settings;
    }

    /** A container of that name, unique in its pod. */
    public static Container named(String name) {
        Settings settings = new Settings();
        settings.name = Names.label("container", name);
        return new Container(settings);
    }

    /** Its name. */
    public String name() {
        return settings.name;
    }

    /** A copy that runs that image. */
    public Container image(Image image) {
        return with(s -> s.image = Optional.of(image));
    }

    /** A copy that runs that program instead of the image's own. */
    public Container command(String... command) {
        return with(s -> s.command = ImmutableList.copyOf(command));
    }

    /** A copy with those arguments in place of the image's own and of any before. */
    public Container args(String... args) {
        return with(s -> s.args = Arrays.stream(args).map(Value::of).collect(ImmutableList.toImmutableList()));
    }

    /** A copy with one more argument. */
    public Container arg(String arg) {
        return arg(Value.of(arg));
    }

    /** A copy with one more argument. */
    public Container arg(Value arg) {
        return with(s -> s.args = append(s.args, arg));
    }

    /** A copy with those further arguments. */
    public Container args(Collection<Value> args) {
        return with(s -> s.args =
                ImmutableList.<Value>builder().addAll(s.args).addAll(args).build());
    }

    /** A copy that starts in that directory. */
    public Container workingDirectory(String path) {
        return with(s -> s.workingDirectory = Amounts.absolute("working directory", path));
    }

    /** A copy with that environment variable; one of that name from before gives way. */
    public Container env(String name, String value) {
        return env(name, Value.of(value));
    }

    /** A copy with that environment variable; one of that name from before gives way. */
    public Container env(String name, Value value) {
        return variable(name, new Variable.Plain(requireNonNull(value, "value")));
    }

    /** A copy with an environment variable from a Secret. */
    public Container env(String name, Credential.Key key) {
        return variable(name, new Variable.FromCredential(requireNonNull(key, "key")));
    }

    /** A copy with an environment variable from a ConfigMap. */
    public Container env(String name, Config.Key key) {
        return variable(name, new Variable.FromConfig(requireNonNull(key, "key")));
    }

    /** A copy with an environment variable from a field of the pod, such as {@code status.podIP}. */
    public Container envField(String name, String path) {
        return variable(name, new Variable.FromField(requireNonNull(path, "path")));
    }

    /** A copy with an environment variable from the container's resources, such as {@code limits.memory} in bytes. */
    public Container envResource(String name, String resource) {
        return variable(name, new Variable.FromResource(requireNonNull(resource, "resource")));
    }

    /** A copy with every key of that Config as an environment variable. */
    public Container envFrom(Config config) {
        config.keys().forEach(Names::environment);
        return with(s -> s.configEnvironments = add(s.configEnvironments, config));
    }

    /** A copy with every key of that Credential as an environment variable. */
    public Container envFrom(Credential credential) {
        credential.entries().forEach(entry -> Names.environment(entry.key()));
        return with(s -> s.credentialEnvironments = add(s.credentialEnvironments, credential));
    }

    private Container variable(String name, Variable variable) {
        Names.environment(name);
        return with(s -> s.environment = ImmutableMap.<String, Variable>builder()
                .putAll(s.environment)
                .put(name, variable)
                .buildKeepingLast());
    }

    /** A copy that listens on that port, which the workload's Service offers. */
    public Container port(Port port) {
        return with(s -> s.ports = s.ports.contains(port) ? s.ports : append(s.ports, port));
    }

    /** A copy that listens on that port, which no Service offers. */
    public Container unservedPort(Port port) {
        Container listening = port(port);
        return listening.with(s -> s.unserved = add(s.unserved, port));
    }

    /** A copy that listens on that port, which is opened at that number of the node too, and why. */
    public Container hostPort(Port port, int number, String reason) {
        Amounts.between("host port", 1, 65535, number);
        return port(port)
                .excused("no host port", reason)
                .with(s -> s.hostPorts = ImmutableMap.<Port, Integer>builder()
                        .putAll(s.hostPorts)
                        .put(port, number)
                        .buildKeepingLast());
    }

    /** A copy for which so much is set aside. */
    public Container requests(Cpu cpu, Bytes memory) {
        return request("cpu", cpu.toString()).request("memory", memory.toString());
    }

    /** A copy that may use so much memory; of cpu whatever is free. */
    public Container limits(Bytes memory) {
        return limit("memory", memory.toString());
    }

    /** A copy that may use so much. */
    public Container limits(Cpu cpu, Bytes memory) {
        return limit("cpu", cpu.toString()).limit("memory", memory.toString());
    }

    /** A copy for which so much of the node's disk is set aside, and which may use so much. */
    public Container ephemeralStorage(Bytes request, Bytes limit) {
        return request("ephemeral-storage", request.toString()).limit("ephemeral-storage", limit.toString());
    }

    private Container request(String resource, String quantity) {
        return with(s -> s.requests = put(s.requests, resource, quantity));
    }

    private Container limit(String resource, String quantity) {
        return with(s -> s.limits = put(s.limits, resource, quantity));
    }

    /** A copy that gets traffic only while that probe succeeds. */
    public Container readiness(Probe probe) {
        return with(s -> s.readiness = Optional.of(probe));
    }

    /** A copy that is started anew when that probe fails. */
    public Container liveness(Probe probe) {
        return with(s -> s.liveness = Optional.of(probe.forLife("liveness")));
    }

    /** A copy whose other probes begin after that one has succeeded. */
    public Container startup(Probe probe) {
        return with(s -> s.startup = Optional.of(probe.forLife("startup")));
    }

    /** A copy that runs that program before it is ended. */
    public Container preStop(String program, String... args) {
        ImmutableList<String> command =
                ImmutableList.<String>builder().add(program).add(args).build();
        return with(s -> s.preStop = Optional.of(Mapping.of("exec", Mapping.of("command", Node.texts(command)))));
    }

    /** A copy that waits so long before it is ended, so that nobody sends to it any more; Kubernetes 1.30 or later. */
    public Container preStopSleep(Duration time) {
        int seconds = Amounts.seconds("sleep before the end", time, 1);
        return with(s -> s.preStop = Optional.of(Mapping.of("sleep", Mapping.of("seconds", Node.number(seconds)))));
    }

    /** A copy with that volume at that path: for reading where it is configuration or a secret, else for writing. */
    public Container mount(Volume volume, String path) {
        return mount(new Mount(volume, path, "", readOnly(volume)));
    }

    /** A copy with a part of that volume at that path. A part does not follow changes of configuration. */
    public Container mount(Volume volume, String path, String subPath) {
        return mount(new Mount(volume, path, Amounts.relative("sub path", subPath), readOnly(volume)));
    }

    /** A copy with that volume at that path, for reading. */
    public Container mountReadOnly(Volume volume, String path) {
        return mount(new Mount(volume, path, "", true));
    }

    /** A copy with the files of that Config in that directory, for reading. */
    public Container mount(Config config, String path) {
        return mount(Volume.config(config), path);
    }

    /** A copy with the keys of that Credential as files in that directory, for reading, mode 0400. */
    public Container mount(Credential credential, String path) {
        return mount(Volume.secret(credential), path);
    }

    /** A copy with an empty directory at that path, named after it. */
    public Container scratch(String path) {
        return mount(Volume.scratch(nameOf(path)), path);
    }

    private static boolean readOnly(Volume volume) {
        return volume instanceof Volume.ConfigFiles
                || volume instanceof Volume.ExistingConfig
                || volume instanceof Volume.SecretFiles
                || volume instanceof Volume.Projected;
    }

    static String nameOf(String path) {
        String name = Amounts.absolute("mount path", path)
                .replaceAll("[^A-Za-z0-9]+", "-")
                .replaceAll("^-+|-+$", "")
                .toLowerCase(Locale.ROOT);
        return name.isEmpty() ? "root" : name;
    }

    private Container mount(Mount mount) {
        settings.mounts.forEach(other -> {
            if (other.path().equals(mount.path())) {
                throw new IllegalArgumentException("container " + settings.name + " mounts "
                        + other.volume().name() + " at " + mount.path() + " already; mount "
                        + mount.volume().name() + " elsewhere");
            }
        });
        return with(s -> s.mounts = append(s.mounts, mount));
    }

    /** A copy that may write to the files of its image, and why. */
    public Container writableRoot(String reason) {
        return excused("read-only root file system", reason).with(s -> s.writableRoot = true);
    }

    /** A copy with the capability {@code NET_BIND_SERVICE}, which alone needs no reason. */
    public Container capability(String name) {
        if (!name.equals(HARMLESS)) {
            throw new IllegalArgumentException("capability " + name + " of container " + settings.name
                    + " needs a reason, because Pod Security restricted forbids it; only " + HARMLESS + " does not");
        }
        return with(s -> s.capabilities = add(s.capabilities, name));
    }

    /** A copy with that capability, such as {@code NET_RAW}, and why. */
    public Container capability(String name, String reason) {
        if (!CAPABILITY.matcher(name).matches() || name.startsWith("CAP_")) {
            throw new IllegalArgumentException(
                    "capability '" + name + "' must be written in capitals without CAP_, such as NET_RAW");
        }
        return excused("no capability " + name, reason).with(s -> s.capabilities = add(s.capabilities, name));
    }

    /** A copy that may do on its node what root may, and why. */
    public Container privileged(String reason) {
        return excused("no privileged container", reason).with(s -> s.privileged = true);
    }

    /** A copy that runs as that user and group, other than its pod. */
    public Container runAs(int user, int group) {
        Amounts.atLeast("user of container " + settings.name, 1, user);
        Amounts.atLeast("group of container " + settings.name, 1, group);
        return with(s -> {
            s.user = Optional.of(user);
            s.group = Optional.of(group);
        });
    }

    /** A copy that runs as root, other than its pod, and why. */
    public Container root(String reason) {
        return excused("no root user", reason).with(s -> s.user = Optional.of(0));
    }

    private Container excused(String what, String reason) {
        Excuse excuse = new Excuse(what, reason);
        return with(s -> s.excuses = append(s.excuses, excuse));
    }

    static <T> ImmutableList<T> append(ImmutableList<T> list, T item) {
        return ImmutableList.<T>builder().addAll(list).add(item).build();
    }

    static <T> ImmutableSet<T> add(ImmutableSet<T> set, T item) {
        return ImmutableSet.<T>builder().addAll(set).add(item).build();
    }

    static <V> ImmutableSortedMap<String, V> put(ImmutableSortedMap<String, V> map, String key, V value) {
        TreeMap<String, V> copy = new TreeMap<>(map);
        copy.put(key, value);
        return ImmutableSortedMap.copyOf(copy);
    }
}
