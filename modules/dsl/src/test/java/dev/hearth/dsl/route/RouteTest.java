package dev.hearth.dsl.route;

import static dev.hearth.dsl.Units.days;
import static dev.hearth.dsl.Units.minutes;
import static dev.hearth.dsl.route.Fixture.API;
import static dev.hearth.dsl.route.Fixture.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Value;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {

    private static final Route ROUTE = Route.at("shop").to(WEB);

    @Test
    void its_url_is_known_before_the_cluster_is() {
        assertThat(ROUTE.url()).isEqualTo(Value.of("https://").then(Value.publicHost("shop")));
        assertThat(ROUTE.plainHttp("a device").url())
                .isEqualTo(Value.of("http://").then(Value.publicHost("shop")));
    }

    @Test
    void a_wildcard_has_no_url() {
        assertThatThrownBy(() -> Route.at("*.coder").to(WEB).url())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the route at *.coder has no one address");
    }

    @Test
    void saying_a_thing_again_replaces_it_and_leaves_the_first_route_as_it_was() {
        Route small = ROUTE.bodySize(Bytes.mib(1));

        assertThat(small.bodySize(Bytes.mib(2))).isEqualTo(ROUTE.bodySize(Bytes.mib(2)));
        assertThat(small).isEqualTo(ROUTE.bodySize(Bytes.mib(1))).isNotEqualTo(ROUTE);
        assertThat(ROUTE.responseHeader("A", "1").responseHeader("A", "2")).isEqualTo(ROUTE.responseHeader("A", "2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Shop", "shop_1", "a..b", "*", "*.", "a.*.b", "shop/", "https://shop"})
    void a_host_is_a_host_name(String host) {
        assertThatThrownBy(() -> Route.at(host)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "api", "//api", "/a/../b", "/..", "/a b", "/a;b", "/a{1}", "/$x", "/ä", "/a\n"})
    void a_path_is_plain(String path) {
        assertThatThrownBy(() -> Route.at("shop").path(path, WEB))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must start with '/'");
    }

    @Test
    void a_path_leads_to_one_service() {
        refused(() -> ROUTE.path("/", API), "the route at shop has path / twice; a path leads to one service");
        refused(
                () -> ROUTE.path("/api", API).path("/api/", WEB),
                "the route at shop has path /api twice; a path leads to one service");
    }

    @Test
    void times_are_whole_seconds() {
        refused(
                () -> ROUTE.readTimeout(Duration.ofMillis(1500)),
                "the read timeout of the route at shop must be whole seconds, at least 1, but was PT1.5S");
        refused(
                () -> ROUTE.cache(Duration.ZERO),
                "the cache time of the route at shop must be whole seconds, at least 1, but was PT0S");
    }

    @Test
    void what_excludes_each_other_is_refused() {
        refused(
                () -> ROUTE.cache(minutes(1)).unbufferedResponses(),
                "the route at shop caches responses, so they cannot be unbuffered");
        refused(
                () -> ROUTE.unbufferedResponses().cache(minutes(1)),
                "the route at shop has unbuffered responses, so they cannot be cached");
        refused(
                () -> ROUTE.hsts(Hsts.of(days(1))).plainHttp("why not"),
                "the route at shop wants HSTS, which needs TLS");
        refused(
                () -> ROUTE.plainHttp("why not").hsts(Hsts.of(days(1))),
                "the route at shop is without TLS, so it has no HSTS");
    }

    @Test
    void doing_without_needs_a_reason() {
        refused(() -> ROUTE.open(" "), "the route at shop needs a reason to be open");
        refused(() -> ROUTE.plainHttp(""), "the route at shop needs a reason to be without TLS");
    }

    @Test
    void no_header_breaks_out_of_its_line() {
        refused(
                () -> ROUTE.responseHeader("X-A", "1\nX-B: 2"),
                "the value of header X-A must be printable ASCII on one line, but was '1\nX-B: 2'");
        refused(() -> ROUTE.responseHeader("X A", "1"), "header 'X A' must be of letters, digits and '-'");
    }

    @Test
    void no_redirect_breaks_out_of_its_line() {
        refused(
                () -> ROUTE.redirect("/old", "https://a/;return 200"),
                "the redirect of /old must lead to a full URL of http or https without spaces and '#', but was"
                        + " 'https://a/;return 200'");
    }

    @Test
    void a_basic_login_needs_a_password_file() {
        Credential token = Credential.named("token").outside().random("token", 32);

        refused(
                () -> Login.basic(token.key("token")),
                "key token of credential token must be a password file for a basic login; add it with"
                        + " passwordFile(...)");
    }

    @Test
    void a_login_by_a_proxy_needs_tls_and_hosts_and_has_no_realm() {
        Login.Forward login = Login.forward(ServiceRef.of("login", "login", "http"), "shop");
        String message = "the route at shop has a login by a proxy, which needs TLS and has no realm";

        refused(() -> ROUTE.login(login).plainHttp("a device reads it"), message);
        refused(() -> ROUTE.plainHttp("a device reads it").login(login), message);
        refused(() -> ROUTE.login(login, "The shop"), message);
        refused(() -> login.headers("X User"), "header 'X User' must be of letters, digits and '-'");
        refused(
                () -> Login.forward(ServiceRef.of("login", "login", "http")),
                "a login by login/login:http needs the hosts where it logs people in");
    }

    @Test
    void sizes_and_ranges_are_checked() {
        refused(
                () -> ROUTE.bodySize(new Bytes(0)),
                "the route at shop must take bodies of at least 1 byte; for no limit say unlimitedBody()");
        refused(ROUTE::allowFrom, "the route at shop needs at least one range to allow");
        assertThatThrownBy(() -> ROUTE.allowFrom("10.0.0.1/8")).hasMessageContaining("bits set behind its prefix");
    }

    @Test
    void sizes_are_written_exactly() {
        assertThat(Grammar.size(Bytes.gib(2))).isEqualTo("2g");
        assertThat(Grammar.size(Bytes.mib(1536))).isEqualTo("1536m");
        assertThat(Grammar.size(new Bytes(10 * 1024))).isEqualTo("10k");
        assertThat(Grammar.size(new Bytes(1000))).isEqualTo("1000");
    }

    @Test
    void says_how_long_others_may_keep_responses() {
        assertThat(CacheControl.shared(Duration.ofHours(1))
                        .inNetworks(Duration.ofDays(7))
                        .text())
                .isEqualTo("public, max-age=3600, s-maxage=604800");
        assertThat(CacheControl.shared(Duration.ofDays(365)).immutable().text())
                .isEqualTo("public, max-age=31536000, immutable");
        assertThat(CacheControl.browsers(Duration.ofMinutes(5))
                        .staleWhileRevalidating(Duration.ofMinutes(1))
                        .text())
                .isEqualTo("private, max-age=300, stale-while-revalidate=60");
        assertThat(CacheControl.never().text()).isEqualTo("no-store");
    }

    @Test
    void refuses_to_let_everybody_keep_what_is_behind_a_login_or_kept_by_nobody() {
        Route guarded = ROUTE.login(Login.basic(Credential.named("shop-login")
                .outside()
                .passwordFile("users", "admin")
                .key("users")));

        refused(
                () -> guarded.cacheControl(CacheControl.shared(Duration.ofHours(1))),
                "the route at shop has a login, so its responses are not for everybody; say CacheControl.browsers(...)");
        refused(
                () -> ROUTE.cacheControl(CacheControl.shared(Duration.ofHours(1)))
                        .login(Login.forward(ServiceRef.of("login", "login", "http"), "shop")),
                "the route at shop has a login, so its responses are not for everybody; say CacheControl.browsers(...)");
        refused(
                () -> CacheControl.browsers(Duration.ofHours(1)).inNetworks(Duration.ofHours(2)),
                "'s-maxage=7200' contradicts 'private, max-age=3600'");
        refused(() -> CacheControl.never().immutable(), "'immutable' contradicts 'no-store'");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
