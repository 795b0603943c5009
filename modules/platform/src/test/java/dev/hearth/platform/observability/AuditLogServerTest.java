package dev.hearth.platform.observability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.node.AuditLog;
import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the rendered policy makes a real API server write down, and what the alerts make of it. No Loki runs here: the queries
 * are counted by {@link LogQueries}.
 */
class AuditLogServerTest {

    private static final int TRIES = 25;

    private static final AuditLogs LOGS =
            AuditLogs.named("audit-logs").logsTo(Stores.LOKI).expected("system:serviceaccount:velero:velero");

    @TempDir
    private static Path folder;

    private static ApiServer server;
    private static String address;
    private static HttpClient http;
    private static List<String> lines;

    @BeforeAll
    static void what_happens() throws Exception {
        Path policy = Files.writeString(folder.resolve("policy.yaml"), AuditLog.policy());
        Path tokens = Files.writeString(folder.resolve("tokens.csv"), """
                judge,judge,judge,system:masters
                ada,oidc:ada@example.org,ada,admins
                eve,oidc:eve@example.org,eve
                argo,system:serviceaccount:argocd:argocd-application-controller,argo,"system:serviceaccounts"
                velero,system:serviceaccount:velero:velero,velero,"system:serviceaccounts"
                """);
        Path log = folder.resolve("log").resolve("audit.log");
        server = ApiServer.start(
                "--authorization-mode=RBAC",
                "--token-auth-file=" + tokens,
                "--anonymous-auth=true",
                "--audit-policy-file=" + policy,
                "--audit-log-path=" + log);
        Mapping cluster = ((Mapping) Json.read(Files.readString(server.kubeconfig()), "kubeconfig"))
                .sequence("clusters")
                .mappings()
                .get(0)
                .mapping("cluster");
        address = cluster.text("server").orElseThrow();
        http = client(cluster.text("certificate-authority").orElseThrow());
        prepare();
        people();
        machines();
        lines = written(log);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static Outcome as(String token, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--kubeconfig=" + server.kubeconfig(),
                "--cache-dir=" + folder.resolve("discovery"),
                "--token=" + token));
        all.addAll(List.of(arguments));
        return Judges.require("kubectl").run(all, new byte[0]);
    }

    /** A client that trusts the server, and keeps no connection that the server would end for want of a login. */
    private static HttpClient client(String certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(Path.of(certificate))) {
            for (Certificate part : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("server-" + trusted.size(), part);
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .build();
    }

    /** What the server answers to whoever has that token; to somebody who does not say who they are where it is empty. */
    private static int answer(String token, String path) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static void works(Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
    }

    private static void prepare() {
        for (String user : List.of(
                "oidc:ada@example.org",
                "system:serviceaccount:argocd:argocd-application-controller",
                "system:serviceaccount:velero:velero")) {
            works(as(
                    "judge",
                    "create",
                    "clusterrolebinding",
                    "all-" + user.replaceAll("[^a-z]", "-"),
                    "--clusterrole=cluster-admin",
                    "--user=" + user));
        }
        server.createNamespace("photos", Map.of());
        server.createNamespace("wiki", Map.of());
        assertThat(server.create("""
                        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "shop", "namespace": "wiki"},
                         "spec": {"containers": [{"name": "shop", "image": "shop"}]}}
                        """.getBytes(UTF_8)).accepted()).isTrue();
        works(as("argo", "create", "secret", "generic", "login", "--namespace=wiki", "--from-literal=a=b"));
        works(as("argo", "create", "clusterrole", "open", "--verb=get,list", "--resource=configmaps"));
        works(as(
                "argo",
                "create",
                "clusterrolebinding",
                "open",
                "--clusterrole=open",
                "--group=system:unauthenticated"));
    }

    private static void people() throws Exception {
        works(as("ada", "get", "secret", "login", "--namespace=wiki"));
        works(as("ada", "get", "pods", "--namespace=wiki"));
        // No kubelet is there to enter the pod.
        assertThat(as("ada", "exec", "shop", "--namespace=wiki", "--", "sh").exitCode())
                .isNotZero();
        works(as("ada", "create", "rolebinding", "mine", "--namespace=wiki", "--clusterrole=edit", "--user=eve"));
        works(as("ada", "delete", "namespace", "photos", "--wait=false"));
        assertThat(answer("", "/api/v1/namespaces/wiki/configmaps")).isEqualTo(200);
        assertThat(answer("", "/livez")).isEqualTo(200);
        assertThat(answer("", "/api/v1/nodes")).isEqualTo(403);
        for (int i = 0; i < TRIES; i++) {
            assertThat(answer("stolen", "/api/v1/nodes")).isEqualTo(401);
            assertThat(answer("eve", "/api/v1/nodes")).isEqualTo(403);
        }
    }

    private static void machines() {
        works(as("argo", "get", "secret", "login", "--namespace=wiki"));
        works(as("argo", "delete", "clusterrolebinding", "open"));
        assertThat(as("velero", "exec", "shop", "--namespace=wiki", "--", "sh").exitCode())
                .isNotZero();
        works(as("argo", "create", "configmap", "last", "--namespace=wiki"));
    }

    /** All lines, once the last request is among them. */
    private static List<String> written(Path log) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < end) {
            List<String> now = Files.readAllLines(log);
            if (now.stream().anyMatch(line -> line.contains("\"name\":\"last\"") && line.contains("\"code\":201"))) {
                return now;
            }
        }
        throw new AssertionError("the log does not tell the last request: " + Files.readString(log));
    }

    private static Set<Map<String, String>> told(String alert) {
        String query = AuditLogsTest.alerts(LOGS).stream()
                .filter(rule -> rule.text("alert").orElseThrow().equals(alert))
                .map(rule -> rule.text("expr").orElseThrow())
                .findFirst()
                .orElseThrow();
        return LogQueries.result(query, lines).keySet();
    }

    @Test
    void who_reads_secrets_is_told_but_not_of_controllers() {
        assertThat(told("AuditSecretsRead"))
                .containsExactly(Map.of("user", "oidc:ada@example.org", "object_namespace", "wiki"));
    }

    @Test
    void who_enters_a_pod_is_told_but_not_of_those_who_are_expected_to() {
        assertThat(told("AuditPodEntered"))
                .containsExactly(Map.of(
                        "user", "oidc:ada@example.org",
                        "object_namespace", "wiki",
                        "object", "shop",
                        "subresource", "exec"));
    }

    @Test
    void what_everybody_may_is_told_but_not_of_health() {
        assertThat(told("AuditAnonymousAllowed"))
                .containsExactly(Map.of("verb", "list", "uri", "/api/v1/namespaces/wiki/configmaps"));
    }

    @Test
    void who_changes_rights_is_told_but_not_of_argo_cd() {
        assertThat(told("AuditRightsChanged"))
                .contains(Map.of(
                        "user", "oidc:ada@example.org",
                        "verb", "create",
                        "resource", "rolebindings",
                        "object_namespace", "wiki",
                        "object", "mine"))
                .allSatisfy(labels -> assertThat(labels.get("user")).isIn("oidc:ada@example.org", "judge"));
    }

    @Test
    void who_deletes_a_namespace_is_told() {
        assertThat(told("AuditNamespaceDeleted"))
                .containsExactly(Map.of("user", "oidc:ada@example.org", "object", "photos"));
    }

    @Test
    void logins_that_fail_again_and_again_are_told() {
        assertThat(told("AuditFailedLogins")).containsExactly(Map.of("source", "127.0.0.1"));
    }

    @Test
    void who_tries_again_and_again_what_it_may_not_is_told() {
        assertThat(told("AuditRefusals")).containsExactly(Map.of("user", "oidc:eve@example.org"));
    }

    @Test
    void contents_of_secrets_are_not_written_down() {
        assertThat(lines)
                .filteredOn(line -> line.contains("\"resource\":\"secrets\""))
                .isNotEmpty()
                .allSatisfy(
                        line -> assertThat(line).doesNotContain("requestObject").doesNotContain("responseObject"));
    }

    @Test
    void the_log_and_its_directory_are_for_its_owner_alone() throws IOException {
        Path directory = folder.resolve("log");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("audit.log"))))
                .isEqualTo("rw-------");
    }
}
