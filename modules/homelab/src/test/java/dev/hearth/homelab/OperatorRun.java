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
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
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
    private static final String ACCOUNT = "system:serviceaccount:monitoring:prometheus-operator";
    /** Kinds without a group of their own that the operator, or what it makes, depends on; in the order of a sync. */
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
    private final Path log;
    private final Process operator;
    private final int port;
    private List<String> complaints = List.of();

    private OperatorRun(ApiServer server, Path folder, Process operator, int port) {
        this.server = server;
        this.folder = folder;
        this.log = folder.resolve("operator.log");
        this.operator = operator;
        this.port = port;
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
                  users: ["%s"]
                """.formatted(ACCOUNT));
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
        int port = freePort();
        OperatorRun run = new OperatorRun(server, folder, process(server, folder, port), port);
        run.awaitDone();
        return run;
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

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static Process process(ApiServer server, Path folder, int port) throws IOException {
        Outcome token = Judges.require("kubectl")
                .run(
                        "--kubeconfig=" + server.kubeconfig(),
                        "--namespace=monitoring",
                        "create",
                        "token",
                        "prometheus-operator");
        assertThat(token.exitCode()).as(token.stderr()).isZero();
        Mapping admin = (Mapping) Json.read(Files.readString(server.kubeconfig()), "kubeconfig");
        Mapping user = Mapping.builder()
                .put("name", "judge")
                .put("user", Mapping.of("token", Node.text(token.stdout().strip())))
                .build();
        Path kubeconfig = Files.writeString(
                folder.resolve("kubeconfig"), Json.write(admin.with("users", Node.list(user))));

        // The pipe breaks when Java ends, however it does, and the operator ends with it.
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                "exec 3<&0; \"$@\" < /dev/null & child=$!; (read -r word <&3; kill $child 2> /dev/null) & wait $child",
                "guard",
                Judges.require("prometheus-operator").file().toString()));
        container().sequence("args").strings().stream()
                .filter(argument -> !TOO_NEW.contains(argument))
                .forEach(command::add);
        command.add("--web.listen-address=127.0.0.1:" + port);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("operator.log").toFile());
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        return builder.start();
    }

    private static Mapping container() {
        return Home.object("Deployment", "monitoring", "prometheus-operator")
                .spec()
                .mapping("template")
                .mapping("spec")
                .sequence("containers")
                .mappings()
                .get(0);
    }

    private void awaitDone() throws InterruptedException, IOException {
        boolean done = await(() -> reconciled("prometheuses", "prometheus") && reconciled("alertmanagers", "alertmanager"));
        assertThat(done).as(() -> String.join("\n", lines(log))).isTrue();
        complaints = lines(log).stream()
                .filter(line -> !line.contains(" level=info "))
                .toList();
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
        for (int i = 0; i < 600 && operator.isAlive(); i++) {
            if (condition.getAsBoolean()) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return false;
    }

    /** Where it works. */
    Path folder() {
        return folder;
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
        return configuration("prometheus-prometheus", "prometheus.yaml.gz");
    }

    /** The configuration that it made for Alertmanager. */
    Mapping alertmanager() {
        return configuration("alertmanager-alertmanager-generated", "alertmanager.yaml.gz");
    }

    private Mapping configuration(String secret, String key) {
        byte[] packed = Base64.getDecoder()
                .decode(find("/api/v1/namespaces/monitoring/secrets/" + secret)
                        .mapping("data")
                        .text(key)
                        .orElseThrow());
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return document(new String(in.readAllBytes(), UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The files of rules that it made for Prometheus, by their names. */
    Map<String, Mapping> ruleFiles() {
        Map<String, Mapping> files = new TreeMap<>();
        for (Mapping map : find("/api/v1/namespaces/monitoring/configmaps").sequence("items").mappings()) {
            if (map.mapping("metadata").text("name").orElse("").startsWith("prometheus-prometheus-rulefiles-")) {
                map.mapping("data").fields().forEach((name, text) -> files.put(name, document(((Text) text).value())));
            }
        }
        return files;
    }

    static Mapping document(String yaml) {
        return Yaml.documents(yaml, "document.yaml").get(0).mapping();
    }

    /** The certificate by which the API server is known. */
    Path authority() throws IOException {
        return Path.of(((Mapping) Json.read(Files.readString(server.kubeconfig()), "kubeconfig"))
                .sequence("clusters")
                .mappings()
                .get(0)
                .mapping("cluster")
                .text("certificate-authority")
                .orElseThrow());
    }

    /** What it wrote down as a warning or an error until its work was done. */
    List<String> complaints() {
        return complaints;
    }

    /** What it asked of the API server and was answered, one request a line. */
    List<Mapping> requests() {
        return lines(folder.resolve("audit.log")).stream()
                .map(line -> (Mapping) Json.read(line, "audit"))
                .toList();
    }

    /** What it tells Prometheus of itself. */
    List<String> metrics() {
        try (InputStream in = URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openStream()) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() throws IOException {
        operator.getOutputStream().close();
        try {
            if (!operator.waitFor(10, TimeUnit.SECONDS)) {
                operator.descendants().forEach(ProcessHandle::destroyForcibly);
                operator.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        server.close();
    }
}
