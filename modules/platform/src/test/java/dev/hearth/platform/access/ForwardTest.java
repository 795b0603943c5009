package dev.hearth.platform.access;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.hours;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.platform.SmallCluster.container;
import static dev.hearth.platform.SmallCluster.data;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.route.CacheControl;
import dev.hearth.dsl.route.Login;
import dev.hearth.dsl.route.Route;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Routes that ask a proxy whether somebody has logged in. */
class ForwardTest {

    private static final Dex DEX = Dex.named("dex").users(Dex.User.of("ada", "ada@example.org", "admins"));
    private static final OAuth2Proxy LOGIN = OAuth2Proxy.forwarding("login", DEX.client("login"), "shop", "wiki");

    /** Something without a login of its own, and a route that has one. */
    record Wiki(Login login) implements Component {

        private static final Port HTTP = Port.http(8080);

        @Override
        public String name() {
            return "wiki";
        }

        private static Workload server() {
            return Workload.deployment("wiki")
                    .image(Image.of("registry.example.org/wiki", "1.0"))
                    .port(HTTP)
                    .runAs(1000, 1000)
                    .requests(cpu("10m"), memory("32Mi"))
                    .limits(memory("64Mi"))
                    .readiness(Probe.http(HTTP, "/"))
                    .liveness(Probe.http(HTTP, "/"));
        }

        @Override
        public Offers offers() {
            return server().offers();
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(
                    server(), Route.at("wiki").to(server().service(HTTP)).login(login));
        }
    }

    /** F5's controller with all that a login by a proxy may need. */
    static NginxIngress f5() {
        return NginxIngress.named("ingress")
                .withCustomResources()
                .snippets("services are told who somebody is by lines of configuration");
    }

    static CommunityNginxIngress community() {
        return CommunityNginxIngress.retired("its annotations are in use until spring")
                .named("ingress");
    }

    private static SmallCluster with(Component ingress, OAuth2Proxy proxy) {
        return SmallCluster.of(ingress, CertManager.named("cert-manager"), DEX, proxy, new Wiki(proxy.login()));
    }

    private static List<String> flows(SmallCluster cluster, String from) {
        return cluster.expansion().flows().stream()
                .filter(flow ->
                        flow.from() instanceof Pods pods && pods.toString().equals(from))
                .map(flow -> flow.to() + ":" + flow.port())
                .distinct()
                .toList();
    }

    @Test
    void f5_nginx_asks_the_proxy_by_a_policy() {
        SmallCluster cluster = with(NginxIngress.named("ingress").withCustomResources(), LOGIN);

        assertThat(cluster.findings()).isEmpty();
        assertThat(cluster.object("Ingress", "wiki").annotations()).containsEntry("nginx.org/policies", "wiki-login");
        assertThat(Yaml.write(cluster.object("Policy", "wiki-login").spec())).isEqualTo("""
                ingressClassName: nginx
                externalAuth:
                  authServiceName: login/login
                  authServicePorts:
                  - 4180
                  authURI: /oauth2/auth
                  authSigninURI: /oauth2/sign_in
                  authSigninRedirectBasePath: /oauth2
                """);
        GoldenTree.assertTree("login-forward", cluster.manifests("login"));
    }

    @Test
    void community_nginx_asks_the_proxy_by_annotations() {
        SmallCluster cluster = with(community(), LOGIN.tellingWho());

        assertThat(cluster.findings()).isEmpty();
        assertThat(cluster.object("Ingress", "wiki").annotations())
                .containsEntry(
                        "nginx.ingress.kubernetes.io/auth-url", "http://login.login.svc.cluster.local:4180/oauth2/auth")
                .containsEntry(
                        "nginx.ingress.kubernetes.io/auth-signin",
                        "https://wiki.home.arpa/oauth2/start?rd=$escaped_request_uri")
                .containsEntry(
                        "nginx.ingress.kubernetes.io/auth-response-headers",
                        "X-Auth-Request-Email,X-Auth-Request-Groups,X-Auth-Request-User");
        assertThat(cluster.object("Ingress", "wiki-login").namespace()).contains("login");
    }

    @Test
    void the_controller_opens_the_proxy_and_the_proxy_opens_no_service() {
        for (Component ingress : List.of(f5(), community())) {
            SmallCluster cluster = with(ingress, LOGIN);

            assertThat(flows(cluster, "ingress/ingress")).contains("login/login:4180", "wiki/wiki:8080");
            assertThat(flows(cluster, "login/login")).containsExactly("dex/dex:5556");
        }
    }

    @Test
    void people_are_sent_back_to_each_host_and_have_a_cookie_of_that_host_alone() {
        SmallCluster cluster = with(f5(), LOGIN);

        assertThat(data(cluster.object("ConfigMap", "dex")).get("config.yaml"))
                .contains("https://shop.home.arpa/oauth2/callback", "https://wiki.home.arpa/oauth2/callback");
        assertThat(container(cluster.object("Deployment", "login"))
                        .sequence("args")
                        .strings())
                .contains("--cookie-name=__Host-login", "--upstream=static://202", "--skip-provider-button=false")
                .noneMatch(flag -> flag.startsWith("--cookie-domain") || flag.startsWith("--redirect-url"));
    }

    @Test
    void a_host_that_the_proxy_does_not_know_is_a_finding() {
        OAuth2Proxy elsewhere = OAuth2Proxy.forwarding("login", DEX.client("login"), "shop");

        assertThat(with(f5(), elsewhere).findings())
                .extracting(Finding::rule, Finding::message)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "route.login", "component login logs people in at [shop], and not at this host"));
    }

    @Test
    void f5_nginx_needs_its_own_resources_and_snippets_to_tell_who_somebody_is() {
        assertThat(with(NginxIngress.named("ingress"), LOGIN).findings())
                .extracting(Finding::message)
                .containsExactly(
                        "the F5 NGINX Ingress Controller cannot keep login(Login.forward(...)): it asks a proxy by its"
                                + " Policy resources alone");
        assertThat(with(NginxIngress.named("ingress").withCustomResources(), LOGIN.tellingWho())
                        .findings())
                .extracting(Finding::message)
                .containsExactly(
                        "the F5 NGINX Ingress Controller cannot keep login(Login.forward(...).headers(...)): it tells"
                                + " the service of [X-Auth-Request-Email, X-Auth-Request-Groups, X-Auth-Request-User] by"
                                + " snippets only, which are off");
    }

    @Test
    void a_proxy_that_stands_before_a_service_is_not_asked_and_the_reverse() {
        OAuth2Proxy before = OAuth2Proxy.before(LoginTest.WIKI, "wiki", DEX.client("wiki"));

        assertThatIllegalStateException().isThrownBy(before::login).withMessageContaining("forwarding");
        assertThatIllegalStateException().isThrownBy(before::tellingWho).withMessageContaining("X-Forwarded-User");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OAuth2Proxy.forwarding("login", DEX.client("login")))
                .withMessage("login needs the hosts that it logs people in at");
    }

    @Test
    void what_is_behind_the_login_is_in_no_shared_cache() {
        Route guarded = Route.at("wiki").to(LoginTest.WIKI).login(LOGIN.login());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> guarded.cacheControl(CacheControl.shared(hours(1))))
                .withMessageContaining("CacheControl.browsers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Route.at("wiki")
                        .to(LoginTest.WIKI)
                        .cacheControl(CacheControl.shared(hours(1)))
                        .login(LOGIN.login()))
                .withMessageContaining("CacheControl.browsers");
    }
}
