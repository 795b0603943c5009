package dev.hearth.platform.access;

import static dev.hearth.platform.SmallCluster.container;

import dev.hearth.judges.Judges;
import dev.hearth.platform.SmallCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Dex and OAuth2 Proxy on what is rendered for them, with addresses, paths and the storage exchanged.
 *
 * @param dex the address of Dex
 * @param port the port of OAuth2 Proxy
 * @param running both
 */
record LoginPrograms(String dex, int port, List<RunningProgram> running) implements AutoCloseable {

    /** Of the word "password". */
    private static final String HASH = "$2a$10$2b2cU8CPhOTaGrs1HRQuAueS7JTT5ZHsHSzYiFPm1leZck7Mc8T4W";

    private static final String SECRET = "a".repeat(32);

    /** Skips the test where they are not installed. */
    static void require() {
        Judges.require("dex");
        Judges.require("oauth2-proxy");
    }

    /**
     * Starts both.
     *
     * @param folder where their files go
     * @param cluster what was rendered: a Dex with the users ada and joe, and a proxy
     * @param client the name of the client of Dex
     * @param deployment the Deployment of the proxy
     * @param addresses exchanges further addresses in its arguments
     */
    static LoginPrograms start(
            Path folder, SmallCluster cluster, String client, String deployment, UnaryOperator<String> addresses)
            throws IOException {
        int dexPort = RunningProgram.freePort();
        String dex = "http://127.0.0.1:" + dexPort;
        RunningProgram provider = dex(folder, cluster, client, dex, dexPort);
        try {
            int port = RunningProgram.freePort();
            RunningProgram proxy = proxy(folder, cluster, client, deployment, dex, port, addresses);
            return new LoginPrograms(dex, port, List.of(provider, proxy));
        } catch (IOException | RuntimeException notStarted) {
            provider.close();
            throw notStarted;
        }
    }

    private static RunningProgram dex(Path folder, SmallCluster cluster, String client, String address, int port)
            throws IOException {
        String configuration = SmallCluster.data(cluster.object("ConfigMap", "dex"))
                .getOrDefault("config.yaml", "")
                .replace("type: kubernetes\n  config:\n    inCluster: true\n    crdHandling: check", "type: memory")
                .replace("https://auth.home.arpa", address)
                .replace("0.0.0.0:5556", "127.0.0.1:" + port)
                .replace("0.0.0.0:5558", "127.0.0.1:" + RunningProgram.freePort());
        Path file = Files.writeString(folder.resolve("config.yaml"), configuration);
        return RunningProgram.start(
                port,
                folder.resolve("dex.log"),
                Map.of(
                        "DEX_USER_ADA_HASH",
                        HASH,
                        "DEX_USER_JOE_HASH",
                        HASH,
                        "DEX_CLIENT_" + client.toUpperCase(Locale.ROOT) + "_SECRET",
                        SECRET),
                List.of(Judges.require("dex").file().toString(), "serve", file.toString()));
    }

    private static RunningProgram proxy(
            Path folder,
            SmallCluster cluster,
            String client,
            String deployment,
            String dex,
            int port,
            UnaryOperator<String> addresses)
            throws IOException {
        Files.writeString(folder.resolve("client-secret"), SECRET);
        Files.writeString(folder.resolve("key"), "b".repeat(32));
        int metrics = RunningProgram.freePort();
        Stream<String> arguments =
                container(cluster.object("Deployment", deployment)).sequence("args").strings().stream()
                        .map(argument -> addresses.apply(argument.replace("0.0.0.0:4180", "127.0.0.1:" + port)
                                .replace("0.0.0.0:44180", "127.0.0.1:" + metrics)
                                .replace("https://auth.home.arpa", dex)
                                .replace("http://dex.dex.svc.cluster.local:5556", dex)
                                .replace("/etc/oauth2-proxy/client/", folder + "/")
                                .replace("/etc/oauth2-proxy/cookies/", folder + "/")));
        return RunningProgram.start(
                port,
                folder.resolve("proxy.log"),
                Map.of("OAUTH2_PROXY_CLIENT_ID", client),
                Stream.concat(Stream.of(Judges.require("oauth2-proxy").file().toString()), arguments)
                        .toList());
    }

    @Override
    public void close() throws IOException {
        for (RunningProgram program : running) {
            program.close();
        }
    }
}
