package dev.hearth.dsl.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Page;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodePagesTest {

    private static final Pattern FENCE = Pattern.compile("```sh\n(.*?)\n```\n", Pattern.DOTALL);
    private static final Site ONE = Site.microk8s().node("rack", "192.168.10.11");
    private static final Site TWO = ONE.node("shelf", "192.168.10.12").pool("storage", "shelf");

    @TempDir
    private Path folder;

    private record Member(String name, List<Part> parts) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(parts);
        }
    }

    private static Component member(String name, Part... parts) {
        return new Member(name, List.of(parts));
    }

    private static Expansion expansion(Site site, Component... members) {
        return Expansion.of(cluster(site, members)).derive(new NodePages());
    }

    private static Cluster cluster(Site site, Component... members) {
        return Cluster.named("home").site(site).layer("all", members);
    }

    private static String page(Expansion expansion) {
        return expansion.facts(Page.class).get(0).fact().text();
    }

    private static Stream<String> shells(String page) {
        return FENCE.matcher(page).results().map((MatchResult fence) -> fence.group(1) + "\n");
    }

    private static String shell(String page, String with) {
        return shells(page).filter(shell -> shell.contains(with)).findFirst().orElseThrow();
    }

    @Test
    void the_page_is_in_the_tree_where_microk8s_has_nodes() {
        assertThat(expansion(ONE, member("shop")).facts(Page.class))
                .extracting(stated -> stated.fact().path())
                .containsExactly("docs/nodes/home.md");
        assertThat(expansion(Site.microk8s(), member("shop")).facts(Page.class)).isEmpty();
        assertThat(expansion(Site.of("k3s", "10.42.0.0/16", "10.43.0.0/16", 6443)
                                .node("rack", "192.168.10.11"))
                        .facts(Page.class))
                .isEmpty();
    }

    @Test
    void rights_count_only_with_the_addon_for_them_so_it_is_enabled_whoever_is_in_the_cluster() {
        assertThat(shell(page(expansion(ONE)), "enable")).isEqualTo("microk8s enable dns\nmicrok8s enable rbac\n");
        assertThat(shell(page(expansion(ONE.storageClass("microk8s-hostpath"))), "enable"))
                .contains("microk8s enable hostpath-storage\n");
    }

    @Test
    void addons_that_components_take_the_place_of_stay_off_unless_the_site_needs_them() {
        Component disks = member("disks", NodeSetting.withoutAddon("hostpath-storage", "it has the default class"));
        Component store = member("store", NodeSetting.withoutAddon("minio", "it is another store"));

        assertThat(shell(page(expansion(ONE, disks, store)), "disable"))
                .isEqualTo("microk8s disable hostpath-storage\nmicrok8s disable minio\n");
        assertThat(shell(page(expansion(ONE.storageClass("microk8s-hostpath"), disks, store)), "disable"))
                .isEqualTo("microk8s disable minio\n");
    }

    @Test
    void two_components_that_want_different_things_of_a_node_are_an_error() {
        Component one = member("one", NodeSetting.apiServer("oidc-issuer-url", "https://a.home.arpa", "people"));
        Component two = member("two", NodeSetting.apiServer("oidc-issuer-url", "https://b.home.arpa", "people"));
        Component off = member("off", NodeSetting.withoutAddon("metallb", "it is here"));
        Component on = member("on", NodeSetting.addon("metallb", "it is not"));

        assertThat(expansion(ONE, one, two, off, on).findings())
                .extracting(Finding::toString)
                .satisfiesExactly(
                        finding -> assertThat(finding)
                                .startsWith("error model.twice  component on")
                                .contains("wants addon metallb enabled on the nodes, but component off wants addon"
                                        + " metallb kept off"),
                        finding -> assertThat(finding)
                                .startsWith("error model.twice  component two")
                                .contains(
                                        "wants flag --oidc-issuer-url of the API server to be 'https://b.home.arpa'"));
    }

    @Test
    void flags_are_in_the_files_of_the_programs_once_however_often_the_commands_run() throws Exception {
        Component login = member(
                "login",
                NodeSetting.apiServer(
                        "oidc-issuer-url", Value.of("https://").then(Value.publicHost("dex")), "people sign in there"),
                NodeSetting.apiServer("oidc-username-prefix", "it's:", "a quote"),
                NodeSetting.kubelet("max-pods", "200", "there are many"));
        String page = page(expansion(ONE, login));

        assertThat(run(shell(page, "args/kube-apiserver"), "--secure-port=16443\n--audit-log-maxage=1\n"))
                .containsExactly(
                        "--secure-port=16443",
                        "--audit-policy-file=${SNAP_DATA}/args/audit-policy.yaml",
                        "--audit-log-path=/var/log/apiserver/audit.log",
                        "--audit-log-maxage=30",
                        "--audit-log-maxbackup=10",
                        "--audit-log-maxsize=100",
                        "--oidc-issuer-url=https://dex.home.arpa",
                        "--oidc-username-prefix=it's:");
        assertThat(run(shell(page, "args/kubelet"), "")).containsExactly("--max-pods=200");
    }

    /** What the file of flags has after the commands ran twice. */
    private List<String> run(String shell, String before) throws Exception {
        assumeThat(Files.isExecutable(Path.of("/bin/bash"))).as("bash").isTrue();
        Path args = Files.writeString(folder.resolve("args"), before);
        String once = shell.replaceFirst("args=.*", "args=" + args);
        Path script = Files.writeString(
                folder.resolve("script"),
                "set -eu\nsudo() { [ \"$1\" = snap ] || \"$@\"; }\nmicrok8s() { :; }\n" + once + once);
        Process bash = new ProcessBuilder("/bin/bash", script.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(folder.resolve("out"))).isEmpty();
        assertThat(bash.exitValue()).isZero();
        return Files.readAllLines(args);
    }

    @Test
    void containerd_asks_the_mirrors_of_a_registry_and_then_the_registry_itself() {
        Cluster mirrored = cluster(ONE)
                .registryMirror("docker.io", "registry.home.arpa/docker.io")
                .registryMirror("quay.io", "mirror.home.arpa:5000")
                .registryMirror("ghcr.io/example", "registry.home.arpa/example");
        String page = page(Expansion.of(mirrored).derive(new NodePages()));

        assertThat(shell(page, "certs.d/docker.io/hosts.toml")).isEqualTo("""
                        sudo tee /var/snap/microk8s/current/args/certs.d/docker.io/hosts.toml > /dev/null << 'EOF'
                        server = "https://registry-1.docker.io"

                        [host."https://registry.home.arpa/v2/docker.io"]
                          capabilities = ["pull", "resolve"]
                          override_path = true
                        EOF
                        """);
        assertThat(shell(page, "certs.d/quay.io/hosts.toml"))
                .contains("server = \"https://quay.io\"\n", "[host.\"https://mirror.home.arpa:5000\"]\n")
                .doesNotContain("override_path");
        assertThat(page).contains("so not of ghcr.io/example.");
        assertThat(page(expansion(ONE))).doesNotContain("certs.d");
    }

    @Test
    void the_firewall_lets_the_local_network_reach_ports_of_nodes_and_nodes_each_other() {
        Port http = Port.http(8080);
        Port metrics = Port.http(9100).named("metrics");
        Component web = member("web", Workload.daemonSet("web").port(http).hostPort(http, 80, "it is the way in"));
        Component exporter = member(
                "exporter", Workload.daemonSet("exporter").port(metrics).hostNetwork("it reads the host's network"));

        String two = page(expansion(TWO, web, exporter));
        assertThat(two)
                .contains(
                        "| 80/tcp | the local network | web |",
                        "| 9100/tcp | the nodes | exporter |",
                        "| 4789/udp | the nodes |",
                        "| shelf | 192.168.10.12 | storage |");
        assertThat(shell(two, "ufw")).isEqualTo("""
                        sudo ufw allow 80/tcp
                        sudo ufw allow from 192.168.10.11
                        sudo ufw allow from 192.168.10.12
                        """);
        String one = page(expansion(ONE, web, exporter));
        assertThat(one).doesNotContain("4789").contains("| 9100/tcp | nobody from outside | exporter |");
        assertThat(shell(one, "ufw")).isEqualTo("sudo ufw allow 80/tcp\n");
    }

    @Test
    void refuses_settings_that_nobody_could_make() {
        assertThatThrownBy(() -> NodeSetting.apiServer("--oidc-issuer-url", "x", "why"))
                .hasMessage("an addon or a flag of a node has a name such as oidc-issuer-url, but was"
                        + " '--oidc-issuer-url'");
        assertThatThrownBy(() -> NodeSetting.file("ca.crt", "cat", "why"))
                .hasMessage("a file of a node has a full path, but was 'ca.crt'");
        assertThatThrownBy(() -> NodeSetting.addon("dns", " ")).hasMessage("setting dns of the nodes needs a reason");
    }

    @Test
    void a_real_api_server_takes_the_audit_policy_and_writes_down_who_touched_a_secret_but_not_what_is_in_it()
            throws Exception {
        String page = page(expansion(ONE));
        String shell = shell(page, "audit-policy.yaml > /dev/null");
        String policy = shell.substring(shell.indexOf('\n') + 1, shell.lastIndexOf("EOF\n"));
        Path file = Files.writeString(folder.resolve("audit-policy.yaml"), policy);
        Path log = folder.resolve("log").resolve("audit.log");

        try (ApiServer server =
                ApiServer.start("--audit-policy-file=" + file, "--audit-log-path=" + log, "--audit-log-maxage=30")) {
            Verdict made = server.create("""
                    {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "key", "namespace": "default"},
                     "stringData": {"password": "in-no-log-of-anybody"}}
                    """.getBytes(UTF_8));
            assertThat(made.message()).isEmpty();
            assertThat(server.createNamespace("shop", Map.of()).message()).isEmpty();
        }

        assertThat(Files.readString(log))
                .contains("\"level\":\"Metadata\"", "\"resource\":\"secrets\"", "\"name\":\"key\"", "\"name\":\"shop\"")
                .doesNotContain(
                        "in-no-log-of-anybody", "aW4tbm8tbG9nLW9mLWFueWJvZHk", "/healthz", "\"resource\":\"leases\"");
    }
}
