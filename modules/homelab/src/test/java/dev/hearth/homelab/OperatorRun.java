package dev.hearth.homelab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.Judges;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Text;
import dev.hearth.manifest.Yaml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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

    private final RunningCluster cluster;
    private final Background operator;
    private final int port;
    private final List<String> complaints;

    private OperatorRun(RunningCluster cluster) throws IOException, InterruptedException {
        this.cluster = cluster;
        this.port = RunningCluster.freePort();
        this.operator = Background.start(
                "prometheus-operator",
                cluster.folder(),
                Map.of(
                        "KUBECONFIG",
                        cluster.kubeconfig("monitoring", "prometheus-operator").toString()),
                arguments(),
                "--web.listen-address=127.0.0.1:" + port);
        boolean done =
                await(() -> reconciled("prometheuses", "prometheus") && reconciled("alertmanagers", "alertmanager"));
        assertThat(done).as(() -> String.join("\n", operator.log())).isTrue();
        complaints = operator.log().stream()
                .filter(line -> !line.contains(" level=info "))
                .toList();
    }

    /** Starts both, on the objects of the home cluster that it is about, and waits until the operator has done its work. */
    static OperatorRun start(Path definitions, Path folder) throws IOException, InterruptedException {
        Judges.require("prometheus-operator");
        RunningCluster cluster = RunningCluster.start(folder, definitions);
        Home.objects("SealedSecret").map(OperatorRun::opened).forEach(cluster::store);
        cluster.store(object -> object.identity().group().equals(GROUP));
        node(cluster, "rack", "192.168.10.11");
        node(cluster, "shelf", "192.168.10.12");
        return new OperatorRun(cluster);
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

    private static void node(RunningCluster cluster, String name, String address) {
        String json = """
                {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "%s"}, "status": {
                 "addresses": [{"type": "InternalIP", "address": "%s"}],
                 "conditions": [{"type": "Ready", "status": "True"}]}}
                """.formatted(name, address);
        assertThat(cluster.server().create(json.getBytes(UTF_8)).message()).isEmpty();
    }

    private static List<String> arguments() {
        Manifest deployment = Home.object("Deployment", "monitoring", "prometheus-operator");
        return RunningCluster.container(deployment.root()).sequence("args").strings().stream()
                .filter(argument -> !TOO_NEW.contains(argument))
                .toList();
    }

    private boolean reconciled(String resource, String name) {
        return cluster
                .find("/apis/" + GROUP + "/v1/namespaces/monitoring/" + resource + "/" + name)
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

    RunningCluster cluster() {
        return cluster;
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
                .decode(cluster.find("/api/v1/namespaces/monitoring/secrets/" + name)
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
        for (Mapping map : cluster.find("/api/v1/namespaces/monitoring/configmaps")
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

    /** What it tells Prometheus of itself. */
    List<String> metrics() {
        try {
            return RunningCluster.read(port, "/metrics").lines().toList();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    @Override
    public void close() throws IOException {
        operator.close();
        cluster.close();
    }
}
