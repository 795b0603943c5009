package dev.hearth.argocd;

import static dev.hearth.argocd.Fixture.cluster;
import static dev.hearth.argocd.Fixture.configMap;
import static dev.hearth.argocd.Fixture.objects;
import static dev.hearth.argocd.Fixture.thing;
import static dev.hearth.argocd.Fixture.wire;
import static dev.hearth.argocd.Fixture.yaml;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.ApplicationHealth;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.GitRepository;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.RemoteChart;
import dev.hearth.dsl.Site;
import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.judges.Program;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BootstrapPageTest extends ShellTest {

    private static final Pattern FENCE = Pattern.compile("```bash\n(.*?)```\n", Pattern.DOTALL);

    private static final Credential ROOT = Credential.named("minio-root")
            .outside()
            .fixed("rootUser", "it's $HOME, \"me\"")
            .random("rootPassword", 32);
    private static final Credential LOGIN =
            Credential.named("login").outside().passwordFile("auth", "admin").asked("token", "Token of the provider");

    private static final Cluster HOME = cluster()
            .site(Site.microk8s().node("rack", "192.168.10.11").loadBalancerAddress("192.168.10.50"))
            .layer(
                    "data",
                    thing(
                            "minio",
                            objects("{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: d}, spec: {}}"),
                            scope -> scope.uses(ROOT)),
                    thing("backup", objects(configMap("c")), scope -> scope.uses(ROOT)),
                    thing("web", objects("""
                            apiVersion: networking.k8s.io/v1
                            kind: Ingress
                            metadata: {name: web}
                            spec: {rules: [{host: web.home.arpa}, {host: '*.apps.home.arpa'}]}
                            ---
                            apiVersion: cert-manager.io/v1
                            kind: Certificate
                            metadata: {name: root}
                            spec: {isCA: true, secretName: root-ca}
                            """), scope -> scope.uses(LOGIN)));

    private static List<String> shells(String page) {
        List<String> blocks = new ArrayList<>();
        Matcher fence = FENCE.matcher(page);
        while (fence.find()) {
            blocks.add(fence.group(1));
        }
        return blocks;
    }

    private static String shell(String page, String with) {
        return shells(page).stream()
                .filter(block -> block.contains(with))
                .reduce((one, two) -> {
                    throw new AssertionError("two blocks have " + with);
                })
                .orElseThrow(() -> new AssertionError("no block has " + with));
    }

    @Test
    void every_command_on_the_page_is_one_that_bash_can_read() throws Exception {
        assumeBash();
        for (Cluster cluster : List.of(HOME, HOME.repository("git@git.home.arpa:me/home.git", "main"))) {
            List<String> shells = shells(wire(cluster).bootstrapPage());
            assertThat(shells).hasSizeGreaterThan(8);
            for (String shell : shells) {
                Path file = Files.writeString(folder.resolve("block"), shell);
                Process process = new ProcessBuilder("/bin/bash", "-n", file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("said").toFile())
                        .start();
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(folder.resolve("said")).as(shell).isEmptyFile();
                assertThat(process.exitValue()).isZero();
            }
        }
    }

    @Test
    void the_secrets_are_made_of_random_fixed_and_asked_values() throws Exception {
        assumeBash();
        Map<String, String> environment = fakeKubectl();
        String block = shell(wire(HOME).bootstrapPage(), "make_secret()");

        Said said = bash(block, "s3cret pass\ntok en'\"\\\n", environment);

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.err()).isEqualTo("Password of user admin (Secret login): \nToken of the provider: \n");
        Map<String, Map<String, String>> made = made();
        assertThat(made.keySet()).containsExactly("backup/minio-root", "minio/minio-root", "web/login");
        assertThat(made.get("minio/minio-root"))
                .isEqualTo(made.get("backup/minio-root"))
                .containsEntry("rootUser", "it's $HOME, \"me\"")
                .hasEntrySatisfying("rootPassword", value -> assertThat(value).matches("[0-9a-f]{64}"));
        assertThat(made.get("web/login"))
                .containsEntry("token", "tok en'\"\\")
                .hasEntrySatisfying("auth", value -> assertThat(value).matches("admin:\\$apr1\\$.{8}\\$.{22}"));
    }

    @Test
    void the_password_file_is_for_the_password_that_was_typed() throws Exception {
        assumeBash();
        Map<String, String> environment = fakeKubectl();
        bash(shell(wire(HOME).bootstrapPage(), "make_secret()"), "s3cret pass\ntoken\n", environment);
        String line = made().getOrDefault("web/login", Map.of()).getOrDefault("auth", "");
        String salt = line.replaceAll("^admin:\\$apr1\\$|\\$.*$", "");

        Said again = bash("printf 's3cret pass' | openssl passwd -apr1 -salt " + salt + " -stdin", "", environment);

        assertThat(line).isEqualTo("admin:" + again.out().strip());
    }

    @Test
    void no_value_is_ever_an_argument() throws Exception {
        assumeBash();
        Map<String, String> environment = fakeKubectl();
        bash(shell(wire(HOME).bootstrapPage(), "make_secret()"), "s3cret pass\ntoken-value\n", environment);

        List<String> values = made().values().stream()
                .flatMap(secret -> secret.values().stream())
                .toList();
        assertThat(values).hasSize(6);
        String calls = Files.readString(folder.resolve("calls"));
        assertThat(calls).contains("create --filename -");
        values.forEach(value -> {
            assertThat(calls).doesNotContain(value);
            assertThat(calls).doesNotContain(Base64.getEncoder().encodeToString(value.getBytes(UTF_8)));
        });
    }

    @Test
    void a_second_run_changes_nothing_and_asks_nothing() throws Exception {
        assumeBash();
        Map<String, String> environment = fakeKubectl();
        String block = shell(wire(HOME).bootstrapPage(), "make_secret()");
        bash(block, "pass\ntoken\n", environment);
        Map<String, Map<String, String>> first = made();

        Said said = bash(block, "", environment);

        assertThat(said).isEqualTo(new Said(0, """
                Secret web/login is there already and stays as it is
                Secret backup/minio-root is there already and stays as it is
                Secret minio/minio-root is there already and stays as it is
                """, ""));
        assertThat(made()).isEqualTo(first);
    }

    @Test
    void a_namespace_that_comes_later_gets_the_values_that_the_others_have() throws Exception {
        assumeBash();
        Map<String, String> environment = fakeKubectl();
        bash(shell(wire(HOME.without("backup")).bootstrapPage(), "make_secret()"), "pass\ntoken\n", environment);
        assertThat(made().keySet()).containsExactly("minio/minio-root", "web/login");

        bash(shell(wire(HOME).bootstrapPage(), "make_secret()"), "", environment);

        assertThat(made().get("backup/minio-root")).isNotNull().isEqualTo(made().get("minio/minio-root"));
    }

    @Test
    void an_answer_that_is_empty_makes_no_secret() throws Exception {
        assumeBash();
        Map<String, String> environment = fakeKubectl();

        Said said = bash(shell(wire(HOME).bootstrapPage(), "make_secret()"), "\n", environment);

        assertThat(said.code()).isNotZero();
        assertThat(said.err()).contains("nothing was typed");
        assertThat(made()).doesNotContainKey("web/login");
    }

    @Test
    void kubectl_and_a_real_api_server_take_the_namespaces_the_secrets_and_the_health_check() throws Exception {
        assumeBash();
        Program kubectl = Judges.require("kubectl");
        try (ApiServer server = ApiServer.start()) {
            Map<String, String> environment = Map.of(
                    "PATH",
                    kubectl.file().getParent() + ":" + System.getenv("PATH"),
                    "KUBECONFIG",
                    server.kubeconfig().toString());
            Wiring wiring = wire(HOME);
            String page = wiring.bootstrapPage();
            for (Manifest manifest : wiring.manifests()) {
                if (manifest.kind().equals("Namespace")) {
                    Path file = folder.resolve("generated/home/namespaces/namespace-" + manifest.name() + ".yaml");
                    Files.createDirectories(file.getParent());
                    Files.write(file, Yaml.bytes(manifest.root()));
                }
            }

            Said namespaces = bash("cd " + folder + "\n" + shell(page, "namespace-web"), "", environment);
            Said secrets = bash(shell(page, "make_secret()"), "pass\ntoken\n", environment);
            Said again = bash(shell(page, "make_secret()"), "", environment);
            String health = shell(page, "kubectl patch configmap argocd-cm").replaceAll("(?m)^kubectl wait.*\n", "");
            Said patch = bash("kubectl create configmap argocd-cm -n argocd\n" + health, "", environment);
            String token = shell(page, "read -rp 'User: '");
            Said repository = bash(token, "me\npersonal token\n", environment);

            assertThat(List.of(namespaces.code(), secrets.code(), again.code(), patch.code(), repository.code()))
                    .as(namespaces.err() + secrets.err() + again.err() + patch.err() + repository.err())
                    .containsOnly(0);
            assertThat(secrets.out()).isEqualTo("""
                    secret/login created
                    secret/minio-root created
                    secret/minio-root created
                    """);
            assertThat(again.out()).contains("Secret minio/minio-root is there already and stays as it is");
            assertThat(get(kubectl, server, "configmap", "argocd", "argocd-cm")
                            .mapping("data")
                            .text(ApplicationHealth.KEY))
                    .hasValue(ApplicationHealth.LUA);
            assertThat(decoded(get(kubectl, server, "secret", "argocd", "repository-home")
                            .mapping("data")))
                    .isEqualTo(Map.of(
                            "type", "git",
                            "url", "https://git.home.arpa/me/home.git",
                            "username", "me",
                            "password", "personal token"));
        }
    }

    private static Mapping get(Program kubectl, ApiServer server, String kind, String namespace, String name) {
        Outcome outcome = kubectl.run(
                "--kubeconfig", server.kubeconfig().toString(), "get", kind, name, "-n", namespace, "-o", "json");
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        return (Mapping) Json.read(outcome.stdout(), name);
    }

    @Test
    void the_page_has_a_chapter_for_each_step_and_none_for_what_the_cluster_has_not() {
        assertThat(headings(HOME))
                .containsExactly(
                        "## 1. The cluster",
                        "## 2. The repository",
                        "## 3. Namespaces",
                        "## 4. Secrets",
                        "## 5. Argo CD",
                        "## 6. Access to the repository",
                        "## 7. The first sync",
                        "## 8. Names",
                        "## 9. Trust",
                        "## 10. First login",
                        "## 11. What is not deleted on its own");
        assertThat(headings(cluster().layer("web", yaml("shop", configMap("c")))))
                .containsExactly(
                        "## 1. The cluster",
                        "## 2. The repository",
                        "## 3. Namespaces",
                        "## 4. Argo CD",
                        "## 5. Access to the repository",
                        "## 6. The first sync",
                        "## 7. First login",
                        "## 8. What is not deleted on its own");
    }

    private static List<String> headings(Cluster cluster) {
        return wire(cluster)
                .bootstrapPage()
                .lines()
                .filter(line -> line.startsWith("## "))
                .toList();
    }

    @Test
    void storage_is_enabled_where_the_tree_claims_and_brings_none() {
        assertThat(wire(HOME).bootstrapPage()).contains("sudo microk8s enable dns rbac hostpath-storage\n");
        assertThat(wire(HOME.layer(
                                "data",
                                yaml(
                                        "local",
                                        "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: local}}")))
                        .bootstrapPage())
                .contains("sudo microk8s enable dns rbac\n", "`minio`, `hostpath-storage`.");
    }

    @Test
    void names_and_trust_come_from_the_objects() {
        assertThat(wire(HOME).bootstrapPage())
                .contains("```text\n192.168.10.50 web.home.arpa\n```\n")
                .contains("need DNS: `*.apps.home.arpa`.")
                .contains("kubectl get secret root-ca --namespace web");
    }

    @Test
    void argo_cd_comes_from_upstream_unless_the_tree_or_the_site_has_it() {
        RemoteChart chart = new RemoteChart(
                        "https://argoproj.github.io/argo-helm",
                        "argo-cd",
                        "10.3.3",
                        "argocd",
                        Data.map("a", Data.map("b", 1)))
                .makes("apps/Deployment");

        assertThat(wire(HOME).bootstrapPage())
                .contains("https://raw.githubusercontent.com/argoproj/argo-cd/v3.5.1/manifests/install.yaml");
        assertThat(wire(HOME.layer("platform", thing("argocd", chart))).bootstrapPage())
                .doesNotContain("install.yaml", "create namespace argocd")
                .contains("""
                        helm upgrade --install argocd argo-cd --repo https://argoproj.github.io/argo-helm \\
                          --version 10.3.3 --namespace argocd --wait --timeout 10m --values - <<'EOF'
                        a:
                          b: 1
                        EOF
                        """);
        assertThat(wire(HOME.site(Site.microk8s().preinstalled("argo", "argocd", Offers.none())))
                        .bootstrapPage())
                .doesNotContain("install.yaml", "helm upgrade")
                .contains("It is there already");
    }

    @Test
    void the_first_login_speaks_what_the_server_speaks() {
        RemoteChart chart = new RemoteChart(
                        "https://argoproj.github.io/argo-helm",
                        "argo-cd",
                        "10.3.3",
                        "argocd",
                        Data.map("configs", Data.map("params", Data.map("server.insecure", true))))
                .makes("apps/Deployment");

        assertThat(wire(HOME.layer("platform", thing("argocd", chart))).bootstrapPage())
                .contains("--namespace argocd 8080:80\n", "`http://localhost:8080`")
                .doesNotContain("https://localhost");
        assertThat(wire(HOME).bootstrapPage()).contains("--namespace argocd 8080:443\n", "`https://localhost:8080`");
    }

    @Test
    void further_nodes_join_under_the_names_that_the_tree_counts_on() {
        Site two = Site.microk8s().node("rack", "192.168.10.11").node("shelf", "192.168.10.12");

        assertThat(wire(HOME.site(two)).bootstrapPage())
                .contains("`rack` at 192.168.10.11, `shelf` at 192.168.10.12", "sudo microk8s add-node\n");
        assertThat(wire(HOME).bootstrapPage()).doesNotContain("add-node");
    }

    @Test
    void a_metrics_server_is_left_off_unless_an_autoscaler_of_the_tree_asks_it() {
        Cluster scaling = HOME.layer(
                "more",
                thing(
                        "scaler",
                        objects(
                                "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: s}, spec: {}}")));

        assertThat(wire(scaling).bootstrapPage())
                .contains("sudo microk8s enable metrics-server\n")
                .contains("`cert-manager`, `observability`");
        assertThat(wire(HOME).bootstrapPage())
                .doesNotContain("enable metrics-server")
                .contains("`cert-manager`, `metrics-server`, `observability`");
    }

    @Test
    void a_git_server_of_the_own_network_must_be_found_and_trusted() {
        assertThat(wire(HOME.repository("https://git.home.arpa:3000/me/home.git", "main"))
                        .bootstrapPage())
                .contains("-- getent hosts git.home.arpa\n", "--from-file=git.home.arpa=git-ca.crt")
                .doesNotContain("configs.tls.certificates");
        assertThat(wire(HOME.repository("https://example.org/home.git", "main")).bootstrapPage())
                .doesNotContain("getent", "git-ca.crt");
    }

    @Test
    void the_page_has_a_way_out_of_a_network_that_keeps_argo_cd_from_its_repository() {
        assertThat(wire(HOME).bootstrapPage())
                .contains("`kubectl delete networkpolicy default-deny argocd-repo-server-egress --namespace argocd`");
    }

    @Test
    void the_default_project_can_be_told_to_allow_nothing() {
        assertThat(shell(wire(HOME).bootstrapPage(), "appproject default")).isEqualTo("""
                        kubectl patch appproject default --namespace argocd --type merge --patch-file /dev/stdin <<'EOF'
                        spec:
                          sourceRepos: []
                          destinations: []
                          clusterResourceWhitelist: []
                          namespaceResourceBlacklist:
                          - group: "*"
                            kind: "*"
                        EOF
                        """);
    }

    @Test
    void what_blocks_stands_alone() {
        assertThat(shell(wire(HOME).bootstrapPage(), "port-forward").lines()).hasSize(1);
    }

    @Test
    void another_distribution_is_prepared_by_its_owner() {
        assertThat(wire(HOME.site(Site.of("k3s", "10.42.0.0/16", "10.43.0.0/16", 6443)))
                        .bootstrapPage())
                .contains("A cluster of k3s with Kubernetes 1.35")
                .doesNotContain("microk8s");
    }

    @Test
    void the_folder_of_the_tree_in_the_repository_is_where_the_commands_run() {
        assertThat(wire(HOME.repository(new GitRepository("https://example.org/a.git", "main", "clusters/a")))
                        .bootstrapPage())
                .contains("git clone --branch main https://example.org/a.git home\ncd home/clusters/a\n");
    }
}
