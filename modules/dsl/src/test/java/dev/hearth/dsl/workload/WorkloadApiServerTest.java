package dev.hearth.dsl.workload;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.hours;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.mib;
import static dev.hearth.dsl.Units.minutes;
import static dev.hearth.dsl.Units.seconds;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.config.Config;
import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real API server says to each kind of workload with all that it can have, under Pod Security restricted. */
class WorkloadApiServerTest {

    private static final Image IMAGE = Image.of("ghcr.io/example/app", "1.4.2");
    private static final Port HTTP = Port.http(8080).servedAt(80);
    private static final Port METRICS = Port.http(9102).named("metrics");
    private static final Port GOSSIP = Port.udp("gossip", 7946);
    private static final Config CONFIG =
            Config.named("app.config").value("LEVEL", "info").file("a.yaml", "a: 1\n");
    private static final Credential SECRET =
            Credential.named("app-key").outside().random("key", 32).fixed("user", "admin");

    @AutoClose
    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.start();
        for (String namespace : List.of("shop", "other")) {
            assertThat(server.createNamespace(
                                    namespace,
                                    Map.of(
                                            "pod-security.kubernetes.io/enforce", "restricted",
                                            "pod-security.kubernetes.io/warn", "restricted"))
                            .message())
                    .isEmpty();
        }
    }

    private static Workload rich(Workload workload) {
        return workload.image(IMAGE)
                .command("/app")
                .args("--config=/etc/app/a.yaml")
                .arg(Cache.REF.address())
                .workingDirectory("/app")
                .env("URL", Cache.REF.url())
                .env("LEVEL", CONFIG.key("LEVEL"))
                .env("KEY", SECRET.key("key"))
                .envField("POD_IP", "status.podIP")
                .envResource("GOMEMLIMIT", "limits.memory")
                .envFrom(Config.named("more").value("A", "1"))
                .envFrom(SECRET)
                .requests(cpu("1000m"), memory("1024Mi"))
                .limits(cpu("1.5"), memory("2048Mi"))
                .preStopSleep(seconds(5))
                .mount(CONFIG, "/etc/app")
                .mount(
                        Volume.config(CONFIG)
                                .named("one")
                                .item("a.yaml", "b.yaml")
                                .mode(0440),
                        "/etc/one",
                        "b.yaml")
                .mount(SECRET, "/etc/key")
                .mount(Volume.scratch("cache").size(mib(64)).inMemory(), "/cache")
                .mount(
                        Volume.projected(
                                "all",
                                Volume.config(CONFIG),
                                Volume.secret(SECRET).item("key", "key"),
                                new Volume.Token("vault", "token", hours(1))),
                        "/etc/all")
                .mountReadOnly(Volume.existingClaim("shared", "shared"), "/shared")
                .scratch("/tmp")
                .sidecar(Container.named("exporter")
                        .image(IMAGE)
                        .port(METRICS)
                        .runAs(2000, 2000)
                        .capability("NET_BIND_SERVICE")
                        .requests(cpu("10m"), memory("32Mi"))
                        .ephemeralStorage(mib(10), mib(20))
                        .limits(memory("64Mi")))
                .initContainer(Container.named("prepare")
                        .image(IMAGE)
                        .command("/prepare")
                        .limits(memory("64Mi")))
                .nativeSidecar(Container.named("proxy")
                        .image(IMAGE)
                        .startup(Probe.exec("true"))
                        .requests(cpu("10m"), memory("32Mi"))
                        .limits(memory("64Mi")))
                .runAs(1000, 1000)
                .pool("storage")
                .toleration(Toleration.of("dedicated", "storage", "NoSchedule"))
                .toleration(Toleration.of("node.kubernetes.io/unreachable", "NoExecute"))
                .terminationGracePeriod(seconds(60))
                .label("tier", "front")
                .annotation("example.com/owner", "me")
                .podLabel("tier", "front")
                .podAnnotation("example.com/owner", "me")
                .pullSecret(Credential.named("registry")
                        .type("kubernetes.io/dockerconfigjson")
                        .outside())
                .access(
                        Access.to("pods", "pods/log").verbs("get", "list"),
                        Access.to("leases")
                                .group("coordination.k8s.io")
                                .only("lock")
                                .verbs("update")
                                .inNamespace("other"),
                        Access.to("ingresses")
                                .group("networking.k8s.io")
                                .verbs("list")
                                .clusterWide(),
                        Access.toUrls("/metrics").verbs("get"),
                        Access.clusterRole("view"),
                        Access.clusterRole("system:auth-delegator").clusterWide());
    }

    private static Workload serving(Workload workload) {
        return rich(workload)
                .port(HTTP)
                .port(GOSSIP)
                .unservedPort(Port.tcp("debug", 5005))
                .readiness(Probe.http(HTTP, "/ready")
                        .header("Host", "app")
                        .period(seconds(5))
                        .failures(6)
                        .successes(2))
                .liveness(Probe.tcp(HTTP).timeout(seconds(3)))
                .startup(Probe.grpc(HTTP, "app").delay(seconds(5)))
                .expose("app-gossip", GOSSIP)
                .metrics(METRICS, "/metrics");
    }

    static Stream<Workload> workloads() {
        return Stream.of(
                serving(Workload.deployment("scaled"))
                        .autoscaler(Autoscaler.between(3, 10)
                                .cpu(70)
                                .memory(80)
                                .scaleUp(ScalingRules.stabilized(seconds(60))
                                        .percent(100, seconds(15))
                                        .pods(4, seconds(15))
                                        .smallestStep())
                                .scaleDown(ScalingRules.disabled()))
                        .update(UpdateStrategy.rolling().maxSurge("25%").maxUnavailable(0))
                        .disruptionBudget(DisruptionBudget.minAvailable("50%"))
                        .revisionHistory(3)
                        .expose(Exposure.named("scaled")
                                .loadBalancer()
                                .keepClientAddress()
                                .annotation("a/b", "c")),
                serving(Workload.deployment("holding")).volumeClaim("/data", gib(20)),
                serving(Workload.statefulSet("set"))
                        .replicas(3)
                        .spreadStrictly()
                        .parallelPods()
                        .peers(GOSSIP)
                        .update(UpdateStrategy.rolling().partition(1))
                        .mount(Volume.claim("data", gib(20)).storageClass("fast"), "/data")
                        .mount(Volume.claim("wal", gib(1)).accessMode(AccessMode.READ_WRITE_ONCE_POD), "/wal"),
                serving(Workload.statefulSet("plain")).headless(),
                serving(Workload.daemonSet("agent"))
                        .toleration(Toleration.everything())
                        .update(UpdateStrategy.rolling().maxUnavailable(1)),
                rich(Workload.job("once"))
                        .backoffLimit(2)
                        .deadline(minutes(10))
                        .completions(3)
                        .parallelism(2)
                        .newPodOnFailure(),
                rich(Workload.cronJob("nightly", "30 3 * * *"))
                        .timeZone("Europe/Vienna")
                        .replaceConcurrent()
                        .startingDeadline(minutes(5))
                        .jobHistory(1, 2)
                        .timeToLive(hours(1))
                        .suspended());
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void is_taken_by_the_api_server_and_given_back_as_it_is(Workload workload) {
        Expanded shop = Expanded.in(
                cluster -> cluster.site(cluster.site().pool("storage", "shelf").storageClass("standard")), workload);

        assertThat(shop.findings()).isEmpty();
        for (Manifest manifest : shop.manifests()) {
            byte[] json = Json.write(manifest.root()).getBytes(UTF_8);
            String namespace = manifest.namespace().orElse("");
            Verdict verdict = manifest.kind().equals("ServiceAccount")
                    ? server.apply(manifest.apiVersion(), manifest.kind(), namespace, manifest.name(), json)
                    : server.dryRunApply(manifest.apiVersion(), manifest.kind(), namespace, manifest.name(), json);
            assertThat(verdict.message()).as("%s", manifest).isEmpty();
            assertThat(verdict.warnings()).as("%s", manifest).isEmpty();
            assertThat(differences("", manifest.root(), Json.read(verdict.body(), "answer")))
                    .as("%s", manifest)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void has_pods_that_pod_security_restricted_takes(Workload workload) {
        Expanded shop = Expanded.of(workload);
        Manifest account = shop.manifest("ServiceAccount", workload.name());
        server.apply(
                "v1",
                "ServiceAccount",
                "shop",
                account.name(),
                Json.write(account.root()).getBytes(UTF_8));
        Manifest object = shop.manifests().stream()
                .filter(manifest -> List.of("Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob")
                        .contains(manifest.kind()))
                .findFirst()
                .orElseThrow();
        Mapping spec = object.kind().equals("CronJob")
                ? object.spec().mapping("jobTemplate").mapping("spec")
                : object.spec();
        Mapping template = spec.mapping("template");
        Mapping pod = Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put(
                        "metadata",
                        template.mapping("metadata")
                                .with("name", Node.text("pod"))
                                .with("namespace", Node.text("shop")))
                .put("spec", withClaims(template.mapping("spec"), object))
                .build();

        assertThat(server.dryRunCreate(Json.write(pod).getBytes(UTF_8)).message())
                .isEmpty();
    }

    /** As the controller of a StatefulSet does it. */
    private static Mapping withClaims(Mapping spec, Manifest object) {
        List<Node> volumes = new ArrayList<>(spec.sequence("volumes").items());
        object.spec().sequence("volumeClaimTemplates").mappings().forEach(claim -> {
            String name = claim.mapping("metadata").text("name").orElseThrow();
            volumes.add(Mapping.builder()
                    .put("name", name)
                    .put("persistentVolumeClaim", Mapping.of("claimName", Node.text(name + "-set-0")))
                    .build());
        });
        return spec.with("volumes", Sequence.of(volumes));
    }

    /** The fields that were sent and did not come back, or came back otherwise. */
    private static List<String> differences(String path, Node sent, Node back) {
        List<String> all = new ArrayList<>();
        if (sent instanceof Mapping mapping && back instanceof Mapping other) {
            mapping.fields()
                    .forEach((name, value) -> other.get(name)
                            .ifPresentOrElse(
                                    field -> all.addAll(differences(path + "." + name, value, field)),
                                    () -> all.add(path + "." + name + " is gone")));
            // What a server adds within a list that is compared as a whole would be a difference for ever.
            if (path.matches(
                    ".*(volumeClaimTemplates|sources|metrics|policies|tolerations|matchExpressions|items)\\[\\d+]")) {
                other.fields().keySet().stream()
                        .filter(name -> !mapping.has(name) && !name.equals("status"))
                        .forEach(name -> all.add(path + "." + name + " was added"));
            }
        } else if (sent instanceof Sequence list && back instanceof Sequence other && list.size() == other.size()) {
            for (int i = 0; i < list.size(); i++) {
                all.addAll(differences(
                        path + "[" + i + "]", list.items().get(i), other.items().get(i)));
            }
        } else if (!sent.equals(back)) {
            all.add(path + " was " + sent + " and is " + back);
        }
        return all;
    }
}
