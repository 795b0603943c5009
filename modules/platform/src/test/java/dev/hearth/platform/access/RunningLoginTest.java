package dev.hearth.platform.access;

import static dev.hearth.platform.access.Browser.location;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hearth.platform.SmallCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dex and OAuth2 Proxy on what is rendered for them, with addresses, paths and the storage exchanged: people log in. */
class RunningLoginTest {

    @TempDir
    private static Path folder;

    @AutoClose
    private static LoginPrograms programs;

    private static HttpServer wiki;
    private static String dex = "";
    private static String proxy = "";

    @BeforeAll
    static void start() throws IOException {
        LoginPrograms.require();
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
        programs = LoginPrograms.start(
                folder,
                cluster,
                "wiki",
                "wiki-login",
                argument -> argument.replace(
                        "http://wiki.wiki.svc.cluster.local:8080",
                        "http://127.0.0.1:" + wiki.getAddress().getPort()));
        dex = programs.dex();
        proxy = "http://127.0.0.1:" + programs.port();
    }

    @AfterAll
    static void stop() {
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
