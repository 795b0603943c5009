package dev.hearth.dsl.route;

import static dev.hearth.dsl.Units.days;
import static dev.hearth.dsl.Units.hours;
import static dev.hearth.dsl.Units.mib;
import static dev.hearth.dsl.Units.minutes;
import static dev.hearth.dsl.route.Fixture.API;
import static dev.hearth.dsl.route.Fixture.OPEN;
import static dev.hearth.dsl.route.Fixture.RPC;
import static dev.hearth.dsl.route.Fixture.SECURE;
import static dev.hearth.dsl.route.Fixture.STORE;
import static dev.hearth.dsl.route.Fixture.WEB;
import static dev.hearth.dsl.route.Fixture.routed;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.CredentialUse;
import dev.hearth.dsl.Expansion;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every intent on every dialect: all objects but the certificate, findings and Secrets, as in the files beside. */
class IntentTest {

    private static final Credential USERS =
            Credential.named("shop-login").outside().fixed("note", "the shop's").passwordFile("users", "admin");
    private static final Login.Forward PROXY = Login.forward(STORE, "shop");
    private static final Login LOGIN = Login.basic(USERS.key("users"));

    private static final ImmutableMap<String, Route> ROUTES = ImmutableMap.<String, Route>builder()
            .put("plain-http", Route.at("shop").to(WEB).plainHttp("a device without TLS reads it"))
            .put("certificate", Route.at("shop").to(WEB).certificate("bought"))
            .put("hsts", Route.at("shop").to(WEB).hsts(Hsts.of(days(365)).withSubdomains()))
            .put("hsts-of-its-own", Route.at("shop").to(WEB).hsts(Hsts.of(days(30))))
            .put("https", Route.at("shop").to(SECURE))
            .put(
                    "grpc",
                    Route.at("shop")
                            .to(RPC)
                            .bodySize(mib(8))
                            .unbufferedUploads()
                            .unbufferedResponses())
            .put("grpc-cached", Route.at("shop").to(RPC).websockets().cache(minutes(1)))
            .put("body-size", Route.at("shop").to(WEB).bodySize(mib(64)))
            .put("unlimited-body", Route.at("shop").to(WEB).unlimitedBody())
            .put("timeouts", Route.at("shop").to(WEB).readTimeout(minutes(5)).sendTimeout(minutes(6)))
            .put("websockets", Route.at("shop").to(WEB).websockets())
            .put("websockets-timed", Route.at("shop").to(WEB).websockets().readTimeout(hours(2)))
            .put("uploads", Route.at("shop").to(WEB).unbufferedUploads())
            .put("responses", Route.at("shop").to(WEB).unbufferedResponses())
            .put("client-ranges", Route.at("shop").to(WEB).allowFrom("192.168.10.0/24", "fd00::/8"))
            .put("login", Route.at("shop").to(OPEN).login(LOGIN))
            .put("login-realm", Route.at("shop").to(OPEN).login(LOGIN, "The shop"))
            .put("login-forward", Route.at("shop").to(OPEN).login(PROXY).allowFrom("10.0.0.0/8"))
            .put("login-forward-headers", Route.at("shop").to(OPEN).login(PROXY.headers("X-Auth-Request-User")))
            .put("login-forward-grpc", Route.at("shop").to(RPC).login(PROXY))
            .put("open", Route.at("shop").to(OPEN).open("it shows numbers only"))
            .put("cache", Route.at("shop").to(WEB).cache(minutes(10)))
            .put(
                    "redirect",
                    Route.at("shop")
                            .to(WEB)
                            .redirect("/old", Route.at("shop").to(WEB).url().then("/new")))
            .put("header", Route.at("shop").to(WEB).responseHeader("X-Frame-Options", "DENY"))
            .put(
                    "headers",
                    Route.at("shop")
                            .to(WEB)
                            .hsts(Hsts.of(days(365)).withSubdomains())
                            .responseHeader("Content-Security-Policy", "img-src 'self' data:; script-src \"x\"")
                            .responseHeader("X-Frame-Options", "DENY"))
            .put("header-dollar", Route.at("shop").to(WEB).responseHeader("X-Price", "$10"))
            .put("paths", Route.at("shop").to(WEB).path("/api/", API).exactPath("/health", API))
            .put("exact-and-prefix", Route.at("shop").to(WEB).path("/api", API).exactPath("/api", WEB))
            .put("protocols", Route.at("shop").to(WEB).path("/secure", SECURE).bodySize(mib(2)))
            .put("named", Route.at("shop").to(WEB).named("front"))
            .put("below-a-path", Route.at("shop").path("/api/v1", API))
            .put("wildcard", Route.at("*.shop").to(WEB))
            .put("everything", everything())
            .build();

    private static Route everything() {
        return Route.at("shop")
                .to(WEB)
                .bodySize(mib(1))
                .readTimeout(hours(1))
                .unbufferedUploads()
                .allowFrom("10.0.0.0/8")
                .login(LOGIN)
                .cache(minutes(1))
                .redirect("/old", "https://shop.home.arpa/new")
                .redirect("/older", "https://shop.home.arpa/new")
                .responseHeader("X-Frame-Options", "DENY");
    }

    private static final ImmutableMap<String, Dialect> DIALECTS = ImmutableMap.of(
            "f5", Dialect.f5Nginx(),
            "f5-set-up",
                    Dialect.f5Nginx()
                            .withSnippets()
                            .withCustomResources()
                            .withHttp2()
                            .withCacheZone("pages"),
            "community", Dialect.communityNginx(),
            "community-set-up",
                    Dialect.communityNginx()
                            .withSnippets()
                            .withCacheZone("pages")
                            .withResponseHeaders("X-Frame-Options")
                            .withHsts(Hsts.of(days(30))));

    static Stream<Arguments> cases() {
        return ROUTES.entrySet().stream().map(route -> Arguments.of(route.getKey(), route.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void becomes_the_objects_of_each_dialect_or_a_finding(String name, Route route) {
        Expected.same("intents/" + name + ".yaml", onEach(route));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void is_the_same_each_time(String name, Route route) {
        assertThat(onEach(route)).as(name).isEqualTo(onEach(route));
    }

    @Test
    void without_its_own_resources_f5_nginx_knows_client_ranges_from_snippets() {
        Expected.same(
                "intents/client-ranges-by-snippets.yaml",
                whole(routed(Dialect.f5Nginx().withSnippets(), requireNonNull(ROUTES.get("client-ranges")))));
    }

    @Test
    void headers_that_the_controller_allows_are_a_config_map_on_community_nginx() {
        Expected.same(
                "intents/headers-by-config-map.yaml",
                whole(routed(
                        Dialect.communityNginx().withResponseHeaders("X-Frame-Options", "Content-Security-Policy"),
                        requireNonNull(ROUTES.get("headers")))));
    }

    private static String onEach(Route route) {
        return DIALECTS.entrySet().stream()
                .map(dialect -> "### " + dialect.getKey() + "\n" + whole(routed(dialect.getValue(), route)))
                .collect(Collectors.joining("---\n"));
    }

    private static String whole(Expansion expansion) {
        StringBuilder out = new StringBuilder();
        expansion
                .findings()
                .forEach(finding -> finding.toString()
                        .lines()
                        .forEach(line -> out.append("# ")
                                .append(line.replaceAll("\\w+\\.java:\\d+", "Place"))
                                .append('\n')));
        expansion
                .facts(CredentialUse.class)
                .forEach(use -> out.append("# Secret ")
                        .append(use.fact().namespace())
                        .append('/')
                        .append(use.fact().credential().name())
                        .append(" of type ")
                        .append(use.fact().credential().type())
                        .append(": ")
                        .append(use.fact().credential().entries())
                        .append('\n'));
        return out
                + Yaml.write(expansion.manifests().stream()
                        .filter(manifest -> !manifest.kind().equals("Certificate"))
                        .map(Manifest::root)
                        .toList());
    }
}
