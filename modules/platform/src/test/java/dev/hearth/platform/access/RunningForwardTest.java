package dev.hearth.platform.access;

import static dev.hearth.platform.access.Browser.location;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hearth.judges.Judges;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.platform.SmallCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * NGINX asks OAuth2 Proxy about each request: both run, with Dex, on what is rendered for them. What the controllers would make of
 * it for NGINX is written down here, as their templates have it, around the values that are rendered.
 */
class RunningForwardTest {

    private static final String PREFIX = "nginx.ingress.kubernetes.io/";

    @TempDir
    private static Path folder;

    @AutoClose
    private static LoginPrograms programs;

    private static RunningProgram nginx;

    private static HttpServer wiki;
    private static String dex = "";
    private static int proxy;
    private static String f5 = "";
    private static String community = "";

    @BeforeAll
    static void start() throws IOException {
        LoginPrograms.require();
        Judges.require("nginx");
        wiki = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        wiki.createContext("/", exchange -> {
            String who = String.valueOf(exchange.getRequestHeaders().getFirst("X-Auth-Request-Email"));
            byte[] page = ("a page for " + who).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        wiki.start();
        SmallCluster cluster = cluster(ForwardTest.f5());
        programs = LoginPrograms.start(
                folder,
                cluster,
                "login",
                "login",
                argument -> argument.replace("--trusted-proxy-ip=10.1.0.0/16", "--trusted-proxy-ip=127.0.0.0/8"));
        dex = programs.dex();
        proxy = programs.port();
        nginx = startNginx(cluster, cluster(ForwardTest.community()));
    }

    private static SmallCluster cluster(dev.hearth.dsl.Component ingress) {
        Dex provider = Dex.named("dex")
                .users(
                        Dex.User.of("ada", "ada@example.org", "admins"),
                        Dex.User.of("joe", "joe@example.org", "family"));
        OAuth2Proxy login = OAuth2Proxy.forwarding("login", provider.client("login"), "wiki")
                .groups("admins")
                .tellingWho();
        return SmallCluster.of(
                ingress, CertManager.named("cert-manager"), provider, login, new ForwardTest.Wiki(login.login()));
    }

    private static RunningProgram startNginx(SmallCluster byF5, SmallCluster byCommunity) throws IOException {
        int one = RunningProgram.freePort();
        int other = RunningProgram.freePort();
        f5 = "http://127.0.0.1:" + one;
        community = "http://127.0.0.1:" + other;
        String configuration = """
                daemon off;
                pid %1$s/nginx.pid;
                events {}
                http {
                  access_log off;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                %2$s
                %3$s
                }
                """.formatted(folder, serverOfF5(one, byF5), serverOfCommunity(other, byCommunity));
        Path file = Files.writeString(folder.resolve("nginx.conf"), configuration);
        return RunningProgram.start(
                other,
                folder.resolve("nginx.log"),
                Map.of(),
                List.of(Judges.require("nginx").file().toString(), "-e", "stderr", "-c", file.toString()));
    }

    private static final String FORWARDED = """
            proxy_set_header Host wiki.home.arpa;
            proxy_set_header X-Forwarded-Host wiki.home.arpa;
            proxy_set_header X-Forwarded-Proto https;
            """;

    private static String serverOfF5(int port, SmallCluster cluster) {
        Mapping asked = cluster.object("Policy", "wiki-login").spec().mapping("externalAuth");
        String lines =
                String.valueOf(cluster.object("Ingress", "wiki").annotations().get("nginx.org/location-snippets"));
        return """
                server {
                  listen 127.0.0.1:%1$d;
                  auth_request /_external_auth%2$s;
                  proxy_intercept_errors on;
                  error_page 401 "%3$s";
                  location /_external_auth%2$s {
                    internal;
                    proxy_pass_request_body off;
                    proxy_set_header Content-Length 0;
                    %7$s
                    proxy_pass http://127.0.0.1:%5$d%2$s;
                  }
                  location %4$s {
                    auth_request off;
                    proxy_set_header X-Auth-Request-Redirect $request_uri;
                    %7$s
                    proxy_pass http://127.0.0.1:%5$d;
                  }
                  location / {
                    %6$s
                    proxy_pass http://127.0.0.1:%8$d;
                  }
                }
                """.formatted(
                        port,
                        asked.text("authURI").orElseThrow(),
                        asked.text("authSigninURI").orElseThrow(),
                        asked.text("authSigninRedirectBasePath").orElseThrow(),
                        proxy,
                        lines,
                        FORWARDED,
                        wiki.getAddress().getPort());
    }

    private static String serverOfCommunity(int port, SmallCluster cluster) {
        Manifest ingress = cluster.object("Ingress", "wiki");
        String url = String.valueOf(ingress.annotations().get(PREFIX + "auth-url"));
        String headers = Stream.of(String.valueOf(ingress.annotations().get(PREFIX + "auth-response-headers"))
                        .split(","))
                .map(header -> {
                    String variable = header.toLowerCase(java.util.Locale.ROOT).replace('-', '_');
                    return "auth_request_set $h_" + variable + " $upstream_http_" + variable + ";\nproxy_set_header '"
                            + header + "' $h_" + variable + ";";
                })
                .collect(Collectors.joining("\n"));
        String pages = cluster.object("Ingress", "wiki-login")
                .spec()
                .sequence("rules")
                .mappings()
                .get(0)
                .mapping("http")
                .sequence("paths")
                .mappings()
                .get(0)
                .text("path")
                .orElseThrow();
        return """
                server {
                  listen 127.0.0.1:%1$d;
                  location = /_external-auth {
                    internal;
                    proxy_pass_request_body off;
                    proxy_set_header Content-Length "";
                    proxy_set_header Host login.login.svc.cluster.local;
                    proxy_set_header X-Forwarded-Proto "";
                    proxy_pass %2$s;
                  }
                  location @login {
                    set $escaped_request_uri $request_uri;
                    return 302 %3$s;
                  }
                  location %4$s/ {
                    %5$s
                    proxy_pass http://127.0.0.1:%6$d;
                  }
                  location / {
                    auth_request /_external-auth;
                    error_page 401 = @login;
                    %7$s
                    proxy_pass http://127.0.0.1:%8$d;
                  }
                }
                """.formatted(
                        port,
                        url.replace("login.login.svc.cluster.local:4180", "127.0.0.1:" + proxy),
                        ingress.annotations().get(PREFIX + "auth-signin"),
                        pages,
                        FORWARDED,
                        proxy,
                        headers,
                        wiki.getAddress().getPort());
    }

    @AfterAll
    static void stop() throws IOException {
        if (nginx != null) {
            nginx.close();
        }
        if (wiki != null) {
            wiki.stop(0);
        }
    }

    private static Browser browser() {
        return new Browser(dex, "https://wiki.home.arpa");
    }

    @Test
    void on_f5_nginx_a_page_to_log_in_is_in_the_place_of_what_was_asked_for() throws Exception {
        Browser ada = browser();

        HttpResponse<String> page = ada.get(f5 + "/some/page?of=it");
        assertThat(page.statusCode()).isEqualTo(401);
        assertThat(page.body())
                .contains("action=\"/oauth2/start\"")
                .contains("name=\"rd\" value=\"/some/page?of=it\"")
                .doesNotContain("a page for");

        HttpResponse<String> start = ada.get(f5 + "/oauth2/start?rd=%2Fsome%2Fpage%3Fof%3Dit");
        HttpResponse<String> back = ada.get(f5 + ada.logIn(location(start), "ada@example.org"));

        assertThat(location(back)).isEqualTo("/some/page?of=it");
        assertThat(ada.cookies()).containsKey("__Host-login");
        assertThat(ada.get(f5 + "/some/page?of=it").body()).isEqualTo("a page for ada@example.org");
    }

    @Test
    void on_community_nginx_people_are_sent_to_log_in_and_back() throws Exception {
        Browser ada = browser();

        String start = location(ada.get(community + "/some/page"));
        assertThat(start).isEqualTo("https://wiki.home.arpa/oauth2/start?rd=/some/page");
        HttpResponse<String> sent = ada.get(start.replace("https://wiki.home.arpa", community));
        HttpResponse<String> back = ada.get(community + ada.logIn(location(sent), "ada@example.org"));

        assertThat(location(back)).isEqualTo("/some/page");
        assertThat(ada.get(community + "/some/page").body()).isEqualTo("a page for ada@example.org");
    }

    @Test
    void people_of_other_groups_are_kept_out() throws Exception {
        for (String host : List.of(f5, community)) {
            Browser joe = browser();
            HttpResponse<String> sent = joe.get(host + "/oauth2/start?rd=/");

            assertThat(joe.get(host + joe.logIn(location(sent), "joe@example.org"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(joe.get(host + "/").body()).doesNotContain("a page for");
        }
    }

    @Test
    void nobody_says_themselves_who_they_are() throws Exception {
        for (String host : List.of(f5, community)) {
            Browser ada = browser();
            HttpResponse<String> sent = ada.get(host + "/oauth2/start?rd=/");
            ada.get(host + ada.logIn(location(sent), "ada@example.org"));

            assertThat(ada.get(host + "/", "X-Auth-Request-Email", "king@example.org")
                            .body())
                    .isEqualTo("a page for ada@example.org");
        }
    }

    @Test
    void people_are_sent_back_to_the_same_host_alone() throws Exception {
        Browser ada = browser();
        HttpResponse<String> sent = ada.get(f5 + "/oauth2/start?rd=https%3A%2F%2Fexample.org%2F");

        assertThat(location(ada.get(f5 + ada.logIn(location(sent), "ada@example.org"))))
                .matches("/[^/].*");
    }
}
