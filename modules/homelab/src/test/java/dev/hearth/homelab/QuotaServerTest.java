package dev.hearth.homelab;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.memory;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.checks.quota.Usage;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.Quota;
import dev.hearth.dsl.Quotas;
import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Quantity;
import dev.hearth.manifest.Yaml;
import dev.hearth.pipeline.Definition;
import dev.hearth.pipeline.Hearth;
import dev.hearth.pipeline.Rendering;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * With the quotas of the home cluster in force, a real API server lets in all that is rendered, counts it as the checks do, and
 * refuses what is more. No controller runs here, so the test says once for each quota that nothing is used yet; the server
 * itself counts what it lets in.
 */
class QuotaServerTest {

    private static final int NODES = 2;
    /** Whose quota is said rather than derived. */
    private static final String SAID = "route-check";
    /** Whose quota its component says. */
    private static final String WORKSPACES = "coder-workspaces";

    private static Rendering rendering;

    @AutoClose
    private static ApiServer server;

    @BeforeAll
    static void start() throws InterruptedException {
        Cluster limited = new HomeLab()
                .define()
                .quotas(Quotas.derived(50)
                        .namespace(
                                SAID,
                                Quota.of(cpu("1"), memory("4Gi"))
                                        .memoryLimit(gib(8))
                                        .pods(8)
                                        .storage(gib(30))
                                        .claims(3)
                                        .defaults(cpu("50m"), memory("128Mi"))
                                        .largestContainer(cpu("2"), memory("2Gi"))
                                        .largestClaim(gib(20))));
        rendering = Hearth.rendering(Definition.of(limited), Home.TOP);
        assertThat(rendering.hasErrors()).as("%s", rendering.findings()).isFalse();
        server = ApiServer.start();
        Stream.of("Namespace", "ServiceAccount", "LimitRange", "ResourceQuota")
                .flatMap(QuotaServerTest::objects)
                .forEach(QuotaServerTest::store);
        objects("ResourceQuota").forEach(QuotaServerTest::nothingIsUsed);
        awaitCounted();
    }

    private static Stream<Manifest> objects(String kind) {
        return rendering.manifests().stream().filter(object -> object.kind().equals(kind));
    }

    private static void store(Manifest object) {
        Verdict verdict = server.apply(
                object.apiVersion(),
                object.kind(),
                object.identity().namespace(),
                object.name(),
                Yaml.bytes(object.root()));
        assertThat(verdict.message()).as(object.toString()).isEmpty();
    }

    private static void nothingIsUsed(Manifest quota) {
        Mapping hard = quota.spec().mapping("hard");
        Mapping.Builder used = Mapping.builder();
        hard.fields().keySet().forEach(word -> used.put(word, "0"));
        Mapping status =
                Mapping.builder().put("hard", hard).put("used", used.build()).build();
        Outcome outcome = Judges.require("kubectl")
                .run(
                        "--kubeconfig=" + server.kubeconfig(),
                        "--namespace=" + quota.identity().namespace(),
                        "patch",
                        "resourcequota",
                        quota.name(),
                        "--subresource=status",
                        "--type=merge",
                        "--patch=" + Json.write(Mapping.of("status", status)));
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
    }

    /** The server's admission hears of what is stored a moment later, and refuses pods until then. */
    private static void awaitCounted() throws InterruptedException {
        for (Manifest quota : objects("ResourceQuota").toList()) {
            awaitAccepted(pod(
                    quota.identity().namespace(), "probe", "requests: {cpu: 1m, memory: 1Mi}, limits: {memory: 1Mi}"));
        }
        for (String namespace : List.of(SAID, WORKSPACES)) {
            awaitAccepted(pod(namespace, "probe", ""));
        }
    }

    private static void awaitAccepted(byte[] pod) throws InterruptedException {
        Verdict verdict = server.dryRunCreate(pod);
        for (int i = 0; i < 200 && !verdict.accepted(); i++) {
            Thread.sleep(50);
            verdict = server.dryRunCreate(pod);
        }
        assertThat(verdict.message()).isEmpty();
    }

    static Stream<String> derived() {
        return objects("ResourceQuota")
                .filter(quota -> quota.name().equals("hearth"))
                .map(quota -> quota.identity().namespace())
                .filter(namespace -> !namespace.equals(SAID));
    }

    @ParameterizedTest
    @MethodSource("derived")
    void what_is_rendered_is_let_in_and_counted_as_the_checks_count_and_what_is_more_is_refused(String namespace) {
        List<Manifest> objects = rendering.manifests().stream()
                .filter(object -> object.identity().namespace().equals(namespace))
                .toList();
        WorkloadPods made = new WorkloadPods(objects, NODES);
        Usage usage = Usage.of(objects, NODES);

        made.claims().forEach(QuotaServerTest::letIn);
        made.steady().forEach(QuotaServerTest::letIn);
        assertThat(used(namespace)).isEqualTo(counted(namespace, usage.steady()));

        made.surging().forEach(QuotaServerTest::letIn);
        assertThat(used(namespace)).isEqualTo(counted(namespace, usage.most()));

        Verdict first = refusal(made.steady().get(0));
        assertThat(first.reason()).isEqualTo("Forbidden");
        assertThat(first.message()).contains("exceeded quota: hearth, requested: ", ", used: ", ", limited: ");
    }

    private static void letIn(Mapping object) {
        assertThat(server.create(json(object)).message()).isEmpty();
    }

    /** Of the first pod too many of a kind: somebody scales without a bound. */
    private static Verdict refusal(Mapping pod) {
        for (int i = 0; i < 100; i++) {
            Mapping another = pod.with("metadata", pod.mapping("metadata").with("name", Node.text("too-many-" + i)));
            Verdict verdict = server.create(json(another));
            if (!verdict.accepted()) {
                return verdict;
            }
        }
        throw new AssertionError("100 more were let in");
    }

    private static Map<String, Quantity> used(String namespace) {
        Verdict quota = server.get("/api/v1/namespaces/" + namespace + "/resourcequotas/hearth", "application/json");
        Mapping used =
                ((Mapping) Json.read(quota.body(), "quota")).mapping("status").mapping("used");
        Map<String, Quantity> amounts = new TreeMap<>();
        used.fields()
                .forEach((word, amount) -> amounts.put(word, Quantity.of(amount).orElseThrow()));
        return amounts;
    }

    /** What the checks count of that which the quota names. */
    private static Map<String, Quantity> counted(String namespace, Map<String, Quantity> usage) {
        Map<String, Quantity> counted = new TreeMap<>(usage);
        counted.keySet()
                .retainAll(objects("ResourceQuota")
                        .filter(quota -> quota.identity().namespace().equals(namespace))
                        .findFirst()
                        .orElseThrow()
                        .spec()
                        .mapping("hard")
                        .fields()
                        .keySet());
        return counted;
    }

    @Test
    void a_container_that_says_nothing_gets_what_the_limit_range_gives() {
        assertThat(silent(SAID))
                .isEqualTo(resources(Map.of("cpu", "50m", "memory", "128Mi"), Map.of("cpu", "2", "memory", "128Mi")));
        assertThat(silent(WORKSPACES))
                .isEqualTo(resources(Map.of("cpu", "100m", "memory", "256Mi"), Map.of("memory", "2Gi")));
    }

    /** What the server makes of the resources of a container that says nothing. */
    private static Mapping silent(String namespace) {
        Verdict verdict = server.dryRunCreate(pod(namespace, "silent", ""));
        assertThat(verdict.message()).isEmpty();
        return ((Mapping) Json.read(verdict.body(), "pod"))
                .mapping("spec")
                .sequence("containers")
                .mappings()
                .get(0)
                .mapping("resources");
    }

    private static Mapping resources(Map<String, String> requests, Map<String, String> limits) {
        return Mapping.builder()
                .put("limits", Mapping.texts(limits))
                .put("requests", Mapping.texts(requests))
                .build();
    }

    @Test
    void a_container_that_says_nothing_is_refused_where_no_limit_range_says_it() {
        Verdict verdict = server.dryRunCreate(pod("coder", "silent", ""));

        assertThat(verdict.message()).contains("failed quota: hearth: must specify", "limits.memory for: web");
    }

    @Test
    void a_container_or_a_claim_larger_than_one_may_be_is_refused() {
        assertThat(server.dryRunCreate(pod(SAID, "large", "requests: {memory: 1Gi}, limits: {memory: 3Gi}"))
                        .message())
                .contains("maximum memory usage per Container is 2Gi, but limit is 3Gi");
        assertThat(server.dryRunCreate(claim("large", "25Gi")).message())
                .contains("maximum storage usage per PersistentVolumeClaim is 20Gi, but request is 25Gi");
    }

    @Test
    void all_pods_and_claims_together_have_no_more_than_is_said() {
        String half = "requests: {cpu: 400m, memory: 1Gi}, limits: {memory: 2Gi}";
        assertThat(server.create(pod(SAID, "one", half)).message()).isEmpty();
        assertThat(server.create(pod(SAID, "two", half)).message()).isEmpty();
        assertThat(server.create(pod(SAID, "three", half)).message())
                .contains("exceeded quota: hearth, requested: requests.cpu=400m, used: requests.cpu=800m,"
                        + " limited: requests.cpu=1");
        assertThat(server.create(claim("one", "20Gi")).message()).isEmpty();
        assertThat(server.create(claim("two", "20Gi")).message())
                .contains("requested: requests.storage=20Gi, used: requests.storage=20Gi,"
                        + " limited: requests.storage=30Gi");
    }

    private static byte[] pod(String namespace, String name, String resources) {
        return json("{apiVersion: v1, kind: Pod, metadata: {name: " + name + ", namespace: " + namespace + "}, spec: {"
                + "automountServiceAccountToken: false, securityContext: {runAsNonRoot: true, runAsUser: 1000,"
                + " seccompProfile: {type: RuntimeDefault}}, containers: [{name: web, image: example.org/web:1,"
                + " securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}, resources: {"
                + resources + "}}]}}");
    }

    private static byte[] claim(String name, String size) {
        return json("{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: " + name + ", namespace: "
                + SAID + "}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: " + size
                + "}}}}");
    }

    private static byte[] json(String yaml) {
        return json(Yaml.read(yaml, "object.yaml").get(0).root());
    }

    private static byte[] json(Mapping object) {
        return Json.write(object).getBytes(UTF_8);
    }
}
