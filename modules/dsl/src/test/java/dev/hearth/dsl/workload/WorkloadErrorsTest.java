package dev.hearth.dsl.workload;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Port;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WorkloadErrorsTest {

    private static final Port HTTP = Port.http(8080);
    private static final Image IMAGE = Image.of("ghcr.io/example/app", "1");

    private static Workload app() {
        return Workload.deployment("app")
                .image(IMAGE)
                .requests(cpu("1"), memory("1Gi"))
                .limits(memory("1Gi"));
    }

    private static Arguments call(String message, ThrowingCallable call) {
        return Arguments.of(message, call);
    }

    static Stream<Arguments> wrong_calls() {
        Container side = Container.named("side");
        return Stream.of(
                call("Deployment name 'App' must be 1 to 63 characters", () -> Workload.deployment("App")),
                call("the name of a CronJob must have at most 52", () -> Workload.cronJob("a".repeat(53), "@daily")),
                call("the schedule of a must have five fields", () -> Workload.cronJob("a", "* * * *")),
                call(
                        "'Vienna' is no time zone",
                        () -> Workload.cronJob("a", "@daily").timeZone("Vienna")),
                call(
                        "a DaemonSet has no replicas; take it from a",
                        () -> Workload.daemonSet("a").replicas(2)),
                call("a Deployment has no backoffLimit", () -> app().backoffLimit(2)),
                call("a Job has no Service", () -> Workload.job("a").expose("b", HTTP)),
                call("a Job has no time to live", () -> Workload.job("a").timeToLive(seconds(1))),
                call(
                        "has two containers named 'side'",
                        () -> app().sidecar(side).initContainer(side)),
                call(
                        "a port of that name or number is there already: http (8080)",
                        () -> app().port(HTTP).sidecar(side.port(HTTP.named("other")))),
                call(
                        "has two volumes named 'data'",
                        () -> app().volumeClaim("/data", gib(1)).sidecar(side.mount(Volume.scratch("data"), "/x"))),
                call(
                        "mounts data at /data already; mount tmp elsewhere",
                        () -> app().volumeClaim("/data", gib(1)).mount(Volume.scratch("tmp"), "/data")),
                call(
                        "is exposed by the Services a and b; choose one",
                        () -> app().expose("a", HTTP).expose("b", HTTP)),
                call("no Service of app offers port http (8080)", () -> app().service(HTTP)),
                call(
                        "no Service of app offers port",
                        () -> app().unservedPort(HTTP).service(HTTP)),
                call(
                        "a Deployment has no governing Service",
                        () -> app().port(HTTP).governingService(HTTP)),
                call("capability NET_RAW of container app needs a reason", () -> app().capability("NET_RAW")),
                call("an exemption from read-only root file system needs a reason", () -> app().writableRoot(" ")),
                call("allows no verb", () -> app().access(Access.to("pods"))),
                call(
                        "has a wildcard; name what is needed",
                        () -> app().access(Access.to("*").verbs("get"))),
                call(
                        "apiGroups cannot be set: the rules of ClusterRole view",
                        () -> Access.clusterRole("view").group("a")),
                call("the path of a probe must start with '/'", () -> Probe.http(HTTP, "ready")),
                call("a probe by tcp needs a TCP port", () -> Probe.tcp(Port.udp("dns", 53))),
                call(
                        "a liveness probe takes one success",
                        () -> app().liveness(Probe.tcp(HTTP).successes(2))),
                call(
                        "period of a probe must be whole seconds, at least 1",
                        () -> Probe.tcp(HTTP).period(seconds(0))),
                call(
                        "a StatefulSet has no Recreate",
                        () -> Workload.statefulSet("a").update(UpdateStrategy.recreate())),
                call(
                        "must not both be 0",
                        () -> app().update(UpdateStrategy.rolling().maxSurge(0).maxUnavailable("0%"))),
                call("maxUnavailable must be at least 1", () -> DisruptionBudget.maxUnavailable(0)),
                call(
                        "must be a number or a percentage such as 25%",
                        () -> UpdateStrategy.rolling().maxSurge("101%")),
                call("user of app must be at least 1, but was 0", () -> app().runAs(0, 1)),
                call(
                        "label app.kubernetes.io/name is set by Hearth",
                        () -> app().podLabel("app.kubernetes.io/name", "x")),
                call("mount path must be an absolute path", () -> app().scratch("tmp")),
                call(
                        "service a is headless, so it cannot be a LoadBalancer",
                        () -> Exposure.named("a").asHeadless().loadBalancer()));
    }

    @ParameterizedTest
    @MethodSource("wrong_calls")
    void fails_at_the_call(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    static Stream<Arguments> wrong_models() {
        Credential key = Credential.named("key").outside().random("key", 16);
        return Stream.of(
                Arguments.of(
                        Workload.deployment("a")
                                .requests(cpu("1"), memory("1Gi"))
                                .limits(memory("1Gi")),
                        "image.missing: container a has no image"),
                Arguments.of(
                        app().mount(key, "/etc/key"),
                        "pod.secret-mode: mounts credential key with mode 0400, but its files belong to root and the pod"
                                + " runs as another user without fsGroup"),
                Arguments.of(
                        app().expose("b", HTTP),
                        "link.target-port: exposes port http (8080) by Service b, but no container listens on it; they"
                                + " listen on []"),
                Arguments.of(app().pool("fast"), "place.pool: asks for node pool 'fast', but the site has [storage]"));
    }

    @ParameterizedTest
    @MethodSource("wrong_models")
    void finds_what_is_wrong_in_the_model(Workload workload, String finding) {
        Expanded shop = Expanded.in(cluster -> cluster.site(cluster.site().pool("storage", "shelf")), workload);

        assertThat(shop.findings()).containsExactly(finding);
    }

    @Test
    void finds_what_an_old_kubernetes_does_not_know() {
        Workload app = app().preStopSleep(seconds(5))
                .nativeSidecar(Container.named("proxy")
                        .image(IMAGE)
                        .requests(cpu("1"), memory("1Gi"))
                        .limits(memory("1Gi")));

        assertThat(Expanded.in(cluster -> cluster.kubernetes("1.28"), app).findings())
                .containsExactly(
                        "api.version: has a native sidecar, which Kubernetes 1.28 does not know",
                        "api.version: sleeps before its end, which Kubernetes 1.28 does not know");
        assertThat(Expanded.in(cluster -> cluster.kubernetes("1.30"), app).findings())
                .isEmpty();
    }

    @Test
    void states_every_exemption_with_its_reason() {
        Workload agent = Workload.daemonSet("agent")
                .image(IMAGE)
                .requests(cpu("1"), memory("1Gi"))
                .limits(memory("1Gi"))
                .root("reads all")
                .hostNetwork("sees packets")
                .hostPid("sees processes")
                .token("asks")
                .writableRoot("writes")
                .hostPort(HTTP.named("probe"), 8080, "asked by nodes")
                .readiness(Probe.tcp(HTTP))
                .capability("NET_RAW", "captures")
                .capability("NET_BIND_SERVICE")
                .sidecar(Container.named("side")
                        .image(IMAGE)
                        .requests(cpu("1"), memory("1Gi"))
                        .limits(memory("1Gi"))
                        .privileged("loads a module"))
                .mount(Volume.hostPath("sys", "/sys", "reads devices"), "/sys")
                .access(Access.to("*").verbs("get").wildcard("sees all").clusterWide());

        Expanded shop = Expanded.of(agent);

        assertThat(shop.findings()).isEmpty();
        assertThat(shop.facts(Exemption.class))
                .extracting(exemption -> exemption.subject() + ": " + exemption.what() + ": " + exemption.reason())
                .containsExactly(
                        "DaemonSet agent: no root user: reads all",
                        "DaemonSet agent: own network: sees packets",
                        "DaemonSet agent: own process space: sees processes",
                        "DaemonSet agent: no token of the API server: asks",
                        "DaemonSet agent container agent: read-only root file system: writes",
                        "DaemonSet agent container agent: no host port: asked by nodes",
                        "DaemonSet agent container agent: no capability NET_RAW: captures",
                        "DaemonSet agent container side: no privileged container: loads a module",
                        "DaemonSet agent volume sys: no path of the node: reads devices",
                        "DaemonSet agent: no wildcard in access rights: sees all");
    }
}
