package dev.hearth.homelab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.Judges;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A real Prometheus with the arguments and the configuration that the operator made, as the account it has in the tree. It asks
 * the API server where its targets are, and never reaches one: all that it would send goes to a proxy that is not there.
 */
final class ScrapingPrometheus implements AutoCloseable {

    private static final String NO_PROXY_THERE = "http://127.0.0.1:1";
    /** An address of the block for documentation: the API server takes none of this machine. */
    private static final String ADDRESS = "192.0.2.1";

    private final Background program;
    private final int port;

    private ScrapingPrometheus(Background program, int port) {
        this.program = program;
        this.port = port;
    }

    /** Starts one in that folder. */
    static ScrapingPrometheus start(OperatorRun run, Path folder) throws IOException {
        Judges.require("prometheus");
        Home.objects("Service").forEach(service -> slice(run, service));
        slice(
                run,
                Manifest.of(run.cluster()
                        .find("/api/v1/namespaces/default/services/kubernetes")
                        .with("apiVersion", Node.text("v1"))
                        .with("kind", Node.text("Service"))));
        int port = RunningCluster.freePort();
        Path kubeconfig = run.cluster().kubeconfig("monitoring", "prometheus");
        Path rules = rules(run, folder);
        String configuration = Yaml.write(here(run.prometheus(), kubeconfig))
                .replace("$(SHARD)", "0")
                .replace("/etc/prometheus/rules/prometheus-prometheus-rulefiles-0", rules.toString())
                .replace(
                        "/var/run/secrets/kubernetes.io/serviceaccount",
                        account(run, folder).toString());
        assertThat(configuration).doesNotContain("/etc/").doesNotContain("/var/");
        Path file = Files.writeString(folder.resolve("prometheus.env.yaml"), configuration);
        List<String> arguments = arguments(run).stream()
                .map(argument -> argument.replace("/etc/prometheus/config_out/prometheus.env.yaml", file.toString())
                        .replace(
                                "/etc/prometheus/web_config/web-config.yaml",
                                web(run, folder).toString())
                        .replace("=/prometheus", "=" + folder.resolve("samples")))
                .toList();
        Background program =
                Background.start("prometheus", folder, Map.of(), arguments, "--web.listen-address=127.0.0.1:" + port);
        return new ScrapingPrometheus(program, port);
    }

    /** The part of the controller that keeps the endpoints of Services; there are no pods here. */
    private static void slice(OperatorRun run, Manifest service) {
        List<Mapping> ports = service.spec().sequence("ports").mappings().stream()
                .map(port -> Mapping.builder()
                        .put("name", port.text("name").orElse(""))
                        .put("protocol", port.text("protocol").orElse("TCP"))
                        .put("port", port.number("port").orElseThrow())
                        .build())
                .toList();
        Mapping slice = Mapping.builder()
                .put("apiVersion", "discovery.k8s.io/v1")
                .put("kind", "EndpointSlice")
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", service.name())
                                .put("namespace", service.identity().namespace())
                                .put("labels", Mapping.of("kubernetes.io/service-name", Node.text(service.name())))
                                .build())
                .put("addressType", "IPv4")
                .put("ports", Sequence.of(ports))
                .put("endpoints", Node.list(Mapping.of("addresses", Node.list(Node.text(ADDRESS)))))
                .build();
        Verdict verdict = run.cluster().server().create(Json.write(slice).getBytes(UTF_8));
        assertThat(verdict.message()).as(service.toString()).isEmpty();
    }

    private static List<String> arguments(OperatorRun run) {
        return RunningCluster.container(
                        run.cluster().find("/apis/apps/v1/namespaces/monitoring/statefulsets/prometheus-prometheus"))
                .sequence("args")
                .strings();
    }

    /** The same configuration, for a Prometheus that is in no pod. */
    private static Mapping here(Mapping configuration, Path kubeconfig) {
        Mapping alerting = configuration.mapping("alerting");
        return configuration
                .with("scrape_configs", here(configuration.sequence("scrape_configs"), kubeconfig))
                .with("remote_write", here(configuration.sequence("remote_write"), kubeconfig))
                .with("alerting", alerting.with("alertmanagers", here(alerting.sequence("alertmanagers"), kubeconfig)));
    }

    private static Sequence here(Sequence clients, Path kubeconfig) {
        return Sequence.of(clients.mappings().stream()
                .map(client -> client.with("proxy_url", Node.text(NO_PROXY_THERE)))
                .map(client -> client.has("kubernetes_sd_configs") ? discovering(client, kubeconfig) : client)
                .toList());
    }

    private static Mapping discovering(Mapping client, Path kubeconfig) {
        return client.with(
                "kubernetes_sd_configs",
                Sequence.of(client.sequence("kubernetes_sd_configs").mappings().stream()
                        .map(discovery -> discovery.with("kubeconfig_file", Node.text(kubeconfig.toString())))
                        .toList()));
    }

    private static Path rules(OperatorRun run, Path folder) throws IOException {
        Path rules = Files.createDirectories(folder.resolve("rules"));
        for (Map.Entry<String, Mapping> file : run.ruleFiles().entrySet()) {
            Files.write(rules.resolve(file.getKey()), Yaml.bytes(file.getValue()));
        }
        return rules;
    }

    private static Path account(OperatorRun run, Path folder) throws IOException {
        Path account = Files.createDirectories(folder.resolve("account"));
        Files.writeString(account.resolve("token"), "token");
        Files.write(account.resolve("ca.crt"), Files.readAllBytes(run.cluster().certificate()));
        return account;
    }

    private static Path web(OperatorRun run, Path folder) {
        try {
            return Files.write(
                    folder.resolve("web-config.yaml"),
                    run.secret("prometheus-prometheus-web-config", "web-config.yaml"));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** What its API answers; empty where it does not answer yet. */
    Mapping ask(String path) {
        try {
            return ((Mapping) Json.read(RunningCluster.read(port, "/api/v1/" + path), path)).mapping("data");
        } catch (IOException notYet) {
            return Mapping.empty();
        }
    }

    /** What its targets say in that field, or as that label. */
    Set<String> targets(String name) {
        return ask("targets?state=active").sequence("activeTargets").mappings().stream()
                .map(target -> target.text(name)
                        .or(() -> target.mapping("labels").text(name))
                        .orElseThrow())
                .collect(toSet());
    }

    /** What it has written down. */
    List<String> log() {
        return program.log();
    }

    /** Whether it becomes so within a minute, as long as it runs. */
    boolean await(BooleanSupplier condition) throws InterruptedException {
        return program.await(condition);
    }

    @Override
    public void close() throws IOException {
        program.close();
    }
}
