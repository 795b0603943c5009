package dev.hearth.homelab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A real API server for controllers of the home cluster, which do there what their accounts of the tree may and nothing else; it
 * writes down who asked for what.
 */
final class RunningCluster implements AutoCloseable {

    /** What accounts, and what admission lets in, depend on; in the order of a sync. */
    private static final List<String> FIRST = List.of(
            "Namespace",
            "ServiceAccount",
            "StorageClass",
            "ClusterRole",
            "ClusterRoleBinding",
            "Role",
            "RoleBinding",
            "Service",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding");

    private final ApiServer server;
    private final Path folder;

    private RunningCluster(ApiServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /** Starts one that has what all controllers of the tree need; it keeps its files in the folder. */
    static RunningCluster start(Path folder) throws IOException {
        Path policy = Files.writeString(folder.resolve("audit.yaml"), """
                apiVersion: audit.k8s.io/v1
                kind: Policy
                omitStages: [RequestReceived]
                rules:
                - level: Metadata
                  userGroups: ["system:serviceaccounts"]
                """);
        ApiServer server = ApiServer.start(
                "--authorization-mode=RBAC",
                "--audit-policy-file=" + policy,
                "--audit-log-path=" + folder.resolve("audit.log"));
        RunningCluster cluster = new RunningCluster(server, folder);
        FIRST.forEach(kind -> Home.objects(kind).forEach(cluster::store));
        return cluster;
    }

    /** One with those definitions too; skips the test where they are not at hand. */
    static RunningCluster start(Path folder, Path definitions) throws IOException {
        assumeThat(Files.isDirectory(definitions))
                .as("definitions at %s", definitions)
                .isTrue();
        RunningCluster cluster = start(folder);
        cluster.server.applyDefinitions(definitions);
        return cluster;
    }

    /** Stores all objects of the home cluster of which that is true. */
    void store(Predicate<Manifest> chosen) {
        Home.RENDERING.manifests().stream().filter(chosen).forEach(this::store);
    }

    /** Stores the object, as Argo CD does. */
    void store(Manifest object) {
        assertThat(apply(object).message()).as(object.toString()).isEmpty();
    }

    /** What the server says to the object. */
    Verdict apply(Manifest object) {
        return server.apply(
                object.apiVersion(),
                object.kind(),
                object.identity().namespace(),
                object.name(),
                Yaml.bytes(object.root()));
    }

    ApiServer server() {
        return server;
    }

    Path folder() {
        return folder;
    }

    /** The object at that path of the API; empty where there is none. */
    Mapping find(String path) {
        Verdict verdict = server.get(path, "application/json");
        return verdict.accepted() ? (Mapping) Json.read(verdict.body(), path) : Mapping.empty();
    }

    /** What kubectl says, asked by somebody who may do everything. */
    Outcome kubectl(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "--kubeconfig=" + server.kubeconfig();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Judges.require("kubectl").run(all);
    }

    /** A file that lets a program talk to the API server as that account. */
    Path kubeconfig(String namespace, String account) throws IOException {
        Mapping user = Mapping.builder()
                .put("name", "judge")
                .put("user", Mapping.of("token", Node.text(token(namespace, account))))
                .build();
        return Files.writeString(
                folder.resolve(account + ".kubeconfig"), Json.write(admin().with("users", Node.list(user))));
    }

    /** A folder with the files by which a pod is that account. */
    Path account(String namespace, String account) throws IOException {
        Path files = Files.createDirectory(folder.resolve(account + ".account"));
        Files.writeString(files.resolve("namespace"), namespace);
        Files.writeString(files.resolve("token"), token(namespace, account));
        Files.copy(certificate(), files.resolve("ca.crt"));
        return files;
    }

    private String token(String namespace, String account) {
        Outcome token = kubectl("--namespace=" + namespace, "create", "token", account);
        assertThat(token.exitCode()).as(token.stderr()).isZero();
        return token.stdout().strip();
    }

    private Mapping admin() throws IOException {
        return (Mapping) Json.read(Files.readString(server.kubeconfig()), "kubeconfig");
    }

    private Mapping connection() throws IOException {
        return admin().sequence("clusters").mappings().get(0).mapping("cluster");
    }

    /** Where the API server listens. */
    URI address() throws IOException {
        return URI.create(connection().text("server").orElseThrow());
    }

    /** The certificate by which the API server is known, with the one of its authority; its key is beside it. */
    Path certificate() throws IOException {
        return Path.of(connection().text("certificate-authority").orElseThrow());
    }

    /** What that account asked for and was answered. */
    List<Mapping> requests(String namespace, String account) throws IOException {
        String name = "system:serviceaccount:" + namespace + ":" + account;
        return Files.readAllLines(folder.resolve("audit.log")).stream()
                .map(line -> (Mapping) Json.read(line, "audit"))
                .filter(request ->
                        request.mapping("user").text("username").orElse("").equals(name))
                .toList();
    }

    /** That whatever the account asked for was in its rights. */
    void assertThatNothingWasForbidden(String namespace, String account) throws IOException {
        assertThat(requests(namespace, account))
                .isNotEmpty()
                .noneSatisfy(
                        request -> assertThat(request.mapping("responseStatus").number("code"))
                                .contains(403L));
    }

    /** A port of this machine where nobody listens. */
    static int freePort() throws IOException {
        return freePorts(1).get(0);
    }

    /** Ports of this machine where nobody listens; all are held until all are known, so that they differ. */
    static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    /** What a program of this machine answers at that port. */
    static String read(int port, String path) throws IOException {
        try (InputStream in =
                URI.create("http://127.0.0.1:" + port + path).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The first container of a workload, rendered or read. */
    static Mapping container(Mapping workload) {
        return workload.mapping("spec")
                .mapping("template")
                .mapping("spec")
                .sequence("containers")
                .mappings()
                .get(0);
    }

    @Override
    public void close() {
        server.close();
    }
}
