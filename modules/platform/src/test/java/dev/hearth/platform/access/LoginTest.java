package dev.hearth.platform.access;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.minutes;
import static dev.hearth.platform.SmallCluster.container;
import static dev.hearth.platform.SmallCluster.data;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.CredentialUse;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Stated;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.applications.Coder;
import dev.hearth.platform.data.Database;
import dev.hearth.platform.data.Postgres;
import dev.hearth.platform.gitops.ArgoCd;
import dev.hearth.platform.observability.Grafana;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LoginTest {

    private static final Groups GROUPS =
            Groups.admins("admins").editors("developers").viewers("family", "guests");
    private static final Dex DEX = Dex.named("dex")
            .users(
                    Dex.User.of("ada", "ada@example.org", "admins"),
                    Dex.User.of("grandpa-joe", "joe@example.org", "family"));
    private static final Grafana GRAFANA = Grafana.named("grafana").route("dashboard");
    static final ServiceRef WIKI = ServiceRef.of("wiki", "wiki", "http");

    /** Something without a login. */
    record Wiki() implements Component {

        private static Workload server() {
            return Workload.deployment("wiki")
                    .image(Image.of("registry.example.org/wiki", "1.0"))
                    .port(Port.http(8080))
                    .runAs(1000, 1000)
                    .requests(cpu("10m"), memory("32Mi"))
                    .limits(memory("64Mi"))
                    .readiness(Probe.http(Port.http(8080), "/"))
                    .liveness(Probe.http(Port.http(8080), "/"));
        }

        @Override
        public Offers offers() {
            return server().offers();
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(server());
        }
    }

    private static SmallCluster with(Component... components) {
        return SmallCluster.of(Stream.concat(
                        Stream.of(NginxIngress.named("ingress"), CertManager.named("cert-manager")),
                        Stream.of(components))
                .toArray(Component[]::new));
    }

    private static SmallCluster house() {
        return with(
                DEX,
                Postgres.named("postgres"),
                Coder.named("coder", new Database("postgres", "coder")).login(DEX.client("coder")),
                ArgoCd.remoteChart().login(DEX.publicClient("argocd"), GROUPS),
                GRAFANA.login(DEX.client("grafana"), GROUPS),
                new Wiki(),
                OAuth2Proxy.before(WIKI, "wiki", DEX.client("wiki")).groups(GROUPS),
                People.of(GROUPS, DEX.publicClient("kubernetes")).in("grafana"));
    }

    private static Mapping configuration(SmallCluster cluster) {
        return Yaml.documents(data(cluster.object("ConfigMap", "dex")).getOrDefault("config.yaml", ""), "config.yaml")
                .get(0)
                .mapping();
    }

    private static Mapping client(SmallCluster cluster, String id) {
        return configuration(cluster).sequence("staticClients").mappings().stream()
                .filter(client -> client.text("id").orElseThrow().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> redirects(SmallCluster cluster, String id) {
        return client(cluster, id).sequence("redirectURIs").strings();
    }

    /** What is not from a Secret as it is, the rest as {@code secret#key}. */
    private static Map<String, String> environment(Manifest workload) {
        Map<String, String> all = new TreeMap<>();
        for (Mapping variable : container(workload).sequence("env").mappings()) {
            Mapping secret = variable.mapping("valueFrom").mapping("secretKeyRef");
            all.put(
                    variable.text("name").orElseThrow(),
                    variable.text("value")
                            .orElseGet(() -> secret.text("name").orElse("") + "#"
                                    + secret.text("key").orElse("")));
        }
        return all;
    }

    private static List<String> flows(SmallCluster cluster, String from) {
        return cluster.expansion().flows().stream()
                .filter(flow ->
                        flow.from() instanceof Pods pods && pods.toString().equals(from))
                .map(flow -> flow.to() + ":" + flow.port())
                .distinct()
                .toList();
    }

    private static List<String> subjects(Manifest binding) {
        return binding.root().sequence("subjects").mappings().stream()
                .map(subject -> subject.text("kind").orElseThrow() + " "
                        + subject.text("name").orElseThrow())
                .toList();
    }

    @Test
    void a_house_with_one_login_has_no_findings() {
        assertThat(house().findings()).isEmpty();
    }

    @Test
    void each_component_becomes_the_expected_objects() {
        SmallCluster house = house();

        GoldenTree.assertTree("dex", house.manifests("dex"));
        GoldenTree.assertTree("login-proxy", house.manifests("wiki-login"));
        GoldenTree.assertTree("people", house.manifests("people"));
    }

    @Test
    void people_have_passwords_that_are_in_a_secret_alone() {
        SmallCluster house = house();
        Mapping joe =
                configuration(house).sequence("staticPasswords").mappings().get(1);

        assertThat(joe.text("email")).contains("joe@example.org");
        assertThat(joe.text("hashFromEnv")).contains("DEX_USER_GRANDPA_JOE_HASH");
        assertThat(joe.sequence("groups").strings()).containsExactly("family");
        assertThat(environment(house.object("Deployment", "dex")))
                .containsEntry("DEX_USER_GRANDPA_JOE_HASH", "dex-users#grandpa-joe");
    }

    @Test
    void a_client_has_one_secret_beside_dex_and_beside_the_application() {
        SmallCluster house = house();

        assertThat(client(house, "grafana").text("secretEnv")).contains("DEX_CLIENT_GRAFANA_SECRET");
        assertThat(environment(house.object("Deployment", "dex")))
                .containsEntry("DEX_CLIENT_GRAFANA_SECRET", "dex-grafana#client-secret");
        assertThat(house.expansion().facts(CredentialUse.class).stream()
                        .map(Stated::fact)
                        .filter(use -> use.credential().name().equals("dex-grafana"))
                        .map(CredentialUse::namespace)
                        .distinct())
                .containsExactlyInAnyOrder("dex", "monitoring");
    }

    @Test
    void people_are_sent_back_to_where_each_application_says() {
        SmallCluster house = house();

        assertThat(redirects(house, "grafana")).containsExactly("https://dashboard.home.arpa/login/generic_oauth");
        assertThat(redirects(house, "coder")).containsExactly("https://coder.home.arpa/api/v2/users/oidc/callback");
        assertThat(redirects(house, "wiki")).containsExactly("https://wiki.home.arpa/oauth2/callback");
        assertThat(redirects(house, "argocd"))
                .containsExactly("https://argocd.home.arpa/auth/callback", "http://localhost:8085/auth/callback");
        assertThat(client(house, "argocd").isTrue("public")).isTrue();
    }

    @Test
    void who_reads_the_discovery_document_comes_by_the_ingress_and_the_others_ask_dex_itself() {
        SmallCluster house = house();

        assertThat(flows(house, "argocd/argocd-server")).contains("ingress/ingress:443");
        assertThat(flows(house, "coder/coder")).contains("ingress/ingress:443");
        assertThat(flows(house, "monitoring/grafana")).contains("dex/dex:5556").doesNotContain("ingress/ingress:443");
        assertThat(flows(house, "wiki-login/wiki-login")).containsExactlyInAnyOrder("dex/dex:5556", "wiki/wiki:8080");
    }

    @Test
    void grafana_takes_roles_from_groups_and_lets_in_nobody_else() {
        assertThat(environment(house().object("Deployment", "grafana")))
                .containsEntry(
                        "GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_PATH",
                        "contains(groups[*], 'admins') && 'GrafanaAdmin'"
                                + " || contains(groups[*], 'developers') && 'Editor'"
                                + " || contains(groups[*], 'family') && 'Viewer'"
                                + " || contains(groups[*], 'guests') && 'Viewer'")
                .containsEntry("GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_STRICT", "true")
                .containsEntry("GF_AUTH_GENERIC_OAUTH_AUTH_URL", "https://auth.home.arpa/auth")
                .containsEntry("GF_AUTH_GENERIC_OAUTH_TOKEN_URL", "http://dex.dex.svc.cluster.local:5556/token")
                .containsEntry("GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET__FILE", "/etc/grafana/login/client-secret");
    }

    @Test
    void grafana_needs_a_route_and_endpoints_to_log_people_in() {
        OidcClient elsewhere = OidcClient.of(
                Value.of("https://id.example.org"),
                Credential.named("grafana-oidc").asked("client-id", "its name").asked("client-secret", "its secret"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grafana.named("grafana").login(DEX.client("grafana"), GROUPS))
                .withMessageContaining("route");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GRAFANA.login(elsewhere, GROUPS))
                .withMessageContaining("endpoints");
    }

    @Test
    void accounts_elsewhere_are_reached_and_their_secrets_are_in_the_environment() {
        Credential github =
                Credential.named("dex-github").asked("client-id", "its name").asked("client-secret", "its secret");
        Credential directory = Credential.named("dex-directory").asked("password", "of the account that searches");
        SmallCluster cluster = with(Dex.named("dex")
                .connectors(
                        Connector.gitHub("github", github, "our-house"),
                        Connector.ldap(
                                "directory",
                                "ldap.example.org",
                                "cn=dex,dc=example,dc=org",
                                directory.key("password"),
                                "ou=people,dc=example,dc=org",
                                "ou=groups,dc=example,dc=org")));

        assertThat(cluster.findings()).isEmpty();
        assertThat(environment(cluster.object("Deployment", "dex")))
                .containsEntry("DEX_CONNECTOR_GITHUB_SECRET", "dex-github#client-secret")
                .containsEntry("DEX_CONNECTOR_DIRECTORY_PASSWORD", "dex-directory#password");
        assertThat(configuration(cluster).sequence("connectors").mappings())
                .extracting(connector ->
                        connector.mapping("config").text("redirectURI").orElse("-"))
                .containsExactly("https://auth.home.arpa/callback", "-");
        assertThat(cluster.expansion().flows().stream()
                        .filter(flow -> flow.owner().equals("dex"))
                        .map(flow -> flow.port()))
                .contains(443, 636);
    }

    @Test
    void nobody_could_log_in_without_people() {
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> Dex.named("dex").manifests(with(DEX).expansion().view()))
                .withMessageContaining("users");
    }

    @Test
    void settings_of_dex_that_cannot_work_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEX.users(Dex.User.of("ada", "other@example.org")))
                .withMessageContaining("differ");
        assertThatIllegalArgumentException().isThrownBy(() -> DEX.client("Grafana"));
        assertThatIllegalArgumentException().isThrownBy(() -> DEX.replicas(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Dex.User.of("ada", "ada"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Groups(
                        ImmutableSortedSet.of(), ImmutableSortedSet.of("developers"), ImmutableSortedSet.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> Groups.admins("a', 'b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Connector.gitHub(
                        "github", Credential.named("x").fixed("client-id", "x").password("client-secret", 32)));
    }

    @Test
    void what_is_behind_the_proxy_is_for_people_of_the_groups() {
        assertThat(container(house().object("Deployment", "wiki-login"))
                        .sequence("args")
                        .strings())
                .contains(
                        "--upstream=http://wiki.wiki.svc.cluster.local:8080/",
                        "--oidc-issuer-url=https://auth.home.arpa",
                        "--redeem-url=http://dex.dex.svc.cluster.local:5556/token",
                        "--allowed-group=admins",
                        "--allowed-group=developers",
                        "--allowed-group=family");
    }

    @Test
    void a_proxy_whose_provider_is_elsewhere_discovers_it() {
        OidcClient elsewhere = OidcClient.of(
                Value.of("https://id.example.org"),
                Credential.named("wiki-oidc").asked("client-id", "its name").asked("client-secret", "its secret"));
        SmallCluster cluster = with(
                new Wiki(),
                OAuth2Proxy.before(WIKI, "wiki", elsewhere).named("guard").session(minutes(30)));

        assertThat(cluster.findings()).isEmpty();
        assertThat(container(cluster.object("Deployment", "guard"))
                        .sequence("args")
                        .strings())
                .contains("--oidc-issuer-url=https://id.example.org", "--cookie-expire=1800s")
                .doesNotContain("--skip-oidc-discovery=true");
    }

    @Test
    void groups_are_bound_to_roles_of_kubernetes_under_a_prefix() {
        SmallCluster house = house();

        assertThat(subjects(house.object("ClusterRoleBinding", "people-admins")))
                .containsExactly("Group oidc:admins");
        Manifest editors = house.object("RoleBinding", "people-editors");
        assertThat(editors.namespace()).contains("monitoring");
        assertThat(editors.root().mapping("roleRef").text("name")).contains("edit");
        assertThat(subjects(house.object("RoleBinding", "people-viewers")))
                .containsExactly("Group oidc:family", "Group oidc:guests");
    }

    @Test
    void without_a_component_people_look_at_all_namespaces() {
        SmallCluster cluster = with(DEX, People.of(GROUPS, DEX.publicClient("kubernetes")));

        assertThat(cluster.findings()).isEmpty();
        assertThat(subjects(cluster.object("ClusterRoleBinding", "people-viewers")))
                .containsExactly("Group oidc:developers", "Group oidc:family", "Group oidc:guests");
    }

    @Test
    void people_cannot_be_let_into_a_component_that_is_not_there() {
        assertThat(with(DEX, People.of(GROUPS, DEX.publicClient("kubernetes")).in("shop"))
                        .findings())
                .extracting(Finding::rule)
                .containsExactly("link.component");
    }

    @Test
    void the_api_server_is_told_of_the_provider_on_the_nodes() {
        People people = People.of(GROUPS, DEX.publicClient("kubernetes")).authority("/etc/ca.crt");

        assertThat(people.apiServerFlags())
                .containsEntry("oidc-issuer-url", DEX.issuer())
                .containsEntry("oidc-client-id", Value.of("kubernetes"))
                .containsEntry("oidc-groups-prefix", Value.of("oidc:"))
                .containsEntry("oidc-ca-file", Value.of("/etc/ca.crt"));
        assertThat(redirects(with(DEX, people), "kubernetes")).contains("http://localhost:8000");
    }
}
