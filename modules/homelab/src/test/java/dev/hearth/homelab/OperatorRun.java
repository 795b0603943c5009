package dev.hearth.homelab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Text;
import dev.hearth.manifest.Yaml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;

/**
 * A real Prometheus Operator at a real API server, as the account that the home cluster gives it, with the rights and the
 * arguments of the tree.
 */
final class OperatorRun implements AutoCloseable {

    /** What the operator that can be had here is too old to know. */
    private static final Set<String> TOO_NEW = Set.of("--kubelet-http-metrics=false");

    private static final String GROUP = "monitoring.coreos.com";
    private static final String ACCOUNTS = "system:serviceaccount:monitoring:";
    /** What the operator, or what it makes, depends on besides its own kinds; in the order of a sync. */
    private static final List<String> FIRST = List.of(
            "Namespace",
            "ServiceAccount",
            "StorageClass",
            "ClusterRole",
            "ClusterRoleBinding",
            "Service",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding");

    private final ApiServer server;
    private final Path folder;
    private final Background operator;
    private final int port;
    private final List<String> complaints;

    private OperatorRun(ApiServer server, Path folder) throws IOException, InterruptedException {
        this.server = server;
        this.folder = folder;
        this.port = freePort();
        this.operator = Background.start(
                "prometheus-operator",
                folder,
                Map.of("KUBECONFIG", kubeconfig("prometheus-operator").toString()),
                arguments(),
                "--web.listen-address=127.0.0.1:" + port);
        boolean done = await(
                () -> reconciled("prometheuses", "prometheus") && reconciled("alertmanagers", "alertmanager"));
        assertThat(done).as(() -> String.join("\n", operator.log())).isTrue();
        complaints = operator.log().stream()
                .filter(line -> !line.contains(" level=info "))
                .toList();
    }

    /** Starts both, on the objects of the home cluster that it is about, and waits until the operator has done its work. */
    static OperatorRun start(Path definitions, Path folder) throws IOException, InterruptedException {
        Judges.require("prometheus-operator");
        Path policy = Files.writeString(folder.resolve("audit.yaml"), """
                apiVersion: audit.k8s.io/v1
                kind: Policy
                omitStages: [RequestReceived]
                rules:
                - level: Metadata
                  users: ["%1$sprometheus-operator", "%1$sprometheus"]
                """.formatted(ACCOUNTS));
        ApiServer server = ApiServer.start(
                "--authorization-mode=RBAC",
                "--audit-policy-file=" + policy,
                "--audit-log-path=" + folder.resolve("audit.log"));
        server.applyDefinitions(definitions);
        FIRST.forEach(kind -> Home.objects(kind).forEach(object -> store(server, object)));
        Home.objects("SealedSecret").forEach(sealed -> store(server, opened(sealed)));
        Home.RENDERING.manifests().stream()
                .filter(object -> object.identity().group().equals(GROUP))
                .forEach(object -> store(server, object));
        node(server, "rack", "192.168.10.11");
        node(server, "shelf", "192.168.10.12");
        return new OperatorRun(server, folder);
    }

    private static void store(ApiServer server, Manifest object) {
        Verdict verdict = server.apply(
                object.apiVersion(),
                object.kind(),
                object.identity().namespace(),
                object.name(),
                Yaml.bytes(object.root()));
        assertThat(verdict.message()).as(object.toString()).isEmpty();
    }

    /** The Secret that its controller would make of it; what nobody can read here is said in one word. */
    private static Manifest opened(Manifest sealed) {
        Mapping template = sealed.spec().mapping("template");
        Map<String, Node> data = new HashMap<>(template.mapping("data").fields());
        sealed.spec().mapping("encryptedData").fields().keySet().forEach(key -> data.put(key, Node.text("sealed")));
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", "Secret")
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", sealed.name())
                                .put("namespace", sealed.identity().namespace())
                                .build())
                .put("type", template.text("type").orElse("Opaque"))
                .put("stringData", Mapping.of(data))
                .build());
    }

    private static void node(ApiServer server, String name, String address) {
        String json = """
                {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "%s"}, "status": {
                 "addresses": [{"type": "InternalIP", "address": "%s"}],
                 "conditions": [{"type": "Ready", "status": "True"}]}}
                """.formatted(name, address);
        assertThat(server.create(json.getBytes(UTF_8)).message()).isEmpty();
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static List<String> arguments() {
        return Home.object("Deployment", "monitoring", "prometheus-operator")
                .spec()
                .mapping("template")
                .mapping("spec")
                .sequence("containers")
                .mappings()
                .get(0)
                .sequence("args")
                .strings()
                .stream()
                .filter(argument -> !TOO_NEW.contains(argument))
                .toList();
    }

    /** A file that lets a program talk to the API server as that account of namespace monitoring. */
    Path kubeconfig(String account) throws IOException {
        Outcome token = Judges.require("kubectl")
                .run("--kubeconfig=" + server.kubeconfig(), "--namespace=monitoring", "create", "token", account);
        assertThat(token.exitCode()).as(token.stderr()).isZero();
        Mapping user = Mapping.builder()
                .put("name", "judge")
                .put("user", Mapping.of("token", Node.text(token.stdout().strip())))
                .build();
        return Files.writeString(
                folder.resolve(account + ".kubeconfig"), Json.write(admin().with("users", Node.list(user))));
    }

    private Mapping admin() throws IOException {
        return (Mapping) Json.read(Files.readString(server.kubeconfig()), "kubeconfig");
    }

    /** The certificate by which the API server is known. */
    Path authority() throws IOException {
        return Path.of(admin().sequence("clusters")
                .mappings()
                .get(0)
                .mapping("cluster")
                .text("certificate-authority")
                .orElseThrow());
    }

    private boolean reconciled(String resource, String name) {
        return find("/apis/" + GROUP + "/v1/namespaces/monitoring/" + resource + "/" + name)
                .mapping("status")
                .sequence("conditions")
                .mappings()
                .stream()
                .anyMatch(condition -> condition.text("type").orElse("").equals("Reconciled")
                        && condition.text("status").orElse("").equals("True"));
    }

    /** Whether it becomes so within a minute, as long as the operator runs. */
    boolean await(BooleanSupplier condition) throws InterruptedException {
        return operator.await(condition);
    }

    ApiServer server() {
        return server;
    }

    /** The object at that path of the API; empty where there is none. */
    Mapping find(String path) {
        Verdict verdict = server.get(path, "application/json");
        return verdict.accepted() ? (Mapping) Json.read(verdict.body(), path) : Mapping.empty();
    }

    /** The configuration that it made for Prometheus. */
    Mapping prometheus() {
        return unpacked(secret("prometheus-prometheus", "prometheus.yaml.gz"));
    }

    /** The configuration that it made for Alertmanager. */
    Mapping alertmanager() {
        return unpacked(secret("alertmanager-alertmanager-generated", "alertmanager.yaml.gz"));
    }

    /** What a Secret of namespace monitoring holds under that key. */
    byte[] secret(String name, String key) {
        return Base64.getDecoder()
                .decode(find("/api/v1/namespaces/monitoring/secrets/" + name)
                        .mapping("data")
                        .text(key)
                        .orElseThrow());
    }

    private static Mapping unpacked(byte[] packed) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return document(new String(in.readAllBytes(), UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The files of rules that it made for Prometheus, by their names. */
    Map<String, Mapping> ruleFiles() {
        Map<String, Mapping> files = new TreeMap<>();
        for (Mapping map : find("/api/v1/namespaces/monitoring/configmaps")
                .sequence("items")
                .mappings()) {
            if (map.mapping("metadata").text("name").orElse("").startsWith("prometheus-prometheus-rulefiles-")) {
                map.mapping("data").fields().forEach((name, text) -> files.put(name, document(((Text) text).value())));
            }
        }
        return files;
    }

    static Mapping document(String yaml) {
        return Yaml.documents(yaml, "document.yaml").get(0).mapping();
    }

    /** What it wrote down as a warning or an error until its work was done. */
    List<String> complaints() {
        return complaints;
    }

    /** What that account asked of the API server and was answered, one request a line. */
    List<Mapping> requests(String account) throws IOException {
        return Files.readAllLines(folder.resolve("audit.log")).stream()
                .map(line -> (Mapping) Json.read(line, "audit"))
                .filter(request -> request.mapping("user").text("username").orElse("").equals(ACCOUNTS + account))
                .toList();
    }

    /** What it tells Prometheus of itself. */
    List<String> metrics() {
        try (InputStream in =
                URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openStream()) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    @Override
    public void close() throws IOException {
        operator.close();
        server.close();
    }
}
