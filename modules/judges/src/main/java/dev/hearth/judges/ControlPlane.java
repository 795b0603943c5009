package dev.hearth.judges;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The processes behind an {@link ApiServer} and the temporary folder they work in. */
final class ControlPlane implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "judge";
    private static final int SECONDS_TO_START = 120;

    private final Path folder;
    private final List<Daemon> daemons = new ArrayList<>();
    private final Thread atExit = new Thread(this::stop, "hearth-judges-exit");
    private @Nullable Client client;

    private ControlPlane(Path folder) {
        this.folder = folder;
    }

    /** @throws IllegalStateException with what the programs said if they do not start */
    static ControlPlane start(Program etcd, Program apiServer, List<String> flags) {
        try {
            ControlPlane plane = new ControlPlane(Files.createTempDirectory("api-server"));
            Runtime.getRuntime().addShutdownHook(plane.atExit);
            try {
                plane.startAll(etcd, apiServer, flags);
                return plane;
            } catch (IOException | RuntimeException problem) {
                plane.close();
                throw problem;
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    Client client() {
        if (client == null) {
            throw new IllegalStateException("the API server is closed");
        }
        return client;
    }

    Path kubeconfig() {
        return folder.resolve("kubeconfig");
    }

    private void startAll(Program etcd, Program apiServer, List<String> flags) throws IOException {
        List<Integer> ports = freePorts(3);
        String store = "http://127.0.0.1:" + ports.get(0);
        URI address = URI.create("https://127.0.0.1:" + ports.get(2));
        Path certificate = folder.resolve("certificates").resolve("apiserver.crt");

        writeCredentials();
        Files.write(kubeconfig(), kubeconfig(address, certificate));
        daemons.add(Daemon.start(etcd, storeFlags(store, "http://127.0.0.1:" + ports.get(1)), folder));
        // A flag that is asked for takes the place of ours, because the server would add up lists.
        List<String> names = flags.stream().map(ControlPlane::name).toList();
        List<String> serverFlags = new ArrayList<>(serverFlags(store, address));
        serverFlags.removeIf(flag -> names.contains(name(flag)));
        serverFlags.addAll(flags);
        Daemon server = Daemon.start(apiServer, serverFlags, folder);
        daemons.add(server);

        // The server makes its certificate when it starts, and writes it before it listens.
        require(server.await(SECONDS_TO_START, () -> connect(address, certificate)));
        require(server.await(SECONDS_TO_START, () -> answers("/readyz")));
        require(server.await(SECONDS_TO_START, () -> answers("/api/v1/namespaces/default")));
    }

    private static String name(String flag) {
        return flag.split("=", 2)[0];
    }

    private static List<String> storeFlags(String clients, String peers) {
        return List.of(
                "--data-dir=etcd",
                "--unsafe-no-fsync",
                "--log-level=error",
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=default=" + peers);
    }

    private static List<String> serverFlags(String store, URI address) {
        return List.of(
                "--etcd-servers=" + store,
                "--bind-address=" + address.getHost(),
                "--advertise-address=" + address.getHost(),
                "--secure-port=" + address.getPort(),
                "--cert-dir=certificates",
                // It would refuse to publish an address of the loopback interface.
                "--endpoint-reconciler-type=none",
                "--service-cluster-ip-range=" + ApiServer.SERVICE_RANGE,
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-signing-key-file=accounts.key",
                "--service-account-key-file=accounts.pub",
                "--token-auth-file=tokens.csv",
                "--authorization-mode=AlwaysAllow",
                "--allow-privileged=true");
    }

    private void writeCredentials() throws IOException {
        // This group is exempt from the server's limits on requests.
        Files.write(folder.resolve("tokens.csv"), (TOKEN + ",judge,judge,system:masters\n").getBytes(UTF_8));
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair keys = generator.generateKeyPair();
            writePem("accounts.key", "PRIVATE KEY", keys.getPrivate().getEncoded());
            writePem("accounts.pub", "PUBLIC KEY", keys.getPublic().getEncoded());
        } catch (GeneralSecurityException problem) {
            throw new IllegalStateException("this Java cannot make a key on an elliptic curve", problem);
        }
    }

    private void writePem(String file, String type, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.write(
                folder.resolve(file),
                ("-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n").getBytes(UTF_8));
    }

    private static byte[] kubeconfig(URI address, Path certificate) throws IOException {
        Map<String, Object> cluster =
                Map.of("server", address.toString(), "certificate-authority", certificate.toString());
        return JSON.writeValueAsBytes(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Config",
                "clusters",
                List.of(Map.of("name", "judge", "cluster", cluster)),
                "users",
                List.of(Map.of("name", "judge", "user", Map.of("token", TOKEN))),
                "contexts",
                List.of(Map.of("name", "judge", "context", Map.of("cluster", "judge", "user", "judge"))),
                "current-context",
                "judge"));
    }

    private boolean connect(URI address, Path certificate) throws IOException {
        if (!Files.exists(certificate)) {
            return false;
        }
        try {
            client = Client.of(address, certificate, TOKEN);
            return true;
        } catch (CertificateException halfWritten) {
            return false;
        } catch (GeneralSecurityException problem) {
            throw new IllegalStateException("this Java cannot speak TLS", problem);
        }
    }

    private boolean answers(String path) {
        try {
            return client().get(path, "application/json").accepted();
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private void require(boolean started) {
        if (!started) {
            StringBuilder message = new StringBuilder("the API server does not start");
            daemons.forEach(daemon -> message.append('\n').append(daemon.lastWords()));
            throw new IllegalStateException(message.toString());
        }
    }

    /** Ports nobody listens on now; all are held until all are known, so that they differ. */
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            return; // the hook does the rest
        }
        stop();
    }

    private synchronized void stop() {
        if (client != null) {
            client.close();
            client = null;
        }
        // The server first: without its store it would only complain.
        for (int i = daemons.size() - 1; i >= 0; i--) {
            daemons.get(i).close();
        }
        daemons.clear();
        try {
            Folders.delete(folder);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
