package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.mib;
import static dev.hearth.dsl.Units.minutes;
import static dev.hearth.dsl.Units.seconds;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.NodeRole;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.config.Config;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Volume;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import dev.hearth.platform.data.ObjectStorage;
import java.util.Optional;

/**
 * What the stores of logs, metrics, traces and profiles have in common: one program, a disk for what is new, and a bucket for
 * all the rest.
 *
 * @param name the name of the component
 * @param namespace where it runs
 * @param objects its bucket
 * @param disk the size of the disk of each pod
 * @param memory the most memory of each pod
 * @param replicas how many pods
 */
record Store(String name, String namespace, ObjectStorage objects, Bytes disk, Bytes memory, int replicas) {

    /** Why a program of them that hangs needs nobody to end it. */
    static final String ENDS =
            "it ends by itself when a part of it cannot go on, and is not ready for minutes while it reads"
                    + " back what it had not stored yet";

    static final Port GRPC = Port.grpc(9095);

    private static final String FOLDER = "/etc/store";
    private static final String FILE = "config.yaml";
    private static final int USER = 10001;
    private static final long MIB = 1L << 20;

    Store {
        Names.label("component name", name);
        Names.label("namespace", namespace);
        requireNonNull(objects, "objects");
        if (memory.compareTo(mib(256)) < 0) {
            throw new IllegalArgumentException(name + " needs at least 256Mi of memory, but was " + memory);
        }
        if (disk.compareTo(mib(1024)) < 0) {
            throw new IllegalArgumentException(name + " needs a disk of at least 1Gi, but was " + disk);
        }
    }

    static Store of(String name, ObjectStorage objects, Bytes disk, Bytes memory) {
        return new Store(name, "monitoring", objects, disk, memory, 1);
    }

    Store disk(Bytes size) {
        return new Store(name, namespace, objects, size, memory, replicas);
    }

    Store memory(Bytes most) {
        return new Store(name, namespace, objects, disk, most, replicas);
    }

    /** Of two, a write fails while one is away, as it does with one; so two cost more and give nothing. */
    Store replicas(int count) {
        if (count != 1 && count != 3) {
            throw new IllegalArgumentException(name + " has 1 replica, or 3 of which one may be away, but was " + count
                    + "; two keep no quorum when one is away");
        }
        return new Store(name, namespace, objects, disk, memory, count);
    }

    boolean replicated() {
        return replicas > 1;
    }

    ImmutableSet<Ask> asks() {
        return objects.ask().map(ImmutableSet::of).orElse(ImmutableSet.of());
    }

    /** What the program is told of, as YAML in which <code>${S3_ACCESS_KEY}</code> and the like stand for its environment. */
    static Config config(String name, Data settings) {
        return Config.named(name).yaml(FILE, settings);
    }

    /** The pods, with their disk at that directory. */
    Workload pods(Image image, Port http, Config config, String directory) {
        Workload pods = Workload.statefulSet(name)
                .role(NodeRole.MONITORING)
                .replicas(replicas)
                .image(image)
                .args("-config.file=" + FOLDER + "/" + FILE, "-config.expand-env=true")
                .env("GOMEMLIMIT", memory.value() / 100 * 85 / MIB + "MiB")
                .env("S3_ACCESS_KEY", objects.accessKey())
                .env("S3_SECRET_KEY", objects.secretKey())
                .mount(config, FOLDER)
                .port(http)
                .runAs(USER, USER)
                .mount(Volume.claim("data", disk), directory)
                .scratch("/tmp")
                .requests(cpu("100m"), mib(memory.value() / MIB * 3 / 8))
                .limits(memory)
                .startup(Probe.http(http, "/ready").period(seconds(5)).failures(60))
                .readiness(Probe.http(http, "/ready"))
                .terminationGracePeriod(minutes(5))
                .metrics(http, "/metrics");
        Optional<Peer> outside = objects.outside();
        return outside.isPresent() ? pods.reaches(outside.orElseThrow(), objects.port()) : pods;
    }

    /** The pods find each other by the name of their governing Service, which knows them before they are ready. */
    Workload gossiping(Workload pods, Port gossip) {
        return pods.port(gossip)
                .unservedPort(GRPC)
                .envField("POD_IP", "status.podIP")
                .arg("-memberlist.advertise-addr=$(POD_IP)")
                .peers(gossip, GRPC)
                .parallelPods();
    }

    /** Three replicas are for the loss of a node, so they are on three, where the site has as many. */
    Workload spread(Workload pods, ClusterView cluster) {
        return replicated() && nodes(cluster) >= replicas ? pods.spreadStrictly() : pods;
    }

    /** Says so where the site has fewer nodes than it would take. */
    void checkSpread(Scope scope) {
        int nodes = nodes(scope.cluster());
        if (replicated() && nodes > 0 && nodes < replicas) {
            scope.finding(Finding.warning(
                            "pod.spread",
                            "component " + name,
                            "has " + replicas + " replicas on " + nodes
                                    + " nodes, so the loss of one node may take two of"
                                    + " them, and with them the quorum")
                    .hint("let it have one replica, or give more nodes the role monitoring"));
        }
    }

    private static int nodes(ClusterView cluster) {
        return cluster.site()
                .nodesFor(NodeRole.MONITORING)
                .map(ImmutableList::size)
                .orElse(cluster.site().nodes().size());
    }
}
