package dev.hearth.platform.access;

import static dev.hearth.platform.access.Browser.location;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hearth.judges.Judges;
import dev.hearth.platform.SmallCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dex and OAuth2 Proxy on what is rendered for them, with addresses, paths and the storage exchanged: people log in. */
class RunningLoginTest {

    /** Of the word "password". */
    private static final String HASH = "$2a$10$2b2cU8CPhOTaGrs1HRQuAueS7JTT5ZHsHSzYiFPm1leZck7Mc8T4W";

    @TempDir
    private static Path folder;

    private static final List<RunningProgram> RUNNING = new ArrayList<>();
    private static HttpServer wiki;
    private static String dex = "";
    private static String proxy = "";

    @BeforeAll
    static void start() throws IOException {
        Judges.require("dex");
        Judges.require("oauth2-proxy");
        wiki = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        wiki.createContext("/", exchange -> {
            String groups = String.valueOf(exchange.getRequestHeaders().getFirst("X-Forwarded-Groups"));
            byte[] page = ("a page for " + groups).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        wiki.start();
        Dex provider = Dex.named("dex")
                .users(
                        Dex.User.of("ada", "ada@example.org", "admins"),
                        Dex.User.of("joe", "joe@example.org", "family"));
        SmallCluster cluster = SmallCluster.of(
                NginxIngress.named("ingress"),
                CertManager.named("cert-manager"),
                provider,
                new LoginTest.Wiki(),
                OAuth2Proxy.before(LoginTest.WIKI, "wiki", provider.client("wiki"))
                        .groups("admins", "editors"));
        startDex(cluster);
        startProxy(cluster);
    }

    private static void startDex(SmallCluster cluster) throws IOException {
        int port = RunningProgram.freePort();
        dex = "http://127.0.0.1:" + port;
        String configuration = SmallCluster.data(cluster.object("ConfigMap", "dex"))
                .getOrDefault("config.yaml", "")
                .replace("type: kubernetes\n  config:\n    inCluster: true\n    crdHandling: check", "type: memory")
                .replace("https://auth.home.arpa", dex)
                .replace("0.0.0.0:5556", "127.0.0.1:" + port)
                .replace("0.0.0.0:5558", "127.0.0.1:" + RunningProgram.freePort());
        Path file = Files.writeString(folder.resolve("config.yaml"), configuration);
        RUNNING.add(RunningProgram.start(
                port,
                folder.resolve("dex.log"),
                Map.of("DEX_USER_ADA_HASH", HASH, "DEX_USER_JOE_HASH", HASH, "DEX_CLIENT_WIKI_SECRET", "a".repeat(32)),
                List.of(Judges.require("dex").file().toString(), "serve", file.toString())));
    }

    private static void startProxy(SmallCluster cluster) throws IOException {
        int port = RunningProgram.freePort();
        proxy = "http://127.0.0.1:" + port;
        Files.writeString(folder.resolve("client-secret"), "a".repeat(32));
        Files.writeString(folder.resolve("key"), "b".repeat(32));
        List<String> command =
                new ArrayList<>(List.of(Judges.require("oauth2-proxy").file().toString()));
        int metrics = RunningProgram.freePort();
        SmallCluster.container(cluster.object("Deployment", "wiki-login")).sequence("args").strings().stream()
                .map(argument -> argument.replace("0.0.0.0:4180", "127.0.0.1:" + port)
                        .replace("0.0.0.0:44180", "127.0.0.1:" + metrics)
                        .replace("https://auth.home.arpa", dex)
                        .replace("http://dex.dex.svc.cluster.local:5556", dex)
                        .replace(
                                "http://wiki.wiki.svc.cluster.local:8080",
                                "http://127.0.0.1:" + wiki.getAddress().getPort())
                        .replace("/etc/oauth2-proxy/client/", folder + "/")
                        .replace("/etc/oauth2-proxy/cookies/", folder + "/"))
                .forEach(command::add);
        RUNNING.add(RunningProgram.start(
                port, folder.resolve("proxy.log"), Map.of("OAUTH2_PROXY_CLIENT_ID", "wiki"), command));
    }

    @AfterAll
    static void stop() throws IOException {
        for (RunningProgram program : RUNNING) {
            program.close();
        }
        if (wiki != null) {
            wiki.stop(0);
        }
    }

    /** What a browser does, up to where it is sent when it comes back to the proxy. */
    private static HttpResponse<String> logIn(String email, Browser browser) throws Exception {
        String url = location(browser.get(proxy + "/some/page?of=it"));
        assertThat(url).startsWith(dex + "/auth?").contains("code_challenge_method=S256");
        return browser.get(proxy + browser.logIn(url, email));
    }

    private static Browser browser() {
        return new Browser(dex, "https://wiki.home.arpa");
    }

    @Test
    void somebody_of_the_group_comes_to_where_they_wanted_to() throws Exception {
        Browser browser = browser();

        HttpResponse<String> back = logIn("ada@example.org", browser);

        assertThat(location(back)).isEqualTo("/some/page?of=it");
        assertThat(browser.cookies()).containsKey("__Host-login");
        assertThat(browser.get(proxy + location(back)).body()).isEqualTo("a page for admins");
    }

    @Test
    void somebody_of_no_such_group_is_kept_out() throws Exception {
        Browser browser = browser();

        assertThat(logIn("joe@example.org", browser).statusCode()).isEqualTo(403);
        assertThat(browser.get(proxy + "/").body()).doesNotContain("a page");
    }

    @Test
    void the_health_of_the_proxy_needs_no_login() throws Exception {
        assertThat(browser().get(proxy + "/ready").statusCode()).isEqualTo(200);
        assertThat(browser().get(dex + "/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void the_provider_names_itself_by_the_issuer_that_clients_expect() throws Exception {
        assertThat(browser().get(dex + "/.well-known/openid-configuration").body())
                .contains("\"issuer\": \"" + dex + "\"")
                .contains("\"token_endpoint\": \"" + dex + "/token\"")
                .contains("\"userinfo_endpoint\": \"" + dex + "/userinfo\"")
                .contains("\"jwks_uri\": \"" + dex + "/keys\"")
                .contains("\"authorization_endpoint\": \"" + dex + "/auth\"");
    }
}
