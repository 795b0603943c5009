package dev.hearth.platform.access;

import static dev.hearth.platform.SmallCluster.container;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Program;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.data.Minio;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteCheckTest {

    private static final RouteCheck CHECK = RouteCheck.named("route-check").trust("internal-ca", "ca.crt");
    private static final char[] PASSWORD = "password".toCharArray();

    private static SmallCluster cluster(RouteCheck check) {
        return SmallCluster.of(
                NginxIngress.named("ingress").snippets("uploads").withAnyHeaderNames(),
                CertManager.named("cert-manager"),
                Minio.named("minio").console("minio").s3("s3"),
                check);
    }

    @TempDir
    private Path folder;

    @Test
    void becomes_the_expected_objects() {
        SmallCluster cluster = cluster(CHECK);

        assertThat(cluster.findings()).isEmpty();
        GoldenTree.assertTree("route-check", cluster.manifests("route-check"));
    }

    @Test
    void knows_every_route_of_the_cluster() {
        assertThat(SmallCluster.data(cluster(CHECK).object("ConfigMap", "route-check-routes"))
                        .get("routes"))
                .isEqualTo("https://minio.home.arpa/\nhttps://s3.home.arpa/\n");
    }

    @Test
    void opens_the_ingress_and_nothing_else() {
        assertThat(cluster(CHECK).expansion().flows().stream()
                        .filter(flow ->
                                flow.from() instanceof Pods pods && pods.name().equals("route-check"))
                        .map(flow -> flow.to() + ":" + flow.port())
                        .distinct())
                .containsExactly("ingress/ingress:443");
        assertThat(cluster(CHECK).expansion().flows())
                .noneMatch(
                        flow -> flow.owner().equals("route-check") && flow.to().equals(Peer.apiServer()));
    }

    @Test
    void trusts_the_authority_it_is_told_or_those_that_every_machine_knows() {
        assertThat(container(cluster(CHECK).object("Job", "route-check"))
                        .sequence("env")
                        .toString())
                .contains("CURL_CA_BUNDLE", "/etc/trust/ca.crt");
        assertThat(container(cluster(RouteCheck.named("route-check")).object("Job", "route-check"))
                        .sequence("env")
                        .toString())
                .doesNotContain("CURL_CA_BUNDLE");
    }

    private Program keytool() {
        return Judges.require("keytool");
    }

    /** Makes a certificate that signs itself, as a key store and as PEM. */
    private void certificate(String name) {
        assertThat(keytool()
                        .in(folder)
                        .run(
                                "-genkeypair",
                                "-alias",
                                name,
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=" + name,
                                "-ext",
                                "san=ip:127.0.0.1",
                                "-validity",
                                "2",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                name + ".p12",
                                "-storepass",
                                "password")
                        .exitCode())
                .isZero();
        assertThat(keytool()
                        .in(folder)
                        .run(
                                "-exportcert",
                                "-rfc",
                                "-alias",
                                name,
                                "-keystore",
                                name + ".p12",
                                "-storepass",
                                "password",
                                "-file",
                                name + ".pem")
                        .exitCode())
                .isZero();
    }

    private HttpsServer serve(String certificate) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(certificate + ".p12"))) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        Map.of("/", 200, "/login", 401, "/broken", 502)
                .forEach((path, code) -> server.createContext(path, exchange -> {
                    exchange.sendResponseHeaders(code, -1);
                    exchange.close();
                }));
        server.start();
        return server;
    }

    private int check(HttpsServer server, String... paths) throws Exception {
        String url = "https://127.0.0.1:" + server.getAddress().getPort();
        StringBuilder routes = new StringBuilder();
        for (String path : paths) {
            routes.append(url).append(path).append('\n');
        }
        Files.write(folder.resolve("routes"), routes.toString().getBytes(UTF_8));
        String script = container(cluster(CHECK).object("Job", "route-check"))
                .sequence("args")
                .strings()
                .get(0);
        ProcessBuilder builder = new ProcessBuilder(List.of("/bin/sh", "-c", script)).inheritIO();
        builder.environment()
                .putAll(Map.of(
                        "ROUTES",
                        folder.resolve("routes").toString(),
                        "CURL_CA_BUNDLE",
                        folder.resolve("trusted.pem").toString(),
                        "RETRIES",
                        "1",
                        "DELAY",
                        "1"));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    @Test
    void routes_that_answer_with_a_trusted_certificate_pass_and_others_do_not() throws Exception {
        Judges.require("curl");
        certificate("trusted");
        certificate("foreign");
        HttpsServer trusted = serve("trusted");
        HttpsServer foreign = serve("foreign");
        try {
            assertThat(check(trusted, "/", "/login")).isZero();
            assertThat(check(trusted, "/broken", "/")).isEqualTo(1);
            assertThat(check(foreign, "/")).isEqualTo(1);
        } finally {
            trusted.stop(0);
            foreign.stop(0);
        }
        assertThat(check(trusted, "/")).isEqualTo(1);
    }
}
